"""The span of days that figures speak of: a day, week, month, quarter or year, or from one day to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from engine import errors
from engine.domain.calendar import local_date
from engine.domain.deadline import add_months
from engine.errors import Text

_ONE_DAY = timedelta(days=1)
_WEEK = 7
_YEAR = re.compile(r"(\d{4})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?")


class SpanError(errors.EngineError):
    """统计期间的写法不对。请写成 2025（年）、2025-Q1（季度）、2025-03（月）、2025-03-01（日）或 2025-03-01..2025-03-31（起止日期）。

    The period is not written correctly. Write 2025 (a year), 2025-Q1 (a quarter), 2025-03 (a month), 2025-03-01 (a day) or
    2025-03-01..2025-03-31 (first and last day).
    """


class SpanKind(StrEnum):
    """How long a span is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    #: From one day to another.
    DAYS = "days"


_MONTHS = {SpanKind.MONTH: 1, SpanKind.QUARTER: 3, SpanKind.YEAR: 12}


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days in a row, by Beijing time."""

    kind: SpanKind
    first: date
    #: The last day, which belongs to it.
    last: date

    @classmethod
    def around(cls, kind: SpanKind, day: date) -> Span:
        """Return the day, week, month, quarter or year in which a day lies."""
        if kind in _MONTHS:
            length = _MONTHS[kind]
            first = date(day.year, (day.month - 1) // length * length + 1, 1)
            return cls(kind=kind, first=first, last=add_months(first, length) - _ONE_DAY)
        first = day - timedelta(days=day.weekday()) if kind is SpanKind.WEEK else day
        return cls(kind=kind, first=first, last=first + timedelta(days=_WEEK - 1) if kind is SpanKind.WEEK else day)

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read `2025`, `2025-Q1`, `2025-03`, `2025-03-01` or `2025-03-01..2025-03-31`. Raises SpanError."""
        try:
            return _parsed(text.strip())
        except ValueError as error:
            raise SpanError from error

    @property
    def code(self) -> str:
        """Return the span as `parse` reads it."""
        match self.kind:
            case SpanKind.YEAR:
                return f"{self.first:%Y}"
            case SpanKind.QUARTER:
                return f"{self.first:%Y}-Q{self._quarter}"
            case SpanKind.MONTH:
                return f"{self.first:%Y-%m}"
            case SpanKind.DAY:
                return self.first.isoformat()
        return f"{self.first}..{self.last}"

    def in_words(self) -> Text:
        """Return the span as people say it."""
        year = self.first.year
        match self.kind:
            case SpanKind.YEAR:
                return Text(f"{year}年", f"{year}")
            case SpanKind.QUARTER:
                return Text(f"{year}年第{'一二三四'[self._quarter - 1]}季度", f"quarter {self._quarter} of {year}")
            case SpanKind.MONTH:
                return Text(f"{year}年{self.first.month}月", f"{self.first:%B} {year}")
            case SpanKind.DAY:
                return Text(_chinese(self.first), self.first.isoformat())
        return Text(f"{_chinese(self.first)}至{_chinese(self.last)}", f"{self.first} to {self.last}")

    def before(self) -> Span:
        """Return the span of the same length right before this one."""
        if self.kind in _MONTHS:
            return Span.around(self.kind, self.first - _ONE_DAY)
        length = self.last - self.first + _ONE_DAY
        return Span(kind=self.kind, first=self.first - length, last=self.first - _ONE_DAY)

    def after(self) -> Span:
        """Return the span of the same length right after this one."""
        if self.kind in _MONTHS:
            return Span.around(self.kind, self.last + _ONE_DAY)
        length = self.last - self.first + _ONE_DAY
        return Span(kind=self.kind, first=self.last + _ONE_DAY, last=self.last + length)

    def is_over(self, now: datetime) -> bool:
        """Tell whether its last day has passed."""
        return self.last < local_date(now)

    def parts(self, kind: SpanKind) -> Iterator[Span]:
        """Yield the days, weeks, months, quarters or years that touch this span, in order."""
        part = Span.around(kind, self.first)
        while part.first <= self.last:
            yield part
            part = part.after()

    @property
    def _quarter(self) -> int:
        return (self.first.month - 1) // _MONTHS[SpanKind.QUARTER] + 1


def _parsed(text: str) -> Span:
    if found := _YEAR.fullmatch(text):
        return Span.around(SpanKind.YEAR, date(int(found[1]), 1, 1))
    if found := _QUARTER.fullmatch(text):
        return Span.around(SpanKind.QUARTER, date(int(found[1]), int(found[2]) * 3, 1))
    if found := _MONTH.fullmatch(text):
        return Span.around(SpanKind.MONTH, date(int(found[1]), int(found[2]), 1))
    if found := _DAYS.fullmatch(text):
        first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2] or found[1])
        if first <= last:
            return Span(kind=SpanKind.DAYS if found[2] else SpanKind.DAY, first=first, last=last)
    raise SpanError


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
