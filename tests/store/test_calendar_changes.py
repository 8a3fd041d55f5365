"""A change of the calendar moves the open deadlines that it touches, once, and leaves everything else alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from engine import errors
from engine.documents.workbooks import Workbooks
from engine.domain.calendar import ZONE, CalendarYearMissingError
from engine.domain.calendar_year import Holiday
from engine.domain.case import Entry, TimerKind
from engine.domain.deadline import DeadlineRule, Period, Roll, Warning
from engine.errors import Text
from engine.solving import Highs
from engine.store import engines
from engine.usecases import ports
from engine.usecases.change_calendar import CalendarChangedError, ChangeCalendar, Movement, WithdrawYear, change_calendar, mark, preview
from engine.usecases.context import Context
from engine.usecases.fire_due import FireDue, fire_due
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.recount import Recount, recount
from engine.usecases.submit_form import SubmitForm, submit_form
from tests.bpmn.bpmn_builders import a_catalogue, bpmn, gateway, process, start_end, timer, user
from tests.fakes import FakeClock, FakePrinter, FakeRelease, FakeReleases, an_actor
from tests.postgres import EVERYWHERE, Begin, Database
from tests.store.builders import RELEASE, a_release

#: Tuesday 3 June 2025, nine o'clock in Beijing.
NINE = datetime(2025, 6, 3, 1, tzinfo=UTC)
STEPS = tuple(Warning(at=at, tell=("holder",), code="SUP.REMIND") for at in (50, 80))
DIAGRAM = bpmn(
    process(
        start_end(
            *("start>fork", "fork>work>end", "late>urged>end", "fork>rolling>after>end", "fork>natural>end", "fork>long>end"),
            *("fork>call>supplement>end", "fork>wait>end"),
        ),
        gateway("parallel", "fork"),
        user("work", onedoor_due="work", onedoor_form="F01"),
        timer("boundaryEvent", "late", due="late", attachedToRef="work"),
        user("urged"),
        user("rolling", onedoor_due="rolling"),
        user("after"),
        user("natural", onedoor_due="natural"),
        user("long", onedoor_due="long"),
        user("call", onedoor_form="F01"),
        user("supplement", onedoor_pauses="work, late", onedoor_form="F01"),
        timer("intermediateCatchEvent", "wait", "P60D"),
    )
)


def a_rule(name: str, period: str, roll: Roll = Roll.NONE) -> DeadlineRule:
    return DeadlineRule(name=name, title=Text(name, name), period=Period.parse(period), roll=roll, warnings=STEPS)


RULES = {
    "work": a_rule("work", "5 wd"),
    "late": a_rule("late", "6 wd"),
    "rolling": a_rule("rolling", "6 d", Roll.NEXT_WORKING_DAY),
    "natural": a_rule("natural", "6 d"),
    "long": a_rule("long", "40 wd"),
}
CONFIGURER = an_actor("li", "R.CONFIG")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def a_holiday(first: str, last: str | None = None) -> Holiday:
    return Holiday(title=Text("端午节", "Dragon Boat"), first=date.fromisoformat(first), last=date.fromisoformat(last or first))


@dataclass
class Stumbling:
    """Processes of which the first one to be computed anew fails."""

    processes: Any
    has_failed: bool = False

    def recount(self, *given: Any) -> Any:
        if not self.has_failed:
            self.has_failed = True
            raise errors.ProcessError
        return self.processes.recount(*given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.processes, name)


@dataclass
class County:
    """Cases of a county over the real store."""

    begin: Begin
    clock: FakeClock
    context: Context

    def opened(self) -> UUID:
        return open_case(OpenCase(jurisdiction="longxi", actor=an_actor(), answers={"facts": "漏水"}), self.context).id

    def read(self, case: UUID) -> ports.LockedCase:
        with self.begin({"longxi"}) as uow:
            return uow.cases.lock(case)

    def dues(self, case: UUID) -> dict[str, datetime | None]:
        locked = self.read(case)
        timers = {str(t.detail["element"]): t.due for t in locked.timers if t.kind is TimerKind.PROCESS}
        return {**{item.element: item.due for item in locked.items if item.deadline}, **timers}

    def submit(self, case: UUID, element: str) -> None:
        item = next(item for item in self.read(case).items if item.element == element)
        submit_form(SubmitForm(item=item.id, answers={"facts": "好"}, actor=an_actor()), self.context)

    def history(self, case: UUID, kind: str) -> list[Entry]:
        with self.begin({"longxi"}) as uow:
            return [entry for entry in uow.cases.history(case) if entry.kind == kind]

    def mark(self, year: int = 2025, jurisdiction: str = "longxi") -> str:
        with self.begin({"longxi"}) as uow:
            return mark(next((found for found in uow.rosters.calendar_years(jurisdiction) if found.year == year), None))

    def change(self, *holidays: Holiday, worked: tuple[str, ...] = (), **more: Any) -> ChangeCalendar:
        values = {"jurisdiction": "longxi", "year": 2025, "actor": CONFIGURER, "seen": self.mark(), **more}
        return ChangeCalendar(holidays=holidays, make_up_days=tuple(map(date.fromisoformat, worked)), **values)

    def recount(self, first: str, last: str) -> int:
        days = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
        return recount(Recount(reach=EVERYWHERE, jurisdiction="longxi", **days), self.context)

    def jobs(self) -> list[tuple[Any, ...]]:
        with self.begin(()) as uow:
            rows = uow.transaction.rows(
                sa.text("SELECT task_name, args, scheduled_at IS NOT NULL AS later FROM public.procrastinate_jobs ORDER BY id")
            )
        return [(row.task_name, row.args, row.later) for row in rows]


@pytest.fixture
def county(begin: Begin) -> County:
    a_release(begin)
    with begin({"longxi"}) as uow:
        uow.packs.adopt("longxi", RELEASE, NINE, "qian")
        uow.commit()
    clock = FakeClock(NINE)
    release = FakeRelease(processes=a_catalogue(DIAGRAM), id=RELEASE, deadlines=RULES)  # type: ignore[arg-type]
    return County(
        begin=begin,
        clock=clock,
        context=Context(
            begin=begin, releases=FakeReleases(release), clock=clock, printer=FakePrinter(), optimiser=Highs(), workbooks=Workbooks()
        ),
    )  # type: ignore[arg-type]


def test_what_a_change_would_do_is_said_before_it_is_done(county: County) -> None:
    """Two items and a timer of one case end later; nothing is stored, no job is put."""
    case = county.opened()
    before = county.dues(case)

    found = preview(county.change(a_holiday("2025-06-09")), county.context)

    assert found == Movement(days=(date(2025, 6, 9),), later=4, earlier=0, cases=1)
    assert (county.dues(case), county.jobs(), county.mark()) == (before, [], "notice")


def test_open_deadlines_follow_the_calendar(county: County) -> None:
    """Working days and rolling periods move, items and process timers alike; natural days do not."""
    case = county.opened()
    before = county.dues(case)

    moved = change_calendar(county.change(a_holiday("2025-06-09")), county.context)
    recounted = county.recount("2025-06-09", "2025-06-09")

    assert moved.cases == recounted == 1
    assert before == {
        "work": at("2025-06-10T23:59:59"),
        "late": at("2025-06-11T23:59:59"),
        "rolling": at("2025-06-09T23:59:59"),
        "natural": at("2025-06-09T23:59:59"),
        "long": at("2025-07-29T23:59:59"),
        "wait": NINE + timedelta(days=60),
    }
    changed = {"work": at("2025-06-11T23:59:59"), "late": at("2025-06-12T23:59:59"), "rolling": at("2025-06-10T23:59:59")}
    assert county.dues(case) == {**before, **changed, "long": at("2025-07-30T23:59:59")}


def test_each_move_is_a_line_with_the_old_and_the_new_instant(county: County) -> None:
    """The history says what happened to whom."""
    case = county.opened()
    change_calendar(county.change(a_holiday("2025-06-11")), county.context)
    county.recount("2025-06-11", "2025-06-11")

    lines = {entry.element: (entry.actor, entry.detail) for entry in county.history(case, "recounted")}

    assert set(lines) == {"late", "long"}
    actor, detail = lines["late"]
    assert actor == "system"
    assert (detail["deadline"], detail["before"], detail["due"]) == (
        "late",
        at("2025-06-11T23:59:59").astimezone(UTC).isoformat(),
        at("2025-06-12T23:59:59").astimezone(UTC).isoformat(),
    )


def test_doing_it_twice_changes_nothing_more(county: County) -> None:
    """A job that runs again after a crash finds nothing to move."""
    case = county.opened()
    change_calendar(county.change(a_holiday("2025-06-09")), county.context)

    counts = [county.recount("2025-06-09", "2025-06-09") for _ in range(3)]

    assert counts == [1, 0, 0]
    assert len(county.history(case, "recounted")) == 4
    assert county.read(case).case.revision == 2


def test_what_the_days_do_not_touch_is_not_even_locked(county: County, database: Database) -> None:
    """A change in December costs one look along the indexes, however many cases are open."""
    cases = [county.opened() for _ in range(3)]
    change_calendar(county.change(a_holiday("2025-12-25")), county.context)

    with engines.counting(database.engine) as count:
        moved = county.recount("2025-12-25", "2025-12-25")

    assert moved == 0
    assert count.number <= 2
    assert {county.read(case).case.revision for case in cases} == {1}


def test_a_make_up_day_brings_the_end_forward_and_what_is_over_then_fires(county: County) -> None:
    """A Saturday that is worked counts; a deadline that has passed by it is fired by the next sweep."""
    case = county.opened()
    county.clock.instant = at("2025-06-11T09:00").astimezone(UTC)
    county.submit(case, "rolling")
    moved = change_calendar(county.change(a_holiday("2025-10-01"), worked=("2025-06-07",)), county.context)
    county.recount("2025-06-07", "2025-10-01")
    dues = county.dues(case)

    fire_due(FireDue(case=case, jurisdiction="longxi"), county.context)

    assert (moved.later, moved.earlier) == (0, 3)
    assert (dues["work"], dues["late"]) == (at("2025-06-09T23:59:59"), at("2025-06-10T23:59:59"))
    created = {item.element: item.created_at for item in county.read(case).items}
    assert "work" not in created
    assert created["urged"] == created["after"] == county.clock.instant
    (fired,) = county.history(case, "fired")
    assert fired.detail["planned"] == at("2025-06-10T23:59:59").astimezone(UTC).isoformat()


def test_a_case_that_cannot_be_computed_does_not_keep_the_others(county: County) -> None:
    """The job fails in the end, so that it is tried again; the other case has been moved."""
    cases = [county.opened(), county.opened()]
    change_calendar(county.change(a_holiday("2025-06-09")), county.context)
    release = county.context.releases.get(RELEASE)
    stumbling: Any = Stumbling(release.processes)
    county.context = replace(county.context, releases=FakeReleases(replace(release, processes=stumbling)))  # type: ignore[arg-type, type-var]

    with pytest.raises(errors.ProcessError):
        county.recount("2025-06-09", "2025-06-09")
    revisions = sorted(county.read(case).case.revision for case in cases)
    again = county.recount("2025-06-09", "2025-06-09")

    assert (revisions, again) == ([1, 2], 1)


def test_warnings_move_with_their_deadline_and_those_given_stay_given(county: County) -> None:
    """Half of the time had gone and was warned of; only the warning at 80 per cent is still to come, later than before."""
    case = county.opened()
    county.clock.instant = at("2025-06-07T09:00").astimezone(UTC)
    fire_due(FireDue(case=case, jurisdiction="longxi"), county.context)
    work = next(item.id for item in county.read(case).items if item.element == "work")
    before = next(timer for timer in county.read(case).timers if timer.ref == work)

    change_calendar(county.change(a_holiday("2025-06-09", "2025-06-10")), county.context)
    county.recount("2025-06-09", "2025-06-10")

    after = next(timer for timer in county.read(case).timers if timer.ref == work)
    assert (before.detail["at"], after.detail["at"]) == (80, 80)
    assert after.due - before.due == timedelta(days=2) * 0.8


def test_a_deadline_that_stands_still_runs_on_by_the_new_calendar(county: County) -> None:
    """It is not moved meanwhile, because it has no end; when it runs again the new holiday counts."""
    case = county.opened()
    county.submit(case, "call")

    moved = change_calendar(county.change(a_holiday("2025-06-09")), county.context)
    county.recount("2025-06-09", "2025-06-09")
    stopped = county.dues(case)
    county.clock.instant = at("2025-06-05T10:00").astimezone(UTC)
    county.submit(case, "supplement")

    assert moved.later == 2
    assert (stopped["work"], "late" in stopped) == (None, False)
    assert county.dues(case)["work"] == at("2025-06-13T23:59:59")
    assert county.dues(case)["late"] == at("2025-06-16T23:59:59")


def test_the_worker_is_told_in_the_same_transaction(county: County) -> None:
    """Once now and once a little later, for steps that were under way with the calendar of before."""
    change_calendar(county.change(a_holiday("2025-06-09", "2025-06-10")), county.context)

    arguments = {"jurisdiction": "longxi", "first": "2025-06-09", "last": "2025-06-10"}
    assert county.jobs() == [("recount_deadlines", arguments, False), ("recount_deadlines", arguments, True)]


def test_names_alone_move_nothing(county: County) -> None:
    """A year that is confirmed as it stands is stored, and no job is put."""
    sunday = a_holiday("2025-06-01")

    moved = change_calendar(county.change(sunday), county.context)

    assert (moved.days, county.jobs()) == ((), [])
    assert county.mark().startswith("entered longxi ")


def test_a_town_with_days_of_its_own_keeps_them(county: County) -> None:
    """What is entered nearer counts; the county's change does not reach it."""
    with county.begin({"longxi.wenfeng"}) as uow:
        year = uow.rosters.calendar_years("longxi.wenfeng")[0]
        own = replace(year, jurisdiction="longxi.wenfeng", by="li", at=NINE, holidays=(a_holiday("2025-07-01"),))
        uow.rosters.enter_year(own)
        uow.commit()
    change_calendar(county.change(a_holiday("2025-06-09")), county.context)

    with county.begin({"longxi"}) as uow:
        town, here = uow.rosters.calendar("longxi.wenfeng"), uow.rosters.calendar("longxi")

    assert town.is_working_day(date(2025, 6, 9))
    assert not here.is_working_day(date(2025, 6, 9))


def test_what_was_entered_can_be_taken_back(county: County) -> None:
    """The notice counts again, and the deadlines return to where they were."""
    case = county.opened()
    before = county.dues(case)
    change_calendar(county.change(a_holiday("2025-06-09")), county.context)
    county.recount("2025-06-09", "2025-06-09")

    command = WithdrawYear(jurisdiction="longxi", year=2025, actor=CONFIGURER, seen=county.mark())
    moved = change_calendar(command, county.context)
    county.recount("2025-06-09", "2025-06-09")

    assert (moved.earlier, moved.later) == (4, 0)
    assert county.dues(case) == before
    assert county.mark() == "notice"


def test_only_the_configurer_of_the_jurisdiction_changes_its_calendar(county: County) -> None:
    """Neither another post nor the neighbour."""
    for actor in (an_actor("chen", "R.DIRECTOR"), an_actor("li", "R.CONFIG")):
        jurisdiction = "longxi" if actor.person == "chen" else "suzhou"
        with pytest.raises(errors.NotAllowedError):
            change_calendar(county.change(a_holiday("2025-06-09"), actor=actor, jurisdiction=jurisdiction), county.context)


def test_nobody_overwrites_what_a_colleague_has_just_entered(county: County) -> None:
    """The second is told, and what was entered first stays."""
    first, second = county.change(a_holiday("2025-06-09")), county.change(a_holiday("2025-06-10"))
    change_calendar(first, county.context)

    with pytest.raises(CalendarChangedError):
        change_calendar(second, county.context)

    with county.begin({"longxi"}) as uow:
        assert uow.rosters.calendar_years("longxi")[0].holidays == first.holidays


def test_slips_are_refused_together_and_nothing_is_stored(county: County) -> None:
    """The sentences stand at their fields."""
    with pytest.raises(errors.AnswersRefusedError) as caught:
        change_calendar(county.change(a_holiday("2025-06-09", "2025-06-08"), worked=("2025-06-10",)), county.context)

    assert [problem.path for problem in caught.value.problems] == ["/holidays/0/last", "/make_up_days/0"]
    assert county.mark() == "notice"


def test_a_new_year_can_be_entered_and_computed_with(county: County) -> None:
    """Before it is entered the sentence names the year that is missing."""
    county.clock.instant = at("2026-12-30T09:00").astimezone(UTC)
    with pytest.raises(CalendarYearMissingError):
        county.opened()

    change_calendar(county.change(a_holiday("2027-01-01"), year=2027, seen=""), county.context)

    assert county.dues(county.opened())["work"] == at("2027-01-07T23:59:59")


def test_a_deadline_that_runs_from_a_day_of_the_document_is_counted_from_there(county: County) -> None:
    """Five working days from 2 June end on the 9th; a holiday on the 5th moves that to the 10th, not to the 11th."""
    drawn = bpmn(process(start_end("start>work>end"), user("work", onedoor_due="work", onedoor_since='="2025-06-02"')))
    release = FakeRelease(processes=a_catalogue(drawn), id=RELEASE, deadlines=RULES)  # type: ignore[arg-type]
    context = replace(county.context, releases=FakeReleases(release))  # type: ignore[arg-type]
    anchored = replace(county, context=context)
    case = anchored.opened()
    before = anchored.dues(case)["work"]

    found = preview(anchored.change(a_holiday("2025-06-05")), context)
    change_calendar(anchored.change(a_holiday("2025-06-05")), context)
    anchored.recount("2025-06-05", "2025-06-05")

    assert before == at("2025-06-09T23:59:59")
    assert (found.later, found.cases) == (1, 1)
    assert anchored.dues(case)["work"] == at("2025-06-10T23:59:59")
