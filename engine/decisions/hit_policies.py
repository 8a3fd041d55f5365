"""Orders and gathers the outputs of several rules (DMN 8.2.10 and 8.2.11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from engine import feel
from engine.decisions.model import Output
from engine.decisions.types import Types

#: The values of an output column in order of priority.
Ranking = Sequence[Any]


def ranking(output: Output, table_type: str | None, types: Types) -> Ranking:
    """Return the stated values of an output, its own before those of its type; empty if none are stated."""
    text = output.values or types.allowed_values(output.type_ref) or types.allowed_of_component(table_type, output.name)
    try:
        found = feel.compile(f"[{text}]").evaluate({}) if text else []
    except feel.FeelError:
        return ()  # ranges and tests have no order among themselves
    return found if isinstance(found, list) else ()


def by_priority(outputs: list[list[Any]], rankings: Sequence[Ranking]) -> list[int]:
    """Return the numbers of the rows, those with the foremost values first; the first output counts most."""

    def rank(number: int) -> list[int]:
        cells = zip(outputs[number], rankings, strict=False)
        return [ranks.index(cell) if cell in ranks else len(ranks) for cell, ranks in cells]

    return sorted(range(len(outputs)), key=rank)


def collect(rows: list[Any], aggregation: str | None) -> Any:
    """Return the rows, or what the aggregation makes of them: C, C+, C<, C> and C#."""
    if aggregation == "COUNT":
        return feel.from_json(len(rows))
    if not rows:
        return None if aggregation in _AGGREGATIONS else []
    if aggregation in _AGGREGATIONS and all(isinstance(row, dict) for row in rows):
        return {name: _aggregate([row[name] for row in rows], aggregation) for name in rows[0]}
    return _aggregate(rows, aggregation) if aggregation in _AGGREGATIONS else rows


_AGGREGATIONS: Mapping[str | None, str] = {"SUM": "sum(rows)", "MIN": "min(rows)", "MAX": "max(rows)"}


def _aggregate(values: list[Any], aggregation: str | None) -> Any:
    return _compiled(_AGGREGATIONS[aggregation]).evaluate({"rows": values})


@cache
def _compiled(text: str) -> feel.Expression:
    return feel.compile(text)
