"""The deadline of a work item stands still while somebody is awaited; history and item say so, and warnings keep their place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from engine.domain.case import Entry, Timer, TimerKind, WorkItem
from engine.domain.deadline import DeadlineRule, Period, Stop, Warning
from engine.errors import Text
from engine.usecases.fire_due import FireDue, fire_due
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.submit_form import SubmitForm, submit_form
from tests.bpmn.bpmn_builders import a_catalogue, bpmn, gateway, process, start_end, user
from tests.fakes import FakeRelease, House, a_house_over, an_actor

STEPS = tuple(Warning(at=at, tell=("holder",), code="SUP.REMIND") for at in (50, 80, 100))
CHECK = DeadlineRule(name="check", title=Text("审查", "Check"), period=Period.parse("10 h"), warnings=STEPS)
#: A task with a deadline, and beside it two calls after each of which a party is awaited.
DIAGRAM = bpmn(
    process(
        start_end("start>fork", "fork>check>end", "fork>call>supplement>again>more>end"),
        gateway("parallel", "fork"),
        user("check", onedoor_due="check", onedoor_form="F01"),
        user("call", onedoor_form="F01"),
        user("supplement", name="等待补正", onedoor_en="Awaiting papers", onedoor_pauses="check", onedoor_form="F01"),
        user("again", onedoor_form="F01"),
        user("more", onedoor_pauses="check", onedoor_form="F01"),
    )
)


@dataclass
class Played(House):
    """A house with one case."""

    def item(self, element: str) -> WorkItem:
        (locked,) = self.uow.cases.stored.values()
        return next(item for item in locked.items if item.element == element)

    def submit(self, element: str) -> None:
        submit_form(SubmitForm(item=self.item(element).id, answers={"facts": "好"}, actor=an_actor()), self.context)

    def look(self, **after: float) -> list[object]:
        """Move the clock on, fire what is due, and return the per cents that were warned of then."""
        self.clock.advance(**after)
        known = len(self.uow.cases.entries)
        (locked,) = self.uow.cases.stored.values()
        fire_due(FireDue(case=locked.case.id, jurisdiction="longxi"), self.context)
        return [entry.detail["at"] for entry in self.uow.cases.entries[known:] if entry.kind == "warned"]

    @property
    def warnings(self) -> list[Timer]:
        (locked,) = self.uow.cases.stored.values()
        return [timer for timer in locked.timers if timer.kind is TimerKind.WARNING]

    def lines(self, *kinds: str) -> list[Entry]:
        return [entry for entry in self.uow.cases.entries if entry.kind in kinds]


def a_case() -> Played:
    house = a_house_over(FakeRelease(processes=a_catalogue(DIAGRAM), deadlines={"check": CHECK}))  # type: ignore[arg-type]
    open_case(OpenCase(jurisdiction="longxi", actor=an_actor(), answers={"facts": "漏水"}), house.context)
    return Played(uow=house.uow, clock=house.clock, context=house.context)


def test_an_item_has_no_due_instant_while_somebody_is_awaited() -> None:
    """It is not overdue however long that takes; the item knows since when, for whom, and what was due before."""
    house = a_case()
    before = house.item("check")
    house.look(hours=2)
    house.submit("call")

    warned = house.look(days=30)

    item = house.item("check")
    assert (warned, item.due, item.is_overdue(house.clock.now()), house.warnings) == ([], None, False, [])
    assert item.pause is not None
    assert item.pause.since == before.created_at + timedelta(hours=2)
    assert item.pause.awaited == Text("等待补正", "Awaiting papers")
    assert item.pause.due == before.due


def test_it_runs_on_by_the_time_that_was_left() -> None:
    """Two of ten hours were used; eight are left, and the history says both."""
    house = a_case()
    house.look(hours=2)
    house.submit("call")
    house.clock.advance(days=30)

    house.submit("supplement")

    item, now = house.item("check"), house.clock.now()
    assert (item.due, item.pause) == (now + timedelta(hours=8), None)
    assert item.stops == (Stop(since=now - timedelta(days=30), until=now),)
    assert [(line.kind, line.element, dict(line.detail)) for line in house.lines("paused", "resumed")] == [
        (
            "paused",
            "check",
            {
                "deadline": "check",
                "awaited": ["等待补正", "Awaiting papers"],
                "due": (item.created_at + timedelta(hours=10)).isoformat(),
            },
        ),
        ("resumed", "check", {"deadline": "check", "due": (now + timedelta(hours=8)).isoformat()}),
    ]


def test_warnings_go_on_where_they_were() -> None:
    """What was given before is not given again; the next comes at its share of the time that counts."""
    house = a_case()
    first = house.look(hours=6)
    house.submit("call")
    house.clock.advance(days=2)
    house.submit("supplement")

    following = [house.look(hours=1, minutes=59), house.look(minutes=1), house.look(hours=2)]

    assert (first, following) == ([50], [[], [80], [100]])


def test_all_warnings_given_stay_given() -> None:
    """A deadline that has passed does not stand still: it stays overdue."""
    house = a_case()
    house.look(hours=11)
    due = house.item("check").due
    house.submit("call")
    stopped = house.item("check")
    house.clock.advance(days=2)
    house.submit("supplement")

    assert (stopped.due, stopped.pause) == (due, None)
    assert house.item("check").due == due
    assert (house.warnings, house.look(days=1)) == ([], [])
    assert house.lines("paused", "resumed") == []


def test_two_pauses_add_up() -> None:
    """Each keeps its own span, and the end moves by both."""
    house = a_case()
    created = house.item("check").created_at
    house.submit("call")
    house.clock.advance(hours=5)
    house.submit("supplement")
    house.clock.advance(hours=1)
    house.submit("again")
    house.clock.advance(hours=7)
    house.submit("more")

    item = house.item("check")
    assert len(item.stops) == 2
    assert item.due == created + timedelta(hours=10 + 5 + 7)


def test_a_paused_item_can_be_done() -> None:
    """Standing still forbids nothing."""
    house = a_case()
    house.submit("call")

    house.submit("check")

    (locked,) = house.uow.cases.stored.values()
    assert {item.element for item in locked.items} == {"supplement"}
