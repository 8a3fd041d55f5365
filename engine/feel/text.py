"""Writes FEEL values as text (DMN 1.5, table 73: string())."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel.calendar import year_of
from engine.feel.values import MONTHS, Far, Function, Range, YearsMonths, kind, shallow

HOUR, MINUTE = 3600, 60
_PLAIN_KEY = re.compile(r"[^\W\d][\w ]*")


def to_text(value: Any) -> str | None:
    """Return the text of a value; null has none."""
    write = _WRITERS.get(kind(value) or "")
    return write(shallow(value)) if write else None if value is None else str(value)


def _inner(value: Any) -> str:
    """Write a value inside a list, context or range, where a text has its quotation marks."""
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return to_text(value) or "null"


def _list_text(value: list[Any]) -> str:
    return f"[{', '.join(_inner(entry) for entry in value)}]"


def _context_text(value: Mapping[str, Any]) -> str:
    return f"{{{', '.join(f'{_key(key)}: {_inner(entry)}' for key, entry in value.items())}}}"


def _key(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else _inner(key)


def _range_text(value: Range) -> str:
    opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
    start, end = ("" if each is None else _inner(each) for each in (value.start, value.end))
    return f"{opening}{start}..{end}{closing}"


def number_text(value: Decimal) -> str:
    """Write a number without exponent and without zeros at its end."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def day_text(value: date | Far) -> str:
    """Write a date of any year."""
    year = year_of(value)
    near = value.near if isinstance(value, Far) else value
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{near.month:02d}-{near.day:02d}"


def moment_text(value: datetime | Far) -> str:
    """Write a date and time with its zone as it was given."""
    near: Any = value.near if isinstance(value, Far) else value
    return f"{day_text(value)}T{_clock(near)}{zone_text(near.tzinfo, near)}"


def time_text(value: time) -> str:
    """Write a time with its zone as it was given."""
    return _clock(value) + zone_text(value.tzinfo, value)


def _clock(value: time | datetime) -> str:
    text = f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}"
    return f"{text}.{value.microsecond:06d}".rstrip("0") if value.microsecond else text


def zone_text(zone: tzinfo | None, value: time | datetime) -> str:
    """Write a zone as `Z`, `+08:00` or `@Asia/Shanghai`."""
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    offset = zone.utcoffset(value if isinstance(value, datetime) else None)
    return "Z" if zone is UTC or not offset else offset_text(offset)


def offset_text(offset: timedelta) -> str:
    """Write an offset as `+08:00`."""
    seconds = int(offset.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    rest = f":{seconds % MINUTE:02d}" if seconds % MINUTE else ""
    return f"{sign}{seconds // HOUR:02d}:{seconds % HOUR // MINUTE:02d}{rest}"


def length_text(value: timedelta) -> str:
    """Write a days and time duration, for example `P1DT2H`."""
    sign, value = ("-", -value) if value < timedelta() else ("", value)
    hours, rest = divmod(value.seconds, HOUR)
    minutes, seconds = divmod(rest, MINUTE)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    clock = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M")) if count)
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    days = f"{value.days}D" if value.days else ""
    if not days and not clock:
        return "PT0S"
    return f"{sign}P{days}T{clock}" if clock else f"{sign}P{days}"


def months_text(value: YearsMonths) -> str:
    """Write a years and months duration, for example `P1Y6M`."""
    years, months = divmod(abs(value.months), MONTHS)
    body = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return f"{'-' if value.months < 0 else ''}P{body or '0M'}"


def _function_text(value: Function) -> str:
    return f"function {value.name}".strip()


_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "string": str,
    "boolean": lambda value: "true" if value else "false",
    "number": number_text,
    "date": day_text,
    "date and time": moment_text,
    "time": time_text,
    "days and time duration": length_text,
    "years and months duration": months_text,
    "list": _list_text,
    "context": _context_text,
    "range": _range_text,
    "function": _function_text,
}
