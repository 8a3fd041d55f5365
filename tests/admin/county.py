"""陇西县 as it ships: its pack, roster and accounts over a real PostgreSQL, and the order by telephone up to any step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import accounts, create_app
from engine import factory
from engine.documents.printer import Printer
from engine.documents.workbooks import Workbooks
from engine.domain.case import Case, Json
from engine.jobs import queue
from engine.packs.release import PackReleases
from engine.solving import Highs
from engine.store import engines, guard
from engine.store.unit_of_work import beginner
from engine.usecases.context import Context
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.submit_form import SubmitForm, submit_form
from tests.admin.browsing import sign_in
from tests.admin.conftest import PASSWORD, TestProduct, close
from tests.fakes import FakeClock, FakePrinter
from tests.postgres import Begin, copied, make_template

HOUSE = Path(__file__).parents[2]
PEOPLE = {"wang": "王某", "zhou": "周某", "zhao": "赵某", "qian": "钱某", "wu": "吴某", "feng": "冯某", "sun": "孙某"}

ORDER: Json = {
    "channel": "phone",
    "batch_id": "2025-11",
    "persons": [{"name": "石某", "phone": "199-0000-0101", "id_no": "D-0000-0001"}],
    "respondent": {"name": "车某", "phone": "199-0000-0103"},
    "matter": "两车相撞，修车费和误工费未赔",
    "dispute_type": "13",
    "team": "traffic",
    "mediator": "zhao",
    "people_count": 1,
    "urgent": {"violence": False, "minor": False, "domestic_violence": False, "self_harm": False, "crime": False},
    "privacy_notice_ack": True,
}
RIGHTS: Json = {"version": "2025-1", "read_on": "2025-06-03", "way": "phone", "understood": True}
CONSENT: Json = {"agreed": True, "accepts_mediator": True, "on": "2025-06-03", "channel": "phone", "rights_told": True}
PLAN: Json = {
    "issues": ["误工费的计算"],
    "law": [{"law": "民法典", "article": "第一千一百七十九条"}],
    "chronology": [{"on": "2025-05-28", "what": "两车相撞"}],
    "plan": "先核对票据，再分别听取意见，最后共同商定。",
    "cautions": "双方在事故现场有过争吵。",
}
DISPATCH: Json = {
    "content": "修车费和误工费",
    "session_at": "2025-06-11T14:30:00+08:00",
    "place": "县综治中心二号调解室",
    "members": ["zhao", "qian"],
    "due_on": "2025-06-30",
}
CLASSIFIED: Json = {
    "dispute_type": "13",
    "facts": "交警认定对方主责，修车费和误工费至今未赔。",
    "claims": ["赔偿修车费"],
    "can_serve": True,
}
NO_INTEREST: Json = {"has_interest": False, "disclosed_on": "2025-06-03"}
#: Who does which step with which answers, in order.
STEPS: tuple[tuple[str, str, Json], ...] = (
    ("TRIAGE.CLASSIFY", "wang", CLASSIFIED),
    ("TEAM.OBJECT", "wang", {"informed_at": "2025-06-03T14:50:00+08:00", "informed_way": "phone", "answer": "none"}),
    ("CONFLICT.DECLARE", "zhao", NO_INTEREST),
    ("CONSENT.RIGHTS", "wang", RIGHTS),
    ("CONSENT.RIGHTS", "wang", RIGHTS),
    ("CONSENT.ASK", "wang", CONSENT),
    ("CONSENT.ASK", "wang", CONSENT),
    ("TEAM.DISPATCH", "zhou", DISPATCH),
    ("TEAM.ACCEPT", "zhao", {"accepts": True}),
    ("PREP.PLAN", "zhao", PLAN),
)


@dataclass(kw_only=True)
class County:
    """The county with its people at their screens."""

    app: Flask
    context: Context
    clock: FakeClock
    screens: dict[str, FlaskClient] = field(default_factory=dict)

    def screen(self, login: str) -> FlaskClient:
        """Return the browser of a person who has signed in."""
        if login not in self.screens:
            self.screens[login] = self.app.test_client()
            sign_in(self.screens[login], login, PASSWORD)
        return self.screens[login]

    def opened(self, **more: Any) -> Case:
        """Return a case that came by telephone."""
        return open_case(OpenCase(jurisdiction="longxi", actor=self.actor("wang"), answers={**ORDER, **more}), self.context)

    def played(self, steps: int, **more: Any) -> Case:
        """Return a case after so many steps."""
        case = self.opened(**more)
        for code, person, answers in STEPS[:steps]:
            self.clock.advance(minutes=10)
            item = next(item for item in self.items(case) if item.code == code)
            case = submit_form(SubmitForm(item=item.id, answers=answers, actor=self.actor(person)), self.context)
        return case

    def items(self, case: Case) -> Any:
        """Return the open items of a case."""
        with self.context.begin({case.jurisdiction}) as uow:
            return uow.cases.lock(case.id).items

    def actor(self, person: str) -> Any:
        """Return somebody as an actor."""
        with self.context.begin(()) as uow:
            return uow.rosters.actor(person)


TEMPLATE = "template_county"


class KeptReleases:
    """Makes each release ready once in the whole run: its id is the address of its content, whatever database it lies in."""

    def __init__(self) -> None:
        self.begin: Begin | None = None
        self._made = PackReleases(self._load)

    def _load(self, release: str) -> Any:
        assert self.begin
        with self.begin(()) as uow:
            return uow.packs.release_files(release)

    def get(self, release: str) -> Any:
        return self._made.get(release)

    def check(self, files: Any) -> Any:
        return self._made.check(files)


@pytest.fixture(scope="session")
def releases() -> KeptReleases:
    """Return the releases of the run."""
    return KeptReleases()


@pytest.fixture(scope="session")
def county_template(server: str) -> str:
    """Return a database with factory data and accounts, to be copied for each test."""
    make_template(server, TEMPLATE, _fill)
    return TEMPLATE


def _fill(owner_url: str) -> None:
    engine = engines.create(guard.app_url(owner_url))
    factory.load(HOUSE, beginner(engine, queue.enqueue), FakeClock().now())
    context = Context(
        begin=beginner(engine, queue.enqueue),
        releases=KeptReleases(),
        clock=FakeClock(),
        printer=FakePrinter(),
        optimiser=Highs(),
        workbooks=Workbooks(),
    )
    owner = create_app(TestProduct(context=context, database_url=owner_url))
    accounts.lay_tables(owner)
    accounts.add_missing(owner, [accounts.Account(login=login, name=name) for login, name in PEOPLE.items()], PASSWORD)
    engine.dispose()
    close(owner)


@pytest.fixture
def county(server: str, county_template: str, releases: KeptReleases) -> Iterator[County]:
    """Yield the county, with the clock at the beginning of June 3rd, 2025."""
    with copied(server, county_template) as database:
        begin = releases.begin = beginner(database.engine, queue.enqueue)
        clock = FakeClock()
        context = Context(begin=begin, releases=releases, clock=clock, printer=Printer(), optimiser=Highs(), workbooks=Workbooks())
        app = create_app(TestProduct(context=context, database_url=database.url), TESTING=True)
        yield County(app=app, context=context, clock=clock)
        close(app)


def token(client: FlaskClient, page: str) -> str:
    """Return the form token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text) or re.search(r'"csrf": "([^"]+)"', client.get(page).text)
    assert found, "the page has no form token"
    return found[1]
