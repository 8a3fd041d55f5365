"""After an outage a case stands where it would stand without it, whenever and however often somebody looked at the clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.case import Entry
from engine.domain.deadline import DeadlineRule, Period, Roll, Warning
from engine.domain.office_hours import OfficeHours
from engine.errors import Text
from engine.usecases.fire_due import FireDue, fire_due
from engine.usecases.open_case import OpenCase, open_case
from tests.bpmn.bpmn_builders import a_catalogue, bpmn, gateway, process, script, start_end, timer, user
from tests.fakes import FakeRelease, House, a_house_over, an_actor

WAIT, EDGE = "intermediateCatchEvent", "boundaryEvent"
PERIODS = ("2 h", "30 h", "3 oh", "1 wd", "2 wd", "1 d", "4 d")
PER_CENTS = (20, 80, 100, 120)
SPAN = timedelta(days=16)


@dataclass(frozen=True)
class Plan:
    """What one example draws: the lengths of the timers, the deadlines, and when somebody looks at the clock."""

    lengths: Sequence[int]
    periods: Sequence[str]
    looks: Sequence[timedelta]


plans = st.builds(
    Plan,
    lengths=st.lists(st.integers(1, 72), min_size=5, max_size=5),
    periods=st.lists(st.sampled_from(PERIODS), min_size=4, max_size=4),
    looks=st.lists(st.integers(0, 16 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)), max_size=8).map(sorted),
)


def a_diagram(hours: Sequence[int]) -> bytes:
    """Draw timers after timers, on edges, repeating, and one that ends a pause of the others."""
    first, second, often, waited, again = (f"PT{each}H" for each in hours)
    return bpmn(
        process(
            start_end(
                *("start>fork", "fork>accept>end", "late>urged>end", "fork>first>noted>second>third>checked>end"),
                *("fork>held>end", "often>counted>end", "fork>meanwhile>supplement>end", "unanswered>end"),
            ),
            gateway("parallel", "fork"),
            # A deadline of a task, then one of the task that follows when it has passed.
            user("accept", onedoor_due="a", onedoor_form="F01"),
            timer(EDGE, "late", due="b", attachedToRef="accept", cancelActivity="true"),
            user("urged", onedoor_due="c", onedoor_form="F01"),
            # One timer after the other.
            timer(WAIT, "first", first),
            script("noted", "=case.state", "seen[]"),
            timer(WAIT, "second", due="d"),
            timer(WAIT, "third", second),
            user("checked", onedoor_due="a", onedoor_form="F01"),
            # A repeating one beside a task.
            user("held", onedoor_due="d", onedoor_form="F01"),
            timer(EDGE, "often", f"R3/{often}", "timeCycle", attachedToRef="held", cancelActivity="false"),
            script("counted", "=string(now)", "counted[]"),
            # Somebody is awaited, until it takes too long; then awaited again.
            timer(WAIT, "meanwhile", waited),
            user("supplement", onedoor_pauses="a, b, d", onedoor_form="F01"),
            timer(EDGE, "unanswered", again, attachedToRef="supplement", cancelActivity="true"),
        )
    )


def rules(periods: Sequence[str]) -> Mapping[str, DeadlineRule]:
    steps = tuple(Warning(at=at, tell=("holder",), code="SUP.REMIND") for at in PER_CENTS)
    hours = OfficeHours.parse("08:30-12:00, 14:30-18:00")
    return {
        name: DeadlineRule(name=name, title=Text(name, name), period=Period.parse(period), roll=roll, warnings=steps, hours=hours)
        for name, period, roll in zip("abcd", periods, (Roll.NONE, Roll.NEXT_WORKING_DAY, Roll.NONE, Roll.NONE), strict=True)
    }


def a_case(plan: Plan) -> tuple[House, FireDue]:
    house = a_house_over(FakeRelease(processes=a_catalogue(a_diagram(plan.lengths)), deadlines=rules(plan.periods)))  # type: ignore[arg-type]
    case = open_case(OpenCase(jurisdiction="longxi", actor=an_actor(), answers={"facts": "漏水"}), house.context)
    return house, FireDue(case=case.id, jurisdiction="longxi")


def look(house: House, case: FireDue, at: datetime) -> None:
    house.clock.instant = at
    fire_due(case, house.context)


def played_at(plan: Plan, looks: Sequence[timedelta]) -> House:
    """Play the case with somebody looking at the clock at these instants only."""
    house, case = a_case(plan)
    opened = house.clock.instant
    for after in [*looks, SPAN]:
        look(house, case, opened + after)
    return house


def played_without_outage(plan: Plan) -> House:
    """Play the case with somebody looking at every instant at which something is due."""
    house, case = a_case(plan)
    end = house.clock.instant + SPAN
    while (due := min((timer.due for timer in house.uow.cases.stored[case.case].timers), default=end)) < end:
        look(house, case, max(due, house.clock.instant))
    look(house, case, end)
    return house


def where_it_stands(house: House) -> dict[str, Any]:
    """Return everything of a case but random ids, the revision, and when things really happened."""
    (locked,) = house.uow.cases.stored.values()
    return {
        "document": locked.case.document,
        "closed": (locked.case.closed_at, locked.case.end, locked.case.state),
        "items": sorted((i.element, i.created_at, str(i.due), i.stops, str(i.pause)) for i in locked.items),
        "timers": sorted((t.kind, t.due, str({**t.detail})) for t in locked.timers),
        "process": locked.state[locked.state.find(b",") :],
    }


def lines(house: House) -> list[Entry]:
    return [entry for entry in house.uow.cases.entries if entry.kind in {"fired", "warned"}]


def planned(house: House) -> Counter[tuple[str, str | None, object, object]]:
    return Counter((entry.kind, entry.element, entry.detail.get("at"), entry.detail["planned"]) for entry in lines(house))


@settings(max_examples=60, deadline=None)
@given(plans)
def test_an_outage_changes_nothing_but_the_time_of_the_log(plan: Plan) -> None:
    """Law: however the looks at the clock fall, document, work, timers and process end up the same, and so does what was fired."""
    reference = played_without_outage(plan)

    found = played_at(plan, plan.looks)

    assert where_it_stands(found) == where_it_stands(reference)
    assert planned(found) == planned(reference)


@settings(max_examples=60, deadline=None)
@given(plans)
def test_every_firing_is_logged_once_with_planned_and_actual_time(plan: Plan) -> None:
    """Law: no instant is fired twice for one task, none before it is due, and the log stays in the order of the plan."""
    found = played_at(plan, plan.looks)

    written = lines(found)
    assert max(planned(found).values(), default=1) == 1
    assert all(entry.detail["actual"] >= entry.detail["planned"] for entry in written)
    assert [entry.at for entry in written] == sorted(entry.at for entry in written)
    assert [entry.detail["planned"] for entry in written] == sorted(entry.detail["planned"] for entry in written)
    assert all(entry.at.isoformat() == entry.detail["actual"] for entry in written)


def test_a_warning_between_two_timers_is_given_although_the_task_is_gone_since() -> None:
    """The item was open at that instant: whoever held it was late, and the log says so."""
    plan = Plan(lengths=(1, 1, 1, 300, 1), periods=("1 d", "4 d", "1 d", "1 d"), looks=())

    found = played_at(plan, ())

    warned = [entry.detail["at"] for entry in lines(found) if entry.kind == "warned" and entry.element == "accept"]
    assert warned == [20, 80, 100, 120]
    (locked,) = found.uow.cases.stored.values()
    assert "accept" not in {item.element for item in locked.items}


def test_work_that_a_late_firing_opens_counts_from_the_planned_instant() -> None:
    """A worker that was down for a week gives nobody a week more."""
    plan = Plan(lengths=(1, 1, 1, 300, 1), periods=("1 d", "2 d", "4 d", "1 d"), looks=())

    found = played_at(plan, ())

    (locked,) = found.uow.cases.stored.values()
    urged = next(item for item in locked.items if item.element == "urged")
    fired = next(entry for entry in lines(found) if entry.element == "late")
    assert urged.created_at.isoformat() == fired.detail["planned"]
    assert urged.due is not None
    assert (urged.due - urged.created_at).days == 4


def test_a_very_long_outage_is_caught_up_a_hundred_firings_at_a_time() -> None:
    """What is left stays due, so that the next look goes on with it and no transaction grows without end."""
    content = bpmn(process(start_end("start>t>s>end"), timer(WAIT, "t", "R250/PT1H", "timeCycle"), script("s", "=1", "seen[]")))
    house = a_house_over(FakeRelease(processes=a_catalogue(content)))  # type: ignore[arg-type]
    uow, clock = house.uow, house.clock
    case = open_case(OpenCase(jurisdiction="longxi", actor=an_actor(), answers={"facts": "漏水"}), house.context)
    clock.advance(days=30)

    counts = []
    for _ in range(3):
        fire_due(FireDue(case=case.id, jurisdiction="longxi"), house.context)
        counts.append(len(uow.cases.stored[case.id].case.document["seen"]))

    assert counts == [100, 200, 250]
    assert uow.cases.stored[case.id].case.is_closed
    assert uow.cases.stored[case.id].case.closed_at == clock.now() - timedelta(days=30) + timedelta(hours=250)
