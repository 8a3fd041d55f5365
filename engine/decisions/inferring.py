"""Says of which type the results of decisions are, before they are answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine import feel
from engine.decisions import model
from engine.decisions.graph import Graph
from engine.decisions.hit_policies import ranking
from engine.decisions.model import HitPolicy
from engine.decisions.types import Types, basic

ANY = feel.Type(kind="any")
_KINDS = frozenset(
    {
        *("number", "string", "boolean", "date", "time", "date and time", "context", "list"),
        *("days and time duration", "years and months duration"),
    }
)
_SINGLE = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST})
_MAX_DEPTH = 20


def of_name(types: Types, name: str | None, depth: int = 0) -> feel.Known:
    """Return what a type of the model says about its values."""
    item = types.definition(name)
    if item is None or depth > _MAX_DEPTH:
        kind = basic(name or "")
        return feel.Type(kind=kind) if kind in _KINDS else ANY
    if item.is_function:
        return ANY
    one = _of_item(types, item, depth)
    return feel.Type(kind="list", items=one) if item.is_list else one


def _of_item(types: Types, item: model.ItemDefinition, depth: int) -> feel.Known:
    if item.components:
        fields = {each.name: _of_component(types, each, depth + 1) for each in item.components}
        return feel.Type(kind="context", fields=fields)
    found = of_name(types, item.type_ref if item.type_ref != item.name else None, depth + 1)
    allowed = tuple(literals(item.allowed))
    return feel.Type(kind=found.kind, fields=found.fields, items=found.items, choices=allowed or found.choices)


def _of_component(types: Types, item: model.ItemDefinition, depth: int) -> feel.Known:
    one = _of_item(types, item, depth)
    return feel.Type(kind="list", items=one) if item.is_list else one


def of_node(graph: Graph, node: model.Node) -> feel.Known:
    """Return what is known about an input or the result of a decision."""
    if isinstance(node, model.Knowledge | model.DecisionService):
        return ANY
    if node.variable.type_ref:
        return of_name(graph.types, node.variable.type_ref)
    expression = node.expression if isinstance(node, model.DecisionNode) else None
    if expression is not None and expression.type_ref:
        return of_name(graph.types, expression.type_ref)
    return _of_table(graph.types, expression) if isinstance(expression, model.Table) else ANY


def _of_table(types: Types, table: model.Table) -> feel.Known:
    if table.aggregation:
        return feel.Type(kind="number") if table.aggregation == "COUNT" or len(table.outputs) == 1 else ANY
    outputs = {each.name: of_output(types, table, each) for each in table.outputs}
    row = feel.Type(kind="context", fields=outputs) if len(outputs) > 1 else next(iter(outputs.values()), ANY)
    return row if table.hit_policy in _SINGLE else feel.Type(kind="list", items=row)


def of_output(types: Types, table: model.Table, output: model.Output) -> feel.Known:
    """Return what an output column says about its values."""
    found = of_name(types, output.type_ref)
    choices = tuple(ranking(output, table.type_ref, types)) or found.choices
    kind = found.kind if output.type_ref else _only_kind(choices)
    return feel.Type(kind=kind, fields=found.fields, items=found.items, choices=choices)


def literals(tests: str) -> Iterator[object]:
    """Yield the values that a list of allowed values names; nothing if it holds more than values."""
    try:
        found = feel.compile(f"[{tests}]").evaluate({}) if tests else []
    except feel.FeelError:
        return  # ranges and conditions are no list of values
    if isinstance(found, list) and all(feel.kind(each) in {"string", "number", "boolean"} for each in found):
        yield from found


def _only_kind(values: Sequence[object]) -> str:
    kinds = {feel.kind(each) for each in values}
    return (kinds.pop() or "any") if len(kinds) == 1 else "any"


def scope(graph: Graph, node: model.Node, outside: Mapping[str, feel.Known] | None = None) -> dict[str, feel.Known]:
    """Return the types of the names that an element sees; `outside` says what the model itself does not."""
    required = [found for found in map(graph.node, node.requires) if found]
    own = {found.variable.name: of_node(graph, found) for found in required}
    return {**(outside or {}), **{name: known for name, known in own.items() if known.kind != "any" or name not in (outside or {})}}
