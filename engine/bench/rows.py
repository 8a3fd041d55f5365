"""The figures of the benchmark, and how they are shown."""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure beside its floor."""

    name: str
    value: float
    unit: str
    #: The same work done with the least that it could take, in the same run; None where there is nothing to compare with.
    floor: float | None = None
    #: How many times the floor; for throughput, how many times less.
    ratio: float | None = None
    #: What we want, in words.
    aim: str = ""
    #: Whether the aim is met; None without one.
    ok: bool | None = None


def row(
    name: str,
    value: float,
    unit: str,
    *,
    floor: float | None = None,
    most: float | None = None,
    most_ratio: float | None = None,
    is_rate: bool = False,
) -> Row:
    """Return a figure with its ratio and aims: at most so much, at most so many times the floor."""
    ratio = None if not floor or not value else (floor / value if is_rate else value / floor)
    aims = [f"≤ {most:g} {unit}".rstrip()] if most is not None else []
    aims += [f"≤ {most_ratio:g}×"] if most_ratio is not None else []
    misses = [most is not None and value > most, most_ratio is not None and (ratio is None or ratio > most_ratio)]
    ok = not any(misses) if aims else None
    return Row(name=name, value=value, unit=unit, floor=floor, ratio=ratio, aim=", ".join(aims), ok=ok)


def percentile(figures: Sequence[float], share: int) -> float:
    """Return the figure below which a share of a hundred lies."""
    return statistics.quantiles(figures, n=100, method="inclusive")[share - 1]


_HEAD = ("", "value", "unit", "floor", "ratio", "aim", "")


def table(rows: Sequence[Row]) -> str:
    """Return the rows as columns for a terminal."""
    lines = [_HEAD, *(_cells(each) for each in rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(_padded(cell, width, n) for n, (cell, width) in enumerate(zip(line, widths, strict=True))).rstrip() for line in lines
    )


def _cells(each: Row) -> tuple[str, ...]:
    ratio = f"{each.ratio:.2f}×" if each.ratio is not None else ""
    mark = {True: "ok", False: "MISSED", None: ""}[each.ok]
    return (each.name, _number(each.value), each.unit, _number(each.floor), ratio, each.aim, mark)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.3g}"  # noqa: PLR2004 - three digits are enough


def _width(cell: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in cell)


def _padded(cell: str, width: int, column: int) -> str:
    space = " " * (width - _width(cell))
    return space + cell if column in (1, 3, 4) else cell + space
