"""Signing in, in a real browser, on the product as `make run` starts it."""

from __future__ import annotations

import pytest

from tests.browser import looking
from tests.browser.conftest import Site, Visit


def test_somebody_signs_in_by_keyboard_and_out_again(site: Site, visit: Visit) -> None:
    """Tab and Enter are enough; the page says who is there."""
    page = visit()
    page.goto(f"{site.url}/login/")
    page.locator("#username").focus()
    page.keyboard.type("wang")
    page.keyboard.press("Tab")
    page.keyboard.type(site.password)
    page.keyboard.press("Enter")

    page.wait_for_selector("text=王某")
    page.click("text=退出")
    page.wait_for_url("**/login/**")


def test_a_wrong_password_has_one_sentence(site: Site, visit: Visit) -> None:
    """Nobody learns whether the account exists."""
    page = visit()
    said = []
    for login in ("wang", "nobody-at-all"):
        page.goto(f"{site.url}/login/")
        page.fill("#username", login)
        page.fill("#password", "wrong")
        page.press("#password", "Enter")
        said.append(page.inner_text(".od-flash--error"))

    assert said[0] == said[1]
    assert said[0].startswith("用户名或密码不正确")


@pytest.mark.parametrize("width", [1280, 375])
def test_the_page_is_accessible_and_fits_a_phone(site: Site, visit: Visit, width: int) -> None:
    """Axe finds nothing grave, and nothing hangs over the edge."""
    page = visit(width=width)
    page.goto(f"{site.url}/login/")

    assert looking.findings(page) == []
    assert looking.excess(page) <= 0
