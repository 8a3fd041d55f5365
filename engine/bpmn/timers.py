"""When a timer falls due: ISO 8601 by civil-law arithmetic in Beijing time.

SpiffWorkflow's own timers add the length of a month instead of a month (31 January + P1M = 3 March),
drop a minus sign, read dates in the server's zone and ask the wall clock; none of it is used.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from engine.domain.calendar import ZONE
from engine.errors import EngineError

_DURATION = re.compile(
    r"P(?=\d|T\d)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})(?:\.\d+)?S)?)?"
)
_CYCLE = re.compile(r"R(\d{0,6})/(?:([^/P][^/]*)/)?(P[^/]+)")
#: What stands for itself; anything else in a timer is a FEEL expression.
LITERAL = re.compile(r"-?P[\dTYMWDHS.]+|R\d*/.*|\d{4}-\d\d-\d\d.*")
ENDLESS = -1
_LAST_YEAR = 9000


class TimerTextError(EngineError):
    """时间的写法不对。请写成“PT2H”（两小时）、“P3D”（三天）、“P1M”（一个月）、“2025-06-03T16:00”或“R3/PT1H”（每小时一次，共三次）。

    The time is not written correctly. Write "PT2H" (two hours), "P3D" (three days), "P1M" (one month), "2025-06-03T16:00"
    or "R3/PT1H" (every hour, three times).
    """


@dataclass(frozen=True, kw_only=True)
class Length:
    """A duration: whole months first, then days and hours."""

    months: int
    rest: timedelta

    @classmethod
    def parse(cls, text: str) -> Length:
        """Read `P1Y2M3DT4H5M6S` or `P2W`; a negative or empty one is refused. Raises TimerTextError."""
        found = _DURATION.fullmatch(text.strip().upper())
        if not found:
            raise TimerTextError
        years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        rest = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        return cls(months=years * 12 + months, rest=rest)

    def after(self, start: datetime, times: int = 1) -> datetime:
        """Return the instant this long after another; a month ends on its last day at the latest (民法典 art. 202)."""
        local = start.astimezone(ZONE)
        year, month = divmod(local.year * 12 + local.month - 1 + self.months * times, 12)
        if year > _LAST_YEAR:
            raise TimerTextError
        day = min(local.day, calendar.monthrange(year, month + 1)[1])
        return (local.replace(year=year, month=month + 1, day=day) + self.rest * times).astimezone(UTC)

    @property
    def is_empty(self) -> bool:
        """Tell whether no time passes at all."""
        return not (self.months or self.rest)


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """A repeating timer."""

    #: How often; ENDLESS if no number is given.
    times: int
    #: First instant; None starts one length after the timer is reached.
    start: datetime | None
    every: Length

    @classmethod
    def parse(cls, text: str) -> Cycle:
        """Read `R3/PT1H`, `R/P1D` or `R5/2025-06-03T09:00/P1D`. Raises TimerTextError."""
        found = _CYCLE.fullmatch(text.strip())
        if not found or found[1] == "0":
            raise TimerTextError
        every = Length.parse(found[3])
        if every.is_empty:
            raise TimerTextError
        return cls(times=int(found[1]) if found[1] else ENDLESS, start=instant(found[2]) if found[2] else None, every=every)


def instant(text: str) -> datetime:
    """Read a date with or without time; without zone it is Beijing time, a day alone is its beginning. Raises TimerTextError."""
    try:
        found = datetime.fromisoformat(text.strip().partition("@")[0])
    except ValueError as error:
        raise TimerTextError from error
    return (found if found.tzinfo else found.replace(tzinfo=ZONE)).astimezone(UTC)


def check(kind: str, text: str) -> None:
    """Read the literal text of a timeDate, timeDuration or timeCycle. Raises TimerTextError."""
    {"timeDate": instant, "timeDuration": Length.parse, "timeCycle": Cycle.parse}[kind](text)


def plan(kind: str, value: object, now: datetime) -> dict[str, object]:
    """Return what is kept of a timer that is reached now: `due`, and for a cycle what remains. Raises TimerTextError."""
    if kind == "timeDate":
        return {"due": instant_of(value).isoformat()}
    if not isinstance(value, str):
        raise TimerTextError
    if kind == "timeDuration":
        return {"due": Length.parse(value).after(now).isoformat()}
    cycle = Cycle.parse(value)
    first = cycle.start or cycle.every.after(now)
    return {"due": first.isoformat(), "left": cycle.times, "turn": 0, "first": first.isoformat(), "every": value.rpartition("/")[2]}


def instant_of(value: object) -> datetime:
    """Return the instant that a value means; a day alone is its beginning. Raises TimerTextError."""
    match value:
        case datetime():
            return (value if value.tzinfo else value.replace(tzinfo=ZONE)).astimezone(UTC)
        case date():
            return datetime.combine(value, time(), ZONE).astimezone(UTC)
        case str():
            return instant(value)
    raise TimerTextError


def turn(kept: dict[str, object]) -> bool:
    """Move a cycle that has just fired on to its next instant; false if that was the last.

    Each instant is counted from the first, so that a month's end does not creep forward (31 January, 28 February, 31 March).
    """
    if "every" not in kept:
        return False
    left = int(str(kept["left"]))
    if left == 1:
        return False
    kept["left"] = left if left == ENDLESS else left - 1
    kept["turn"] = int(str(kept["turn"])) + 1
    first = datetime.fromisoformat(str(kept["first"]))
    kept["due"] = Length.parse(str(kept["every"])).after(first, int(str(kept["turn"]))).isoformat()
    return True
