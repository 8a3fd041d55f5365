"""The values of FEEL: Python's own where Python has them, and ours where it does not."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.feel.numbers import number

MONTHS = 12


@dataclass(frozen=True, order=True)
class YearsMonths:
    """A years and months duration, as a whole number of months (negative if it goes back)."""

    months: int


@dataclass(frozen=True)
class Far:
    """A date, or a date and time, outside the years 1 to 9999 of Python's calendar.

    The Gregorian calendar repeats every 400 years; `near` is the same day `cycles` repetitions away.
    """

    cycles: int
    near: date


@dataclass(frozen=True)
class Range:
    """An interval; an end that is missing is None."""

    start: Any
    end: Any
    start_included: bool = True
    end_included: bool = True
    #: The operator of a range that was written as `(> 5)`; such a range equals no other.
    operator: str = ""


@dataclass(frozen=True, eq=False)
class Function:
    """A function value, built in or written in FEEL."""

    #: Each way to call it: the names of its parameters. The rest of the arguments go to a name that ends in `*`.
    signatures: Sequence[Sequence[str]]
    #: Takes arguments by position; a missing optional argument may be given as None.
    call: Callable[..., Any]
    name: str = ""


def from_json(value: Any) -> Any:
    """Return a plain JSON value as a FEEL value: numbers become decimals, all else stays as it is."""
    kind = value.__class__
    if kind is int:
        return Decimal(value)
    if kind is float:
        return _decimal(value)
    if isinstance(value, list | tuple):
        return [from_json(entry) for entry in value]
    if isinstance(value, Mapping):
        return {str(key): from_json(entry) for key, entry in value.items()}
    return value


def shallow(value: Any) -> Any:
    """Return a value met on the way into a context as a FEEL value; what it contains is looked at when it is reached."""
    kind = value.__class__
    if kind is int:
        return number(Decimal(value))
    if kind is float:
        return _decimal(value)
    if kind is tuple or (kind is list and any(entry.__class__ in _RAW for entry in value)):
        return [entry if entry.__class__ not in _RAW else shallow(entry) for entry in value]
    return value


_RAW = frozenset({int, float, tuple})


def _decimal(value: float) -> Decimal | None:
    return Decimal(repr(value)) if math.isfinite(value) else None


def kind(value: Any) -> str | None:
    """Return the name of a value's type in FEEL; None for null and for what FEEL does not know."""
    found = _KINDS.get(value.__class__)
    if found is None and isinstance(value, Far):
        return "date and time" if isinstance(value.near, datetime) else "date"
    return found or next((name for python, name in _ANCESTORS if isinstance(value, python)), None)


_KINDS: Mapping[type, str] = {
    bool: "boolean",
    Decimal: "number",
    int: "number",
    float: "number",
    str: "string",
    datetime: "date and time",
    date: "date",
    time: "time",
    timedelta: "days and time duration",
    YearsMonths: "years and months duration",
    list: "list",
    tuple: "list",
    dict: "context",
    Range: "range",
    Function: "function",
}
#: For values of derived classes; the narrower stand first.
_ANCESTORS: Sequence[tuple[type, str]] = ((Mapping, "context"), *_KINDS.items())
