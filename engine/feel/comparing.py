"""Equality and order of FEEL values, in three truth values (DMN 1.5, 10.3.2.13 and table 54)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.feel import calendar
from engine.feel.limits import Meter
from engine.feel.values import Function, Range, YearsMonths, kind, shallow

_PLAIN = frozenset({Decimal, str, bool, YearsMonths, timedelta})
_DAYS = frozenset({"date", "date and time"})


def equal(left: Any, right: Any, meter: Meter) -> bool | None:
    """Tell whether two values are equal; null if they are of different kinds."""
    cls = left.__class__
    if cls is right.__class__ and cls in _PLAIN:
        return bool(left == right)
    if left is None or right is None:
        return left is right
    meter.step()
    return _equal_kinds(shallow(left), shallow(right), meter)


def _equal_kinds(left: Any, right: Any, meter: Meter) -> bool | None:
    one, other = kind(left), kind(right)
    if one is None or other is None:
        return None
    if one != other:
        return _equal_mixed(left, right, one, other)
    compare = _EQUAL.get(one)
    return compare(left, right, meter) if compare else bool(left == right)


def _equal_mixed(left: Any, right: Any, one: str, other: str) -> bool | None:
    if one in _DAYS and other in _DAYS:
        return calendar.order_days(left, right) == 0
    lengths = {one, other} == {"days and time duration", "years and months duration"}
    # Only nothing is equally long in days and in months.
    return True if lengths and _is_nothing(left) and _is_nothing(right) else None


def _is_nothing(value: Any) -> bool:
    return value in (timedelta(), YearsMonths(0))


def _equal_lists(left: list[Any], right: list[Any], meter: Meter) -> bool | None:
    if len(left) != len(right):
        return False
    return all(equal(one, other, meter) is True for one, other in zip(left, right, strict=True))


def _equal_contexts(left: Mapping[str, Any], right: Mapping[str, Any], meter: Meter) -> bool | None:
    if left.keys() != right.keys():
        return False
    return all(equal(value, right[key], meter) is True for key, value in left.items())


def _equal_ranges(left: Range, right: Range, meter: Meter) -> bool | None:
    ends = (left.start_included, left.end_included, left.operator) == (right.start_included, right.end_included, right.operator)
    return ends and equal(left.start, right.start, meter) is True and equal(left.end, right.end, meter) is True


def _equal_days(left: Any, right: Any, _: Meter) -> bool | None:
    if _has_zone(left) != _has_zone(right):
        return False
    return calendar.order_days(_whole_seconds(left), _whole_seconds(right)) == 0


def _whole_seconds(value: Any) -> Any:
    """Leave out the fraction of a second, which equality passes over (DMN 1.5, 10.3.2.3.6: the value function)."""
    near = calendar.near(value)
    return calendar.same_kind(value, near.replace(microsecond=0)) if isinstance(near, datetime) and near.microsecond else value


def _has_zone(value: Any) -> bool:
    near = calendar.near(value)
    return isinstance(near, datetime) and near.tzinfo is not None


def _equal_times(left: time, right: time, _: Meter) -> bool | None:
    if (left.tzinfo is None) != (right.tzinfo is None):
        return False
    return calendar.time_difference(left.replace(microsecond=0), right.replace(microsecond=0)) == timedelta()


def _equal_functions(left: Function, right: Function, _: Meter) -> bool | None:
    return left is right


_EQUAL: Mapping[str, Callable[[Any, Any, Meter], bool | None]] = {
    "list": _equal_lists,
    "context": _equal_contexts,
    "range": _equal_ranges,
    "date": _equal_days,
    "date and time": _equal_days,
    "time": _equal_times,
    "function": _equal_functions,
}


def order(left: Any, right: Any) -> int | None:
    """Return -1, 0 or 1 as the left value is smaller, equal or greater; null if they have no order."""
    cls = left.__class__
    if cls is right.__class__ and cls in _ORDERED:
        return int(left > right) - int(left < right)
    one, other = kind(left), kind(right)
    if one in _DAYS and other in _DAYS:
        return calendar.order_days(left, right)
    if one == other == "time":
        length = calendar.time_difference(left, right)
        return (length > timedelta()) - (length < timedelta())
    return order(shallow(left), shallow(right)) if one == other == "number" and not _both_decimal(left, right) else None


def _both_decimal(left: Any, right: Any) -> bool:
    return isinstance(left, Decimal) and isinstance(right, Decimal)


_ORDERED = frozenset({Decimal, str, YearsMonths, timedelta})


def compare(operator: str, left: Any, right: Any, meter: Meter) -> bool | None:
    """Compare with one of `=`, `!=`, `<`, `<=`, `>`, `>=`."""
    if operator in {"=", "!="}:
        found = equal(left, right, meter)
        return found if found is None or operator == "=" else not found
    placed = order(left, right)
    return None if placed is None else _HOLDS[operator](placed)


_HOLDS: Mapping[str, Callable[[int], bool]] = {
    "<": lambda placed: placed < 0,
    "<=": lambda placed: placed <= 0,
    ">": lambda placed: placed > 0,
    ">=": lambda placed: placed >= 0,
}


def contains(interval: Range, value: Any) -> bool | None:
    """Tell whether a value lies in a range; null if it cannot be compared with its ends."""
    if interval.operator == "!=":
        placed = order(value, interval.start)
        return None if placed is None else placed != 0
    above = interval.start is None or _beyond(value, interval.start, interval.start_included)
    below = interval.end is None or _beyond(interval.end, value, interval.end_included)
    if above is False or below is False:
        return False
    return None if above is None or below is None else True


def _beyond(greater: Any, smaller: Any, is_included: bool) -> bool | None:
    placed = order(greater, smaller)
    return None if placed is None else placed > 0 or (is_included and placed == 0)
