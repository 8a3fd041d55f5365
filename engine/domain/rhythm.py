"""Rhythms: cases that begin by themselves at set times, such as the weekly meeting (日动态、周研判、月分析)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from engine.domain.calendar import ZONE, WorkingCalendar, local_date
from engine.errors import Text

_Test = Callable[[date, WorkingCalendar], bool]
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _is_first_working_day(day: date, calendar: WorkingCalendar) -> bool:
    return calendar.next_working_day(day.replace(day=1)) == day


def _is_last_working_day(day: date, calendar: WorkingCalendar) -> bool:
    return calendar.is_working_day(day) and calendar.next_working_day(day + timedelta(days=1)).month != day.month


def _on_weekday(number: int) -> _Test:
    return lambda day, _calendar: day.weekday() == number


#: What may stand under `every`, with the test of a day. A rhythm by working days asks the calendar, one by week-days does not.
EVERY: Mapping[str, _Test] = {
    "day": lambda _day, _calendar: True,
    "working-day": lambda day, calendar: calendar.is_working_day(day),
    **{name: _on_weekday(number) for number, name in enumerate(_WEEKDAYS)},
    "month-first-day": lambda day, _calendar: day.day == 1,
    "month-first-working-day": _is_first_working_day,
    "month-last-working-day": _is_last_working_day,
}
#: Days looked through for the next beat: a month has one of every kind.
_FURTHEST = 62


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """When cases of a process begin by themselves."""

    name: str
    title: Text
    #: The process of a door without a form.
    process: str
    #: A key of EVERY.
    every: str
    #: Time of day in Beijing.
    at: time

    def beats(self, after: datetime, until: datetime, calendar: WorkingCalendar) -> Iterator[datetime]:
        """Yield the instants after one and up to another at which it begins, in order, in UTC."""
        day = local_date(after)
        while day <= local_date(until):
            instant = self._on(day)
            if after < instant <= until and EVERY[self.every](day, calendar):
                yield instant
            day += timedelta(days=1)

    def next_beat(self, after: datetime, calendar: WorkingCalendar) -> datetime | None:
        """Return the first instant after another at which it begins; None if there is none within two months."""
        return next(self.beats(after, after + timedelta(days=_FURTHEST), calendar), None)

    def _on(self, day: date) -> datetime:
        return datetime.combine(day, self.at, ZONE).astimezone(UTC)


@dataclass(frozen=True, kw_only=True)
class Beat:
    """One time at which a rhythm began, or from which it is watched."""

    jurisdiction: str
    rhythm: str
    planned: datetime
    actual: datetime
    #: Beats that were missed before it, because nothing ran.
    missed: int = 0
