"""Deadlines: a period in its own unit, turned into a due instant by a calendar; it may stand still in between."""

from __future__ import annotations

import calendar as months
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from engine import errors
from engine.domain.calendar import WorkingCalendar, end_of_day, local_date
from engine.domain.office_hours import OfficeHours

_PERIOD = re.compile(r"\s*(\d{1,5})\s*(wd|d|oh|h|mo)\s*")
#: Longest period accepted, in its own unit; a longer one is a slip of the pen.
LONGEST = {"wd": 1000, "d": 3660, "h": 8760, "oh": 2000, "mo": 240, "end of day": 0}


class PeriodError(errors.EngineError):
    """期限的写法不对。请写成“3 wd”（工作日）、“30 d”（自然日）、“2 h”（小时）、“4 oh”（办公小时）、“1 mo”（月）或“end of day”（当日）。

    The period is not written correctly. Write "3 wd" (working days), "30 d" (natural days), "2 h" (hours),
    "4 oh" (hours within office hours), "1 mo" (months) or "end of day".
    """


class OfficeHoursMissingError(errors.EngineError):
    """期限按办公时间计算，但模板包没有规定办公时间（参数 office_hours）。请在“参数”中填写，例如“08:30-12:00, 14:30-18:00”。

    The deadline counts office hours, but the pack does not say when offices are open (parameter office_hours).
    Enter them under parameters, for example "08:30-12:00, 14:30-18:00".
    """


class Unit(StrEnum):
    """What a period counts; the unit is stored with the period because one law may use several."""

    WORKING_DAY = "wd"
    DAY = "d"
    HOUR = "h"
    OFFICE_HOUR = "oh"
    MONTH = "mo"
    END_OF_DAY = "end of day"


_UNITS = {
    Unit.WORKING_DAY: errors.Text("个工作日", "working day"),
    Unit.DAY: errors.Text("天", "day"),
    Unit.HOUR: errors.Text("小时", "hour"),
    Unit.OFFICE_HOUR: errors.Text("个办公小时", "office hour"),
    Unit.MONTH: errors.Text("个月", "month"),
}


class Roll(StrEnum):
    """What happens when the last day is a holiday (民事诉讼法 art. 85)."""

    NONE = "none"
    NEXT_WORKING_DAY = "next-working-day"


@dataclass(frozen=True, kw_only=True)
class Period:
    """A length of time together with its unit."""

    length: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `3 wd`, `30 d`, `2 h`, `4 oh`, `1 mo` or `end of day`. Raises PeriodError."""
        if text.strip() == Unit.END_OF_DAY:
            return cls(length=0, unit=Unit.END_OF_DAY)
        found = _PERIOD.fullmatch(text)
        if not found or int(found[1]) > LONGEST[found[2]]:
            raise PeriodError
        return cls(length=int(found[1]), unit=Unit(found[2]))

    def in_words(self) -> errors.Text:
        """Return the period as people say it."""
        if self.unit is Unit.END_OF_DAY:
            return errors.Text("当天", "the same day")
        chinese, english = _UNITS[self.unit]
        return errors.Text(f"{self.length}{chinese}", f"{self.length} {english}{'' if self.length == 1 else 's'}")

    def __str__(self) -> str:
        return str(self.unit) if self.unit is Unit.END_OF_DAY else f"{self.length} {self.unit}"


@dataclass(frozen=True, kw_only=True)
class Warning:
    """What happens when a share of a deadline's time has gone."""

    #: Per cent of the time between opening and due instant; 100 is the due instant.
    at: int
    #: Whom to tell: `holder` (who has the item, else all who may take it) or a role code.
    tell: tuple[str, ...]
    #: Step code of the log line, for example SUP.REMIND.
    code: str


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A span in which a deadline stood still because somebody was awaited (中止); its time does not count."""

    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class DeadlineRule:
    """One row of the pack's deadline table (D09)."""

    name: str
    title: errors.Text
    period: Period
    roll: Roll = Roll.NONE
    #: When offices are open; needed where the period counts office hours.
    hours: OfficeHours | None = None
    #: `guess` is shown as 默认值，未经本地确认; `law:…` names the article; `county` was confirmed.
    source: str = "guess"
    warnings: tuple[Warning, ...] = field(default_factory=tuple)

    @property
    def asks_calendar(self) -> bool:
        """Tell whether the due instant depends on which days are worked."""
        return self.period.unit in (Unit.WORKING_DAY, Unit.OFFICE_HOUR) or self.roll is Roll.NEXT_WORKING_DAY

    def due(self, start: datetime, calendar: WorkingCalendar, stops: Sequence[Stop] = ()) -> datetime:
        """Return the due instant of a deadline that starts to run at `start` and stood still in `stops`, earliest first.

        A stop that began after the deadline had passed does not bring it back to life, and what lay before the start does not count.
        """
        stops = _after(start, stops)
        match self.period.unit:
            case Unit.HOUR:
                return _hours_on(start, timedelta(hours=self.period.length), stops)
            case Unit.OFFICE_HOUR:
                return self._office_hours_on(start, calendar, stops)
            case Unit.WORKING_DAY:
                day = _working_day_on(local_date(start), self.period.length, calendar, stops)
                return end_of_day(self._rolled(day, calendar))
            case _:
                return self._natural_day_on(start, calendar, stops)

    def _office_hours_on(self, start: datetime, calendar: WorkingCalendar, stops: Sequence[Stop]) -> datetime:
        if self.hours is None:
            raise OfficeHoursMissingError
        left, due = timedelta(hours=self.period.length), start
        for stop in stops:
            if stop.since > self.hours.after(due, left, calendar):
                break
            left -= self.hours.between(due, stop.since, calendar)
            due = stop.until
        return self.hours.after(due, left, calendar)

    def _natural_day_on(self, start: datetime, calendar: WorkingCalendar, stops: Sequence[Stop]) -> datetime:
        day = _last_day(self.period, local_date(start))
        due = end_of_day(self._rolled(day, calendar))
        for stop in stops:
            if stop.since > due:
                break
            # A day to which it had rolled may be over when it runs again.
            day = local_date(stop.until) + max(day - local_date(stop.since), timedelta())
            due = end_of_day(self._rolled(day, calendar))
        return due

    def _rolled(self, day: date, calendar: WorkingCalendar) -> date:
        return calendar.next_working_day(day) if self.roll is Roll.NEXT_WORKING_DAY else day

    def warning_instants(self, start: datetime, due: datetime, stops: Sequence[Stop] = ()) -> Iterator[tuple[datetime, Warning]]:
        """Yield each warning with its instant, earliest first; per cents are of the time in which the deadline ran."""
        counted = [stop for stop in _after(start, stops) if stop.until <= due]
        ran = due - start - sum((stop.until - stop.since for stop in counted), timedelta())
        for warning in sorted(self.warnings, key=lambda w: w.at):
            yield _hours_on(start, ran * warning.at / 100, counted), warning


def add_months(day: date, count: int) -> date:
    """Add calendar months; a day that the month lacks becomes its last day (民法典 art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _after(start: datetime, stops: Sequence[Stop]) -> list[Stop]:
    """Return the stops without what lies before an instant: a deadline may begin on a later day than its item was opened."""
    return [Stop(since=max(stop.since, start), until=stop.until) for stop in stops if stop.until > start]


def _last_day(period: Period, start: date) -> date:
    return add_months(start, period.length) if period.unit is Unit.MONTH else start + timedelta(days=period.length)


def _hours_on(start: datetime, length: timedelta, stops: Sequence[Stop]) -> datetime:
    due = start + length
    for stop in stops:
        if stop.since > due:
            break
        due += stop.until - stop.since
    return due


def _working_day_on(start: date, length: int, calendar: WorkingCalendar, stops: Sequence[Stop]) -> date:
    """Count on from the day after each stop; what was used up on the day of the stop ends on the day on which it runs again."""
    day, left = start, length
    for stop in stops:
        if stop.since > end_of_day(calendar.add_working_days(day, left)):
            break
        left -= calendar.working_days_between(day, local_date(stop.since))
        day = local_date(stop.until) if left else calendar.next_working_day(local_date(stop.until))
    return calendar.add_working_days(day, left)
