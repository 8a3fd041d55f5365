"""Claims about the pages on which people without an account see services and send requests."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from admin.application import create_app
from engine.usecases.ask_publicly import MOST_OF_ONE
from tests.admin.county import County, county, county_template, releases

__all__ = ["county", "county_template", "releases"]

REQUEST = {
    "case_no": "陇综调〔2025〕0001号",
    "requester": "石某",
    "phone": "19900000101",
    "kind": "correction",
    "what": "电话号码登记错误。",
}


def opened(client: FlaskClient) -> dict[str, Any]:
    """Open the form of the request and return what the page gives to the browser."""
    page = client.get("/services/longxi/ca_correct", follow_redirects=True).text
    found = re.search(r'id="onedoor-form-config">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def send(client: FlaskClient, config: dict[str, Any], forwarded: str = "", **more: Any) -> Any:
    headers = {"X-CSRFToken": config["csrf"], "X-Requested-With": "XMLHttpRequest", "X-Forwarded-For": forwarded}
    body = {"answers": {**REQUEST, **more}, "revision": 0, "draftRevision": 0}
    return client.post(config["submitUrl"], json=body, headers=headers)


def test_anybody_sends_a_request_which_is_answered_by_a_person(county: County) -> None:
    """The system fills in the day and that nobody has looked at an identity yet; two clicks send one request."""
    stranger = county.app.test_client()
    assert "个人信息和办理异议" in stranger.get("/services/longxi").text
    config = opened(stranger)
    assert not {"received_on", "identity_checked"} & set(config["schema"]["properties"])

    first, second = send(stranger, config, received_on="1999-01-01"), send(stranger, config)

    assert (first.status_code, second.status_code) == (200, 200)
    thanks = stranger.get(first.json["next"]).text
    with county.context.begin({"longxi"}) as uow:
        cases = uow.transaction.rows(_all("case_file"))  # type: ignore[attr-defined]
        items = uow.transaction.rows(_all("work_item"))  # type: ignore[attr-defined]
    assert [(case.number in thanks, case.title, case.opened_by) for case in cases] == [(True, REQUEST["what"], "public")]
    assert [(item.code, item.role) for item in items] == [("CORR.DECIDE", "R.DPO")]
    assert "1999" not in json.dumps(cases[0].document)


def test_the_matters_of_the_centre_are_published(county: County) -> None:
    """LX-03: matter, window, who is responsible, limit and steps, in the reader's language; a unit by its name on the roster."""
    client = county.app.test_client()

    chinese = client.get("/services/longxi").text
    client.get("/lang/en")
    english = client.get("/services/longxi").text

    assert all(
        words in chinese
        for words in ("受理服务事项清单", "劳动保障咨询", "劳动保障窗口", "县人力资源和社会保障局", "3个工作日", "登记、解答、告知")
    )
    assert all(words in english for words in ("Matters that the centre takes", "Labour advice", "3 working days", "Register; answer; tell"))


def test_the_answer_does_not_tell_whether_there_is_a_case(county: County) -> None:
    """A number that exists and one that does not are answered alike, and only who has sent a request sees its number."""
    case = county.opened()
    stranger = county.app.test_client()

    answers = [send(stranger, opened(stranger), case_no=number) for number in (case.number, "陇综调〔1999〕9999号")]

    assert answers[0].status_code == answers[1].status_code == 200
    assert answers[0].json == answers[1].json
    other = county.app.test_client().get("/services/longxi/sent")
    assert (other.status_code, other.headers["Location"]) == (302, "/services/longxi")


def test_so_many_an_hour_and_no_more(county: County) -> None:
    """Attempts count whatever becomes of them; the sentence says where else to go."""
    stranger = county.app.test_client()
    config = opened(stranger)
    for _ in range(MOST_OF_ONE):
        assert send(stranger, config, kind="nothing").status_code == 422

    refused = send(stranger, config)

    assert (refused.status_code, refused.json["message"]) == (429, "提交得太频繁，请一小时后再试，或到综治中心窗口办理。")


@pytest.mark.parametrize(("proxies", "answers"), [(0, {429}), (1, {200}), (2, {429})])
def test_behind_a_proxy_each_sender_counts_alone(county: County, proxies: int, answers: set[int]) -> None:
    """Only what the proxies that stand there have written is believed: without them, a header that anybody may write helps nobody."""
    app = create_app(replace(county.app.extensions["onedoor"], proxies=proxies), TESTING=True)
    busy, other = app.test_client(), app.test_client()
    config = opened(busy)
    for _ in range(MOST_OF_ONE):
        send(busy, config, kind="nothing", forwarded="203.0.113.7")

    assert {send(other, opened(other), forwarded="203.0.113.8").status_code} == answers


def test_what_is_the_centres_own_business_is_not_listed(county: County) -> None:
    """Letters between authorities and warnings are no services; what can be sent stands first."""
    page = county.app.test_client().get("/services/longxi").text
    titles = re.findall(r"<h2>(.*?)</h2>", page)

    assert titles == ["个人信息和办理异议", "点单（电话、现场）", "就地化解（五级九天）", "一站式受理（兜底）"]


def test_only_doors_for_everybody_are_open(county: County) -> None:
    """A form that does not say so is for staff."""
    stranger = county.app.test_client()

    assert stranger.get("/services/longxi/lx_order", follow_redirects=True).status_code == 404
    assert stranger.get("/services/nowhere").status_code == 404


def _all(table: str) -> Any:
    return sa.text(f"SELECT * FROM onedoor.{table}")  # noqa: S608 - two names of ours
