"""Arithmetic across kinds of values (DMN 1.5, tables 56 to 60); what is not defined is null."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from engine.feel import calendar
from engine.feel.numbers import ARITHMETIC, compute
from engine.feel.running import current
from engine.feel.values import Far, YearsMonths, kind

_Operation = Callable[[Any, Any], Any]


def operate(operator: str, left: Any, right: Any) -> Any:
    """Carry out `+`, `-`, `*`, `/` or `**` on two values."""
    if left.__class__ is Decimal and right.__class__ is Decimal:
        return compute(NUMERIC[operator], left, right)
    operation = _OPERATIONS.get((operator, _group(left), _group(right)))
    return operation(left, right) if operation else None


#: Operations on two numbers.
NUMERIC: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": ARITHMETIC.add,
    "-": ARITHMETIC.subtract,
    "*": ARITHMETIC.multiply,
    "/": ARITHMETIC.divide,
    "**": ARITHMETIC.power,
}


def negate(value: Any) -> Any:
    """Return the negative of a number or duration."""
    if isinstance(value, Decimal):
        return ARITHMETIC.minus(value)
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    return -value if isinstance(value, timedelta) and value <= _LONGEST else None


#: The longest length whose opposite can be held.
_LONGEST = -timedelta.min


def _group(value: Any) -> str:
    """Return the kind of a value; dates of both kinds calculate alike."""
    found = kind(value) or ""
    return "day" if found in {"date", "date and time"} else found


def _joined(left: str, right: str) -> str:
    current().meter.sized(len(left) + len(right))
    return left + right


def _length(operation: Callable[[], Any]) -> timedelta | None:
    try:
        found: timedelta | None = operation()
    except OverflowError:
        return None
    return found


def _months(count: Any) -> YearsMonths | None:
    return None if count is None or abs(count) > _MOST_MONTHS else YearsMonths(int(count))


_MOST_MONTHS = 10**11


def _day_plus_length(left: date | Far, right: timedelta) -> Any:
    return calendar.add_length(left, right)


def _minus_length(left: Any, right: timedelta) -> Any:
    back = negate(right)
    return None if back is None else calendar.add_length(left, back)


def _time_minus_length(left: time, right: timedelta) -> time:
    return calendar.add_to_time(left, timedelta(seconds=-right.seconds, microseconds=-right.microseconds))


def _scaled(length: timedelta, factor: Decimal | None) -> timedelta | None:
    seconds = None if factor is None else compute(ARITHMETIC.multiply, calendar.seconds_of(length), factor)
    return None if seconds is None else calendar.of_seconds(seconds)


def _divided(length: timedelta, divisor: Decimal) -> timedelta | None:
    seconds = compute(ARITHMETIC.divide, calendar.seconds_of(length), divisor)
    return None if seconds is None else calendar.of_seconds(seconds)


def _length_ratio(left: timedelta, right: timedelta) -> Decimal | None:
    return compute(ARITHMETIC.divide, calendar.seconds_of(left), calendar.seconds_of(right))


def _scaled_months(left: YearsMonths, factor: Decimal) -> YearsMonths | None:
    return _months(compute(ARITHMETIC.multiply, Decimal(left.months), factor))


def _divided_months(left: YearsMonths, divisor: Decimal) -> YearsMonths | None:
    return _months(compute(ARITHMETIC.divide, Decimal(left.months), divisor))


def _month_ratio(left: YearsMonths, right: YearsMonths) -> Decimal | None:
    return compute(ARITHMETIC.divide, Decimal(left.months), Decimal(right.months))


def _swapped(operation: _Operation) -> _Operation:
    return lambda left, right: operation(right, left)


_DAYS, _MONTHS = "days and time duration", "years and months duration"
_OPERATIONS: Mapping[tuple[str, str, str], _Operation] = {
    ("+", "string", "string"): _joined,
    ("-", "day", "day"): calendar.difference,
    ("-", "time", "time"): calendar.time_difference,
    ("+", "day", _DAYS): _day_plus_length,
    ("+", _DAYS, "day"): _swapped(_day_plus_length),
    ("-", "day", _DAYS): _minus_length,
    ("+", "day", _MONTHS): lambda day, length: calendar.add_months(day, length.months),
    ("+", _MONTHS, "day"): lambda length, day: calendar.add_months(day, length.months),
    ("-", "day", _MONTHS): lambda day, length: calendar.add_months(day, -length.months),
    ("+", "time", _DAYS): calendar.add_to_time,
    ("+", _DAYS, "time"): _swapped(calendar.add_to_time),
    ("-", "time", _DAYS): _time_minus_length,
    ("+", _DAYS, _DAYS): lambda left, right: _length(lambda: left + right),
    ("-", _DAYS, _DAYS): lambda left, right: _length(lambda: left - right),
    ("+", _MONTHS, _MONTHS): lambda left, right: _months(left.months + right.months),
    ("-", _MONTHS, _MONTHS): lambda left, right: _months(left.months - right.months),
    ("*", _DAYS, "number"): _scaled,
    ("*", "number", _DAYS): _swapped(_scaled),
    ("/", _DAYS, "number"): _divided,
    ("/", _DAYS, _DAYS): _length_ratio,
    ("*", _MONTHS, "number"): _scaled_months,
    ("*", "number", _MONTHS): _swapped(_scaled_months),
    ("/", _MONTHS, "number"): _divided_months,
    ("/", _MONTHS, _MONTHS): _month_ratio,
}
