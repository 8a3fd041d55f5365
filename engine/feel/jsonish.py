"""FEEL values as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.feel.limits import DEFAULT, Meter
from engine.feel.text import to_text
from engine.feel.values import Function
from engine.feel.weighing import weigh

#: Beyond this a whole number would be written with zeros that nobody computed.
_MOST_DIGITS = 34


def to_json(value: Any) -> Any:
    """Return a FEEL value as plain JSON.

    Whole numbers become int, others float; dates, times, durations and ranges become text; functions become None.
    Raises FeelLimitError for a value too large to be written down.
    """
    weigh(value, Meter(DEFAULT))
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return _json_number(value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    return None if isinstance(value, Function) else to_text(value)


def _json_number(value: Decimal) -> int | float | None:
    if not value.is_finite():
        return None
    if value.adjusted() < _MOST_DIGITS and value == value.to_integral_value():
        return int(value)
    nearest = float(value)
    return nearest if abs(nearest) != float("inf") else None
