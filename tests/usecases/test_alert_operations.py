"""What processes are answered when they ask for the next visit, move an alert or list parallel proceedings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine import errors
from engine.domain import alert
from engine.domain.calendar import ZONE
from engine.domain.case import Entry
from engine.usecases import operations
from tests.fakes import a_house, a_task
from tests.usecases.operating import a_context

SCALE = [
    {"colour": "red", "zh": "红色", "en": "red", "quiet": 7, "interval": 1},
    {"colour": "orange", "zh": "橙色", "en": "orange", "quiet": 15, "interval": 3},
]
OPENED = datetime(2021, 1, 21, 2, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def answer(name: str, inputs: dict[str, Any], now: datetime, entries: list[Entry] | None = None, actor: str = "system") -> Any:
    context = a_context(a_house(a_task("A")), now=now, entries=[] if entries is None else entries, actor=actor)
    return operations.operate(name, inputs, context)


def next_visit(now: datetime, **inputs: Any) -> dict[str, Any]:
    return answer("next_visit", {"plan": "care", **inputs}, now)


def moved(act: str, now: datetime, before: dict[str, Any] | None = None, **inputs: Any) -> dict[str, Any]:
    return answer("move_alert", {"act": act, "alert": before, "scale": SCALE, "reversible": "24 h", **inputs}, now)


def a_visit(day: str, made_at: str, plan: str = "care") -> dict[str, Any]:
    return {"visit": {"plan": plan, "day": day}, "visited_at": made_at}


def test_the_next_visit_is_due_at_the_end_of_its_day_and_opens_before() -> None:
    """Weekly from 26 April: number two is 10 May, which becomes work seven days before."""
    visits = [a_visit("2021-05-03", "2021-05-03T09:00:00+08:00")]

    found = next_visit(at("2021-05-03T10:00"), since="2021-04-26", interval=7, notice=6, visits=visits)

    assert (found["day"], found["number"], found["made"], found["missed"]) == ("2021-05-10", 2, 1, [])
    assert (found["due_at"], found["opens_at"]) == ("2021-05-10T23:59:59+08:00", "2021-05-04T00:00:00+08:00")


def test_visits_of_another_plan_do_not_count() -> None:
    """A case may have visits for its agreement and visits for its safety."""
    visits = [a_visit("2021-05-10", "2021-05-10T09:00:00+08:00", plan="agreement")]

    assert next_visit(at("2021-05-10T10:00"), since="2021-04-26", interval=7, visits=visits)["day"] == "2021-05-03"


def test_a_visit_dated_in_the_future_moves_no_plan() -> None:
    """A slip of the pen in the year must not switch the visits off."""
    visits = [a_visit("2021-05-03", "2031-05-03T09:00:00+08:00")]

    assert next_visit(at("2021-05-03T10:00"), since="2021-04-26", interval=7, visits=visits)["day"] == "2021-05-10"


def test_a_visit_whose_day_was_over_before_it_became_work_gets_days_of_its_own() -> None:
    """Confirmation by the court took longer than the plan; nobody is late before having known."""
    found = next_visit(at("2021-05-20T10:00"), days=["2021-05-03"], notice=3)

    assert (found["day"], found["due_at"]) == ("2021-05-03", "2021-05-23T23:59:59+08:00")


def test_a_plan_without_days_has_no_visit() -> None:
    """The table asks for no follow-up."""
    assert next_visit(OPENED, days=[])["day"] is None


def test_an_alert_takes_its_visits_along() -> None:
    """Each colour begins a plan of its own on the day on which it was set."""
    red = moved("open", OPENED, colour="red", reason="扬言报复")

    assert red["visits"] == {"plan": "alert-1", "since": "2021-01-21", "interval": 1}
    assert (red["quiet_until"], red["changed"]) == ("2021-01-28T23:59:59+08:00", True)


def test_a_look_steps_down_only_when_every_visit_was_made() -> None:
    """Seven daily visits, one of them missing: it is held, and says which."""
    red = moved("open", OPENED, colour="red")
    visits = [a_visit(f"2021-01-{day}", f"2021-01-{day}T10:00:00+08:00", "alert-1") for day in range(22, 28)]
    seventh = a_visit("2021-01-28", "2021-01-28T20:00:00+08:00", "alert-1")

    held = moved("look", at("2021-01-28T23:59:59"), red, visits=visits)
    stepped = moved("look", at("2021-01-28T23:59:59"), red, visits=[*visits, seventh])

    assert (held["colour"], held["changed"]) == ("red", False)
    assert [reason["en"] for reason in held["held"]] == ["Visits were not made: 2021-01-28."]
    assert (stepped["colour"], stepped["changed"], stepped["reversible_until"]) == ("orange", True, "2021-01-29T23:59:59+08:00")


def test_every_change_stands_in_the_history_and_a_look_without_one_does_not() -> None:
    """The log tells what was automatic; daily looks that change nothing would bury it."""
    entries: list[Entry] = []
    given = {"scale": SCALE, "reversible": "24 h"}
    red = answer("move_alert", {"act": "open", "colour": "red", **given}, OPENED, entries, "zhou")

    answer("move_alert", {"act": "look", "alert": red, **given}, at("2021-01-22T23:59:59"), entries)

    assert [(entry.kind, entry.actor, entry.detail["cause"], entry.detail["after"]) for entry in entries] == [
        ("alert", "zhou", "opened", ["红色", "red"])
    ]


def test_facts_without_a_colour_leave_the_alert_where_it_is() -> None:
    """D06 may answer `none`; the incident still begins the quiet days anew."""
    red = moved("open", OPENED, colour="red")

    after = moved("incident", at("2021-01-25T09:00"), red, colour="none")

    assert (after["colour"], after["quiet_until"]) == ("red", "2021-02-01T23:59:59+08:00")


def test_what_is_wrong_with_the_process_is_said() -> None:
    """An unknown change, a scale without its columns, a time that is not in hours."""
    with pytest.raises(errors.ProcessError, match="no such change of an alert: lower"):
        moved("lower", OPENED)
    with pytest.raises(errors.ProcessError, match="whose rows say colour"):
        moved("open", OPENED, colour="red", scale=[{"colour": "red"}])
    with pytest.raises(errors.ProcessError, match="in hours"):
        moved("open", OPENED, colour="red", reversible="1 wd")
    with pytest.raises(alert.NoAlertError):
        moved("look", OPENED)


def test_proceedings_are_listed_as_the_last_record_says() -> None:
    """The suit told at registration was withdrawn; nothing is pending any more."""
    declared = [{"kind": "court", "body": "城区人民法院", "state": "pending", "since": "2021-03-20"}]
    updates = [{"kind": "court", "body": "城区人民法院", "state": "withdrawn", "until": "2021-08-10"}]

    found = answer("standing_proceedings", {"declared": declared, "updates": updates}, OPENED)

    assert (found["pending"], found["ended_on"]) == (0, "2021-08-10")
    assert found["steps"] == [
        {"kind": "court", "body": "城区人民法院", "state": "withdrawn", "reference": None, "since": "2021-03-20", "until": "2021-08-10"}
    ]
