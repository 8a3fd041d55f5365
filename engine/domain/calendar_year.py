"""One year of a working calendar, as the State Council's notice states it: holidays by name and span, and make-up working days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from engine.domain.calendar import SATURDAY, WorkingCalendar
from engine.errors import FieldProblem, Text

#: Years that can be entered; others are slips of the pen.
FIRST_YEAR, LAST_YEAR = 2000, 2100
#: As in config/schemas/calendar.json.
MOST = 50
#: Longest holiday in days; a longer one is a slip of the pen.
LONGEST = 31


class Source(StrEnum):
    """Where a year comes from."""

    #: The State Council's notice, shipped with the product.
    NOTICE = "notice"
    #: The statutory festivals alone, because no notice is known yet (尚未公布，按法定节日推算).
    ESTIMATE = "estimate"
    #: Entered by an administrator.
    ENTERED = "entered"


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """Days off in a row, both ends included; week-ends within them count."""

    title: Text
    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Yield each day."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, kw_only=True)
class CalendarYear:
    """A year with what makes it differ from plain weeks."""

    year: int
    holidays: tuple[Holiday, ...]
    #: Saturdays and Sundays that are worked in exchange (调休上班).
    make_up_days: tuple[date, ...]
    source: Source
    #: Who entered it, for which jurisdiction, and when.
    jurisdiction: str | None = None
    by: str | None = None
    at: datetime | None = None

    def working(self) -> WorkingCalendar:
        """Return what deadlines are computed with."""
        return WorkingCalendar(
            years=frozenset({self.year}),
            holidays=frozenset(day for holiday in self.holidays for day in holiday.days()),
            make_up_days=frozenset(self.make_up_days),
            estimated=frozenset({self.year} if self.source is Source.ESTIMATE else ()),
        )


def changed_days(before: CalendarYear | None, after: CalendarYear) -> list[date]:
    """Return the days that are worked by one year and not by the other; none counted before if there was no year."""
    if before is None:
        return []
    old, new = before.working(), after.working()
    days = (date(after.year, 1, 1) + timedelta(days=n) for n in range(366))
    return [day for day in days if day.year == after.year and old.is_working_day(day) != new.is_working_day(day)]


def runs(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Yield the spans of days that follow each other."""
    first: date | None = None
    last: date | None = None
    for day in sorted(days):
        if first is None or last is None or day > last + timedelta(days=1):
            if first is not None and last is not None:
                yield first, last
            first = day
        last = day
    if first is not None and last is not None:
        yield first, last


def problems(year: CalendarYear) -> Iterator[FieldProblem]:
    """Yield what is wrong with a year that somebody enters."""
    if not FIRST_YEAR <= year.year <= LAST_YEAR:
        yield FieldProblem(path="/year", message=Text("请填写 2000 至 2100 之间的年份。", "Write a year between 2000 and 2100."))
        return
    if not year.holidays:
        message = Text("请至少填写一个放假时段；每年都有法定节日。", "Enter at least one holiday; every year has statutory festivals.")
        yield FieldProblem(path="/holidays", message=message)
    if len(year.holidays) > MOST or len(year.make_up_days) > MOST:
        yield FieldProblem(path="/holidays", message=Text(f"每年最多 {MOST} 项。", f"At most {MOST} entries a year."))
        return
    for row, holiday in enumerate(year.holidays):
        yield from _of_holiday(year.year, holiday, f"/holidays/{row}")
    yield from _overlaps(year)
    yield from _of_make_up_days(year)


def _of_holiday(year: int, holiday: Holiday, path: str) -> Iterator[FieldProblem]:
    name = holiday.title.zh
    if not name:
        message = Text("请写明是什么节日，例如“春节”。", "Say which festival it is, for example Spring Festival.")
        yield FieldProblem(path=f"{path}/title", message=message)
    if {holiday.first.year, holiday.last.year} != {year}:
        message = Text(
            f"“{name}”的日期不全在{year}年内。跨年的假期请在两个年份各填一段。",
            f"{holiday.title.en} does not lie within {year}. Enter a holiday over the turn of the year in both years.",
        )
        yield FieldProblem(path=f"{path}/first", message=message)
    elif holiday.last < holiday.first:
        message = Text(f"“{name}”的最后一天早于第一天。", f"The last day of {holiday.title.en} lies before its first.")
        yield FieldProblem(path=f"{path}/last", message=message)
    elif (holiday.last - holiday.first).days >= LONGEST:
        message = Text(f"“{name}”长于 {LONGEST} 天，请核对日期。", f"{holiday.title.en} is longer than {LONGEST} days; check its dates.")
        yield FieldProblem(path=f"{path}/last", message=message)


def _overlaps(year: CalendarYear) -> Iterator[FieldProblem]:
    rows = sorted(enumerate(year.holidays), key=lambda row: row[1].first)
    for (_, earlier), (row, later) in pairwise(rows):
        if later.first <= earlier.last:
            message = Text(
                f"“{later.title.zh}”与“{earlier.title.zh}”的日期重叠。请改正，或合并为一段。",
                f"{later.title.en} overlaps {earlier.title.en}. Correct the dates, or enter both as one.",
            )
            yield FieldProblem(path=f"/holidays/{row}/first", message=message)


def _of_make_up_days(year: CalendarYear) -> Iterator[FieldProblem]:
    off = {day: holiday for holiday in year.holidays if holiday.first <= holiday.last for day in holiday.days()}
    for row, day in enumerate(year.make_up_days):
        message = None
        if day.year != year.year:
            message = Text(f"{day} 不在{year.year}年内。", f"{day} does not lie in {year.year}.")
        elif day in off:
            message = Text(
                f"{day} 已在“{off[day].title.zh}”放假，不能同时上班。", f"{day} is off for {off[day].title.en}, so it is not worked."
            )
        elif day.weekday() < SATURDAY:
            message = Text(
                f"{day} 本来就是工作日。调休上班只填周六、周日。", f"{day} is a working day anyway. Enter Saturdays and Sundays only."
            )
        elif day in year.make_up_days[:row]:
            message = Text(f"{day} 写了两次。", f"{day} is entered twice.")
        if message:
            yield FieldProblem(path=f"/make_up_days/{row}", message=message)
