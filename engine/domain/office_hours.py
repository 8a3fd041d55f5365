"""Office hours: when on a working day offices are open, and how time within these hours is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

from engine import errors
from engine.domain.calendar import ZONE, WorkingCalendar, days_from, local_date

_SPAN = re.compile(r"\s*(\d{1,2}):(\d\d)\s*[-–—~至]\s*(\d{1,2}):(\d\d)\s*")
_BETWEEN = re.compile(r"[,,、;;]")


class OfficeHoursError(errors.EngineError):
    """办公时间的写法不对。请写成“08:30-12:00, 14:30-18:00”，按先后排列，不要重叠。

    The office hours are not written correctly. Write "08:30-12:00, 14:30-18:00", in order and without overlap.
    """


@dataclass(frozen=True, kw_only=True)
class OfficeHours:
    """The same hours on every working day."""

    #: Opening and closing times by Beijing time, in order, without overlap.
    spans: tuple[tuple[time, time], ...]

    @classmethod
    def parse(cls, written: object) -> OfficeHours:
        """Read `08:30-12:00, 14:30-18:00`, or a list of such spans. Raises OfficeHoursError."""
        parts = _BETWEEN.split(written) if isinstance(written, str) else written if isinstance(written, list) else []
        spans = tuple(_span(part) for part in parts)
        moments = [moment for span in spans for moment in span]
        if not moments or any(later <= earlier for earlier, later in pairwise(moments)):
            raise OfficeHoursError
        return cls(spans=spans)

    def __str__(self) -> str:
        return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in self.spans)

    def after(self, start: datetime, length: timedelta, calendar: WorkingCalendar) -> datetime:
        """Return the instant at which offices have been open for `length` since `start`."""
        if not length:
            return start
        left = length
        for opens, closes in self._open_from(start, calendar):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise AssertionError  # pragma: no cover - the calendar raises at the end of its years

    def between(self, start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
        """Return how long offices were open between two instants."""
        worked = timedelta()
        for opens, closes in self._open_from(start, calendar, end):
            worked += max(min(closes, end) - opens, timedelta())
        return worked

    def _open_from(self, start: datetime, calendar: WorkingCalendar, end: datetime | None = None) -> Iterator[tuple[datetime, datetime]]:
        for day in days_from(local_date(start)):
            if end is not None and day > local_date(end):
                return
            for opens, closes in self.spans if calendar.is_working_day(day) else ():
                first, last = (datetime.combine(day, moment, tzinfo=ZONE) for moment in (opens, closes))
                if last > start:
                    yield max(first, start), last


def _span(text: object) -> tuple[time, time]:
    found = _SPAN.fullmatch(text) if isinstance(text, str) else None
    try:
        hours = [int(part) for part in found.groups()] if found else []
        opens, closes = time(hours[0], hours[1]), time(hours[2], hours[3])
    except (IndexError, ValueError) as error:
        raise OfficeHoursError from error
    return opens, closes
