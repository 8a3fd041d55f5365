"""Deadlines: a period in its own unit, turned into a due instant by a calendar."""

from __future__ import annotations

import calendar as months
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from engine import errors
from engine.domain.calendar import WorkingCalendar, end_of_day, local_date

_PERIOD = re.compile(r"\s*(\d{1,5})\s*(wd|d|h|mo)\s*")
#: Longest period accepted, in its own unit; a longer one is a slip of the pen.
LONGEST = {"wd": 1000, "d": 3660, "h": 8760, "mo": 240, "end of day": 0}


class PeriodError(errors.EngineError):
    """期限的写法不对。请写成“3 wd”(工作日)、“30 d”(自然日)、“2 h”(小时)、“1 mo”(月)或“end of day”(当日)。

    The period is not written correctly. Write "3 wd" (working days), "30 d" (natural days), "2 h" (hours), "1 mo" (months) or "end of day".
    """


class Unit(StrEnum):
    """What a period counts; the unit is stored with the period because one law may use several."""

    WORKING_DAY = "wd"
    DAY = "d"
    HOUR = "h"
    MONTH = "mo"
    END_OF_DAY = "end of day"


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
        """Read `3 wd`, `30 d`, `2 h`, `1 mo` or `end of day`."""
        if text.strip() == Unit.END_OF_DAY:
            return cls(length=0, unit=Unit.END_OF_DAY)
        found = _PERIOD.fullmatch(text)
        if not found or int(found[1]) > LONGEST[found[2]]:
            raise PeriodError
        return cls(length=int(found[1]), unit=Unit(found[2]))

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
class DeadlineRule:
    """One row of the pack's deadline table (D09)."""

    name: str
    title: errors.Text
    period: Period
    roll: Roll = Roll.NONE
    #: `guess` is shown as 默认值,未经本地确认; `law:…` names the article; `county` was confirmed.
    source: str = "guess"
    warnings: tuple[Warning, ...] = field(default_factory=tuple)

    def due(self, start: datetime, calendar: WorkingCalendar) -> datetime:
        """Return the due instant of a deadline that starts to run at `start`."""
        if self.period.unit is Unit.HOUR:
            return start + timedelta(hours=self.period.length)
        day = _last_day(self.period, local_date(start), calendar)
        if self.roll is Roll.NEXT_WORKING_DAY:
            day = calendar.next_working_day(day)
        return end_of_day(day)

    def warning_instants(self, start: datetime, due: datetime) -> Iterator[tuple[datetime, Warning]]:
        """Yield each warning with its instant, earliest first."""
        for warning in sorted(self.warnings, key=lambda w: w.at):
            yield start + (due - start) * warning.at / 100, warning


def add_months(day: date, count: int) -> date:
    """Add calendar months; a day that the month lacks becomes its last day (民法典 art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _last_day(period: Period, start: date, calendar: WorkingCalendar) -> date:
    match period.unit:
        case Unit.WORKING_DAY:
            return calendar.add_working_days(start, period.length)
        case Unit.MONTH:
            return add_months(start, period.length)
        case _:
            return start + timedelta(days=period.length)
