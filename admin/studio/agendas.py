"""An agenda of meetings as the fields of a page, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from admin.studio import filled
from admin.studio.filled import Filled, Row
from engine.errors import FieldProblem, Text
from engine.usecases.ports import PackOutline

KIND, RULES = "agendas", "rules"
#: Fields that hold several values.
LISTS: tuple[str, ...] = ()


def shown(entry: Mapping[str, Any]) -> Row:
    """Return what the page's fields hold at first."""
    rows = [
        {"code": each["code"], "when": filled.formula(each["when"]), **filled.spoken("title", Text(**each["title"]))}
        for each in entry.get(RULES, ())
    ]
    return {**filled.spoken("title", Text(**entry.get("title", filled.NOTHING))), **filled.spread(RULES, rows)}


def choices(outline: PackOutline) -> Mapping[str, Any]:
    """Return nothing: everything is written."""
    del outline
    return {}


def read(before: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry of pack.yaml."""
    known = {each["code"] for each in before.get(RULES, ())}
    rows = [
        {
            "code": str(row.get("code", "")) or _free(known, number),
            "title": filled.titled(row),
            "when": filled.expression(row.get("when")),
        }
        for number, row in enumerate(filled.rows(typed, RULES), 1)
    ]
    return {**before, "title": filled.titled(typed), RULES: rows}


def problems(entry: Filled) -> Iterator[FieldProblem]:
    """Yield what is wrong with the fields; what a condition says is the check's business."""
    if not entry.typed.get("title-zh"):
        yield FieldProblem(path="/title/zh", message=filled.UNNAMED)
    if not entry.rows(RULES):
        yield FieldProblem(path=f"/{RULES}", message=Text("至少要有一条规则。", "There must be one rule at least."))
    for number, row in enumerate(entry.rows(RULES)):
        if not row.get("title-zh"):
            yield FieldProblem(path=f"/{RULES}/{number}/title/zh", message=filled.UNNAMED)
        if not row.get("when"):
            yield FieldProblem(path=f"/{RULES}/{number}/when", message=Text("请填写条件。", "Write the condition."))


def _free(known: set[str], number: int) -> str:
    while f"rule_{number}" in known:
        number += 1
    known.add(f"rule_{number}")
    return f"rule_{number}"
