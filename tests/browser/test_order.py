"""The whole way of a dispute in the browser: the call, the order, dispatch, session, confirmation, ratings, archive (S08)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Site, Visit
from tests.browser.playing import Play, a_scenario, without_last_days

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.timeout(600)]


@pytest.mark.parametrize(("locale", "end"), [("zh-CN", "司法确认"), ("en-GB", "Judicially confirmed")])
def test_an_order_by_telephone_ends_in_the_archive(site: Site, visit: Visit, locale: str, end: str) -> None:
    """Everybody does their part after signing in, and the case page ends with the court's confirmation."""
    scenario = a_scenario("processes/longxi/scenarios/S08-order-by-telephone.yaml")
    play = Play(site=site, visit=visit, today="2025-06-30", locale=locale)
    for step in scenario.steps:
        match step.kind:
            case "open":
                play.open(step.content, "longxi", "lx_order")
                _look(play.page(step.content["by"]))
            case "complete" if step.content["code"] == "AGR.SIGN":
                # Performed at once, so that the visit is due today and not in a month.
                play.complete({**step.content, "answers": without_last_days(step.content["answers"], "2025-06-11")})
            case "complete":
                play.complete(step.content)
                _look(play.page(step.content["by"]))
            case "refuse":
                assert play.refuse(step.content)

    page = play.page("wang")
    page.goto(play.case)
    expect(page.locator(".od-tag--end")).to_have_text(end)
    _look(page)


def _look(page: Page) -> None:
    assert looking.findings(page) == []
