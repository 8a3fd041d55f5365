"""Which measurements there are, and how they are run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence

from engine import errors
from engine.bench import stage as stages
from engine.bench import submitting
from engine.bench.rows import Row
from engine.bench.stage import Stage
from engine.errors import Text
from engine.settings import Settings

Measurement = Callable[[Stage], Iterator[Row]]

#: By name; those in the first mapping are run unless others are named.
USUAL: dict[str, Measurement] = {"submit": submitting.measure}
LARGE: dict[str, Measurement] = {}


def measure(base: Settings, names: Sequence[str] = ()) -> list[Row]:
    """Measure what is named, or what is usual, on a fresh database that is thrown away. Raises NotFoundError."""
    chosen = [_named(name) for name in names or USUAL]
    try:
        with stages.stage(base) as on:
            return [row for measurement in chosen for row in measurement(on)]
    finally:
        _throw_away(base)


def _named(name: str) -> Measurement:
    known = {**USUAL, **LARGE}
    if name not in known:
        raise errors.NotFoundError(
            Text(f"没有名为“{name}”的测量,有:{'、'.join(known)}。", f"There is no measurement {name}; there are {', '.join(known)}.")
        )
    return known[name]


def _throw_away(base: Settings) -> None:
    var = stages.settings(base).var
    shutil.rmtree((var / "pgdata").resolve(), ignore_errors=True)
    shutil.rmtree(var, ignore_errors=True)
