"""A figure of the statistics as the fields of a page, and back; whoever changes how it counts gives it a new version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from admin.studio import filled
from admin.studio.filled import Filled, Row
from engine.errors import FieldProblem, Text
from engine.usecases.ports import PackOutline

KIND = "figures"
#: Fields that hold several values.
LISTS: tuple[str, ...] = ()
#: What says how it counts, in the order of the page.
FORMULAS = ("sum", "of", "date", "of_date", "each")
_PLACES = re.compile(r"[0-6]")


def shown(entry: Mapping[str, Any]) -> Row:
    """Return what the page's fields hold at first."""
    words = {name: Text(**entry.get(name, filled.NOTHING)) for name in ("title", "unit", "note")}
    return {
        **{key: value for name, text in words.items() for key, value in filled.spoken(name, text).items()},
        **{name: filled.formula(entry.get(name, "")) for name in FORMULAS},
        "places": str(entry.get("places", "")),
        "version": str(entry.get("version", 1)),
    }


def choices(outline: PackOutline) -> Mapping[str, Any]:
    """Return nothing: everything is written."""
    del outline
    return {}


def read(before: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry of pack.yaml; one that counts otherwise than before has the next version."""
    kept = {key: value for key, value in before.items() if key not in (*FORMULAS, "unit", "note", "places")}
    formulas = {name: filled.expression(typed[name]) for name in FORMULAS if typed.get(name)}
    words = {name: filled.titled(typed, name) for name in ("unit", "note") if typed.get(f"{name}-zh") or typed.get(f"{name}-en")}
    places = {"places": int(typed["places"])} if typed.get("places") else {}
    is_other = bool(before) and any(before.get(name) != formulas.get(name) for name in FORMULAS)
    version = int(before.get("version", 1)) + is_other
    return {**kept, "title": filled.titled(typed), "version": version, **formulas, **words, **places}


def problems(entry: Filled) -> Iterator[FieldProblem]:
    """Yield what is wrong with the fields; what an expression says is the check's business."""
    if not entry.typed.get("title-zh"):
        yield FieldProblem(path="/title/zh", message=filled.UNNAMED)
    if not entry.typed.get("sum"):
        yield FieldProblem(path="/sum", message=Text("请填写算式。", "Write the formula."))
    if entry.typed.get("places") and not _PLACES.fullmatch(str(entry.typed["places"])):
        yield FieldProblem(path="/places", message=Text("小数位数是0到6。", "Decimal places are 0 to 6."))
    if entry.typed.get("of_date") and not entry.typed.get("of"):
        message = Text("没有分母，就没有分母的日期。", "Without a denominator there is no date of it.")
        yield FieldProblem(path="/of_date", message=message)
