"""Relations between ranges and points, after Allen (DMN 1.5, table 80), and ranges read from text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from engine.feel import comparing, temporal
from engine.feel.functions.building import built_in
from engine.feel.numbers import read_number
from engine.feel.running import current
from engine.feel.strings import unescape
from engine.feel.values import Range, kind

_POINT = "number|string|date|time|date and time|days and time duration|years and months duration"
_POINT_AND_POINT = f"point1: {_POINT}, point2: {_POINT}"
_POINT_AND_RANGE = f"point: {_POINT}, range: range"
_RANGE_AND_POINT = f"range: range, point: {_POINT}"
_RANGES = "range1: range, range2: range"


def _is(operator: str, left: Any, right: Any) -> bool | None:
    return comparing.compare(operator, left, right, current().meter) if left is not None and right is not None else None


def _all(*verdicts: bool | None) -> bool | None:
    """Join verdicts with `and`."""
    return False if any(each is False for each in verdicts) else None if None in verdicts else True


def _any(*verdicts: bool | None) -> bool | None:
    """Join verdicts with `or`."""
    return True if any(verdicts) else None if None in verdicts else False


def _start(value: Any) -> tuple[Any, bool]:
    return (value.start, value.start_included) if isinstance(value, Range) else (value, True)


def _end(value: Any) -> tuple[Any, bool]:
    return (value.end, value.end_included) if isinstance(value, Range) else (value, True)


@built_in("before", _POINT_AND_POINT, _POINT_AND_RANGE, _RANGE_AND_POINT, _RANGES)
def before(left: Any, right: Any) -> bool | None:
    """Tell whether one ends before the other starts."""
    end, is_in = _end(left)
    start, also_in = _start(right)
    return _any(_is("<", end, start), _all(not (is_in and also_in), _is("=", end, start)))


@built_in("after", _POINT_AND_POINT, _POINT_AND_RANGE, _RANGE_AND_POINT, _RANGES)
def after(left: Any, right: Any) -> bool | None:
    """Tell whether one starts after the other ends."""
    return before(right, left)


@built_in("meets", _RANGES)
def meets(left: Range, right: Range) -> bool | None:
    """Tell whether one ends at the very point where the other starts."""
    return _all(left.end_included and right.start_included, _is("=", left.end, right.start))


@built_in("met by", _RANGES)
def met_by(left: Range, right: Range) -> bool | None:
    """Tell whether one starts at the very point where the other ends."""
    return meets(right, left)


@built_in("overlaps", _RANGES)
def overlaps(left: Range, right: Range) -> bool | None:
    """Tell whether two ranges have a point in common."""
    return _all(
        _any(_is(">", left.end, right.start), _all(_is("=", left.end, right.start), left.end_included and right.start_included)),
        _any(_is("<", left.start, right.end), _all(_is("=", left.start, right.end), left.start_included and right.end_included)),
    )


@built_in("overlaps before", _RANGES)
def overlaps_before(left: Range, right: Range) -> bool | None:
    """Tell whether one starts before the other and ends inside it."""
    return _all(
        _any(_is("<", left.start, right.start), _all(_is("=", left.start, right.start), left.start_included and not right.start_included)),
        _any(_is(">", left.end, right.start), _all(_is("=", left.end, right.start), left.end_included and right.start_included)),
        _any(_is("<", left.end, right.end), _all(_is("=", left.end, right.end), not left.end_included or right.end_included)),
    )


@built_in("overlaps after", _RANGES)
def overlaps_after(left: Range, right: Range) -> bool | None:
    """Tell whether one starts inside the other and ends after it."""
    return _all(
        _any(_is("<", right.start, left.start), _all(_is("=", right.start, left.start), right.start_included or not left.start_included)),
        _any(_is(">", right.end, left.start), _all(_is("=", right.end, left.start), right.end_included and left.start_included)),
        _any(_is("<", right.end, left.end), _all(_is("=", right.end, left.end), not right.end_included and left.end_included)),
    )


@built_in("finishes", _POINT_AND_RANGE, _RANGES)
def finishes(left: Any, right: Range) -> bool | None:
    """Tell whether both end at one point, and the first lies inside the second."""
    end, is_in = _end(left)
    ends = _all(is_in == right.end_included, _is("=", end, right.end))
    return _all(ends, _starts_inside(left, right)) if isinstance(left, Range) else ends


def _starts_inside(left: Range, right: Range) -> bool | None:
    return _any(_is(">", left.start, right.start), _all(_is("=", left.start, right.start), not left.start_included or right.start_included))


def _ends_inside(left: Range, right: Range) -> bool | None:
    return _any(_is("<", left.end, right.end), _all(_is("=", left.end, right.end), not left.end_included or right.end_included))


@built_in("finished by", _RANGE_AND_POINT, _RANGES)
def finished_by(left: Range, right: Any) -> bool | None:
    """Tell whether the second finishes the first."""
    return finishes(right, left)


@built_in("includes", _RANGE_AND_POINT, _RANGES)
def includes(left: Range, right: Any) -> bool | None:
    """Tell whether the second lies inside the first."""
    if isinstance(right, Range):
        return _all(_starts_inside(right, left), _ends_inside(right, left))
    return comparing.contains(left, right)


@built_in("during", _POINT_AND_RANGE, _RANGES)
def during(left: Any, right: Range) -> bool | None:
    """Tell whether the first lies inside the second."""
    return includes(right, left)


@built_in("starts", _POINT_AND_RANGE, _RANGES)
def starts(left: Any, right: Range) -> bool | None:
    """Tell whether both start at one point, and the first lies inside the second."""
    start, is_in = _start(left)
    begins = _all(is_in == right.start_included, _is("=", start, right.start))
    return _all(begins, _ends_inside(left, right)) if isinstance(left, Range) else begins


@built_in("started by", _RANGE_AND_POINT, _RANGES)
def started_by(left: Range, right: Any) -> bool | None:
    """Tell whether the second starts the first."""
    return starts(right, left)


@built_in("coincides", _POINT_AND_POINT, _RANGES)
def coincides(left: Any, right: Any) -> bool | None:
    """Tell whether both are the same."""
    return comparing.equal(left, right, current().meter)


_TEXT = re.compile(r"\s*([\[(\]])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])\[])\s*", re.DOTALL)
_CALL = re.compile(r'(date and time|date|time|duration)\(\s*"([^"]*)"\s*\)|@"([^"]*)"', re.DOTALL)


@built_in("range", "from: string")
def range_from(text: str) -> Range | None:
    """Read a range of literals, for example `[1..10)`."""
    found = _TEXT.fullmatch(text)
    if not found:
        return None
    start, end = (_endpoint(found[group]) for group in (2, 3))
    missing = [each is None and bool(found[group]) for each, group in ((start, 2), (end, 3))]
    if any(missing) or (start is None and end is None):
        return None
    both = start is not None and end is not None
    if both and (kind(start) != kind(end) or (comparing.order(start, end) or 0) > 0):
        return None
    is_start_in, is_end_in = found[1] == "[", found[4] == "]"
    if (start is None and is_start_in) or (end is None and is_end_in):
        return None
    return Range(start, end, is_start_in, is_end_in)


def _endpoint(text: str) -> Any:
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        return unescape(text[1:-1])
    called = _CALL.fullmatch(text)
    if called:
        return _READERS[called[1] or "@"](called[2] if called[1] else called[3])
    return read_number(text) if re.fullmatch(r"-?(?:\d+(?:\.\d+)?|\.\d+)", text, re.ASCII) else None


_READERS: dict[str, Callable[[str], Any]] = {
    "date": temporal.read_date,
    "date and time": temporal.read_date_time,
    "time": temporal.read_time,
    "duration": temporal.read_duration,
    "@": temporal.read_any,
}
