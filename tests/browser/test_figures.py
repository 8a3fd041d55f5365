"""The pages of figures in a real browser, over the cases with which a new installation starts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import looking
from tests.browser.conftest import Site, Visit, served

pytestmark = pytest.mark.timeout(600)

DIRECTOR = "wu"
SPAN = "from=2020-01-01&to=2035-12-31"
PAGES = (
    f"/figures/longxi?{SPAN}",
    f"/figures/longxi?{SPAN}&figure=success_rate&by=team",
    f"/figures/longxi/reports/annual?{SPAN}",
    "/figures/longxi/reports/monthly",
    f"/figures/longxi/cases/cases?{SPAN}",
    f"/figures/longxi/cases/success_rate?{SPAN}&piece=rest",
    "/figures/longxi/definitions",
    "/reports/longxi",
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Start the product as `make run` does: with a few dozen cases."""
    with served("1") as running:
        yield running


@pytest.mark.parametrize(("locale", "width"), [("zh-CN", 1280), ("zh-CN", 375), ("en-GB", 375)])
def test_every_page_is_accessible_and_fits_a_phone(site: Site, visit: Visit, locale: str, width: int) -> None:
    """Axe finds nothing grave on any page, none scrolls sideways, and the policy for scripts and styles is kept."""
    page = visit(DIRECTOR, locale=locale, width=width)

    assert looking.faults(page, site.url, PAGES) == []


def test_a_number_leads_to_its_cases_by_keyboard_alone(site: Site, visit: Visit) -> None:
    """From the menu to the figures, to the cases of one of them, to one case."""
    page = visit(DIRECTOR)
    page.get_by_role("link", name="统计", exact=True).press("Enter")
    page.goto(f"{site.url}/figures/longxi?{SPAN}")
    number = page.locator(".od-card", has_text="接待受理件数").locator("a").first
    said = number.inner_text()
    assert int(said) > 0

    number.press("Enter")

    expect(page.locator("h1")).to_contain_text("接待受理件数")
    expect(page.locator("tbody tr")).to_have_count(min(int(said), 50))
    page.locator("tbody a").first.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    assert "/cases/" in page.url


def test_a_report_is_published_and_read_by_everybody(site: Site, visit: Visit) -> None:
    """The director publishes; a stranger reads the public page, on a phone."""
    page = visit(DIRECTOR)
    page.goto(f"{site.url}/figures/longxi/reports/annual?from=2020-01-01&to=2024-12-31")
    page.get_by_text("发布这份报表").press("Enter")
    page.get_by_role("button", name="确认发布").press("Enter")
    expect(page.locator(".od-flash--success")).to_contain_text("已发布")
    address = page.get_by_role("link", name="公开页面").get_attribute("href")

    stranger = visit(width=375)
    answer = stranger.goto(f"{site.url}{address}")

    assert answer
    assert answer.ok
    assert looking.findings(stranger) == []
    assert looking.excess(stranger) <= 0
