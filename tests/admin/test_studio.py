"""Claims about the studio, over the real store, the real check and a small pack."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.domain.roster import Person, Post, Roster
from tests.admin.drafting import ORDER, Visit, config, post, save, send, start, stored, sun, visit
from tests.packs.small_pack import FILES, PROCESS
from tests.postgres import Begin

__all__ = ["sun", "visit"]


def test_only_those_who_configure_come_in(visit: Visit) -> None:
    """A clerk neither sees the entry in the menu nor opens its page."""
    clerk = visit("wang")

    assert "流程与规则" not in clerk.get("/").text
    assert clerk.get("/studio/").status_code == 403
    assert "流程与规则" in visit("sun").get("/").text


def test_a_neighbour_sees_nothing_of_a_draft(visit: Visit, sun: FlaskClient, begin: Begin) -> None:
    """Who configures another county neither opens nor changes it."""
    draft = start(sun)
    with begin({"suzhou"}) as uow:
        lin = Person(code="lin", name="林某", jurisdiction="suzhou", login="stranger")
        uow.rosters.put_roster("suzhou", Roster(people=(lin,), posts=(Post(person="lin", role="R.CONFIG", jurisdiction="suzhou"),)))
        uow.commit()
    neighbour = visit("stranger")

    assert neighbour.get(draft).status_code == 404
    assert neighbour.get("/studio/?of=longxi").status_code == 403
    assert neighbour.get(f"{draft}/files/{ORDER}").status_code == 404


@pytest.mark.parametrize(
    "body", [{"content": "\ud800", "revision": 1}, {"content": 7, "revision": 1}, {"content": "x"}, {"revision": True}]
)
def test_what_no_editor_sends_is_refused(sun: FlaskClient, begin: Begin, body: dict[str, Any]) -> None:
    """Half a character, a wrong type or a missing revision saves nothing."""
    draft = start(sun)

    assert send(sun, "PUT", f"{draft}/files/{ORDER}", **body).status_code == 400
    assert stored(begin).revision == 1


def test_the_overview_lists_what_runs_with_its_sources(sun: FlaskClient) -> None:
    """Figures that nobody has confirmed are marked, floors too."""
    page = sun.get("/studio/").text

    for text in (
        "点单调解",
        "定级",
        "登记表",
        "受理时限",
        "1个工作日",
        "默认值，未经本地确认",
        "依据：人民调解法",
        "底线，不能修改",
        "出厂设置",
    ):
        assert text in page, text


def test_a_draft_hands_the_process_to_the_editor(sun: FlaskClient) -> None:
    """The lists come from the draft's files, in words, with the codes that the file gets."""
    draft = start(sun)
    given = config(sun.get(f"{draft}/files/{ORDER}").text)

    assert (given["kind"], given["readonly"], given["revision"], given["content"]) == ("process", False, 1, PROCESS)
    assert given["backUrl"] == draft
    lists = given["lists"]
    assert {"value": "R.DIRECTOR", "label": "中心主任"} in lists["roles"]
    assert {"value": "F13", "label": "协议审核表（F13）"} in lists["forms"]
    assert {"value": "accept", "label": "受理（1个工作日）"} in lists["deadlines"]
    assert {"value": "ca_visit", "label": "回访"} in lists["processes"]
    assert {"team", "on"} == {each["value"] for each in next(o for o in lists["operations"] if o["value"] == "check_team")["inputs"]}


def test_saving_keeps_the_file_and_tells_the_problems(sun: FlaskClient, begin: Begin) -> None:
    """A draft may be wrong for a while; each problem names its element."""
    draft = start(sun)

    answer = save(sun, draft, PROCESS.replace("R.MEDIATOR", "R.NOBODY"))

    assert (answer.status_code, answer.json["revision"]) == (200, 2)
    assert [(p["element"], p["severity"]) for p in answer.json["problems"]] == [("n3", "error")]
    assert config(sun.get(f"{draft}/files/{ORDER}").text)["problems"] == answer.json["problems"]
    assert b"R.NOBODY" in stored(begin).files[ORDER]
    assert stored(begin).author == "sun"


def test_checking_saves_nothing(sun: FlaskClient, begin: Begin) -> None:
    """The check of what is on the screen leaves the draft alone."""
    draft = start(sun)

    answer = send(sun, "POST", f"{draft}/files/{ORDER}", content="<!DOCTYPE x><x/>")

    assert answer.json["problems"][0]["message"] == "文件里不允许有 DOCTYPE 声明。"
    assert (stored(begin).revision, stored(begin).files[ORDER]) == (1, PROCESS.encode())


def test_no_made_up_id_is_shown(sun: FlaskClient) -> None:
    """What the editor called a step that has no name yet is nobody's business."""
    unnamed = PROCESS.replace('id="n3" name="调解" onedoor:en="Mediate"', 'id="Activity_0a1b2c3"').replace("n3", "Activity_0a1b2c3")

    answer = send(sun, "POST", f"{start(sun)}/files/{ORDER}", content=unnamed)

    assert [(p["element"], p["message"]) for p in answer.json["problems"]] == [("Activity_0a1b2c3", "人工任务“未命名”没有名称。")]


def test_a_stale_editor_is_told(visit: Visit, sun: FlaskClient) -> None:
    """Of two who edit one draft, the later does not overwrite the earlier."""
    draft = start(sun)
    save(visit("zhou"), draft)

    answer = save(sun, draft)

    assert (answer.status_code, answer.json["message"]) == (409, "这份草稿已在别处被修改。请选择保留哪一份。")


def test_an_inherited_process_is_copied_on_saving(sun: FlaskClient, begin: Begin) -> None:
    """The parent's stays as it is; the page says what a copy means."""
    draft, file = start(sun), "processes/base/ca_visit.bpmn"
    page = sun.get(f"{draft}/files/{file}").text

    answer = save(sun, draft, FILES[file].decode().replace("回访", "三个月回访"), file=file)

    assert "这一份沿用上级。" in page
    assert answer.json["problems"] == []
    assert "三个月回访" in stored(begin).files["processes/longxi/ca_visit.bpmn"].decode()
    assert file not in stored(begin).files


def test_a_floor_is_for_reading(sun: FlaskClient) -> None:
    """The safety gate opens, but nobody saves it."""
    draft, file = start(sun), "processes/base/D01.dmn"

    assert config(sun.get(f"{draft}/files/{file}").text)["readonly"]
    answer = save(sun, draft, FILES[file].decode(), file=file)
    assert (answer.status_code, answer.json["message"]) == (403, "这是底线规则，不能在本县修改。")


@pytest.mark.parametrize(
    "file", ["processes/longxi/pack.yaml", "processes/longxi/new.bpmn", "processes/longxi/%2e%2e/x.bpmn", "etc/passwd"]
)
def test_only_what_an_editor_opened_is_saved(sun: FlaskClient, begin: Begin, file: str) -> None:
    """No file but a process or table that is there gets in this way."""
    draft = start(sun)

    assert save(sun, draft, file=file).status_code == 404
    assert stored(begin).revision == 1


def test_a_parameter_gets_the_countys_value(sun: FlaskClient, begin: Begin) -> None:
    """The words of the file change in one place; the badge says who stands behind the figure."""
    draft = start(sun)
    page = post(sun, f"{draft}/parameters/accept_within", revision=1, value="2", unit="wd")

    assert "已保存到草稿，发布以后生效。" in page.text
    assert "2个工作日" in page.text
    assert "本地已确认" in page.text
    manifest = stored(begin).files["processes/longxi/pack.yaml"].decode()
    assert manifest.startswith("# 陇西县")
    assert manifest.endswith('parameters:\n  accept_within: {value: "2 wd", source: county}\n')


def test_a_value_that_does_not_fit_is_refused_beside_its_field(sun: FlaskClient, begin: Begin) -> None:
    """Nothing is saved, and what was typed is still there."""
    draft = start(sun)
    page = post(sun, f"{draft}/parameters/accept_within", revision=1, value="bald", unit="wd")

    assert page.status_code == 422
    assert "参数“accept_within”的值“bald wd”不是时长（例如 5 wd）。" in page.text
    assert 'value="bald"' in page.text
    assert stored(begin).revision == 1


def test_the_second_person_reads_the_changes_and_releases(visit: Visit, sun: FlaskClient) -> None:
    """The author cannot release; the second person sees what changes, and new cases take it."""
    draft = start(sun)
    save(sun, draft)
    own = post(sun, f"{draft}/submit", revision=2, note="名称改为调解会")
    refused = post(sun, f"{draft}/release", revision=3)
    second = visit("zhou")
    read = second.get(draft).text

    released = post(second, f"{draft}/release", revision=3)

    assert "您是这份草稿的起草人，须由另一位配置管理员登录后发布。" in own.text
    assert (refused.status_code, "起草人不能发布自己的草稿" in refused.text) == (403, True)
    assert "调解会" in read
    assert "已发布 1.0.1 版。新登记的案件按新版办理，正在办的案件不变。" in released.text
    assert "起草：孙某" in released.text
    assert "发布：周某" in released.text


def test_a_draft_with_errors_cannot_be_submitted(sun: FlaskClient) -> None:
    """Neither by the page nor past it."""
    draft = start(sun)
    save(sun, draft, PROCESS.replace("R.MEDIATOR", "R.NOBODY"))

    assert "还有错误，改好以后才能提交。" in sun.get(draft).text
    assert post(sun, f"{draft}/submit", revision=2, note="x").status_code == 422


def test_a_submitted_draft_can_be_taken_back(sun: FlaskClient, begin: Begin) -> None:
    """While it waits for the second person it stands still."""
    draft = start(sun)
    save(sun, draft)
    post(sun, f"{draft}/submit", revision=2, note="x")

    assert config(sun.get(f"{draft}/files/{ORDER}").text)["readonly"]
    assert save(sun, draft, revision=3).status_code == 409
    post(sun, f"{draft}/return", revision=3)
    assert stored(begin).state == "open"


def test_a_discarded_draft_leaves_the_list(sun: FlaskClient, begin: Begin) -> None:
    """What was given up is not offered any more."""
    draft = start(sun)

    assert "草稿已作废。" in post(sun, f"{draft}/discard", revision=1).text
    with begin({"longxi"}) as uow:
        assert uow.packs.drafts("longxi") == []


def test_a_release_opens_for_reading(sun: FlaskClient) -> None:
    """What cases run by can always be looked at."""
    address = re.search(r'href="(/studio/releases/longxi/\w+)"', sun.get("/studio/").text)
    assert address
    page = sun.get(address[1]).text
    given = config(sun.get(f"{address[1]}/files/{ORDER}").text)

    assert "发布过的版本不能再改" in page
    assert (given["readonly"], given["released"], given["saveUrl"]) == (True, "1.0.0", "")
