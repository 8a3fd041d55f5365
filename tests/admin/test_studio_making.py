"""Claims about making processes, forms and tables in the studio, over the real check and a small pack."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.admin.drafting import Visit, post, start, stored, sun, visit
from tests.postgres import Begin

__all__ = ["sun", "visit"]

FORM = {
    "code": "LX-F30",
    "title-zh": "走访登记",
    "title-en": "Visit",
    "fields-0-title-zh": "走访事由",
    "fields-0-title-en": "Reason",
    "fields-0-kind": "text",
    "fields-0-privacy": "P1",
    "fields-0-required": "1",
    "fields-0-shows": "title",
    "fields-1-title-zh": "类型",
    "fields-1-title-en": "Kind",
    "fields-1-kind": "choice",
    "fields-1-privacy": "P0",
    "fields-1-choices": "欠薪 | Unpaid wages\n邻里 | Neighbours | 02",
    "fields-2-title-zh": "涉及金额（元）",
    "fields-2-title-en": "Amount",
    "fields-2-kind": "money",
    "fields-2-privacy": "P2",
}
PROCESS = {
    "code": "lx_visit",
    "title-zh": "走访登记",
    "title-en": "Visits",
    "intake": "LX-F30",
    "step-zh": "审核走访",
    "step-en": "Review of the visit",
    "role": "R.DIRECTOR",
    "form": "F13",
    "step_code": "AGR.REVIEW",
    "end": "E.SETTLED_ORAL",
}
DECISION = {
    "code": "LX-D30",
    "title-zh": "走访分级",
    "title-en": "Grade of a visit",
    "inputs-0-path": "走访登记.涉及金额元",
    "result-zh": "级别",
    "result-en": "Level",
    "type": "string",
}


def revision(client: FlaskClient, address: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', client.get(address).text)
    assert found, "the page knows no revision"
    return found[1]


def put(client: FlaskClient, address: str, **answers: Any) -> Any:
    return post(client, address, revision=revision(client, address), **answers)


def stored_form(begin: Begin, code: str = "LX-F30") -> dict[str, Any]:
    return dict(json.loads(stored(begin).files[f"forms/longxi/{code}.schema.json"]))


def test_a_form_is_written_as_a_table(sun: FlaskClient, begin: Begin) -> None:
    """Names for conditions come from the Chinese words, codes of choices too unless one is given."""
    draft = start(sun)

    page = put(sun, f"{draft}/forms/new", **FORM, do="save")

    assert "表单已保存到草稿，发布以后生效。" in page.text
    form = stored_form(begin)
    assert form["x-onedoor"] == {"code": "LX-F30", "writes": "走访登记"}
    assert list(form["properties"]) == ["走访事由", "类型", "涉及金额元"]
    assert form["required"] == ["走访事由"]
    assert [each["const"] for each in form["properties"]["类型"]["oneOf"]] == ["欠薪", "02"]
    assert form["properties"]["涉及金额元"]["x-privacy"] == "P2"
    assert "检查过了，没有发现问题。" in sun.get(draft).text


def test_what_is_wrong_with_a_form_stands_at_its_row(sun: FlaskClient, begin: Begin) -> None:
    """Nothing is saved, and all that was typed is still there."""
    draft = start(sun)

    page = put(sun, f"{draft}/forms/new", **{**FORM, "fields-0-title-zh": "", "fields-1-choices": "欠薪", "code": "F13"}, do="save")

    assert page.status_code == 422
    for field, sentence in (
        ("fields-0-title-zh", "请填写中文名称。"),
        ("fields-1-choices", "请至少写两个选项，一行一个。"),
        ("code", "这个编号已经用了，请换一个。"),
    ):
        assert f'id="{field}-problem">{sentence}' in page.text, field
    assert 'value="Unpaid' not in page.text
    assert 'value="涉及金额（元）"' in page.text
    assert stored(begin).revision == 1


def test_rows_are_moved_without_a_script(sun: FlaskClient, begin: Begin) -> None:
    """A button sends what was typed and gets it back in the new order; nothing is saved meanwhile."""
    draft = start(sun)

    page = put(sun, f"{draft}/forms/new", **FORM, do="fields:up:2").text

    order = re.findall(r'name="fields-\d-title-zh" type="text" value="([^"]*)"', page)
    assert order == ["走访事由", "涉及金额（元）", "类型"]
    assert re.findall(r'name="fields-\d-title-zh"', put(sun, f"{draft}/forms/new", **FORM, do="fields:gone:0").text) == [
        'name="fields-0-title-zh"',
        'name="fields-1-title-zh"',
    ]
    assert 'name="fields-3-title-zh"' in put(sun, f"{draft}/forms/new", **FORM, do="fields:add").text
    assert stored(begin).revision == 1


def test_an_inherited_form_is_copied_and_keeps_what_a_table_cannot_say(sun: FlaskClient, begin: Begin) -> None:
    """Only the words and the order that were changed differ from the parent's file."""
    draft = start(sun)
    page = sun.get(f"{draft}/forms/F01").text
    assert "这一份沿用上级。" in page

    put(
        sun,
        f"{draft}/forms/F01",
        **{"title-zh": "登记表", "title-en": "Registration", "place": "intake"},
        **{"fields-0-name": "amount", "fields-0-title-zh": "金额（元）", "fields-0-title-en": "Amount", "fields-0-kind": "number"},
        **{"fields-0-privacy": "P1", "fields-0-required": "1", "fields-1-name": "facts", "fields-1-title-zh": "事由"},
        **{"fields-1-title-en": "Facts", "fields-1-kind": "text", "fields-1-privacy": "P1", "fields-1-required": "1"},
        do="save",
    )

    form = stored_form(begin, "F01")
    assert form["additionalProperties"] is False
    assert list(form["properties"]) == ["amount", "facts"]
    assert form["properties"]["amount"] == {
        "title": "金额（元）",
        "x-en": {"title": "Amount"},
        "type": "number",
        "x-privacy": "P1",
    }


def test_a_form_is_tried_out_as_staff_will_see_it(sun: FlaskClient, begin: Begin) -> None:
    """The preview draws the form and checks answers, and keeps nothing."""
    draft = start(sun)
    put(sun, f"{draft}/forms/new", **FORM, do="save")

    page = sun.get(f"{draft}/forms/LX-F30/preview").text

    config = json.loads(re.search(r'id="onedoor-form-config">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    assert (config["schema"]["title"], config["draftUrl"]) == ("走访登记", "")
    token = re.search(r'name="csrf_token" value="([^"]+)"', sun.get("/studio/").text)
    assert token
    headers = {"X-CSRFToken": token[1], "X-Requested-With": "XMLHttpRequest"}
    wrong = sun.post(config["submitUrl"], json={"answers": {"类型": "别的"}, "revision": 0, "draftRevision": 0}, headers=headers)
    assert (wrong.status_code, [each["path"] for each in wrong.json["problems"]]) == (422, ["/类型", "/走访事由"])
    right = sun.post(config["submitUrl"], json={"answers": {"走访事由": "欠薪"}, "revision": 0, "draftRevision": 0}, headers=headers)
    assert right.json["next"] == f"{draft}/forms/LX-F30/preview"


def test_a_new_process_gets_its_door_and_is_released_by_a_second_person(visit: Visit, sun: FlaskClient) -> None:
    """Staff find it under new case, with its own form, and the case is called as the form says."""
    draft = start(sun)
    put(sun, f"{draft}/forms/new", **FORM, do="save")
    editor = put(sun, f"{draft}/new/process", **PROCESS)

    assert editor.request.path == f"{draft}/files/processes/longxi/lx_visit.bpmn"
    assert "已新建流程" in editor.text
    assert "检查过了，没有发现问题。" in sun.get(draft).text
    put(sun, draft, note="")
    post(sun, f"{draft}/submit", revision=revision(sun, draft), note="增加走访登记")
    second = visit("zhou")
    post(second, f"{draft}/release", revision=revision(second, draft))

    doors = visit("wang").get("/new/").text
    assert "走访登记" in doors
    assert doors.index("点单") < doors.index("走访登记")


def test_what_lacks_for_a_process_stands_at_its_field(sun: FlaskClient, begin: Begin) -> None:
    """A first step needs a name, a form, somebody who does it, a kind and an end."""
    draft = start(sun)

    page = put(sun, f"{draft}/new/process", code="1", **{"title-zh": "走访"})

    assert page.status_code == 422
    for field in ("code", "step-zh", "form", "role", "step_code", "end"):
        assert f'id="{field}-problem"' in page.text, field
    assert stored(begin).revision == 1


def test_a_process_is_copied_whole(sun: FlaskClient, begin: Begin) -> None:
    """The copy has its own name and door, and is drawn as the other."""
    draft = start(sun)

    put(sun, f"{draft}/new/process", code="lx_second", like="lx_order", intake="F01", **{"title-zh": "第二种点单"})

    drawn = stored(begin).files["processes/longxi/lx_second.bpmn"].decode()
    assert '<bpmn:process id="lx_second" name="第二种点单"' in drawn
    assert 'bpmnElement="lx_second"' in drawn
    assert "lx_order" not in drawn
    assert "检查过了，没有发现问题。" in sun.get(draft).text


def test_a_new_table_opens_with_one_rule(sun: FlaskClient, begin: Begin) -> None:
    """It looks at the chosen fields, gives a result of its type, and passes the check."""
    draft = start(sun)
    put(sun, f"{draft}/forms/new", **FORM, do="save")

    editor = put(sun, f"{draft}/new/decision", **DECISION, do="save")

    assert editor.request.path == f"{draft}/files/processes/longxi/LX-D30.dmn"
    table = stored(begin).files["processes/longxi/LX-D30.dmn"].decode()
    assert "<text>走访登记.涉及金额元</text>" in table
    assert 'onedoor:writes="走访分级"' in table
    assert "检查过了，没有发现问题。" in sun.get(draft).text


def test_a_table_is_copied_with_a_place_of_its_own(sun: FlaskClient, begin: Begin) -> None:
    """Two tables never write to one place."""
    draft = start(sun)

    put(sun, f"{draft}/new/decision", code="LX-D31", like="D02", do="save", **{"title-zh": "另一种定级"})

    table = stored(begin).files["processes/longxi/LX-D31.dmn"].decode()
    assert '<decision id="LX-D31" name="另一种定级" onedoor:writes="另一种定级"' in table
    assert "检查过了，没有发现问题。" in sun.get(draft).text


def test_doors_are_ordered_and_taken_away(sun: FlaskClient, begin: Begin) -> None:
    """The list is the pack's own; a door that leads nowhere is refused."""
    draft = start(sun)
    door = {"doors-0-title-zh": "来访", "doors-0-title-en": "Visit", "doors-0-form": "F01", "doors-0-for_staff": "1"}

    refused = put(sun, f"{draft}/new/doors", **door, **{"doors-0-process": "nothing"}, do="save")
    assert (refused.status_code, "立案入口的流程“nothing”不存在。" in refused.text) == (422, True)
    put(sun, f"{draft}/new/doors", **door, **{"doors-0-process": "lx_order"}, do="save")

    manifest = stored(begin).files["processes/longxi/pack.yaml"].decode()
    assert '- {process: "lx_order", title: {zh: "来访", en: "Visit"}, form: "F01", for_staff: true}' in manifest
    assert manifest.startswith("# 陇西县")


def test_an_own_file_is_taken_out_again(sun: FlaskClient, begin: Begin) -> None:
    """What was begun by mistake goes, a form with its layout; what is inherited does not."""
    draft = start(sun)
    put(sun, f"{draft}/forms/new", **{**FORM, "fields-0-kind": "long_text"}, do="save")
    assert "forms/longxi/LX-F30.ui.json" in stored(begin).files

    assert post(sun, f"{draft}/removed/forms/base/F13.schema.json", revision=revision(sun, draft)).status_code == 404
    post(sun, f"{draft}/removed/forms/longxi/LX-F30.schema.json", revision=revision(sun, draft))

    assert [path for path in stored(begin).files if "LX-F30" in path] == []


@pytest.mark.parametrize("page", ["forms/new", "forms/F01", "new/process", "new/decision", "new/doors"])
def test_only_those_who_configure_make_anything(visit: Visit, sun: FlaskClient, page: str) -> None:
    """A clerk opens none of the pages."""
    draft = start(sun)

    assert visit("wang").get(f"{draft}/{page}").status_code == 403
    assert sun.get(f"{draft}/{page}").status_code == 200


def test_words_of_the_countys_own_get_codes(sun: FlaskClient, begin: Begin) -> None:
    """What has no code gets one that nobody uses; what the parent says stays the parent's."""
    draft = start(sun)
    address = f"{draft}/entries/words/codes"
    assert "登记" in sun.get(address).text

    put(sun, address, **{"words-0-title-zh": "入户走访", "words-0-title-en": "Home visit", "words-1-title-zh": "走访审核"}, do="save")

    manifest = stored(begin).files["processes/longxi/pack.yaml"].decode()
    assert 'codes:\n  LONGXI.1: {zh: "入户走访", en: "Home visit"}\n  LONGXI.2: {zh: "走访审核", en: "走访审核"}\n' in manifest
    put(sun, address, **{"words-0-title-zh": "入户走访", "words-0-title-en": "A visit", "words-0-code": "LONGXI.1"}, do="save")
    manifest = stored(begin).files["processes/longxi/pack.yaml"].decode()
    assert 'codes:\n  LONGXI.1: {zh: "入户走访", en: "A visit"}\n' in manifest
    assert "LONGXI.2" not in manifest
