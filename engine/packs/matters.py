"""The matters that a centre takes, for everybody to read: rows of the decision table that pack.yaml names under `matters`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine import feel
from engine.decisions import model
from engine.decisions.decision import Decision
from engine.domain.case import Json
from engine.domain.deadline import Period, PeriodError
from engine.errors import Problem, Text
from engine.packs.definition import Definition
from engine.usecases import ports

#: Columns of the table, each with what it says.
COLUMNS = ("code", "title", "title_en", "window", "owner", "limit", "basis", "steps", "steps_en", "public")


def matters(definition: Definition, decisions: Mapping[str, Decision]) -> tuple[ports.Matter, ...]:
    """Return the rows that are public, in the order of the table; the check has made sure that they can be read."""
    table = _table(definition, decisions)
    return tuple(_matter(row) for row in (_row(table, rule) for rule in table.rules) if row["public"] is True) if table else ()


def check(definition: Definition, decisions: Mapping[str, Decision]) -> Iterator[Problem]:
    """Yield a table that is not there, columns that it lacks, and cells that say nothing without a case."""
    name = definition.content.get("matters")
    if name is None:
        return
    table, found = _table(definition, decisions), decisions.get(name)
    if table is None or found is None:
        file, place = definition.stated_in(("matters",))
        message = Text(f"没有决策表“{name}”，无法公开受理服务事项。", f"There is no decision table {name} with the matters to publish.")
        yield file.problem(place, message, Text("请写决策表的代码。", "Write the code of a decision table."))
        return
    yield from (Problem(file=found.file, place=name, message=message, cure=_CURE) for message in _complaints(table))


_CURE = Text(
    f"公开的事项清单要有这些列，每格写确定的值：{'、'.join(COLUMNS)}。",
    f"A published list of matters has these columns, with a plain value in each cell: {', '.join(COLUMNS)}.",
)


def _complaints(table: model.Table) -> Iterator[Text]:
    missing = [column for column in COLUMNS if column not in {output.name for output in table.outputs}]
    if missing:
        yield Text(f"缺少列：{'、'.join(missing)}。", f"Columns are missing: {', '.join(missing)}.")
        return
    for rule in table.rules:
        row = _row(table, rule)
        for column in COLUMNS:
            if not _is_plain(column, row[column]):
                yield Text(f"第{rule.number}行的“{column}”没有确定的值。", f"Row {rule.number} has no plain value for {column}.")


def _is_plain(column: str, value: Any) -> bool:
    if column == "public":
        return isinstance(value, bool)
    try:
        return isinstance(value, str) and bool(value) and (column != "limit" or bool(Period.parse(value)))
    except PeriodError:
        return False


def _table(definition: Definition, decisions: Mapping[str, Decision]) -> model.Table | None:
    found = decisions.get(definition.content.get("matters", ""))
    logic = found.node.expression if found else None
    return logic if isinstance(logic, model.Table) else None


def _row(table: model.Table, rule: model.Rule) -> Json:
    return {output.name: _value(cell.text) for output, cell in zip(table.outputs, rule.results, strict=True)}


def _value(text: str) -> Any:
    """Return what a cell says without a case; None for one that needs it."""
    try:
        return feel.evaluate(text)
    except feel.FeelError:
        return None


def _matter(row: Json) -> ports.Matter:
    return ports.Matter(
        code=row["code"],
        title=Text(row["title"], row["title_en"]),
        window=row["window"],
        owner=row["owner"],
        limit=Period.parse(row["limit"]).in_words(),
        basis=row["basis"],
        steps=Text(row["steps"], row["steps_en"]),
    )
