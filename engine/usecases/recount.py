"""Compute open deadlines anew after a calendar has changed: only those that count working days and whose span it touches."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from engine import errors
from engine.domain import access
from engine.domain.calendar import WorkingCalendar
from engine.domain.case import Timer, TimerKind, WorkItem
from engine.usecases import counting, ports
from engine.usecases.advance import Advance
from engine.usecases.context import Context

#: The job that computes deadlines anew.
JOB = "recount_deadlines"
#: Seconds after which it looks a second time, for steps that were under way with the calendar of before.
AGAIN = 120


@dataclass(frozen=True, kw_only=True)
class Recount:
    """Some days are worked otherwise than before; doing it twice changes nothing more."""

    #: Everything within reach.
    reach: frozenset[str]
    #: Where the calendar has changed, with all below it; None is everywhere.
    jurisdiction: str | None
    #: First and last of the days.
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Move:
    """A deadline with the due instant that it has, and the one that it should have."""

    running: ports.Running
    due: datetime


def put_job(uow: ports.UnitOfWork, jurisdiction: str | None, days: Collection[date]) -> None:
    """Let the worker compute deadlines anew once the transaction is committed."""
    for after in (0, AGAIN):
        uow.put_job(JOB, after=after, jurisdiction=jurisdiction, first=min(days).isoformat(), last=max(days).isoformat())


def recount(command: Recount, context: Context) -> int:
    """Move what must move, each case in a transaction of its own, and return the number of cases.

    A case that cannot be computed does not keep the others; its error is raised at the end, so that the job is tried again.
    """
    with context.begin(command.reach) as uow:
        found = moves(uow, context, command.jurisdiction, (command.first, command.last))
        cases = dict.fromkeys((move.running.case, move.running.jurisdiction) for move in found)
    moved, failed = 0, None
    for case, jurisdiction in cases:
        try:
            moved += _recount_case(case, jurisdiction, context)
        except errors.EngineError as error:
            failed = error
    if failed:
        raise failed
    return moved


def moves(uow: ports.UnitOfWork, context: Context, jurisdiction: str | None, days: tuple[date, date]) -> Iterator[Move]:
    """Yield the running deadlines whose due instant is another by the calendars as the transaction sees them."""
    calendars: dict[str, WorkingCalendar] = {}
    for running in uow.cases.running(jurisdiction, *days):
        rule = context.releases.get(running.release).deadline(running.deadline)
        if not rule.asks_calendar:
            continue
        if running.jurisdiction not in calendars:
            calendars[running.jurisdiction] = uow.rosters.calendar(running.jurisdiction)
        due = rule.due(running.since, calendars[running.jurisdiction], running.stops)
        if due != running.due:
            yield Move(running=running, due=due)


def _recount_case(case: UUID, jurisdiction: str, context: Context) -> bool:
    with context.begin({jurisdiction}) as uow:
        locked = uow.cases.lock(case)
        advance = Advance.of(locked, access.system({jurisdiction}).person, uow, context)
        run = advance.run()
        outcome = advance.release.processes.recount(locked.process, locked.state, run)
        items = tuple(_recounted(item, advance) for item in locked.items)
        if items == locked.items and not outcome.events:
            return False
        advance.locked = replace(locked, items=items, timers=tuple(_warnings(locked, items, advance)))
        step = advance.step(locked.process, outcome, run.document)
        uow.cases.save(counting.counted(replace(step, before=locked), locked.measured_by, context))
        uow.commit()
    return True


def _recounted(item: WorkItem, advance: Advance) -> WorkItem:
    if not (item.due and item.deadline):
        return item
    due = advance.due_of(item.deadline, item.runs_from, item.stops)
    if due == item.due:
        return item
    detail = {"deadline": item.deadline, "before": item.due.isoformat(), "due": due.isoformat()}
    advance.note("recounted", code=item.code, element=item.element, **detail)
    return replace(item, due=due)


def _warnings(locked: ports.LockedCase, items: Sequence[WorkItem], advance: Advance) -> Iterator[Timer]:
    """Yield the timers with warnings at their share of the new time; those given stay given."""
    moved = {item.id: item for item, before in zip(items, locked.items, strict=True) if item != before}
    for timer in locked.timers:
        if timer.kind is TimerKind.WARNING and timer.ref in moved:
            following = advance.warning_after(moved[timer.ref], int(timer.detail["at"]) - 1)
            yield following or timer
        else:
            yield timer
