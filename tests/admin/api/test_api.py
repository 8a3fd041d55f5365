"""Claims about the interface for other programs: every answer keeps the contract, and nobody gets more than on the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from admin.api import contract
from engine.domain.case import WorkItem
from engine.usecases import ports
from tests.admin import proposals
from tests.admin.api.conftest import Call, caller
from tests.admin.browsing import sign_in
from tests.admin.conftest import PASSWORD
from tests.postgres import Begin
from tests.store.builders import a_release, an_entry, an_opening, save

_LOG = sa.text("SELECT actor, compartment, purpose FROM onedoor.reading_log")
FACTS = {"facts": "楼上漏水"}


def keeps(answer: TestResponse, status: int, schema: str = "Refusal") -> Any:
    """Assert status and shape of an answer, and return its JSON."""
    assert answer.status_code == status, answer.text
    Draft202012Validator({**contract.document(), "$ref": f"#/components/schemas/{schema}"}).validate(answer.json)
    return answer.json


def test_the_contract_names_every_route_and_no_other(site: Flask) -> None:
    """What is documented is served, by the same methods."""
    served = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in site.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "api.openapi"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert {(method, path) for method, path, _ in contract.operations(contract.document())} == served


def test_the_contract_is_whole(site: Flask) -> None:
    """Every shape is a valid JSON Schema, and no sentence was cut by a comma of YAML."""
    del site
    for shape in contract.document()["components"]["schemas"].values():
        Draft202012Validator.check_schema(shape)

    assert not list(_empty(contract.document()))


def _empty(value: Any) -> Iterator[str]:
    for name, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if each is None:
            yield str(name)
        yield from _empty(each)


def test_the_contract_is_served_and_shown(site: Flask) -> None:
    """To programs as OpenAPI, to people as a page without any script."""
    client = site.test_client()

    chinese, english = (client.get("/api/v1/_openapi", headers={"Accept-Language": said}).json for said in ("zh-CN", "en"))
    assert (chinese["openapi"], chinese["paths"].keys()) == ("3.1.0", english["paths"].keys())
    assert (_summary(chinese), _summary(english)) == ("领取", "Claim")
    assert not re.search("[\u4e00-\u9fff]", str(english["paths"]))
    page = client.get("/api/")
    assert (page.status_code, "/api/v1/items/{item}/submissions" in page.text) == (200, True)
    assert "<script" not in page.text


def _summary(shown: dict[str, Any]) -> str:
    return str(shown["paths"]["/api/v1/items/{item}/claim"]["post"]["summary"])


def test_a_token_says_who_calls(call: Call) -> None:
    """Posts and reach are those of the roster."""
    me = keeps(call("GET", "/me"), 200, "Caller")

    assert (me["person"], me["name"], me["jurisdictions"]) == ("wang", "王某", ["longxi", "longxi.wenfeng"])
    assert me["posts"] == [{"role": "R.INTAKE", "jurisdiction": "longxi", "unit": None}]


def test_a_refresh_token_gives_a_new_token(site: Flask) -> None:
    """And is good for nothing else."""
    client = site.test_client()
    tokens = keeps(client.post("/api/v1/security/login", json={"username": "wang", "password": PASSWORD, "refresh": True}), 200, "Tokens")

    fresh = keeps(caller(client, tokens["refresh_token"])("POST", "/security/refresh"), 200, "Tokens")

    assert keeps(caller(client, fresh["access_token"])("GET", "/me"), 200, "Caller")["person"] == "wang"
    keeps(caller(client, tokens["refresh_token"])("GET", "/me"), 401)
    keeps(caller(client, tokens["access_token"])("POST", "/security/refresh"), 401)


def test_wrong_passwords_are_refused_and_lock_the_account(site: Flask) -> None:
    """The interface is no way around the lock-out."""
    client = site.test_client()
    for _attempt in range(5):
        keeps(client.post("/api/v1/security/login", json={"username": "wang", "password": "wrong"}), 401)

    keeps(client.post("/api/v1/security/login", json={"username": "wang", "password": PASSWORD}), 401)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic d2FuZzp4"}])
def test_strangers_get_401_with_a_sentence(site: Flask, headers: dict[str, str]) -> None:
    """In the language that they ask for."""
    client = site.test_client()

    chinese = client.get("/api/v1/items", headers=headers)
    english = client.get("/api/v1/items", headers={**headers, "Accept-Language": "en-GB,en;q=0.8"})

    assert keeps(chinese, 401)["message"] == "请先登录：令牌缺失、无效或已过期。"
    assert keeps(english, 401)["message"] == "Sign in first: the token is missing, wrong or expired."


def test_an_account_without_person_may_nothing(site: Flask) -> None:
    """The same sentence as on the pages."""
    client = site.test_client()
    tokens = client.post("/api/v1/security/login", json={"username": "stranger", "password": PASSWORD}).json
    assert tokens

    assert "名册" in keeps(caller(client, tokens["access_token"])("GET", "/cases"), 403)["message"]


def test_a_session_writes_only_with_its_csrf_token(site: Flask, item: WorkItem) -> None:
    """A foreign page cannot use a visitor's cookie."""
    client = site.test_client()
    sign_in(client, "wang", PASSWORD)
    path = f"/api/v1/items/{item.id}/claim"

    without = client.post(path)
    token = client.get("/api/v1/security/csrf_token").json
    with_token = client.post(path, headers={"X-CSRFToken": token["result"] if token else ""})

    assert without.status_code == 400
    assert keeps(with_token, 200, "Item")["holder"] == "wang"


def test_doors_come_with_the_form_that_opens_a_case(call: Call) -> None:
    """A program can draw the form from it."""
    assert keeps(call("GET", "/doors?jurisdiction=longxi"), 200, "Doors")["doors"] == [
        {"process": "main", "title": "登记", "form": "F01", "schema": {}}
    ]


def test_a_case_is_opened_once(call: Call) -> None:
    """An answer lost on its way is no reason to open the case twice."""
    body = {"id": str(uuid4()), "jurisdiction": "longxi", "answers": FACTS}

    first, second = (call("POST", "/cases", json=body) for _twice in range(2))

    case = keeps(first, 201, "Case")
    assert keeps(second, 201, "Case") == case
    assert first.headers["Location"] == f"/api/v1/cases/{body['id']}"
    assert [row["id"] for row in keeps(call("GET", "/cases"), 200, "CaseList")["cases"]] == [body["id"]]


def test_answers_that_are_not_accepted_come_back_with_all_problems(call: Call, item: WorkItem) -> None:
    """When opening as when submitting."""
    opening = call("POST", "/cases", json={"jurisdiction": "longxi", "answers": {}})
    submitting = call("POST", f"/items/{item.id}/submissions", json={"answers": {}, "revision": 1})

    for answer in (opening, submitting):
        assert keeps(answer, 422)["problems"] == [{"path": "/facts", "message": "请填写此项。"}]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"answers": FACTS}, ""),
        ({"answers": "漏水", "revision": 1}, "/answers"),
        ({"answers": FACTS, "revision": "1"}, "/revision"),
        ({"answers": FACTS, "revision": 1, "actor": "li"}, ""),
        ([1], ""),
        (None, ""),
    ],
)
def test_what_breaks_the_contract_is_refused_with_its_place(call: Call, item: WorkItem, body: Any, path: str) -> None:
    """Unknown names are refused too: a slip must not be taken for an answer."""
    refused = keeps(call("POST", f"/items/{item.id}/submissions", json=body), 400)

    assert [problem["path"] for problem in refused["problems"]] == [path]


def test_cases_are_found_by_a_piece_of_a_name(call: Call, opening: ports.CaseStep) -> None:
    """Search and state work as on the pages."""
    found = keeps(call("GET", "/cases?search=赵&state=open"), 200, "CaseList")

    assert [(row["number"], row["parties"]) for row in found["cases"]] == [(opening.case.number, ["赵某"])]
    assert keeps(call("GET", "/cases?state=closed"), 200, "CaseList")["cases"] == []


def test_a_case_tells_who_was_proposed_and_why(call: Call, begin: Begin, opening: ports.CaseStep) -> None:
    """The newest proposal stands in words; nothing of what an interest consists in is among them."""
    proposed = [an_entry("proposed", detail=detail) for detail in (proposals.CLASHED, proposals.FORMED)]
    other = save(begin, an_opening(number="2", entries=tuple(proposed)))

    found = keeps(call("GET", f"/cases/{other.case.id}"), 200, "CasePage")["people"]

    assert found["members"] == [{"name": "Li", "place": "乡贤，替补，负责人", "why": ["替补“乡贤”：名册中没有这一类人员。"]}]
    assert found["others"] == ["Wu与被申请人同单位。", "He、Bo：当事人点选了Li。"]
    assert (found["rest"], found["conflict"]) == ([{"what": "在办件数到上限", "count": 2}], None)
    assert keeps(call("GET", f"/cases/{opening.case.id}"), 200, "CasePage")["people"] is None


def test_a_case_is_read_without_what_is_sensitive(call: Call, opening: ports.CaseStep) -> None:
    """Class P2 stays away, the rest is complete."""
    answer = call("GET", f"/cases/{opening.case.id}")

    page = keeps(answer, 200, "CasePage")
    assert (page["classes"], page["submissions"][0]["answers"]) == (["P0", "P1"], {"facts": "漏水"})
    assert [entry["kind"] for entry in page["history"]] == ["opened", "created"]
    assert answer.headers["ETag"] == '"1"'


def test_sensitive_data_need_a_purpose_and_are_logged(call: Call, opening: ports.CaseStep, begin: Begin) -> None:
    """Who read what, when and why can be told to the parties."""
    page = keeps(call("GET", f"/cases/{opening.case.id}?purpose=核对身份"), 200, "CasePage")

    assert page["submissions"][0]["answers"] == {"facts": "漏水", "id_no": "000000"}
    with begin({"longxi"}) as uow:
        logged = uow.transaction.rows(_LOG)
    assert [tuple(row) for row in logged] == [("wang", "P2", "核对身份")]
    keeps(call("GET", f"/cases/{opening.case.id}?purpose="), 422)


def test_open_work_is_listed_for_its_scope(call: Call, item: WorkItem) -> None:
    """What nobody holds is the unit's, what one claims is one's own."""
    assert keeps(call("GET", "/items?scope=mine"), 200, "ItemList")["total"] == 0
    assert [row["id"] for row in keeps(call("GET", "/items?scope=unit"), 200, "ItemList")["items"]] == [str(item.id)]

    keeps(call("POST", f"/items/{item.id}/claim"), 200, "Item")

    assert keeps(call("GET", "/items"), 200, "ItemList")["total"] == 1
    assert keeps(call("POST", f"/items/{item.id}/release"), 200, "Item")["holder"] is None


def test_an_item_is_read_with_its_form_and_submitted(call: Call, item: WorkItem) -> None:
    """The case moves on, and the item cannot be submitted again."""
    page = keeps(call("GET", f"/items/{item.id}"), 200, "ItemPage")
    body = {"answers": FACTS, "revision": page["revision"]}

    case = keeps(call("POST", f"/items/{item.id}/submissions", json=body), 201, "Case")

    assert (page["schema"], case["revision"]) == ({}, 2)
    assert keeps(call("POST", f"/items/{item.id}/submissions", json=body), 409)["message"] == "这一项待办已经办结或撤销，不能再次提交。"


def test_a_stale_revision_is_a_conflict(call: Call, item: WorkItem) -> None:
    """Answers to an older state of the case are not taken."""
    keeps(call("POST", f"/items/{item.id}/submissions", json={"answers": FACTS, "revision": 0}), 409)


def test_a_case_is_told_what_it_waits_for(call: Call, opening: ports.CaseStep) -> None:
    """Delivered once the revision is right; what nobody waits for is a conflict, and the contract is kept."""
    address, revision = f"/cases/{opening.case.id}/messages", opening.case.revision

    keeps(call("POST", address, json={"message": "withdrawal", "revision": revision + 7}), 409)
    told = keeps(call("POST", address, json={"message": "withdrawal", "payload": {"by": "石某"}, "revision": revision}), 201, "Case")

    assert told["revision"] == revision + 1
    assert keeps(call("POST", address, json={"message": "rain"}), 409)["message"] == "这个案件目前没有在等待这条消息。"
    keeps(call("POST", address, json={"payload": {}}), 400)
    keeps(call("POST", f"/cases/{uuid4()}/messages", json={"message": "withdrawal"}), 404)


def test_an_item_of_another_post_is_refused(call: Call, site: Flask, begin: Begin) -> None:
    """Within one's own county the sentence says that the post does not allow it."""
    del site
    court = save(begin, an_opening(item={"role": "R.COURT"})).items[0]

    keeps(call("GET", f"/items/{court.id}"), 403)
    keeps(call("POST", f"/items/{court.id}/claim"), 403)
    keeps(call("POST", f"/items/{court.id}/submissions", json={"answers": FACTS, "revision": 1}), 403)


def test_a_foreign_jurisdiction_is_not_there(call: Call, begin: Begin) -> None:
    """Another county's case, work and doors look like those that do not exist."""
    a_release(begin, "suzhou")
    foreign = save(begin, an_opening("suzhou"))
    item = foreign.items[0].id

    keeps(call("GET", f"/cases/{foreign.case.id}"), 404)
    keeps(call("GET", f"/cases/{foreign.case.id}?purpose=核对"), 404)
    keeps(call("GET", f"/items/{item}"), 404)
    keeps(call("POST", f"/items/{item}/claim"), 404)
    keeps(call("POST", f"/items/{item}/release"), 404)
    keeps(call("POST", f"/items/{item}/submissions", json={"answers": FACTS, "revision": 1}), 404)
    keeps(call("GET", "/doors?jurisdiction=suzhou"), 404)
    keeps(call("POST", "/cases", json={"jurisdiction": "suzhou", "answers": FACTS}), 404)
    assert keeps(call("GET", "/cases"), 200, "CaseList")["cases"] == []


def test_unknown_addresses_are_not_found_in_json(call: Call) -> None:
    """No page of HTML for a program."""
    for path in (f"/cases/{uuid4()}", "/cases/7", "/nothing"):
        keeps(call("GET", path), 404)
    keeps(call("DELETE", "/cases"), 405)
