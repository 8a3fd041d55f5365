"""Renews the pictures of the documents: `make pictures`; skipped in every other run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, Visit
from tests.browser.playing import Play, a_scenario, screenshot

FOLDER = os.environ.get("ONEDOOR_SCREENSHOTS")
pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(900),
    pytest.mark.skipif(FOLDER is None, reason="Pictures are renewed by `make pictures` only."),
]
#: Steps of the scenario after which the case is shown.
UNTIL = "TEAM.DISPATCH"
#: Name of the picture, who looks, and where.
PAGES = (
    ("inbox-zh", "wang", "/"),
    ("cases-zh", "wu", "/cases/"),
    ("rosters-zh", "wei", "/office/rosters/"),
    ("accounts-zh", "wei", "/office/accounts/"),
    ("packs-zh", "wei", "/office/packs/"),
    ("calendars-zh", "wei", "/office/calendars/"),
    ("studio-zh", "wei", "/studio/"),
)


def test_the_pictures_of_the_documents_are_renewed(site: Site, visit: Visit) -> None:
    """A case under way, the lists, the pages of administrators, the menu on a phone."""
    assert FOLDER
    folder = Path(FOLDER)
    play = Play(site=site, visit=visit, today="2025-06-30")
    _play_until(play, UNTIL)

    page = play.page("zhou")
    page.goto(play.case)
    _picture(page, "case-zh", folder)
    for name, login, path in PAGES:
        page = play.page(login)
        page.goto(site.url + path)
        _picture(page, name, folder)
    page = play.page("wei")
    page.goto(f"{site.url}/studio/")
    page.get_by_role("link", name="点单调解", exact=True).first.click()
    page.wait_for_selector(".djs-container")
    _picture(page, "process-zh", folder)
    phone = visit("zhao", width=375, height=760)
    for name, path in (("inbox-phone-zh", "/"), ("menu-phone-zh", "/menu/longxi"), ("case-phone-zh", play.case.removeprefix(site.url))):
        phone.goto(site.url + path)
        _picture(phone, name, folder)


def _play_until(play: Play, code: str) -> None:
    for step in a_scenario("processes/longxi/scenarios/S08-order-by-telephone.yaml").steps:
        if step.kind == "open":
            play.open(step.content, "longxi", "lx_order")
        elif step.kind == "complete":
            play.complete(step.content)
            if step.content["code"] == code:
                return


def _picture(page: Page, name: str, folder: Path) -> None:
    page.wait_for_timeout(1500)
    screenshot(page, name, folder)
