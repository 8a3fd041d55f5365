"""The syntax tree of FEEL (DMN 1.5, 10.3.1.2): plain values that say what was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Node:
    """Something written at a place of the source."""

    #: Offset of its first character.
    at: int

    def parts(self) -> Iterator[Node]:
        """Yield the nodes directly inside this one, in the order in which they were written."""
        for each in fields(self):
            yield from _nodes(getattr(self, each.name))


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for entry in value:
            yield from _nodes(entry)


@dataclass(frozen=True)
class Literal(Node):
    """A number, text, truth value, null, or `@"…"`."""

    value: Any


@dataclass(frozen=True)
class Name(Node):
    """A variable; `?` is the value that a unary test is about."""

    name: str


@dataclass(frozen=True)
class Path(Node):
    """`source.name`."""

    source: Node
    name: str


@dataclass(frozen=True)
class Filter(Node):
    """`source[condition]`."""

    source: Node
    condition: Node


@dataclass(frozen=True)
class Call(Node):
    """`function(arguments)`; `names` is empty for arguments by position."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Negation(Node):
    """`-operand`."""

    operand: Node


@dataclass(frozen=True)
class Binary(Node):
    """Arithmetic, comparison, `and`, `or`. `at` is the place of the operator."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True)
class In(Node):
    """`value in tests`."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True)
class TypeName(Node):
    """A type with its parameters, for example `list<number>`; of a function type the last one is its result."""

    name: str
    parameters: tuple[TypeName, ...] = ()
    #: Names of the parameters of `context<…>`.
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: TypeName


@dataclass(frozen=True)
class Interval(Node):
    """`[a..b]` with open or closed ends; `(> 5)` has an operator and no end, `(!= 5)` leaves out its only point."""

    start: Node | None
    end: Node | None
    start_included: bool
    end_included: bool
    operator: str = ""


@dataclass(frozen=True)
class Comparison(Node):
    """A unary test of an operator and an end point, for example `>= 5` or `!= "a"`."""

    operator: str
    endpoint: Node


@dataclass(frozen=True)
class Test(Node):
    """A unary test that is an expression."""

    expression: Node


@dataclass(frozen=True)
class UnaryTests(Node):
    """The tests of a decision table cell, possibly negated; none at all is `-`."""

    tests: tuple[Node, ...]
    is_negated: bool


@dataclass(frozen=True)
class If(Node):
    """`if … then … else …`."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True)
class Source(Node):
    """`name in list`, or `name in start..end`."""

    name: str
    list: Node
    end: Node | None = None


@dataclass(frozen=True)
class For(Node):
    """`for … return …`."""

    sources: tuple[Source, ...]
    result: Node


@dataclass(frozen=True)
class Quantified(Node):
    """`some` or `every … satisfies …`."""

    is_every: bool
    sources: tuple[Source, ...]
    condition: Node


@dataclass(frozen=True)
class ListNode(Node):
    """`[a, b]`."""

    entries: tuple[Node, ...]


@dataclass(frozen=True)
class ContextNode(Node):
    """`{key: value}`."""

    keys: tuple[str, ...]
    entries: tuple[Node, ...]


@dataclass(frozen=True)
class Definition(Node):
    """`function(parameters) body`; a parameter without a type has None."""

    parameters: tuple[str, ...]
    types: tuple[TypeName | None, ...]
    body: Node
