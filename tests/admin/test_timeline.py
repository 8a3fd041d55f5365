"""Claims about the history in plain words."""

from __future__ import annotations

import inspect
import re

import pytest
from flask import Flask

from admin.workspace.naming import Names
from admin.workspace.timeline import Teller
from engine.domain import case as domain
from engine.domain.case import Entry
from engine.domain.deadline import DeadlineRule, Period
from engine.domain.roster import Person, Roster
from engine.errors import Text
from tests.fakes import FakeRelease, StepByStep
from tests.store.builders import NOW, an_item, an_opening

RULE = DeadlineRule(name="accept", title=Text("接单", "Acceptance"), period=Period.parse("1 wd"))
DUE = "2025-06-04T15:59:59+00:00"
#: A detail of every kind that needs one.
DETAILS = {
    "submitted": {"form": "F01"},
    "issued": {"title": ["告知书", "Notice"], "number": "1"},
    "reassigned": {"to": "li"},
    "created": {"due": DUE},
    "fired": {"deadline": "accept"},
    "warned": {"at": 80},
    "paused": {"deadline": "accept", "awaited": ["补充材料", "Further papers"], "due": DUE},
    "resumed": {"deadline": "accept", "due": DUE},
    "recounted": {"deadline": "accept", "due": DUE},
    "decided": {"title": ["受理判断", "Admit?"]},
    "computed": {"title": ["整理", "Arrange"]},
    "operated": {"operation": "check_team", "title": ["核对", "Check"]},
    "message": {"message": "withdrawal"},
    "state": {"state": "accepted"},
}


def kinds() -> list[str]:
    """Return the kinds of entries that the domain names."""
    found = re.search(r"#: (opened,.*?)\n\s+kind: str", inspect.getsource(domain), re.DOTALL)
    assert found
    return re.findall(r"[a-z]+", found[1].replace(" or ", " "))


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
def test_every_kind_of_entry_has_its_sentence(app: Flask, kind: str, locale: str) -> None:
    """None is shown by its bare name, in neither language."""
    sentence = told(
        app, Entry(at=NOW, actor="wang", kind=kind, code="E.CONFIRMED", element="register", detail=DETAILS.get(kind, {})), locale
    )

    assert sentence != kind
    assert bool(re.search("[\u4e00-\u9fff]", sentence)) == (locale == "zh_Hans")


def test_a_reminder_says_how_much_time_is_gone(app: Flask) -> None:
    """The per cent sign survives the translation."""
    entry = Entry(at=NOW, actor="system", kind="warned", element="register", detail={"at": 80})

    assert told(app, entry, "zh_Hans") == "“登记”的期限已用80%,已提醒"
    assert told(app, entry, "en") == "“Register” has used 80% of its time; a reminder was sent"


def test_somebody_who_has_left_is_shown_by_code(app: Flask) -> None:
    """The history outlives the roster."""
    entry = Entry(at=NOW, actor="wang", kind="reassigned", element="register", detail={"to": "gone"})

    assert told(app, entry, "zh_Hans") == "把“登记”移交给gone"


def told(app: Flask, entry: Entry, locale: str) -> str:
    person = Person(code="li", name="Li", jurisdiction="longxi")
    release = FakeRelease(processes=StepByStep(()), deadlines={"accept": RULE})
    names = Names(release=release, read_roster=lambda: Roster(people=(person,)))
    item = an_item(an_opening().case.id)
    with app.test_request_context(f"/?_l_={locale}"):
        return Teller.of(names, [item]).days([entry])[0][1][0].sentence
