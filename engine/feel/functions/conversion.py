"""Conversion between kinds of values (DMN 1.5, table 73)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.feel import calendar, temporal
from engine.feel.calendar import Day
from engine.feel.functions.building import built_in
from engine.feel.numbers import read_number, whole
from engine.feel.running import current
from engine.feel.text import to_text
from engine.feel.values import Far, YearsMonths, kind
from engine.feel.weighing import weigh

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_GROUPING, _POINTS = frozenset(" ,."), frozenset(".,")


@built_in("string", "from: any")
def string(value: Any) -> str | None:
    """Return the text of a value."""
    meter = current().meter
    weigh(value, meter)
    text = to_text(value)
    meter.sized(len(text or ""))
    return text


@built_in("number", "from: string", "from: string, grouping separator: string?, decimal separator?: string?")
def number(text: str, grouping: str | None = None, point: str | None = None) -> Decimal | None:
    """Read a number, with the signs that group its digits and divide off its fraction."""
    if (grouping and grouping not in _GROUPING) or (point and point not in _POINTS) or (grouping and grouping == point):
        return None
    if grouping == "" or point == "":
        return None
    text = text.replace(grouping, "") if grouping else text
    if point and point != ".":
        if "." in text:
            return None
        text = text.replace(point, ".")
    return read_number(text) if _NUMBER.fullmatch(text) else None


@built_in("number", "from: number")
def number_itself(value: Decimal) -> Decimal:
    """Return a number as it is."""
    return value


@built_in("date", "from: string|date|date and time")
def date_from(value: Any) -> Day | None:
    """Read a date, or take it out of a date and time."""
    if isinstance(value, str):
        return temporal.read_date(value)
    near = calendar.near(value)
    return calendar.same_kind(value, near.date()) if isinstance(near, datetime) else value


@built_in("date", "year: number, month: number, day: number")
def date_of(year: Decimal, month: Decimal, day: Decimal) -> Day | None:
    """Return the date of a year, month and day."""
    parts = [found for each in (year, month, day) if (found := whole(each)) is not None]
    return calendar.day_of(parts[0], parts[1], parts[2]) if len(parts) == 3 else None  # noqa: PLR2004 - year, month and day


@built_in("date and time", "from: string|date|date and time")
def date_and_time_from(value: Any) -> Day | None:
    """Read a date and time; a date is its midnight in UTC."""
    if isinstance(value, str):
        return temporal.read_date_time(value)
    return value if kind(value) == "date and time" else temporal.at_time(value, time(tzinfo=temporal.read_zone("Z")))


@built_in("date and time", "date: date|date and time, time: time")
def date_and_time_of(day: Day, moment: time) -> Day | None:
    """Join a date and a time."""
    plain = date_from(day)
    return temporal.at_time(plain, moment) if plain is not None else None


@built_in("date and time", "date: date and time, timezone: string")
def date_and_time_in(moment: Day, zone: str) -> Day | None:
    """Return the same moment in another time zone."""
    found = temporal.read_zone(zone) if zone[:1] in "Z+-" else temporal.named_zone(zone)
    near: Any = calendar.near(moment)
    return calendar.same_kind(moment, near.astimezone(found)) if found and near.tzinfo else None


@built_in(
    "date and time",
    "year: number, month: number, day: number, hour: number, minute: number, second: number",
    "year: number, month: number, day: number, hour: number, minute: number, second: number, offset: days and time duration?",
    "year: number, month: number, day: number, hour: number, minute: number, second: number, timezone: string?",
)
def date_and_time_of_parts(*parts: Any) -> Day | None:
    """Return the date and time of its parts."""
    year, month, day, hour, minute, second, *zones = parts
    zone = zones[0] if zones else None
    named = temporal.named_zone(zone) if isinstance(zone, str) else None
    date_part = date_of(year, month, day)
    time_part = time_of(hour, minute, second, None if isinstance(zone, str) else zone)
    if date_part is None or time_part is None or (isinstance(zone, str) and named is None):
        return None
    return temporal.at_time(date_part, time_part.replace(tzinfo=named) if named else time_part)


@built_in("time", "from: string|time|date|date and time")
def time_from(value: Any) -> time | None:
    """Read a time, or take it out of a date and time; of a date it is midnight in UTC."""
    if isinstance(value, str):
        return temporal.read_time(value)
    if isinstance(value, time):
        return value
    near = calendar.near(value)
    return near.timetz() if isinstance(near, datetime) else time(tzinfo=temporal.read_zone("Z"))


@built_in(
    "time", "hour: number, minute: number, second: number", "hour: number, minute: number, second: number, offset: days and time duration?"
)
def time_of(hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | None = None) -> time | None:
    """Return the time of its parts; the second may have a fraction."""
    micro = (second - int(second)) * calendar.MICRO if abs(second) < calendar.DAY_SECONDS else None
    parts = [whole(hour), whole(minute)]
    zone = temporal.offset_zone(offset) if offset is not None else None
    if micro is None or None in parts or (offset is not None and zone is None):
        return None
    try:
        return time(parts[0] or 0, parts[1] or 0, int(second), int(micro), tzinfo=zone)
    except ValueError:
        return None


@built_in("duration", "from: string|days and time duration|years and months duration")
def duration(value: Any) -> timedelta | YearsMonths | None:
    """Read a duration."""
    if not isinstance(value, str):
        found: timedelta | YearsMonths = value
        return found
    return temporal.read_duration(value)


@built_in("years and months duration", "from: date|date and time, to: date|date and time")
def years_and_months(start: date | Far, end: date | Far) -> YearsMonths:
    """Return the whole months between two days."""
    return calendar.between(start, end)
