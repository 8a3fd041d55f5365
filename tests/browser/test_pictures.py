"""Renews the pictures of the documents: `make pictures`; skipped in every other run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, Visit, served
from tests.browser.playing import Play, a_scenario, screenshot

FOLDER = Path(os.environ.get("ONEDOOR_SCREENSHOTS", ""))
pytestmark = [
    pytest.mark.timeout(1800),
    pytest.mark.skipif("ONEDOOR_SCREENSHOTS" not in os.environ, reason="Pictures are renewed by `make pictures` only."),
]
#: For the case page of each county: the scenario, the step after which the picture is taken, and who looks.
CASES = {
    "longxi": ("longxi/scenarios/S08-order-by-telephone", "TEAM.DISPATCH", "zhou"),
    "yuyang": ("yuyang/scenarios/confirmed", "CONSENT.ASK", "yy-gao"),
    "pengjiang": ("pengjiang/scenarios/whistle-panel-and-confirmation", "TEAM.DISPATCH", "pj-tan"),
    "suzhou": ("suzhou/scenarios/whistle-settled-and-closed", "WHISTLE.CALL", "sz-tian"),
    "gansu": ("gansu/scenarios/S01-work-injury-paid-on-the-spot", "MED.SESSION", "kl-ma"),
}
#: Pages as they open: the picture, who looks, and where.
PAGES = (
    ("inbox-zh", "yy-gao", "/?scope=all"),
    ("form-zh", "wang", "/new/longxi/lx_order/"),
    ("rosters-zh", "wei", "/office/rosters/longxi/people"),
    ("accounts-zh", "wei", "/office/accounts/longxi"),
    ("calendars-zh", "wei", "/office/calendars/"),
    ("studio-zh", "wei", "/studio/"),
    ("menu-zh", "wu", "/menu/longxi"),
    ("figures-zh", "wu", "/figures/longxi"),
    ("report-zh", "wu", "/figures/longxi/reports/annual"),
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Start the product as `make run` does: with a few dozen cases."""
    with served("1") as running:
        yield running


@pytest.mark.parametrize("county", CASES)
def test_the_case_page_of_each_county(site: Site, visit: Visit, county: str) -> None:
    """A case under way; in one of them also who was chosen and why, in another the same in English and on a phone."""
    path, until, login = CASES[county]
    play = Play(site=site, visit=visit, scenario=a_scenario(f"processes/{path}.yaml"), process="lx_order")
    play.play(until)
    page = play.page(login)
    page.goto(play.case)
    _picture(page, f"case-{county}-zh")
    if county == "pengjiang":
        page.get_by_text("为什么不是别人").click()
        page.locator("section[aria-labelledby=people]").screenshot(path=FOLDER / "team-zh.png")
    if county == "longxi":
        page = visit(login, locale="en-GB")
        page.goto(play.case)
        _picture(page, "case-en")
        phone = visit("zhao", width=375, height=760)
        for name, address in (("inbox", f"{site.url}/"), ("case", play.case), ("menu", f"{site.url}/menu/longxi")):
            phone.goto(address)
            _picture(phone, f"{name}-phone-zh")


def test_the_pages_as_they_open(site: Site, visit: Visit) -> None:
    """Lists, figures, and what those see who keep the county's rules."""
    pages: dict[str, Page] = {}
    for name, login, path in PAGES:
        page = pages[login] = pages.get(login) or visit(login)
        page.set_default_timeout(60_000)
        page.goto(site.url + path)
        _picture(page, name)
    page = pages["wei"]
    page.goto(f"{site.url}/studio/")
    page.get_by_role("link", name="点单调解", exact=True).first.click()
    page.wait_for_selector(".djs-container")
    _picture(page, "process-zh")


def _picture(page: Page, name: str) -> None:
    """Keep what the window shows, once everything in it has been drawn."""
    page.wait_for_load_state("networkidle")
    screenshot(page, name, FOLDER)
