"""Counts what a value holds: entries that are shared count each time, as they would when they are written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.feel.errors import FeelLimitError
from engine.feel.limits import Meter
from engine.feel.values import Range

DEEPEST = 100


def weigh(value: Any, meter: Meter) -> None:
    """Count the entries of a value. Raises FeelLimitError if there are too many, or too deep."""
    queue = [(value, 0)]
    while queue:
        found, depth = queue.pop()
        inside = _inside(found)
        if inside:
            if depth > DEEPEST:
                raise FeelLimitError("数据嵌套过深，无法写出。", "The data is nested too deeply to be written down.")
            meter.step(len(inside))
            queue.extend((entry, depth + 1) for entry in inside)
        elif isinstance(found, str):
            meter.copied(len(found))


def _inside(value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, Mapping):
        return list(value.values())
    return [value.start, value.end] if isinstance(value, Range) else []
