"""Reads dates, times and durations from text (DMN 1.5, table 73; XML Schema 2)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.feel.calendar import MICRO, Day, add_length, day_of, near, same_kind
from engine.feel.values import MONTHS, YearsMonths

_DATE = r"(?P<year>-?(?:[1-9]\d{4,8}|\d{4}))-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>\.\d{1,9})?)"
_WALL = r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>\.\d{1,9})?)?"
_ZONE = r"(?P<zone>Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z_+\-/0-9]{1,40})?"
DATE = re.compile(_DATE, re.ASCII)
TIME = re.compile(rf"T?{_TIME}{_ZONE}", re.ASCII)
#: The seconds may be missing, as browsers write local times.
DATE_TIME = re.compile(rf"{_DATE}T{_WALL}{_ZONE}", re.ASCII)
DAYS_TIME = re.compile(r"(-)?P(?:(\d{1,9})D)?(?:T(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})(?:(\.\d{0,9}))?S)?)?", re.ASCII)
YEARS_MONTHS = re.compile(r"(-)?P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?", re.ASCII)
LAST_HOUR, LAST_MINUTE, LAST_OFFSET = 24, 59, 18


def read_date(text: str) -> Day | None:
    """Read `2025-06-03`; null if there is no such day."""
    found = DATE.fullmatch(text)
    return _date(found) if found else None


def read_time(text: str) -> time | None:
    """Read `16:00:00`, with an offset, `Z` or `@Asia/Shanghai`."""
    found = TIME.fullmatch(text)
    return _time(found) if found else None


def read_date_time(text: str) -> Day | None:
    """Read `2025-06-03T16:00:00`; a day alone is its midnight, and 24:00:00 the midnight after it."""
    found = DATE_TIME.fullmatch(text)
    if found is None:
        day = read_date(text)
        return at_time(day, time()) if day is not None else None
    day = _date(found)
    if day is None:
        return None
    if _is_end_of_day(found):
        zone = read_zone(found["zone"]) if found["zone"] else None
        midnight = at_time(day, time(tzinfo=zone))
        return add_length(midnight, timedelta(days=1)) if midnight else None
    moment = _time(found)
    return at_time(day, moment) if moment is not None else None


def at_time(day: Day, moment: time) -> Day | None:
    """Return a date with a time of day."""
    return same_kind(day, datetime.combine(near(day), moment))


def read_duration(text: str) -> timedelta | YearsMonths | None:
    """Read `P3D`, `PT2H30M`, `P1Y6M`, with an optional minus."""
    months = YEARS_MONTHS.fullmatch(text)
    if months and (months[2] or months[3]):
        count = int(months[2] or 0) * MONTHS + int(months[3] or 0)
        return YearsMonths(-count if months[1] else count)
    found = DAYS_TIME.fullmatch(text)
    if not found or not any(found.groups()[1:]) or text.endswith("T"):
        return None
    days, hours, minutes, seconds = (int(found[group] or 0) for group in (2, 3, 4, 5))
    try:
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=_micro(found[6]))
    except OverflowError:
        return None
    return -length if found[1] else length


def read_any(text: str) -> Any:
    """Read an `@"…"` literal: a date, a date and time, a time or a duration."""
    for read in (read_date, read_date_time, read_time, read_duration):
        value = read(text)
        if value is not None:
            return value
    return None


def read_zone(text: str) -> tzinfo | None:
    """Read `Z`, `+08:00` or `@Asia/Shanghai`; null for an unknown zone."""
    if text == "Z":
        return UTC
    if text.startswith("@"):
        return named_zone(text[1:])
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    if hours > LAST_OFFSET or minutes > LAST_MINUTE or sum(seconds) > LAST_MINUTE:
        return None
    length = timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))
    return offset_zone(-length if text[0] == "-" else length)


def named_zone(name: str) -> tzinfo | None:
    """Return a zone of the IANA data base; null for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def offset_zone(offset: timedelta) -> tzinfo | None:
    """Return the zone so far ahead of UTC; null beyond what the world uses."""
    if not offset:
        return UTC
    return timezone(offset) if abs(offset) <= timedelta(hours=LAST_OFFSET) else None


def _date(found: re.Match[str]) -> Day | None:
    return day_of(int(found["year"]), int(found["month"]), int(found["day"]))


def _is_end_of_day(found: re.Match[str]) -> bool:
    return int(found["hour"]) == LAST_HOUR and not int(found["minute"]) and not int(found["second"] or 0) and not _micro(found["fraction"])


def _time(found: re.Match[str]) -> time | None:
    zone = read_zone(found["zone"]) if found["zone"] else None
    if found["zone"] and zone is None:
        return None
    try:
        return time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0), _micro(found["fraction"]), tzinfo=zone)
    except ValueError:
        return None


def _micro(fraction: str | None) -> int:
    return int(Decimal(fraction) * MICRO) if fraction and fraction != "." else 0
