"""Which measurements there are, and how they are run."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence

from engine import errors
from engine.bench import casework, choice, many, seeding, submitting
from engine.bench import stage as stages
from engine.bench.rows import Row
from engine.bench.stage import Stage
from engine.errors import Text
from engine.settings import Settings

Measurement = Callable[[Stage], Iterator[Row]]

#: By name; those in the first mapping are run unless others are named.
USUAL: dict[str, Measurement] = {
    "submit": submitting.measure,
    "case": casework.long_case,
    "loop": casework.loop,
    "many": many.some,
    "choice": choice.choice,
}
LARGE: dict[str, Measurement] = {"large": many.large, "memory": casework.memory}


def measure(base: Settings, names: Sequence[str] = ()) -> list[Row]:
    """Measure what is named, or what is usual, each on a fresh database that is thrown away; `seed N` keeps it. Raises NotFoundError."""
    if names and names[0] == "seed":
        return [_seeded(base, names[1:])]
    chosen = [_named(name) for name in names or USUAL]
    rows = []
    for measurement in chosen:
        throw_away(base)
        try:
            with stages.stage(base) as on:
                rows += list(measurement(on))
        finally:
            throw_away(base)
    return rows


def _seeded(base: Settings, numbers: Sequence[str]) -> Row:
    """Fill the benchmark's database and keep it: `ONEDOOR_VAR=var/bench ONEDOOR_HOUSE=engine/bench/house make run` shows it."""
    if len(numbers) != 1 or not numbers[0].isdecimal():
        raise errors.SettingError(Text("请写明案件数，例如 bench seed 10000。", "Say how many cases, for example bench seed 10000."))
    with stages.stage(base) as on:
        begun = time.monotonic()
        seeding.seed(on, int(numbers[0]))
        return Row(name=f"{int(numbers[0]):,} cases filled", value=time.monotonic() - begun, unit="s")


def _named(name: str) -> Measurement:
    known = {**USUAL, **LARGE}
    if name not in known:
        raise errors.NotFoundError(
            Text(f"没有名为“{name}”的测量，有：{'、'.join(known)}。", f"There is no measurement {name}; there are {', '.join(known)}.")
        )
    return known[name]


def throw_away(base: Settings) -> None:
    """Remove the benchmark's database."""
    var = stages.settings(base).var
    shutil.rmtree((var / "pgdata").resolve(), ignore_errors=True)
    shutil.rmtree(var, ignore_errors=True)
