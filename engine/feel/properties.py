"""Properties of dates, times, durations and ranges (DMN 1.5, table 67)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel.calendar import MICRO, near, year_of, zone_offset
from engine.feel.values import MONTHS, Far, kind

_Property = Callable[[Any], Any]
HOUR, MINUTE = 3600, 60


def property_of(value: Any, name: str) -> Any:
    """Return a property of a value that is no context; null if it has none of that name."""
    found = _PROPERTIES.get(kind(value) or "", {}).get(name)
    return found(value) if found else None


def _near(value: Any) -> Any:
    return value.near if isinstance(value, Far) else value


def _second(value: Any) -> Decimal:
    moment = _near(value)
    return Decimal(moment.second) + Decimal(moment.microsecond) / MICRO if moment.microsecond else Decimal(moment.second)


def _zone_name(value: Any) -> str | None:
    zone = _near(value).tzinfo
    return zone.key if isinstance(zone, ZoneInfo) else None


def _parts(value: timedelta) -> tuple[int, int, int, Decimal]:
    """Return days, hours, minutes and seconds, each with the sign of the whole."""
    sign, length = (-1, -value) if value < timedelta() else (1, value)
    hours, rest = divmod(length.seconds, HOUR)
    minutes, seconds = divmod(rest, MINUTE)
    exact = Decimal(seconds) + Decimal(length.microseconds) / MICRO
    return sign * length.days, sign * hours, sign * minutes, exact * sign


def _months(value: Any) -> tuple[int, int]:
    years, months = divmod(abs(value.months), MONTHS)
    return (-years, -months) if value.months < 0 else (years, months)


_DATE: Mapping[str, _Property] = {
    "year": lambda value: Decimal(year_of(value)),
    "month": lambda value: Decimal(near(value).month),
    "day": lambda value: Decimal(near(value).day),
    "weekday": lambda value: Decimal(near(value).isoweekday()),
}
_TIME: Mapping[str, _Property] = {
    "hour": lambda value: Decimal(_near(value).hour),
    "minute": lambda value: Decimal(_near(value).minute),
    "second": _second,
    "time offset": zone_offset,
    "timezone": _zone_name,
}
_PROPERTIES: Mapping[str, Mapping[str, _Property]] = {
    "date": {
        **_DATE,
        # A date is the midnight of its day in UTC.
        "hour": lambda _: Decimal(0),
        "minute": lambda _: Decimal(0),
        "second": lambda _: Decimal(0),
        "time offset": lambda _: timedelta(),
    },
    "date and time": {**_DATE, **_TIME},
    "time": _TIME,
    "days and time duration": {
        "days": lambda value: Decimal(_parts(value)[0]),
        "hours": lambda value: Decimal(_parts(value)[1]),
        "minutes": lambda value: Decimal(_parts(value)[2]),
        "seconds": lambda value: _parts(value)[3],
    },
    "years and months duration": {
        "years": lambda value: Decimal(_months(value)[0]),
        "months": lambda value: Decimal(_months(value)[1]),
    },
    "range": {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}
#: Property names that a single word would not read.
LONG_NAMES = ("time offset", "start included", "end included")
