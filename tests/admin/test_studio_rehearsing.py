"""Claims about the page on which a draft is tried out on the county's own cases."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine.usecases.open_case import OpenCase, open_case
from tests.admin.drafting import Visit, post, save, start, sun, visit
from tests.packs.small_pack import PROCESS

__all__ = ["sun", "visit"]


def test_a_draft_that_changes_something_can_be_rehearsed(visit: Visit, sun: FlaskClient) -> None:
    """The page of the draft leads there once there is something to try; a second person may look too, also after submission."""
    draft = start(sun)
    assert "用本地案件演练" not in sun.get(draft).text
    save(sun, draft)
    assert f"{draft}/rehearsal/" in sun.get(draft).text

    page = sun.get(f"{draft}/rehearsal/").text
    assert "开始演练" in page
    assert "演练了" not in page
    assert "还没有按这个模板包办理的案件，没有可以演练的。" in sun.get(f"{draft}/rehearsal/?cases=20").text

    post(sun, f"{draft}/submit", revision=2, note="改名")
    assert "开始演练" in visit("zhou").get(f"{draft}/rehearsal/").text


@pytest.mark.parametrize("asked", ["x", "-5", "0", "99999999"])
def test_nonsense_for_the_number_of_cases_does_no_harm(sun: FlaskClient, asked: str) -> None:
    """The page opens."""
    draft = start(sun)
    save(sun, draft)

    assert sun.get(f"{draft}/rehearsal/?cases={asked}").status_code == 200


def test_only_those_who_configure_rehearse(visit: Visit, sun: FlaskClient) -> None:
    """Whoever works at the window is refused."""
    draft = start(sun)

    assert visit("wang").get(f"{draft}/rehearsal/").status_code == 403


def test_what_would_be_different_is_told_case_by_case(app: Flask, sun: FlaskClient) -> None:
    """A renamed step shows in a case that has met it."""
    context = app.extensions["onedoor"].context
    with context.begin(()) as uow:
        wang = uow.rosters.actor("wang")
    case = open_case(OpenCase(jurisdiction="longxi", actor=wang, answers={"facts": "楼上漏水", "amount": 5}), context)
    draft = start(sun)
    save(sun, draft, PROCESS.replace('name="登记"', 'name="来访登记"'))

    page = sun.get(f"{draft}/rehearsal/?cases=20").text

    assert "其中1件会有不同。" in page
    assert "“登记”改称“来访登记”" in page
    assert case.number in page
