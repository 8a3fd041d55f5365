"""Change a year of the working calendar: holidays and make-up days as the notice states them; open deadlines follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine import errors
from engine.domain import access, calendar_year
from engine.domain.access import Actor
from engine.domain.calendar_year import CalendarYear, Holiday, Source
from engine.usecases import ports, recount
from engine.usecases.context import Context


class CalendarChangedError(errors.EngineError):
    """这一年的日历刚刚已由别人修改。您填写的内容仍在页面上；请对照最新内容后再保存。

    Somebody has just changed the calendar of this year. What you entered is still on the page; compare it with
    the newest state and save again.
    """


@dataclass(frozen=True, kw_only=True)
class ChangeCalendar:
    """An administrator enters a year for a jurisdiction and all below it."""

    jurisdiction: str
    year: int
    holidays: tuple[Holiday, ...]
    make_up_days: tuple[date, ...]
    actor: Actor
    #: Mark of the year that the page showed; see `mark`.
    seen: str


@dataclass(frozen=True, kw_only=True)
class WithdrawYear:
    """An administrator takes back what was entered, so that the year from above or from the factory counts again."""

    jurisdiction: str
    year: int
    actor: Actor
    seen: str


@dataclass(frozen=True, kw_only=True)
class Movement:
    """What a change of the calendar does to open deadlines."""

    #: Days that are worked otherwise than before.
    days: tuple[date, ...]
    #: Open deadlines that end later, and that end earlier.
    later: int
    earlier: int
    #: Cases to which they belong.
    cases: int


def mark(year: CalendarYear | None) -> str:
    """Return what tells one state of a year from another; empty if there is none."""
    return f"{year.source} {year.jurisdiction or ''} {year.at.isoformat() if year.at else ''}".strip() if year else ""


def preview(command: ChangeCalendar | WithdrawYear, context: Context) -> Movement:
    """Return what the change would do, and leave everything as it is. Raises as `change_calendar` does."""
    _refuse_unless_configurer(command)
    with context.begin(command.actor.reach) as uow:
        return _changed(command, uow, context)


def change_calendar(command: ChangeCalendar | WithdrawYear, context: Context) -> Movement:
    """Store the year; the worker then moves the open deadlines that it touches.

    Raises NotAllowedError, CalendarChangedError, and AnswersRefusedError with all problems at once.
    """
    _refuse_unless_configurer(command)
    with context.begin(command.actor.reach) as uow:
        movement = _changed(command, uow, context)
        if movement.days:
            recount.put_job(uow, command.jurisdiction, movement.days)
        uow.commit()
    return movement


def _refuse_unless_configurer(command: ChangeCalendar | WithdrawYear) -> None:
    if access.CONFIGURER not in command.actor.roles_in(command.jurisdiction):
        raise errors.NotAllowedError


def _changed(command: ChangeCalendar | WithdrawYear, uow: ports.UnitOfWork, context: Context) -> Movement:
    """Write the change into the transaction and look at the deadlines from within it."""
    uow.rosters.lock_roster(command.jurisdiction)
    before = _in_force(command, uow)
    if command.seen != mark(before):
        raise CalendarChangedError
    _write(command, uow, context)
    after = _in_force(command, uow)
    days = tuple(calendar_year.changed_days(before, after)) if after else ()
    found = list(recount.moves(uow, context, command.jurisdiction, (days[0], days[-1]))) if days else []
    later = sum(move.due > move.running.due for move in found)
    return Movement(days=days, later=later, earlier=len(found) - later, cases=len({move.running.case for move in found}))


def _in_force(command: ChangeCalendar | WithdrawYear, uow: ports.UnitOfWork) -> CalendarYear | None:
    return next((year for year in uow.rosters.calendar_years(command.jurisdiction) if year.year == command.year), None)


def _write(command: ChangeCalendar | WithdrawYear, uow: ports.UnitOfWork, context: Context) -> None:
    if isinstance(command, WithdrawYear):
        uow.rosters.withdraw_year(command.jurisdiction, command.year, context.clock.now(), command.actor.person)
        return
    year = CalendarYear(
        year=command.year,
        holidays=command.holidays,
        make_up_days=command.make_up_days,
        source=Source.ENTERED,
        jurisdiction=command.jurisdiction,
        by=command.actor.person,
        at=context.clock.now(),
    )
    found = list(calendar_year.problems(year))
    if found:
        raise errors.AnswersRefusedError(found)
    uow.rosters.enter_year(year)
