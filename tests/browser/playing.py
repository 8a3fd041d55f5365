"""Plays a scenario file in the browser: the people it names sign in, find their work and fill in the forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from lxml import etree
from playwright.sync_api import Locator, Page, expect

from engine.domain.calendar import local_date
from engine.packs import scenariofile
from engine.packs.scenariofile import Scenario
from tests.browser.conftest import HOUSE, Site, Visit
from tests.browser.filling import fill

_ONEDOOR = "{urn:onedoor:bpmn:1}"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
#: Seconds in which the worker brings work that a timer creates.
PATIENCE = 30


@dataclass(kw_only=True)
class Play:
    """One case on its way through the browser."""

    site: Site
    visit: Visit
    #: Day of the scenario that is today; what lies before it has happened.
    today: str
    locale: str = "zh-CN"
    case: str = ""
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, login: str) -> Page:
        """Return the page of somebody who has signed in."""
        if login not in self.pages:
            self.pages[login] = self.visit(login, locale=self.locale)
        return self.pages[login]

    def open(self, content: Mapping[str, Any], jurisdiction: str, process: str) -> None:
        """Register the case through a door."""
        page = self.page(content["by"])
        page.goto(f"{self.site.url}/new/{jurisdiction}/{process}/")
        fill(page, self.shifted({"channel": content["channel"], **content["answers"]}))
        submit(page)
        self.case = page.url

    def complete(self, content: Mapping[str, Any]) -> None:
        """Do one work item, from the case page."""
        page = self.page(content["by"])
        self.begin(content)
        fill(page, self.shifted(content.get("answers", {})))
        submit(page)

    def refuse(self, content: Mapping[str, Any]) -> str:
        """Submit what must be refused and return what the page says."""
        page = self.page(content["by"])
        self.begin(content)
        fill(page, self.shifted(content["answers"]))
        page.click(SUBMIT)
        summary = page.locator(".od-summary")
        expect(summary).to_be_visible()
        return summary.inner_text()

    def begin(self, content: Mapping[str, Any]) -> None:
        """Go to the form of a work item, waiting for it if a timer brings it."""
        page, found = self.page(content["by"]), self.row(content)
        for _ in range(PATIENCE):
            page.goto(self.case)
            if found.count():
                break
            page.wait_for_timeout(1000)
        found.first.locator("a.od-button--primary").click()
        page.wait_for_selector("#onedoor-form form")

    def row(self, content: Mapping[str, Any]) -> Locator:
        """Return the row of a work item on the case page."""
        index = 1 if self.locale.startswith("en") else 0
        titles = "|".join(re.escape(names[index]) for names in titles_of(content["code"]))
        rows = self.page(content["by"]).locator(".od-work__row--case").filter(has_text=re.compile(titles))
        rows = rows.filter(has=self.page(content["by"]).locator("a.od-button--primary"))
        for value in content.get("for", {}).get("party", {}).values():
            rows = rows.filter(has_text=value)
        return rows

    def shifted(self, value: Any) -> Any:
        """Return answers with every day moved so that the scenario's `today` is the real one."""
        if isinstance(value, Mapping):
            return {key: self.shifted(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.shifted(each) for each in value]
        return _DAY.sub(self._moved, value) if isinstance(value, str) else value

    def _moved(self, found: re.Match[str]) -> str:
        by = local_date(datetime.now(UTC)) - date.fromisoformat(self.today)
        return (date.fromisoformat(found[0]) + by).isoformat()


SUBMIT = "#onedoor-form button[type=submit]"


def submit(page: Page) -> None:
    """Send the form and wait for the case page."""
    page.click(SUBMIT)
    page.wait_for_url("**/cases/*")


def a_scenario(path: str) -> Scenario:
    """Read a scenario file of the house."""
    return scenariofile.read_scenario(path, (HOUSE / path).read_bytes())


def titles_of(code: str) -> set[tuple[str, str]]:
    """Return how the steps of a code are called, Chinese and English, in the diagrams that ship."""
    found = {names for step, names in _steps() if step == code}
    assert found, f"no step has the code {code}"
    return found


def _steps() -> Iterator[tuple[str | None, tuple[str, str]]]:
    for file in sorted([*HOUSE.glob("processes/*/*.bpmn"), *HOUSE.glob("config/new-county/processes/*/*.bpmn")]):
        for element in etree.parse(file).iter("{*}userTask"):
            yield element.get(f"{_ONEDOOR}code"), (element.get("name", ""), element.get(f"{_ONEDOOR}en", ""))


def without_last_days(answers: dict[str, Any], due_on: str) -> dict[str, Any]:
    """Return an agreement whose terms are all due on one day."""
    return {**answers, "terms": [{**term, "due_on": due_on} for term in answers["terms"]]}


def screenshot(page: Page, name: str, folder: Path | None) -> None:
    """Keep a picture of the page for the documents, if a folder is given."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png")
