"""The whole way of a case in each county: everybody signs in, finds their work and fills in the form, until it is filed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Site, Visit
from tests.browser.playing import Play, a_scenario

pytestmark = pytest.mark.timeout(900)

PHONE = {"width": 375, "height": 760}
#: Scenario, how the case ends in words, and somebody of another county, to whom the case is none of their business.
CASES = {
    "longxi/scenarios/S08-order-by-telephone": ("司法确认", "yy-bai"),
    "yuyang/scenarios/confirmed": ("司法确认", "zhou"),
    "pengjiang/scenarios/whistle-panel-and-confirmation": ("司法确认", "zhou"),
    "suzhou/scenarios/whistle-settled-and-closed": ("即时履行", "zhou"),
    "gansu/scenarios/S01-work-injury-paid-on-the-spot": ("即时履行", "zhou"),
}


@pytest.mark.parametrize("path", CASES)
def test_a_case_goes_from_the_door_to_the_archive(site: Site, visit: Visit, path: str) -> None:
    """Each has their part in the inbox and submits it; the page says how the case ended; another county cannot open it."""
    end, stranger = CASES[path]
    scenario = a_scenario(f"processes/{path}.yaml")
    found: list[str] = []
    play = Play(site=site, visit=visit, scenario=scenario, process="lx_order", inspect=Inspector(found).form)

    page = play.play()
    page.goto(play.case)

    expect(page.locator(".od-tag--end")).to_have_text(end)
    assert (page.locator(".od-work__row").count(), page.locator(".od-stage--current").count()) == (0, 0)
    assert found + _faults(page) == []
    answer = visit(stranger).goto(play.case)
    assert answer
    assert answer.status == 404


def test_an_order_is_worked_off_in_english(site: Site, visit: Visit) -> None:
    """The same people, doors and forms in the other language."""
    play = Play(site=site, visit=visit, scenario=a_scenario(f"processes/{next(iter(CASES))}.yaml"), process="lx_order", locale="en-GB")

    page = play.play()
    page.goto(play.case)

    expect(page.locator(".od-tag--end")).to_have_text("Judicially confirmed")
    assert _faults(page) == []


class Inspector:
    """Looks at each form once, however many cases and people meet it."""

    _seen: set[str] = set()  # noqa: RUF012 - shared by all cases of a run, on purpose

    def __init__(self, found: list[str]) -> None:
        self._found = found

    def form(self, page: Page) -> None:
        """Look at a filled-in form, unless one of its title was looked at."""
        title = page.locator("h1").inner_text().split(" · ")[0]
        if title not in self._seen:
            self._seen.add(title)
            self._found += [f"{title}: {fault}" for fault in _faults(page)]


def _faults(page: Page) -> list[str]:
    """Return what keeps somebody from working with a page, on a desk or on a telephone."""
    found, desk = looking.findings(page), page.viewport_size
    assert desk
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    if looking.excess(page) > 0:
        found.append(f"{page.url} is {looking.excess(page)} pixels too wide for a telephone")
    page.set_viewport_size(desk)
    return found
