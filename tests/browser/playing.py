"""Plays a scenario file in the browser: the people it names sign in, find their work and fill in the forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from lxml import etree
from playwright.sync_api import Locator, Page, expect

from engine.packs import scenariofile
from engine.packs.scenariofile import Scenario, Step
from tests.browser.conftest import HOUSE, Site, Visit
from tests.browser.filling import fill

_ONEDOOR = "{urn:onedoor:bpmn:1}"
#: Looks at the inbox, a moment apart, while the worker brings work that a timer creates.
LOOKS, MOMENT = 40, 500
SUBMIT = "#onedoor-form button[type=submit]"


@dataclass(kw_only=True)
class Play:
    """One case on its way through the browser, at the times of the scenario."""

    site: Site
    visit: Visit
    scenario: Scenario
    #: The door of a scenario that names only the channel.
    process: str = ""
    locale: str = "zh-CN"
    #: Folder whose config/rosters say how somebody signs in.
    house: Path = HOUSE
    #: Called with the page of each form when it is filled in, before it is sent.
    inspect: Callable[[Page], None] = lambda _page: None
    #: Address of the case.
    case: str = ""
    number: str = ""
    pages: dict[str, Page] = field(default_factory=dict)

    def play(self, until: str | None = None) -> Page:
        """Take the steps, or those up to the first one of a code, and return the page of the case as whoever came last sees it."""
        page = None
        for step in self.scenario.steps:
            page = self.take(step) or page
            if until and step.kind == "complete" and step.content["code"] == until:
                break
        assert page
        return page

    def take(self, step: Step) -> Page | None:
        """Take one step; what the scenario expects beside the pages is for the scenario command to see."""
        match step.kind:
            case "open":
                return self.open(step.content)
            case "complete":
                return self.complete(step.content)
            case "refuse":
                assert self.refuse(step.content)
            case "advance":
                self.site.clock.move(scenariofile.moment_after(self.site.clock.now(), step.content))
            case kind:
                assert kind == "expect", f"nobody does a step {kind} in the browser yet"
        return None

    def open(self, content: Mapping[str, Any]) -> Page:
        """Register the case through a door, when the scenario begins."""
        self.site.clock.move(self.scenario.clock)
        self._come_to(content)
        answers = dict(content["answers"])
        if "channel" in content:
            answers["channel"] = content["channel"]
        process = content.get("process", self.process)
        page = self.page(content["by"])
        page.goto(f"{self.site.url}/new/{self.scenario.jurisdiction}/{process}/")
        fill(page, answers)
        self.inspect(page)
        submit(page)
        self.case, self.number = page.url, page.locator(".od-case-top .od-number").inner_text()
        return page

    def complete(self, content: Mapping[str, Any]) -> Page:
        """Do one work item."""
        page = self.begin(content)
        fill(page, content.get("answers", {}))
        self.inspect(page)
        submit(page)
        return page

    def refuse(self, content: Mapping[str, Any]) -> str:
        """Submit what must be refused and return what the page says."""
        page = self.begin(content)
        fill(page, content["answers"])
        page.click(SUBMIT)
        summary = page.locator(".od-summary")
        expect(summary).to_be_visible()
        return summary.inner_text()

    def begin(self, content: Mapping[str, Any]) -> Page:
        """Go to the form of a work item: from the case page if it is open, else from the inbox."""
        self._come_to(content)
        page = self.page(content["by"])
        found = self._row(page, content).locator("a.od-button--primary")
        if page.url != self.case or not found.count():
            found = self._in_inbox(page, content)
        found.first.click()
        page.wait_for_selector("#onedoor-form form")
        return page

    def page(self, by: str) -> Page:
        """Return the page of a person, or of the first holder of a role, who has signed in."""
        login = login_of(by, str(self.scenario.jurisdiction), self.house)
        if login not in self.pages:
            self.pages[login] = self.visit(login, locale=self.locale)
        return self.pages[login]

    def _in_inbox(self, page: Page, content: Mapping[str, Any]) -> Locator:
        """Look for the item among all that somebody sees, waiting for it if a timer brings it."""
        rows = self._row(page, content).locator("a.od-work__title[href^='/items/']")
        for _look in range(LOOKS):
            page.goto(f"{self.site.url}/?scope=all&q={self.number}", wait_until="commit")
            parsed(page)
            if rows.count():
                return rows
            page.wait_for_timeout(MOMENT)
        raise AssertionError(f"{content['by']} finds no {content['code']} in the inbox")

    def _row(self, page: Page, content: Mapping[str, Any]) -> Locator:
        """Return the rows of a work item on an inbox or a case page."""
        titles = "|".join(re.escape(names[self.locale.startswith("en")]) for names in titles_of(content["code"]))
        title = page.locator(".od-work__title").filter(has_text=re.compile(rf"^\s*({titles})( · .*)?\s*$"))
        rows = page.locator(".od-work__row").filter(has=title)
        for value in content.get("for", {}).get("party", {}).values():
            rows = rows.filter(has_text=value)
        return rows

    def _come_to(self, content: Mapping[str, Any]) -> None:
        if "at" in content:
            self.site.clock.move(scenariofile.instant(content["at"]))


def submit(page: Page) -> None:
    """Send the form and wait for the case page; whoever goes on at once does not wait until its diagram is drawn."""
    page.click(SUBMIT)
    page.wait_for_url("**/cases/*", wait_until="commit")
    parsed(page)


def parsed(page: Page) -> None:
    """Wait until all that the server sent stands on the page, whatever is still being loaded or drawn."""
    # Not `wait_for_function`: it needs `eval`, which the pages' policy forbids.
    while page.evaluate("document.readyState") == "loading":
        page.wait_for_timeout(20)


def a_scenario(path: str) -> Scenario:
    """Read a scenario file of the house."""
    return scenariofile.read_scenario(path, (HOUSE / path).read_bytes())


def titles_of(code: str) -> set[tuple[str, str]]:
    """Return how the steps of a code are called, Chinese and English, in the diagrams that ship."""
    found = {names for step, names in _steps() if step == code}
    assert found, f"no step has the code {code}"
    return found


@cache
def _steps() -> tuple[tuple[str | None, tuple[str, str]], ...]:
    return tuple(
        (element.get(f"{_ONEDOOR}code"), (element.get("name", ""), element.get(f"{_ONEDOOR}en", "")))
        for file in sorted([*HOUSE.glob("processes/*/*.bpmn"), *HOUSE.glob("config/new-county/processes/*/*.bpmn")])
        for element in etree.parse(file).iter("{*}userTask")
    )


def login_of(by: str, jurisdiction: str, house: Path) -> str:
    """Return the login of a person of a jurisdiction, or of whoever comes first among the holders of a role there."""
    roster = _roster(house / f"config/rosters/{jurisdiction.partition('.')[0]}.yaml")
    holders = [row["person"] for row in roster["posts"] if row["role"] == by] if by.startswith("R.") else [by]
    logins = {row["code"]: row.get("login") for row in roster["people"]}
    login = next((logins[code] for code in holders if logins.get(code)), None)
    assert login, f"{by} has no login in the roster of {jurisdiction}"
    return str(login)


@cache
def _roster(file: Path) -> dict[str, list[dict[str, Any]]]:
    return dict(yaml.safe_load(file.read_bytes()))


def screenshot(page: Page, name: str, folder: Path | None) -> None:
    """Keep a picture of the page for the documents, if a folder is given."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png")
