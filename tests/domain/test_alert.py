"""Alerts step down by themselves after quiet days, are held by a missed visit, and go up again with an incident."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import alert
from engine.domain.alert import Act, Alert, AlertError, AlertOpenError, Cause, Level, NoAlertError, NotReversibleError, Scale
from engine.domain.calendar import ZONE
from engine.errors import Text

SCALE = Scale(
    levels=(
        Level(colour="red", title=Text("红色", "red"), quiet_days=7, visit_days=1),
        Level(colour="orange", title=Text("橙色", "orange"), quiet_days=15, visit_days=3),
        Level(colour="yellow", title=Text("黄色", "yellow"), quiet_days=30, visit_days=7),
        Level(colour="blue", title=Text("蓝色", "blue"), quiet_days=30, visit_days=14),
    ),
    reversible=timedelta(hours=24),
)
COLOURS = [level.colour for level in SCALE.levels]
OPENED = datetime(2021, 1, 21, 10, tzinfo=ZONE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def act(when: datetime, reason: str = "按新情况") -> Act:
    return Act(at=when, by="lead", reason=reason)


def a_red_alert() -> Alert:
    return alert.open_alert(None, "red", SCALE, act(OPENED))


def look(standing: Alert, now: datetime, missed: tuple[date, ...] = ()) -> alert.Looked:
    return alert.look(standing, SCALE, now, missed, "system")


def down_to_clear(standing: Alert) -> list[tuple[str, str | None]]:
    """Look at the end of every day until it is cleared; return the days on which the colour changed."""
    found, now = [], at("2021-01-21T23:59:59")
    while standing.colour is not None:
        after = look(standing, now).alert
        if after != standing:
            found.append((now.date().isoformat(), after.colour))
        standing, now = after, now + timedelta(days=1)
    return found


def test_an_alert_steps_down_after_its_quiet_days() -> None:
    """The day on which it was opened is not counted; each step begins the next count (GS-19)."""
    assert down_to_clear(a_red_alert()) == [
        ("2021-01-28", "orange"),
        ("2021-02-12", "yellow"),
        ("2021-03-14", "blue"),
        ("2021-04-13", None),
    ]


def test_a_day_that_is_not_over_is_not_a_quiet_day() -> None:
    """One second before the end of the seventh day it is still red, and says until when."""
    found = look(a_red_alert(), at("2021-01-28T23:59:58"))

    assert found.alert.colour == "red"
    assert [reason.en for reason in found.held] == ["The quiet days end on 2021-01-28."]


def test_a_missed_visit_holds_the_step() -> None:
    """Nobody has been there, so nobody knows whether it was quiet."""
    found = look(a_red_alert(), at("2021-01-28T23:59:59"), (date(2021, 1, 27), date(2021, 1, 28)))

    assert found.alert.colour == "red"
    assert [reason.zh for reason in found.held] == ["应做的回访还没有做：2021-01-27、2021-01-28。"]


def test_an_incident_begins_the_quiet_days_anew() -> None:
    """The colour stays where D06 would only give a milder one."""
    standing = alert.incident(a_red_alert(), "yellow", SCALE, act(at("2021-01-25T09:00")))

    assert standing.colour == "red"
    assert look(standing, at("2021-01-31T23:59:59")).alert.colour == "red"
    assert look(standing, at("2021-02-01T23:59:59")).alert.colour == "orange"


def test_an_incident_takes_the_colour_up() -> None:
    """By D06, from yellow to orange, and the visits follow the new colour from that day on."""
    yellow = alert.open_alert(None, "yellow", SCALE, act(OPENED))

    standing = alert.incident(yellow, "orange", SCALE, act(at("2021-02-01T09:00")))

    assert standing.colour == "orange"
    assert standing.visits(SCALE).next_due([]) == date(2021, 2, 4)


def test_an_incident_of_the_same_colour_moves_no_visit() -> None:
    """The plan stays anchored to the day on which the colour was set."""
    standing = alert.incident(a_red_alert(), "red", SCALE, act(at("2021-01-25T09:00")))

    assert standing.visits(SCALE).anchor == date(2021, 1, 21)


def test_a_case_never_has_two_alerts() -> None:
    """The second is refused with what to do instead; after clearing a new one may be opened, with the old log kept."""
    with pytest.raises(AlertOpenError, match="cannot have two at once"):
        alert.open_alert(a_red_alert(), "blue", SCALE, act(OPENED))

    cleared = alert.decide(a_red_alert(), None, SCALE, act(at("2021-02-01T09:00")))
    again = alert.open_alert(cleared, "blue", SCALE, act(at("2021-03-01T09:00")))

    assert [step.cause for step in again.steps] == [Cause.OPENED, Cause.DECIDED, Cause.OPENED]


def test_an_automatic_step_can_be_undone_for_a_day() -> None:
    """Back to the colour before, and the quiet days begin anew."""
    orange = look(a_red_alert(), at("2021-01-28T23:59:59")).alert

    standing = alert.reverse(orange, SCALE, act(at("2021-01-29T23:59:59")))

    assert standing.colour == "red"
    assert standing.quiet_until(SCALE) == at("2021-02-05T23:59:59")


def test_after_a_day_an_automatic_step_stands() -> None:
    """One second too late."""
    orange = look(a_red_alert(), at("2021-01-28T23:59:59")).alert

    with pytest.raises(NotReversibleError, match="the time for undoing it is over"):
        alert.reverse(orange, SCALE, act(at("2021-01-30T00:00:00")))


def test_clearing_can_be_undone_too() -> None:
    """It was the system's step like the others."""
    blue = alert.open_alert(None, "blue", SCALE, act(OPENED))
    cleared = look(blue, at("2021-02-20T23:59:59")).alert

    assert cleared.colour is None
    assert alert.reverse(cleared, SCALE, act(at("2021-02-21T08:00"))).colour == "blue"


def test_only_automatic_steps_are_undone() -> None:
    """What a person decided is changed by a new decision."""
    with pytest.raises(NotReversibleError):
        alert.reverse(a_red_alert(), SCALE, act(OPENED))


def test_a_person_who_confirms_does_not_delay_the_step() -> None:
    """Quiet days go on, but somebody has answered for the colour again."""
    confirmed = alert.confirm(a_red_alert(), act(at("2021-01-27T09:00")))

    assert confirmed.answered_since == at("2021-01-27T09:00")
    assert look(confirmed, at("2021-01-28T23:59:59")).alert.colour == "orange"


def test_an_alert_for_which_nobody_answers_lapses_and_can_be_taken_up_again() -> None:
    """A level does not outlive the people who stand behind it; what the system ended a person may restore for a day."""
    lapsed = alert.lapse(a_red_alert(), Act(at=at("2021-02-28T23:59:59"), by="system"))

    assert (lapsed.colour, lapsed.answered_since) == (None, OPENED)
    assert alert.reverse(lapsed, SCALE, act(at("2021-03-01T09:00"))).colour == "red"


def test_a_decision_needs_a_reason() -> None:
    """Nobody lowers a colour in silence."""
    with pytest.raises(AlertError, match="Give the reason"):
        alert.decide(a_red_alert(), "blue", SCALE, act(OPENED, reason=" "))


@pytest.mark.parametrize(
    "change",
    [
        lambda cleared: look(cleared, OPENED),
        lambda cleared: alert.incident(cleared, "red", SCALE, act(OPENED)),
        lambda cleared: alert.confirm(cleared, act(OPENED)),
        lambda cleared: alert.lapse(cleared, act(OPENED)),
        lambda cleared: cleared.visits(SCALE),
    ],
)
def test_a_cleared_alert_does_nothing_more(change: Callable[[Alert], object]) -> None:
    """It asks for no visits, and takes neither incidents nor looks."""
    cleared = alert.decide(a_red_alert(), None, SCALE, act(OPENED))

    with pytest.raises(NoAlertError):
        change(cleared)


def test_a_colour_that_the_scale_lacks_is_named() -> None:
    """For whoever draws the process."""
    with pytest.raises(AlertError, match="has no purple"):
        alert.open_alert(None, "purple", SCALE, act(OPENED))


@given(st.sampled_from(COLOURS), st.lists(st.tuples(st.sampled_from(["look", "incident", "confirm"]), st.integers(0, 40)), max_size=12))
def test_nothing_but_quiet_days_makes_an_alert_milder_by_itself(colour: str, acts: list[tuple[str, int]]) -> None:
    """Law: a look lowers by one colour at most and only after the quiet days; the log only grows; nothing else lowers."""
    standing, now = alert.open_alert(None, colour, SCALE, act(OPENED)), OPENED
    for kind, days in acts:
        now += timedelta(days=days)
        if standing.colour is None:
            break
        before, quiet_until = standing, standing.quiet_until(SCALE)
        if kind == "look":
            standing = look(standing, now).alert
            lowered = standing.colour != before.colour
            assert lowered == (quiet_until is not None and now >= quiet_until)
            assert not lowered or standing.colour == SCALE.below(before.colour or "")
        elif kind == "incident":
            standing = alert.incident(standing, colour, SCALE, act(now))
            assert SCALE.graver(standing.colour or "", before.colour or "") == standing.colour
        else:
            standing = alert.confirm(standing, act(now))
            assert standing.quiet_until(SCALE) == quiet_until
        assert standing.steps[: len(before.steps)] == before.steps
