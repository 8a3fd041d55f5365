"""The working calendar: which days count, and where a day ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine import errors

#: Every centre works by Beijing time; instants are stored in UTC.
ZONE = ZoneInfo("Asia/Shanghai")
#: A day deadline expires with the last second of its day (reference: scenario conventions).
LAST_SECOND = time(23, 59, 59)
SATURDAY = 5


class CalendarYearMissingError(errors.EngineError):
    """工作日历缺少所需年份，无法计算期限。请在“日历”中录入该年的放假与调休安排。

    The working calendar lacks the year that is needed, so the deadline cannot be computed. Enter that year's holidays under Calendars.
    """


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """Holidays and make-up working days of the years that the calendar covers."""

    #: Years for which the State Council's notice has been entered.
    years: frozenset[int]
    #: Statutory days off, week-ends included or not.
    holidays: frozenset[date]
    #: Saturdays and Sundays that are worked in exchange (调休上班).
    make_up_days: frozenset[date]
    #: Of the years, those that follow the statutory festivals only, because no notice has been entered yet.
    estimated: frozenset[int] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices are open on a day; raises for a year not entered."""
        if day.year not in self.years:
            raise CalendarYearMissingError(_missing(day.year))
        if day in self.make_up_days:
            return True
        return day not in self.holidays and day.weekday() < SATURDAY

    def next_working_day(self, day: date) -> date:
        """Return the day itself if it is worked, else the first worked day after it."""
        return next(d for d in days_from(day) if self.is_working_day(d))

    def add_working_days(self, start: date, count: int) -> date:
        """Return the `count`-th working day after `start`; the start day is not counted."""
        day = start
        for _ in range(count):
            day = self.next_working_day(day + timedelta(days=1))
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to `end`, which counts itself."""
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    @classmethod
    def union(cls, calendars: Iterable[WorkingCalendar]) -> WorkingCalendar:
        """Join the calendars of several years into one."""
        parts = list(calendars)
        return cls(
            years=frozenset().union(*(c.years for c in parts)),
            holidays=frozenset().union(*(c.holidays for c in parts)),
            make_up_days=frozenset().union(*(c.make_up_days for c in parts)),
            estimated=frozenset().union(*(c.estimated for c in parts)),
        )


def end_of_day(day: date) -> datetime:
    """Return the instant at which a day deadline expires."""
    return datetime.combine(day, LAST_SECOND, tzinfo=ZONE)


def start_of_day(day: date) -> datetime:
    """Return the first instant of a day."""
    return datetime.combine(day, time(), tzinfo=ZONE)


def local_date(instant: datetime) -> date:
    """Return the calendar day of an instant, by Beijing time."""
    return instant.astimezone(ZONE).date()


def days_from(day: date) -> Iterator[date]:
    """Yield a day and all that follow it."""
    while True:
        yield day
        day += timedelta(days=1)


def _missing(year: int) -> errors.Text:
    return errors.Text(
        f"工作日历缺少{year}年，无法计算期限。请在“日历”中录入该年的放假与调休安排。",
        f"The working calendar lacks {year}, so the deadline cannot be computed. Enter that year's holidays under Calendars.",
    )
