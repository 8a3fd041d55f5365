"""Keeps the figures that are floors: bounds of parameters, and deadlines that the law or a floor sets."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from engine.domain.case import Json
from engine.domain.deadline import Period, PeriodError, Unit
from engine.errors import Problem, Text
from engine.packs.definition import Definition, define
from engine.packs.lineage import Lineage
from engine.packs.yamlfile import YamlFile

_LAW = "law:"
#: Natural days that a unit lasts at most, for a figure, and at least, for its bound.
_LONGEST = {Unit.DAY: Fraction(1), Unit.HOUR: Fraction(1, 24), Unit.MONTH: Fraction(31)}
_SHORTEST = {Unit.DAY: Fraction(1), Unit.HOUR: Fraction(1, 24), Unit.MONTH: Fraction(28), Unit.WORKING_DAY: Fraction(1)}


def check(line: Lineage, depth: int) -> Iterator[Problem]:
    """Yield the figures with which the pack at this depth of the chain weakens a floor of its parents."""
    manifest, above = line.manifests[depth], define(line.manifests[depth + 1 :])
    for floor in above.content["floors"]:
        if "parameter" in floor:
            yield from _parameter(manifest, floor)
    for name, title in _deadlines(above).items():
        yield from _deadline(manifest, above, name, title)


def _parameter(manifest: YamlFile, floor: Json) -> Iterator[Problem]:
    name, title = floor["parameter"], Text(**floor["title"])
    entry = manifest.value.get("parameters", {}).get(name, {})
    if "value" not in entry:
        return
    value = entry["value"]
    for key, words in (("most", Text("最多", "at most")), ("least", Text("最少", "at least"))):
        if key in floor and not (_is_within(value, floor[key]) if key == "most" else _is_within(floor[key], value)):
            message = Text(
                f"“{title.zh}”是底线：参数“{name}”{words.zh}为“{floor[key]}”，这里是“{value}”。",
                f'The {title.en} is a floor: the parameter {name} is {words.en} "{floor[key]}", here it is "{value}".',
            )
            cure = Text(f"请改为“{floor[key]}”或更严的数值。", f'Write "{floor[key]}", or something stricter.')
            yield manifest.problem(("parameters", name, "value"), message, cure)


def _is_within(value: Any, bound: Any) -> bool:
    """Tell whether a number or period is certainly no more than another; what is no figure is reported elsewhere."""
    if isinstance(value, int | float) and isinstance(bound, int | float):
        return value <= bound
    try:
        return _is_no_longer(Period.parse(str(value)), Period.parse(str(bound)))
    except PeriodError:
        return True


def _is_no_longer(period: Period, bound: Period) -> bool:
    if period.unit is Unit.END_OF_DAY or period.unit is bound.unit:
        return period.length <= bound.length
    if period.unit not in _LONGEST or bound.unit not in _SHORTEST:
        return False
    return period.length * _LONGEST[period.unit] <= bound.length * _SHORTEST[bound.unit]


def _deadlines(above: Definition) -> dict[str, Text]:
    """Return the deadlines that stay as they are, with the name of the floor: those of the law, and those named as floors."""
    table = above.content["deadlines"]
    found = {name: Text(**row["title"]) for name, row in table.items() if "title" in row and _is_law(row)}
    return found | {floor["deadline"]: Text(**floor["title"]) for floor in above.content["floors"] if "deadline" in floor}


def _is_law(row: Json) -> bool:
    return str(row.get("source", "")).startswith(_LAW)


def _deadline(manifest: YamlFile, above: Definition, name: str, title: Text) -> Iterator[Problem]:
    own, row = manifest.value.get("deadlines", {}).get(name, {}), above.content["deadlines"].get(name, {})
    for key in ("period", "roll"):
        if key in own and own[key] != row.get(key, "none" if key == "roll" else None):
            source = str(row.get("source", "")).removeprefix(_LAW)
            why = Text(f"（{source}）", f" ({source})") if _is_law(row) else Text("", "")
            message = Text(
                f"“{title.zh}”是底线{why.zh}：期限“{name}”的 {key} 不能改为“{own[key]}”。",
                f'The {title.en} is a floor{why.en}: {key} of the deadline {name} may not become "{own[key]}".',
            )
            cure = Text("请删去这一行；本地更快的约定请另立期限。", "Delete this line; a faster promise of your own is another deadline.")
            yield manifest.problem(("deadlines", name, key), message, cure)
