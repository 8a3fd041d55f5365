"""A DMN model as plain values: what is written in the file, nothing computed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an element stands in its file."""

    line: int
    #: Id of the nearest element that has one.
    element: str | None = None
    #: Rule number from 1 and title of the column, for cells of a table.
    rule: int | None = None
    column: str | None = None


@dataclass(frozen=True, kw_only=True)
class ItemDefinition:
    """A named type: a basic one with allowed values, a context of components, or a list of either."""

    name: str
    place: Place
    type_ref: str | None = None
    is_list: bool = False
    #: Unary tests that a value must pass, empty for none; of a list, each of its entries.
    allowed: str = ""
    components: tuple[ItemDefinition, ...] = ()
    is_function: bool = False


@dataclass(frozen=True, kw_only=True)
class Variable:
    """A name with the type that its value should have."""

    name: str
    type_ref: str | None = None


@dataclass(frozen=True, kw_only=True)
class Expression:
    """Something with a value."""

    place: Place
    type_ref: str | None = None


@dataclass(frozen=True, kw_only=True)
class Literal(Expression):
    """FEEL text."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Context(Expression):
    """Entries evaluated in order; each sees those before it. An entry without a variable is the result."""

    entries: tuple[tuple[Variable | None, Expression | None], ...]


@dataclass(frozen=True, kw_only=True)
class Invocation(Expression):
    """A call of a function, usually a business knowledge model, by parameter names."""

    function: Expression | None
    bindings: tuple[tuple[str, Expression | None], ...]


@dataclass(frozen=True, kw_only=True)
class FunctionDefinition(Expression):
    """A function; only those written in FEEL run here, never Java or PMML."""

    parameters: tuple[Variable, ...]
    body: Expression | None
    kind: str = "FEEL"


@dataclass(frozen=True, kw_only=True)
class ListOf(Expression):
    """A list written entry by entry."""

    entries: tuple[Expression | None, ...]


@dataclass(frozen=True, kw_only=True)
class Relation(Expression):
    """A list of contexts written as rows under column names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Expression | None, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Conditional(Expression):
    """A boxed if (DMN 1.4)."""

    condition: Expression | None
    then: Expression | None
    otherwise: Expression | None


@dataclass(frozen=True, kw_only=True)
class Filter(Expression):
    """A boxed filter (DMN 1.4)."""

    source: Expression | None
    match: Expression | None


@dataclass(frozen=True, kw_only=True)
class Iteration(Expression):
    """A boxed for, some or every (DMN 1.4); `kind` says which."""

    kind: str
    variable: str
    source: Expression | None
    body: Expression | None


class HitPolicy(StrEnum):
    """What a table does with several rules that match (DMN 8.2.10)."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"


@dataclass(frozen=True, kw_only=True)
class Input:
    """An input column."""

    expression: Literal
    label: str
    #: Unary tests that list or bound what may arrive, empty for no bound.
    values: str = ""
    place: Place


@dataclass(frozen=True, kw_only=True)
class Output:
    """An output column."""

    #: Empty in a table of one output.
    name: str
    label: str
    type_ref: str | None = None
    #: The values that may come out, in order of priority.
    values: str = ""
    default: Literal | None = None
    place: Place


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row: a test for each input, an expression for each output."""

    id: str | None
    #: From 1, as the studio counts.
    number: int
    tests: tuple[Literal, ...]
    results: tuple[Literal, ...]
    #: What the author wrote beside the row.
    note: str = ""
    place: Place


@dataclass(frozen=True, kw_only=True)
class Table(Expression):
    """A decision table."""

    hit_policy: HitPolicy
    #: SUM, MIN, MAX, COUNT or None; only with COLLECT.
    aggregation: str | None = None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, kw_only=True)
class Node:
    """An element of the requirements graph."""

    id: str
    name: str
    variable: Variable
    place: Place
    #: Ids of the decisions, inputs and knowledge that it is joined to by arrows.
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InputData(Node):
    """A value that comes from outside."""


@dataclass(frozen=True, kw_only=True)
class DecisionNode(Node):
    """A decision with its logic."""

    expression: Expression | None = None
    #: Top-level name in the case document that receives the result (onedoor:writes).
    writes: str | None = None
    #: English name (onedoor:en).
    english: str | None = None
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class Knowledge(Node):
    """A business knowledge model: a function with a name."""

    function: FunctionDefinition | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionService(Node):
    """Decisions offered together as a function."""

    outputs: tuple[str, ...] = ()
    input_decisions: tuple[str, ...] = ()
    input_data: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Model:
    """One DMN file."""

    file: str
    name: str
    types: tuple[ItemDefinition, ...]
    nodes: tuple[Node, ...]
