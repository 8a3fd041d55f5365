"""Rhythms and agendas of a pack are held to what they name."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest

from engine.errors import ProcessError, Text
from engine.packs import agendas, rhythms
from engine.packs.definition import Definition, define
from engine.packs.lineage import trace
from tests.packs.builders import a_county

TITLE = {"zh": "周研判", "en": "Weekly meeting"}
STARTS = [{"process": "meeting", "title": TITLE}, {"process": "order", "title": TITLE, "form": "F01"}]
AT = {"weekly_at": {"title": TITLE, "value": "09:30", "type": "time"}}


def defined(**more: Any) -> Definition:
    return define(trace(a_county(**more)).manifests)


def said(**row: str) -> list[tuple[str, str | None]]:
    weekly = {"title": TITLE, "process": "meeting", "every": "monday", "at": "09:00", **row}
    definition = defined(starts=STARTS, parameters=AT, rhythms={"weekly": weekly})
    return [(problem.message.en, problem.place) for problem in rhythms.check(definition)]


def test_a_rhythm_is_read_with_its_parameters() -> None:
    """The county changes the time in a page, without touching the rhythm."""
    row = {"title": TITLE, "process": "meeting", "every": "working-day", "at": "=parameters.weekly_at"}

    found = rhythms.rhythms(defined(starts=STARTS, parameters=AT, rhythms={"weekly": row}))["weekly"]

    assert (found.every, found.at, found.process) == ("working-day", time(9, 30), "meeting")


def test_what_a_rhythm_names_must_be_there() -> None:
    """A door without a form, days that are known, a time of day."""
    assert said() == []
    assert said(process="gone") == [("The process gone is no door, so no case can begin with it.", "rhythms.weekly.process")]
    assert said(process="order") == [
        ("The door order asks for a form, which nobody fills in when it begins by itself.", "rhythms.weekly.process")
    ]
    assert said(every="sometimes") == [("“sometimes” does not say on which days.", "rhythms.weekly.every")]
    assert said(at="noon", every="=parameters.weekly_at") == [
        ("“=parameters.weekly_at” does not say on which days.", "rhythms.weekly.every"),
        ("“noon” does not say at what time.", "rhythms.weekly.at"),
    ]
    assert said(at="=parameters.gone") == [("“=parameters.gone” does not say at what time.", "rhythms.weekly.at")]


def an_agenda(*conditions: str) -> Definition:
    rules = [
        {"code": f"r{number}", "title": {"zh": f"规则{number}", "en": f"Rule {number}"}, "when": when}
        for number, when in enumerate(conditions)
    ]
    return defined(agendas={"weekly": {"title": TITLE, "rules": rules}})


def test_the_rules_of_an_agenda_say_why_a_case_is_on_it() -> None:
    """In the order of the pack; null and anything but true is no reason."""
    agenda = agendas.agendas(an_agenda('=level = "high"', "=case.overdue > 0", "=nothing"))["weekly"]

    found = list(agenda.reasons({"level": "high", "case": {"overdue": 2}}, datetime(2025, 6, 3, tzinfo=UTC)))

    assert found == [("r0", Text("规则0", "Rule 0")), ("r1", Text("规则1", "Rule 1"))]


def test_a_rule_that_cannot_be_read_or_looks_at_nothing_is_a_problem() -> None:
    """Places that something writes, `case`, `parameters` and `now` may be read."""
    found = [problem.message.en for problem in agendas.check(an_agenda("=risk.level", "=if", "=case.overdue > 0"), {"intake"})]

    assert found[0] == "A rule of an agenda tests “risk” but nothing writes it."
    assert found[1].startswith("The rule “=if” of an agenda cannot be read.")
    assert len(found) == 2


def test_a_rule_beyond_the_limits_is_told_by_its_name() -> None:
    """The meeting stops in words."""
    agenda = agendas.agendas(an_agenda("=count(for a in 1..1000, b in 1..1000, c in 1..1000 return a) > 0"))["weekly"]

    with pytest.raises(ProcessError) as caught:
        list(agenda.reasons({}, datetime(2025, 6, 3, tzinfo=UTC)))

    assert caught.value.text.en.startswith("The rule Rule 0 could not be evaluated:")
