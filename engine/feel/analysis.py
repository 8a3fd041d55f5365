"""Says which names and paths of its context an expression reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from engine.feel import nodes
from engine.feel.compiling_tests import TESTED
from engine.feel.functions import FUNCTIONS
from engine.feel.nodes import Node


@dataclass(frozen=True, kw_only=True)
class Reads:
    """What an expression reads."""

    #: Free variables.
    names: frozenset[str]
    #: The same with what is read inside them, as `order.amount`; a list is passed through (`sessions.outcome`).
    paths: frozenset[str]
    #: Names in filter conditions, which may mean a part of the entry or a free variable.
    possible_names: frozenset[str]


@dataclass
class _Reading:
    known: Collection[str]
    names: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    possible: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Scope:
    bound: frozenset[str]
    in_filter: bool = False

    def with_names(self, *names: str) -> _Scope:
        return _Scope(self.bound | set(names), self.in_filter)


def reads(tree: Node, known: Collection[str] = ()) -> Reads:
    """Return what a tree reads; `known` are names that mean the context even inside a filter."""
    reading = _Reading(known)
    queue = [(tree, _Scope(frozenset((TESTED,))))]
    while queue:
        node, scope = queue.pop()
        queue.extend(_visit(node, scope, reading))
    return Reads(names=frozenset(reading.names), paths=frozenset(reading.paths), possible_names=frozenset(reading.possible))


def results(tree: Node) -> frozenset[str]:
    """Return the texts among the values that a tree can give, as far as they stand in it as literals."""
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        match waiting.pop():
            case nodes.Literal(value=str() as text):
                found.add(text)
            case nodes.If() as choice:
                waiting += [choice.then, choice.otherwise]
    return frozenset(found)


def _visit(node: Node, scope: _Scope, reading: _Reading) -> Iterator[tuple[Node, _Scope]]:
    """Note what a node reads itself, and yield its parts with the names that they see."""
    match node:
        case nodes.Name() | nodes.Path():
            yield from _path(node, scope, reading)
        case nodes.Filter():
            yield node.source, scope
            yield node.condition, _Scope(scope.bound | {"item"}, in_filter=True)
        case nodes.Call():
            is_built_in = isinstance(node.function, nodes.Name) and node.function.name in FUNCTIONS
            yield from ((each, scope) for each in (node.arguments if is_built_in else node.parts()))
        case nodes.For() | nodes.Quantified():
            yield from _loop(node, scope)
        case nodes.ContextNode():
            for key, entry in zip(node.keys, node.entries, strict=True):
                yield entry, scope
                scope = scope.with_names(key)
        case nodes.Definition():
            yield node.body, scope.with_names(*node.parameters)
        case nodes.InstanceOf():
            yield node.value, scope
        case _:
            yield from ((each, scope) for each in node.parts())


def _loop(node: nodes.For | nodes.Quantified, scope: _Scope) -> Iterator[tuple[Node, _Scope]]:
    for source in node.sources:
        yield source.list, scope
        if source.end:
            yield source.end, scope
        scope = scope.with_names(source.name)
    if isinstance(node, nodes.For):
        yield node.result, scope.with_names("partial")
    else:
        yield node.condition, scope


def _path(node: nodes.Name | nodes.Path, scope: _Scope, reading: _Reading) -> Iterator[tuple[Node, _Scope]]:
    """Follow a path to the name that it starts from, through filters on the way."""
    steps: list[str] = []
    place: Node = node
    while not isinstance(place, nodes.Name):
        if isinstance(place, nodes.Path):
            steps.append(place.name)
        elif isinstance(place, nodes.Filter):
            yield place.condition, _Scope(scope.bound | {"item"}, in_filter=True)
        else:
            yield place, scope
            return
        place = place.source
    _note(place.name, ".".join([place.name, *reversed(steps)]), scope, reading)


def _note(name: str, path: str, scope: _Scope, reading: _Reading) -> None:
    if name in scope.bound or (name in FUNCTIONS and name not in reading.known):
        return
    if scope.in_filter and name not in reading.known:
        reading.possible.add(name)
        return
    reading.names.add(name)
    reading.paths.add(path)
