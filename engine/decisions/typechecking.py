"""Finds cells that no value of their column can meet, and results that are not of the type that they should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine import feel
from engine.decisions import coverage, inferring, model, walking
from engine.decisions.graph import Graph
from engine.decisions.model import Place
from engine.decisions.types import basic, title
from engine.errors import Severity, Text

#: Where, what is wrong, how bad it is, how to mend it.
Finding = tuple[Place, Text, Severity, Text | None]

#: A value of each kind, to show that it does not pass.
_EXAMPLES = {"number": "0", "string": "“甲”", "boolean": "true", "date": "2025-06-03"}
_CURE = Text("请改正这一格，或改正这一列的类型。", "Correct the cell, or the type of its column.")
#: Kinds whose values never stand for one of another; a list of one may stand for its entry.
_APART = frozenset({"number", "string", "boolean", "context"})


def findings(graph: Graph, node: model.Node, outside: Mapping[str, feel.Known] | None = None) -> Iterator[Finding]:
    """Yield what is certain to be of the wrong type in a decision.

    `outside` holds the types of the inputs that the model does not type itself.
    """
    types = inferring.scope(graph, node, outside)
    expression = node.expression if isinstance(node, model.DecisionNode) else None
    if isinstance(expression, model.Literal):
        yield from _clashes(expression, types, Text(f"“{node.name}”", f"“{node.name}”"))
    for table in walking.tables(node) if expression is not None else ():
        # What a table inside a context sees of the entries before it is not known here.
        yield from _Table(graph, table, types if table is expression else dict.fromkeys(types, inferring.ANY)).findings()


def written(place: Place) -> str | None:
    """Write a place: the element, and for a cell its rule and column."""
    if place.rule is None:
        return place.element
    return f"{place.element or ''} [{place.rule}, {place.column}]".strip()


class _Table:
    """One table with the types of the names that it sees."""

    def __init__(self, graph: Graph, table: model.Table, types: Mapping[str, feel.Known]) -> None:
        self.table = table
        self.types = types
        self.columns = [self._of_input(graph, each) for each in table.inputs]
        self.outputs = [inferring.of_output(graph.types, table, each) for each in table.outputs]

    def findings(self) -> Iterator[Finding]:
        for column in self.table.inputs:
            yield from _clashes(column.expression, self.types, Text(f"“{column.label}”一列", f"The column “{column.label}”"))
        for rule in self.table.rules:
            for number, cell in enumerate(rule.tests[: len(self.columns)]):
                yield from self._cell(number, cell)
            for number, cell in enumerate(rule.results[: len(self.outputs)]):
                yield from self._result(rule, number, cell)

    def _of_input(self, graph: Graph, column: model.Input) -> feel.Known:
        """Return what is known about the values of a column: its own type before that of its expression."""
        declared = inferring.of_name(graph.types, column.expression.type_ref)
        found = _inferred(column.expression, self.types)
        known = declared if declared.kind != "any" or found is None else found.type
        # Values that the column states are held to its cells where gaps are sought.
        return feel.Type(kind=known.kind, fields=known.fields, items=known.items) if column.values else known

    def _cell(self, number: int, cell: model.Literal) -> Iterator[Finding]:
        column, known = self.table.inputs[number], self.columns[number]
        try:
            found = feel.compile_unary(cell.text, self.types).infer(known, self.types)
        except feel.FeelError:
            return  # what cannot be read is reported where it is compiled
        value = known.choices[0] if known.choices else _EXAMPLES.get(known.kind)
        zh, en = (f"例如 {column.label} = {value} 时不成立。", f" It does not hold for {column.label} = {value}.") if value else ("", "")
        where = _where(cell, column.label)
        for clash in found.clashes:
            yield cell.place, Text(f"{where.zh}：{clash.zh}{zh}", f"{where.en}: {clash.en}{en}"), "error", _CURE

    def _result(self, rule: model.Rule, number: int, cell: model.Literal) -> Iterator[Finding]:
        output, known = self.table.outputs[number], self.outputs[number]
        where = _where(cell, output.label)
        yield from _clashes(cell, self.types, where)
        found = _inferred(cell, self.types) if cell.text != "-" and output.type_ref else None
        if found is None or not {found.type.kind, known.kind} <= _APART or found.type.kind == known.kind:
            return
        example = coverage.example(self.table, rule)
        when = Text(f"（例如 {example.zh}）", f" (for example {example.en})") if example else Text("", "")
        due = title(basic(known.kind))
        text = Text(f"{where.zh}：应是{due.zh}，实际不是，结果为空{when.zh}。", f"{where.en}: it should be {due.en} but is not{when.en}.")
        yield cell.place, text, "error", _CURE


def _where(cell: model.Literal, label: str) -> Text:
    return Text(f"第 {cell.place.rule} 条规则“{label}”一栏", f"Rule {cell.place.rule}, column “{label}”")


def _inferred(expression: model.Literal, types: Mapping[str, feel.Known]) -> feel.Inferred | None:
    try:
        return feel.compile(expression.text, types).infer(types) if expression.text else None
    except feel.FeelError:
        return None  # what cannot be read is reported where it is compiled


def _clashes(expression: model.Literal, types: Mapping[str, feel.Known], where: Text) -> Iterator[Finding]:
    found = _inferred(expression, types)
    for clash in found.clashes if found else ():
        yield expression.place, Text(f"{where.zh}：{clash.zh}", f"{where.en}: {clash.en}"), "error", _CURE
