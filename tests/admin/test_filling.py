"""Claims about the page of a work item, over the real store with a process of two steps."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.domain.case import Entry, WorkItem
from tests.admin.browsing import sign_in
from tests.admin.conftest import PASSWORD, use_releases
from tests.fakes import FakeRelease, FakeReleases, StepByStep, a_task
from tests.postgres import Begin
from tests.store.builders import NOW, a_release, an_opening, save

TASKS = (a_task("INTAKE.REGISTER"), a_task("INTAKE.SAFETY"))


@pytest.fixture
def item(app: Flask, begin: Begin) -> WorkItem:
    """Return the open first item of a case that a clerk of Longxi may do."""
    use_releases(app, FakeReleases(FakeRelease(processes=StepByStep(TASKS), deadlines={})))
    a_release(begin)
    state = json.dumps([0, NOW.isoformat()]).encode()
    opening = an_opening(item={"task": TASKS[0].task}, state=state, timers=())
    return save(begin, opening).items[0]


@pytest.fixture
def clerk(client: FlaskClient) -> FlaskClient:
    sign_in(client, "wang", PASSWORD)
    return client


def test_the_page_hands_the_form_to_the_browser(clerk: FlaskClient, item: WorkItem) -> None:
    """The page names the case and carries what the form renderer needs."""
    page = clerk.get(f"/items/{item.id}").text

    assert "<h1>登记</h1>" in page
    assert _config(page)["submitUrl"] == f"/items/{item.id}"
    assert not _config(page)["readonly"]


def test_submitting_moves_the_case_on(clerk: FlaskClient, item: WorkItem, begin: Begin) -> None:
    """The answers reach the case document and the next step opens."""
    answer = _submit(clerk, item, {"facts": "漏水"})

    said = "已提交。接下来：“INTAKE.SAFETY”，由引导受理/综合受理窗口办理。"
    assert (answer.status_code, answer.json) == (200, {"next": f"/cases/{item.case}", "message": said})
    with begin({"longxi"}) as uow:
        locked = uow.cases.lock(item.case)
    assert [i.code for i in locked.items] == ["INTAKE.SAFETY"]
    assert locked.case.document["intake"] == {"facts": "漏水"}


def test_refused_answers_come_back_with_their_places(clerk: FlaskClient, item: WorkItem) -> None:
    """Each problem names its field and says what to do."""
    answer = _submit(clerk, item, {})

    assert answer.status_code == 422
    assert answer.json["problems"] == [{"path": "/facts", "message": "请填写此项。"}]


def test_a_stale_page_is_told_to_reload(clerk: FlaskClient, item: WorkItem) -> None:
    """Answers to an older state of the case are not taken."""
    answer = _submit(clerk, item, {"facts": "漏水"}, revision=7)

    assert answer.status_code == 409
    assert answer.json["message"] == "这个案件刚刚有了新的进展，您看到的页面已过时。请重新载入页面；您填写的内容已保存为草稿。"
    assert answer.json["reloadUrl"] == f"/items/{item.id}"


def test_a_draft_is_kept_and_shown_again(clerk: FlaskClient, item: WorkItem) -> None:
    """What was typed stands on the page when it is opened again."""
    saved = _put(clerk, item, {"facts": "漏"}, seen=0)

    assert (saved.status_code, saved.json["draftRevision"]) == (200, 1)
    assert _config(clerk.get(f"/items/{item.id}").text)["answers"] == {"facts": "漏"}


def test_a_newer_draft_from_another_device_comes_back(clerk: FlaskClient, item: WorkItem) -> None:
    """Nobody's typing is overwritten unseen."""
    _put(clerk, item, {"facts": "甲"}, seen=0)

    answer = _put(clerk, item, {"facts": "乙"}, seen=0)

    assert answer.status_code == 409
    assert (answer.json["answers"], answer.json["draftRevision"], answer.json["by"]) == ({"facts": "甲"}, 1, "wang")


def test_what_the_holder_is_typing_stays_closed_to_colleagues(clerk: FlaskClient, item: WorkItem, begin: Begin) -> None:
    """Whoever claimed the item writes alone: others neither read the draft nor overwrite it."""
    _put(clerk, item, {"facts": "漏"}, seen=0)
    with begin({"longxi"}) as uow:
        draft = replace(uow.cases.draft(item.id, "li"), actor="li", revision=2)  # type: ignore[type-var]
        uow.cases.put_draft(draft, item.case, "longxi", 1)
        uow.cases.put_item(item.held_by("li"), Entry(at=NOW, actor="li", kind="claimed"))
        uow.commit()

    answer = _put(clerk, item, {"facts": "乙"}, seen=2)

    assert (answer.status_code, answer.json["message"]) == (409, "这一项待办已由其他同事领取。")
    assert _config(clerk.get(f"/items/{item.id}").text)["answers"] == {}
    with begin({"longxi"}) as uow:
        assert uow.cases.draft(item.id, "li") == draft


def test_an_item_for_another_post_is_refused(clerk: FlaskClient, app: Flask, begin: Begin) -> None:
    """A post decides who may see an item."""
    use_releases(app, FakeReleases(FakeRelease(processes=StepByStep(TASKS), deadlines={})))
    a_release(begin)
    foreign = save(begin, an_opening(item={"role": "R.COURT"})).items[0]

    assert clerk.get(f"/items/{foreign.id}").status_code == 403


def test_an_unknown_item_is_not_found(clerk: FlaskClient) -> None:
    """An address that leads nowhere says so."""
    assert clerk.get(f"/items/{uuid4()}").status_code == 404


def test_a_submission_without_token_is_refused(clerk: FlaskClient, item: WorkItem) -> None:
    """JSON requests need the form token like forms do."""
    assert clerk.post(f"/items/{item.id}", json={"answers": {"facts": "漏水"}, "revision": 1}).status_code == 400


def _config(page: str) -> dict[str, Any]:
    found = re.search(r'id="onedoor-form-config">(.*?)</script>', page, re.DOTALL)
    assert found, "the page carries no form configuration"
    return dict(json.loads(found[1]))


def _headers(clerk: FlaskClient, item: WorkItem) -> dict[str, str]:
    token = _config(clerk.get(f"/items/{item.id}").text)["csrf"]
    return {"X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest"}


def _submit(clerk: FlaskClient, item: WorkItem, answers: dict[str, Any], revision: int = 1) -> TestResponse:
    body = {"answers": answers, "revision": revision, "draftRevision": 0}
    return clerk.post(f"/items/{item.id}", json=body, headers=_headers(clerk, item))


def _put(clerk: FlaskClient, item: WorkItem, answers: dict[str, Any], seen: int) -> TestResponse:
    body = {"answers": answers, "draftRevision": seen}
    return clerk.put(f"/items/{item.id}/draft", json=body, headers=_headers(clerk, item))
