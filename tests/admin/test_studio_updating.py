"""Claims about a draft that another release has overtaken."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from tests.admin.drafting import ORDER, REVIEW, Visit, post, save, start, sun, visit
from tests.packs.small_pack import PROCESS
from tests.postgres import Begin

__all__ = ["sun", "visit"]
OTHER = PROCESS.replace('name="调解"', 'name="来访登记"')
FLOW = '<bpmn:sequenceFlow id="f3" sourceRef="n3" targetRef="n4" />'


def with_step(step: str, name: str) -> str:
    """Put a step before the end."""
    flows = f'<bpmn:sequenceFlow id="f3" sourceRef="n3" targetRef="{step}" />'
    flows += f'<bpmn:sequenceFlow id="to{step}" sourceRef="{step}" targetRef="n4" />'
    return PROCESS.replace(FLOW, f'<bpmn:userTask id="{step}" name="{name}" onedoor:role="R.DIRECTOR" />{flows}')


def release(author: FlaskClient, second: FlaskClient, draft: str, revision: int) -> None:
    post(author, f"{draft}/submit", revision=revision, note="改一处")
    post(second, f"{draft}/release", revision=revision + 1)


def test_an_overtaken_draft_gets_both_sides_changes(visit: Visit, sun: FlaskClient) -> None:
    """A figure set in the meantime and one's own diagram stand together, and the draft can be released."""
    second, draft = visit("zhou"), start(sun)
    save(sun, draft)
    other = start(second)
    post(second, f"{other}/parameters/accept_within", revision=1, value="2", unit="wd")
    release(second, sun, other, 2)

    page = sun.get(draft).text
    assert "这份草稿要先更新才能发布。您的改动不会丢。" in page
    assert "您的改动与新版本互不冲突，可以直接更新。" in sun.get(f"{draft}/update/").text
    updated = post(sun, f"{draft}/update/", revision=2).text

    assert "草稿已更新到最新版本。" in updated
    assert "2个工作日" in updated
    assert "调解会" in updated
    assert "这份草稿要先更新才能发布。" not in updated
    release(sun, second, draft, 3)
    assert "1.0.2 版" in sun.get("/studio/").text


def test_what_both_changed_is_chosen_and_the_other_kept(visit: Visit, sun: FlaskClient, begin: Begin) -> None:
    """The page shows both sides in words and asks; what is given up stays as a draft of its own."""
    second, draft = visit("zhou"), start(sun)
    save(sun, draft)
    other = start(second)
    save(second, other, OTHER)
    release(second, sun, other, 2)

    page = sun.get(f"{draft}/update/").text
    assert "“调解”" in page
    assert "来访登记" in page
    refused = post(sun, f"{draft}/update/", revision=2)
    assert (refused.status_code, "请选择保留哪一边。" in refused.text) == (422, True)
    post(sun, f"{draft}/update/", revision=2, **{"clash-0": "theirs"})

    with begin({"longxi"}) as uow:
        files = [found.files[ORDER].decode() for found in uow.packs.drafts("longxi")]
    assert sorted(files) == sorted([OTHER, REVIEW])
    assert re.search("更新前", sun.get("/studio/").text)


def test_different_settings_of_one_diagram_come_together(visit: Visit, sun: FlaskClient, begin: Begin) -> None:
    """Two who changed two steps of one process are not asked anything."""
    second, draft = visit("zhou"), start(sun)
    save(sun, draft)
    other = start(second)
    save(second, other, PROCESS.replace('name="登记"', 'name="来访登记"'))
    release(second, sun, other, 2)

    post(sun, f"{draft}/update/", revision=2)

    with begin({"longxi"}) as uow:
        (found,) = uow.packs.drafts("longxi")
    assert found.files[ORDER].decode() == REVIEW.replace('name="登记"', 'name="来访登记"')


def test_two_steps_put_into_one_arrow_may_both_stay(visit: Visit, sun: FlaskClient, begin: Begin) -> None:
    """The page says in words what either side put there, and offers both orders besides one side."""
    second, draft = visit("zhou"), start(sun)
    save(sun, draft, with_step("a", "主任审核"))
    other = start(second)
    save(second, other, with_step("b", "归档核对"))
    release(second, sun, other, 2)

    page = sun.get(f"{draft}/update/").text
    assert "在办理步骤“调解”与结束“和解”之间加了办理步骤“主任审核”（办理岗位：“中心主任”）。" in page
    assert "两个都要，先办我加的" in page
    post(sun, f"{draft}/update/", revision=2, **{"clash-0": "ours-theirs"})

    with begin({"longxi"}) as uow:
        (found,) = uow.packs.drafts("longxi")
    flows = re.findall(r'sourceRef="(n3|a|b)" targetRef="(\w+)"', found.files[ORDER].decode())
    assert sorted(flows) == [("a", "b"), ("b", "n4"), ("n3", "a")]


def test_an_overtaken_draft_is_not_released_past_the_page(visit: Visit, sun: FlaskClient) -> None:
    """Submitted before the other came out, it must be taken back first."""
    second, draft = visit("zhou"), start(sun)
    save(sun, draft)
    post(sun, f"{draft}/submit", revision=2, note="改一处")
    other = start(second)
    save(second, other, OTHER)
    release(second, sun, other, 2)

    refused = post(second, f"{draft}/release", revision=3)

    assert (refused.status_code, "把草稿更新到最新版本，再提交复核。" in refused.text) == (403, True)
