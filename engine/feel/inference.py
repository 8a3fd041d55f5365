"""Infers the type of an expression from the types of what it reads, and finds what cannot be meant.

Only what is certain is reported: whatever is not known to be of one kind may be of any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.feel import clashes, kinds, nodes
from engine.feel.clashes import Clash
from engine.feel.compiling_tests import TESTED
from engine.feel.functions import FUNCTIONS
from engine.feel.kinds import ANY, BOOLEAN, Known, Type
from engine.feel.nodes import Node
from engine.feel.values import kind

_ORDERED = frozenset({"<", "<=", ">", ">="})
_EQUAL = frozenset({"=", "!="})
_LOGIC = frozenset({"and", "or"})
#: Kinds whose order cannot be asked for.
_UNORDERED = frozenset({"boolean", "context", "function"})
#: A date is compared as the midnight that begins it.
_INSTANTS = {"date": "date and time"}
#: Kinds that no arithmetic takes, but `+` two texts.
_NO_SUMS = frozenset({"string", "boolean", "context", "function"})


@dataclass(frozen=True, kw_only=True)
class Inferred:
    """What is known about the value of an expression, and what is wrong with it."""

    type: Known
    clashes: tuple[Clash, ...]


@dataclass(frozen=True)
class _Scope:
    """The types of the names in sight; what is not among them may be of any."""

    names: Mapping[str, Known]
    outer: _Scope | None = None

    def find(self, name: str) -> Known | None:
        scope: _Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return None


@dataclass
class _Inference:
    found: list[Clash] = field(default_factory=list)


def infer(tree: Node, types: Mapping[str, Known]) -> Inferred:
    """Infer the type of an expression from those of the names that it reads."""
    return _inferred(tree, _Scope(types), is_condition=False)


def infer_condition(tree: Node, types: Mapping[str, Known]) -> Inferred:
    """Do the same for an expression that must give true or false."""
    return _inferred(tree, _Scope(types), is_condition=True)


def infer_tests(tree: Node, value: Known, types: Mapping[str, Known]) -> Inferred:
    """Do the same for the tests of a cell, given the type of the value that they are about."""
    return _inferred(tree, _Scope({TESTED: value}, _Scope(types)), is_condition=False)


def _inferred(tree: Node, scope: _Scope, *, is_condition: bool) -> Inferred:
    inference = _Inference()
    try:
        found = _type(tree, scope, inference)
    except RecursionError:
        return Inferred(type=ANY, clashes=())  # too long a chain to be looked at; nothing is certain
    if is_condition:
        _must_be_boolean(tree, found, inference)
    return Inferred(type=found, clashes=tuple(inference.found))


def _type(node: Node, scope: _Scope, inference: _Inference) -> Known:  # noqa: C901, PLR0911, PLR0912 - one line a kind of node
    match node:
        case nodes.Literal():
            return Type(kind=kind(node.value) or "null")
        case nodes.Name():
            return scope.find(node.name) or ANY
        case nodes.Path():
            return _part(node, _type(node.source, scope, inference), inference)
        case nodes.Filter():
            return _filtered(node, scope, inference)
        case nodes.Call():
            return _called(node, scope, inference)
        case nodes.Negation():
            return _type(node.operand, scope, inference)
        case nodes.Binary():
            return _binary(node, scope, inference)
        case nodes.Between():
            value = _type(node.value, scope, inference)
            for end in (node.low, node.high):
                _compare(end.at, value, _type(end, scope, inference), inference)
            return BOOLEAN
        case nodes.In():
            _test_all(node.tests, _Scope({TESTED: _type(node.value, scope, inference)}, scope), inference)
            return BOOLEAN
        case nodes.UnaryTests():
            _test_all(node.tests, scope, inference)
            return BOOLEAN
        case nodes.If():
            _must_be_boolean(node.condition, _type(node.condition, scope, inference), inference)
            return kinds.common([_type(node.then, scope, inference), _type(node.otherwise, scope, inference)])
        case nodes.For() | nodes.Quantified():
            return _loop(node, scope, inference)
        case nodes.ListNode():
            return Type(kind="list", items=kinds.common([_type(each, scope, inference) for each in node.entries]) if node.entries else None)
        case nodes.ContextNode():
            return _context(node, scope, inference)
        case nodes.Definition():
            _type(node.body, _Scope(dict.fromkeys(node.parameters, ANY), scope), inference)
            return Type(kind="function")
        case nodes.InstanceOf():
            _type(node.value, scope, inference)
            return BOOLEAN
        case nodes.Interval():
            for end in node.parts():
                _type(end, scope, inference)
            return Type(kind="range")
    return ANY


# --- parts, filters, calls -------------------------------------------------------------------------------------------


def _part(node: nodes.Path, source: Known, inference: _Inference) -> Known:
    if source.kind == "list":
        inner = _part(node, source.items, inference) if source.items else ANY
        return Type(kind="list", items=inner)
    if source.kind == "context" and source.fields:
        if node.name not in source.fields:
            inference.found.append(clashes.no_part(node.at, node.name, source.fields))
        part: Known = source.fields.get(node.name, ANY)
        return part
    if source.kind in {"number", "string", "boolean"}:
        inference.found.append(clashes.no_parts(node.at, node.name, source))
    return ANY


def _filtered(node: nodes.Filter, scope: _Scope, inference: _Inference) -> Known:
    source = _type(node.source, scope, inference)
    entry = _entry(source)
    if entry.kind not in kinds.PLAIN and not entry.fields:
        # Any name may be a part of the entry, whatever it is outside.
        return ANY
    condition = _type(node.condition, _Scope({"item": entry, **entry.fields}, scope), inference)
    if condition.kind == "number":
        # A number that turns out to be null makes a list without entries.
        return entry if source.kind == "list" and isinstance(node.condition, nodes.Literal) else ANY
    return Type(kind="list", items=entry) if condition.kind == "boolean" else ANY


def _entry(found: Known) -> Known:
    """Return the type of the entries of a list; a single value stands for a list of one."""
    if found.kind == "list":
        items: Known | None = found.items
        return items or ANY
    return found if found.kind in kinds.PLAIN or found.kind == "context" else ANY


def _called(node: nodes.Call, scope: _Scope, inference: _Inference) -> Known:
    for each in node.arguments:
        _type(each, scope, inference)
    function = node.function
    if isinstance(function, nodes.Name) and function.name in FUNCTIONS and scope.find(function.name) is None:
        return kinds.RESULTS.get(function.name, ANY)
    _type(function, scope, inference)
    return ANY


def _loop(node: nodes.For | nodes.Quantified, scope: _Scope, inference: _Inference) -> Known:
    for source in node.sources:
        found = _type(source.list, scope, inference)
        if source.end:
            _type(source.end, scope, inference)
        entry = _entry(found) if source.end is None or found.kind == "number" else ANY
        scope = _Scope({source.name: entry}, scope)
    if isinstance(node, nodes.Quantified):
        _must_be_boolean(node.condition, _type(node.condition, scope, inference), inference)
        return BOOLEAN
    return Type(kind="list", items=_type(node.result, _Scope({"partial": ANY}, scope), inference))


def _context(node: nodes.ContextNode, scope: _Scope, inference: _Inference) -> Known:
    fields: dict[str, Known] = {}
    for key, entry in zip(node.keys, node.entries, strict=True):
        fields[key] = _type(entry, scope, inference)
        scope = _Scope({key: fields[key]}, scope)
    return Type(kind="context", fields=fields)


# --- operators and tests ---------------------------------------------------------------------------------------------


def _binary(node: nodes.Binary, scope: _Scope, inference: _Inference) -> Known:
    left, right = _type(node.left, scope, inference), _type(node.right, scope, inference)
    if node.operator in _LOGIC:
        _must_be_boolean(node.left, left, inference)
        _must_be_boolean(node.right, right, inference)
        return BOOLEAN
    if node.operator in _EQUAL | _ORDERED:
        _compare(node.at, left, right, inference, is_order=node.operator in _ORDERED)
        _choose(node.right, left, inference)
        _choose(node.left, right, inference)
        return BOOLEAN
    return _sum(node, left, right, inference)


def _sum(node: nodes.Binary, left: Known, right: Known, inference: _Inference) -> Known:
    both = {left.kind, right.kind}
    if both == {"number"} or (both == {"string"} and node.operator == "+"):
        return Type(kind=left.kind)
    if both & _NO_SUMS and both <= kinds.WORDS.keys() - {"list"}:
        inference.found.append(clashes.no_sum(node.at, node.operator, left, right))
    return ANY


def _test_all(tests: tuple[Node, ...], scope: _Scope, inference: _Inference) -> None:
    value = scope.names.get(TESTED, ANY)
    for test in tests:
        match test:
            case nodes.Comparison():
                end = _type(test.endpoint, scope, inference)
                _compare(test.at, value, end, inference, is_order=test.operator in _ORDERED)
                _choose(test.endpoint, value, inference)
            case nodes.Interval():
                for part in test.parts():
                    _compare(part.at, value, _type(part, scope, inference), inference)
            case nodes.Test():
                _test(test.expression, value, scope, inference)
            case _:
                _type(test, scope, inference)


def _test(expression: Node, value: Known, scope: _Scope, inference: _Inference) -> None:
    """Hold the value against a test: a condition about `?`, or a value, list or range to compare with."""
    found = _type(expression, scope, inference)
    if any(isinstance(each, nodes.Name) and each.name == TESTED for each in _all_parts(expression)):
        return
    if isinstance(expression, nodes.Interval):
        for part in expression.parts():
            _compare(part.at, value, _type(part, scope, _Inference()), inference)
    elif isinstance(expression, nodes.ListNode):
        for entry in expression.entries:
            _test(entry, value, scope, inference)
    elif found.kind in kinds.PLAIN and (found.kind != "boolean" or value.kind == "boolean"):
        _compare(expression.at, value, found, inference)
        _choose(expression, value, inference)


def _all_parts(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(found.parts())


def _compare(at: int, left: Known, right: Known, inference: _Inference, *, is_order: bool = False) -> None:
    one, other = (_INSTANTS.get(each.kind, each.kind) for each in (left, right))
    if one in kinds.PLAIN and other in kinds.PLAIN and one != other:
        inference.found.append(clashes.unequal(at, left, right))
    elif is_order and (unordered := next((each for each in (left, right) if each.kind in _UNORDERED), None)):
        inference.found.append(clashes.unordered(at, unordered))


def _choose(node: Node, other: Known, inference: _Inference) -> None:
    """Hold a literal against the choices of what it is compared with."""
    said = node.value if isinstance(node, nodes.Literal) else None
    if isinstance(said, str) and other.kind == "string" and other.choices and said not in other.choices:
        inference.found.append(clashes.no_choice(node.at, said, other.choices))


def _must_be_boolean(node: Node, found: Known, inference: _Inference) -> None:
    if found.kind in kinds.WORDS and found.kind not in {"boolean", "list"}:
        inference.found.append(clashes.no_condition(node.at, found))
