"""Recurring visits: anchored to the plan, never to the last visit; what is missed is found."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.calendar import ZONE
from engine.domain.visit_plan import Visit, VisitPlan, VisitPlanError

#: Weekly visits after domestic violence, as in scenario S04: 3, 10, 17 May 2021 and so on.
WEEKLY = VisitPlan(anchor=date(2021, 4, 26), every=7)
DAYS = st.dates(date(2021, 1, 1), date(2022, 12, 31))


def may(day: int) -> date:
    return date(2021, 5, day)


def a_visit(planned: int, made_on: int | None = None) -> Visit:
    return Visit(planned=may(planned), made_on=may(made_on or planned))


@st.composite
def plans(draw: st.DrawFn) -> VisitPlan:
    if draw(st.booleans()):
        return VisitPlan(anchor=draw(DAYS), every=draw(st.integers(1, 40)))
    return VisitPlan(days=tuple(draw(st.lists(DAYS, min_size=1, max_size=8))))


def test_visits_fall_on_natural_days_even_on_holidays() -> None:
    """3 May 2021 is within the holidays of Labour Day; a safety visit does not move."""
    assert list(islice(WEEKLY.due_after(None), 3)) == [may(3), may(10), may(17)]


def test_the_next_visit_follows_the_plan_and_not_the_late_visit() -> None:
    """S04: the visit of 10 May was made on the 12th; the next is due on the 17th."""
    assert WEEKLY.next_due([a_visit(3), a_visit(10, made_on=12)]) == may(17)


def test_an_early_visit_does_not_bring_the_next_one_forward() -> None:
    """Made on the 8th for the 10th: the 10th is done."""
    assert WEEKLY.next_due([a_visit(3), a_visit(10, made_on=8)]) == may(17)


def test_one_late_visit_stands_for_those_that_fell_due_meanwhile() -> None:
    """Made on the 18th for the 10th: nobody is sent back for the 17th."""
    assert WEEKLY.next_due([a_visit(3), a_visit(10, made_on=18)]) == may(24)


@pytest.mark.parametrize(
    ("now", "missed"),
    [
        (datetime(2021, 5, 10, 23, 59, 58, tzinfo=ZONE), ()),
        (datetime(2021, 5, 10, 23, 59, 59, tzinfo=ZONE), (may(10),)),
        (datetime(2021, 5, 18, 0, 0, tzinfo=ZONE), (may(10), may(17))),
    ],
)
def test_a_visit_is_missed_when_its_day_is_over(now: datetime, missed: tuple[date, ...]) -> None:
    """Day deadlines expire with the last second of the day."""
    assert WEEKLY.missed([a_visit(3)], now) == missed


def test_a_plan_of_named_days_ends() -> None:
    """After the last named day there is no next visit."""
    plan = VisitPlan(days=(may(20), may(5)))

    assert [plan.next_due([]), plan.next_due([a_visit(5)]), plan.next_due([a_visit(5), a_visit(20)])] == [may(5), may(20), None]
    assert [plan.number(may(5)), plan.number(may(20))] == [1, 2]


def test_no_visit_is_due_after_the_last_day() -> None:
    """The 17th is the last."""
    plan = VisitPlan(anchor=date(2021, 4, 26), every=7, last=may(17))

    assert plan.next_due([a_visit(17)]) is None


def test_a_plan_without_days_is_refused() -> None:
    """The sentence says what is lacking."""
    with pytest.raises(VisitPlanError, match="names no days"):
        VisitPlan(anchor=may(1))


@given(plans(), st.lists(st.tuples(DAYS, DAYS), max_size=6), st.integers(0, 730 * 86400))
def test_what_is_missed_is_what_comes_next(plan: VisitPlan, made: list[tuple[date, date]], seconds: int) -> None:
    """Law: the first missed day is the next due day, every missed day belongs to the plan and lies after all that was covered."""
    visits = [Visit(planned=planned, made_on=made_on) for planned, made_on in made]
    now = datetime(2021, 1, 1, tzinfo=ZONE) + timedelta(seconds=seconds)

    missed, following = plan.missed(visits, now), plan.next_due(visits)

    assert not missed or missed[0] == following
    assert all(visit.covers < day for visit in visits for day in missed)
    assert list(missed) == list(islice(plan.due_after(missed[0] - timedelta(days=1)), len(missed))) if missed else True


@given(st.dates(date(2021, 1, 1), date(2021, 12, 31)), st.integers(1, 40), st.integers(1, 60))
def test_the_number_of_a_visit_counts_from_the_anchor(anchor: date, every: int, turn: int) -> None:
    """Law: the n-th day of a counted plan lies n intervals after its anchor."""
    plan = VisitPlan(anchor=anchor, every=every)

    assert plan.number(anchor + timedelta(days=every * turn)) == turn
