"""Finds what is wrong with a decision file before it decides anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine import feel
from engine.decisions import coverage, model, typechecking, walking
from engine.decisions.graph import Graph
from engine.decisions.model import HitPolicy, Place
from engine.decisions.typechecking import written
from engine.errors import Problem, Severity, Text

_CATCH_ALL = frozenset({"", "-"})
_MUST_ANSWER = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST})

#: Where, what is wrong, how bad it is, how to mend it.
_Finding = tuple[Place, Text, Severity, Text | None]


def check(source: model.Model, graph: Graph) -> Iterator[Problem]:
    """Yield the problems of a model."""
    findings = [*_repeats(source), *_dangling(source), *_unreadable(graph), *_untyped(source, graph)]
    for node in source.nodes:
        if isinstance(node, model.DecisionNode) and node.expression is None:
            findings.append(
                (node.place, Text(f"决策“{node.name}”还是空的。", f"The decision “{node.name}” is still empty."), "error", None)
            )
        for table in walking.tables(node):
            findings.extend(_table(node.name, table))
        findings.extend(typechecking.findings(graph, node))
    for place, message, severity, cure in findings:
        yield Problem(file=source.file, message=message, cure=cure, line=place.line, place=written(place), severity=severity)


def _repeats(source: model.Model) -> Iterator[_Finding]:
    ids, names = Counter(node.id for node in source.nodes), Counter(node.name for node in source.nodes)
    for node in source.nodes:
        if ids[node.id] > 1:
            yield node.place, Text(f"id“{node.id}”用了不止一次。", f"The id “{node.id}” is used more than once."), "error", None
        elif names[node.name] > 1:
            yield node.place, Text(f"名称“{node.name}”用了不止一次。", f"The name “{node.name}” is used more than once."), "error", None


def _dangling(source: model.Model) -> Iterator[_Finding]:
    known = {node.id for node in source.nodes}
    for node in source.nodes:
        for target in node.requires:
            if target not in known:
                text = Text(
                    f"“{node.name}”的一根连线指向不存在的“{target}”。",
                    f"An arrow of “{node.name}” leads to “{target}”, which is not there.",
                )
                yield node.place, text, "error", Text("请删除这根连线或补上所指的元素。", "Remove the arrow, or add what it leads to.")


def _unreadable(graph: Graph) -> Iterator[_Finding]:
    for fault in graph.faults:
        yield fault.place, fault.message, "error", None
    for place, error in graph.types.unreadable():
        yield place, Text(f"类型的允许值无法读懂：{error.zh}", f"The allowed values of a type cannot be read: {error.en}"), "error", None


def _untyped(source: model.Model, graph: Graph) -> Iterator[_Finding]:
    for place, name in walking.type_references(source):
        if not graph.types.knows(name):
            cure = Text("请选择已有的类型。", "Choose one of the types there are.")
            yield place, Text(f"类型“{name}”不存在。", f"There is no type “{name}”."), "error", cure


def _table(name: str, table: model.Table) -> Iterator[_Finding]:
    yield from _shape(name, table)
    yield from _column_values(table)
    found = list(coverage.findings(table))
    yield from found
    if not found and _may_stay_silent(table):
        text = Text(
            f"“{name}”没有兜底规则：最后一行应对任何情况都适用。", f"“{name}” has no catch-all: its last rule should apply to anything."
        )
        cure = Text("请在表末加一行，各条件都填“-”。", "Add a last row with “-” in every condition.")
        yield table.place, text, "warning", cure


def _may_stay_silent(table: model.Table) -> bool:
    """Tell whether a table may find no rule for an input, although it should always answer."""
    if table.hit_policy not in _MUST_ANSWER or any(each.default for each in table.outputs):
        return False
    catches = table.rules and all(cell.text in _CATCH_ALL for cell in table.rules[-1].tests)
    return not catches and not coverage.is_complete(table)


def _shape(name: str, table: model.Table) -> Iterator[_Finding]:
    if not table.outputs:
        yield table.place, Text(f"“{name}”没有输出列。", f"“{name}” has no output column."), "error", None
    for rule in table.rules:
        if (len(rule.tests), len(rule.results)) != (len(table.inputs), len(table.outputs)):
            text = Text(
                f"“{name}”第 {rule.number} 条规则的格数与列数不符。",
                f"Rule {rule.number} of “{name}” has another number of cells than columns.",
            )
            yield rule.place, text, "error", None
    if table.aggregation and table.hit_policy is not HitPolicy.COLLECT:
        text = Text("汇总方式只能与 COLLECT 一起使用。", "An aggregation goes with COLLECT only.")
        yield table.place, text, "error", None
    ranked = table.hit_policy in {HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER}
    if ranked and not any(each.values or each.type_ref for each in table.outputs):
        text = Text("按优先级选择的表须列出输出值的先后次序。", "A table that goes by priority must list its output values in order.")
        yield table.place, text, "error", None


def _column_values(table: model.Table) -> Iterator[_Finding]:
    columns: list[model.Input | model.Output] = [*table.inputs, *table.outputs]
    for column in columns:
        try:
            feel.compile_unary(column.values or "-")
        except feel.FeelError as error:
            text = Text(
                f"“{column.label}”的允许值无法读懂：{error.zh}", f"The allowed values of “{column.label}” cannot be read: {error.en}"
            )
            yield column.place, text, "error", None
