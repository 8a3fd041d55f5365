"""What every page must satisfy: accessible, no wider than a phone, and worth a look."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "admin/frontend/node_modules/axe-core/axe.min.js"
#: Findings that keep somebody from working.
GRAVE = {"serious", "critical"}


def findings(page: Page) -> list[str]:
    """Return what axe holds against a page, grave things only: rule and element."""
    # As the debugger puts it in, the page's policy for scripts does not stand in the way.
    page.evaluate(AXE.read_text())
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{page.url} {each['id']}: {node['html'][:160]}"
        for each in found["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


def faults(page: Page, address: str, paths: Iterable[str]) -> list[str]:
    """Return what is wrong with the pages at these paths: grave findings, and what is wider than the window."""
    found: list[str] = []
    for path in paths:
        answer = page.goto(f"{address}{path}")
        assert answer
        assert answer.ok, path
        found += findings(page)
        found += [f"{path} is {excess(page)} pixels too wide"] if excess(page) > 0 else []
    return found


def excess(page: Page) -> int:
    """Return how many pixels a page is wider than its window."""
    return int(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
