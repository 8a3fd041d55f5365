"""Turn what was typed on the page of a parameter into its value, and back."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from admin.studio import ladders
from engine.domain.deadline import Period, PeriodError, Unit
from engine.usecases.ports import PackFigure

WHOLE_DAY = str(Unit.END_OF_DAY)


def typed(figure: PackFigure, answers: Mapping[str, str]) -> Any:
    """Return the value; text that is no such value stays text, and the check says what is wrong with it."""
    text = answers.get("value", "").strip()
    match figure.type:
        case "period":
            unit = answers.get("unit", "")
            return unit if unit == WHOLE_DAY else f"{text} {unit}".strip()
        case "boolean":
            return {"true": True, "false": False}.get(text, text)
        case "integer" | "number" | "money":
            return _number(text)
        case ladders.KIND:
            return ladders.typed(answers)
        case "list":
            return [line.strip() for line in text.splitlines() if line.strip()]
    return text


def fields(figure: PackFigure) -> dict[str, str]:
    """Return what the page's fields hold at first."""
    value = figure.value
    if figure.type == ladders.KIND:
        return ladders.fields(figure)
    if figure.type == "period":
        return _period(str(value))
    if isinstance(value, bool):
        return {"value": "true" if value else "false"}
    return {"value": "\n".join(map(str, value)) if isinstance(value, list) else str(value)}


def _period(text: str) -> dict[str, str]:
    try:
        found = Period.parse(text)
    except PeriodError:
        return {"value": text, "unit": "wd"}
    return {"value": "" if found.unit is Unit.END_OF_DAY else str(found.length), "unit": str(found.unit)}


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        with contextlib.suppress(ValueError):
            return kind(text)
    return text
