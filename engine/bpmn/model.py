"""A BPMN process as plain values: what is drawn in the file, nothing computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.errors import Text


@dataclass(frozen=True, kw_only=True)
class Attributes:
    """What an element says in our own namespace, or in camunda's or zeebe's words for the same."""

    code: str | None = None
    form: str | None = None
    #: A role, or FEEL text behind `=` that gives one.
    role: str | None = None
    #: FEEL text that gives `person:…`, `team:…`, `unit:…`, `post:role:unit`.
    assign: str | None = None
    #: Name of a deadline, or FEEL text behind `=` that gives one.
    due: str | None = None
    #: FEEL text that gives the day from which the deadline runs; None lets it run from when the element is reached.
    since: str | None = None
    #: Names of deadlines that stand still while the element waits; `*` is all others of the case.
    pauses: str | None = None
    state: str | None = None
    decision: str | None = None
    operation: str | None = None
    result: str | None = None
    end: str | None = None
    #: Inputs of an operation: FEEL text if it begins with `=`, else a literal.
    inputs: Mapping[str, str] = field(default_factory=dict)


def is_computed(text: str | None) -> bool:
    """Tell whether an attribute is FEEL that gives a name, and no name itself."""
    return bool(text and text.startswith("="))


@dataclass(frozen=True, kw_only=True)
class Event:
    """What an event waits for or throws."""

    #: none, timer, message, signal, error, escalation, terminate; anything else is refused by the profile.
    kind: str
    #: Name of the message or signal, code of the error or escalation; None catches any code.
    name: str | None = None
    #: timeDate, timeDuration or timeCycle, with its text.
    clock: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Loop:
    """A multi-instance marker."""

    is_sequential: bool
    #: FEEL text of the list; empty if the file gives none.
    collection: str
    #: Name under which an instance sees its entry.
    item: str
    #: FEEL text; the rest of the instances are withdrawn once it is true.
    until: str | None = None


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """A loop marker: the activity is done again while a condition holds."""

    #: FEEL text, which may ask for `loopCounter`; None goes by the most alone.
    condition: str | None
    #: Most rounds; None for no bound.
    most: int | None
    #: Whether the condition is looked at before the first round too.
    tests_before: bool


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str | None
    line: int


@dataclass(frozen=True, kw_only=True)
class Node:
    """A flow node: an activity, event or gateway."""

    id: str
    #: Local name in BPMN, for example `userTask`.
    kind: str
    title: Text
    line: int
    attributes: Attributes = Attributes()
    event: Event = Event(kind="none")
    loop: Loop | None = None
    repetition: Repetition | None = None
    #: The activity that a boundary event sits on.
    attached: str | None = None
    is_interrupting: bool = True
    #: Process called by a call activity.
    calls: str | None = None
    script: str | None = None
    #: Flow taken when no condition holds.
    default: str | None = None
    #: The inside of a sub-process.
    body: Scope | None = None
    #: Keys of the profile for marks that are refused, for example `standardLoopCharacteristics`.
    marks: tuple[str, ...] = ()

    @property
    def called(self) -> Text:
        """Return the name by which people know the element, its id where it has none."""
        return Text(self.title.zh or self.title.en or self.id, self.title.en or self.title.zh or self.id)

    @property
    def profile_key(self) -> str:
        """Return the row of the profile that decides about the element."""
        is_event = self.kind.endswith("Event")
        return f"{self.kind}:{self.event.kind}" if is_event and self.event.kind != "none" else self.kind


@dataclass(frozen=True)
class Scope:
    """The nodes and flows of a process, or of a sub-process within it."""

    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    #: Elements directly inside that BPMN knows and the profile may refuse: local name, id, line.
    others: tuple[tuple[str, str, int], ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """The nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Flow, ...]]:
        """The flows that leave each node, in the order of the file."""
        return self._grouped("source")

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Flow, ...]]:
        """The flows that enter each node, in the order of the file."""
        return self._grouped("target")

    def boundary(self, node: str) -> tuple[Node, ...]:
        """Return the boundary events of an activity."""
        return tuple(each for each in self.nodes if each.attached == node)

    def all_nodes(self) -> Iterator[Node]:
        """Yield every node, those inside sub-processes included."""
        for scope in self.all_scopes():
            yield from scope.nodes

    def all_scopes(self) -> Iterator[Scope]:
        """Yield this scope and every one inside."""
        waiting = [self]
        while waiting:
            scope = waiting.pop()
            yield scope
            waiting.extend(node.body for node in scope.nodes if node.body)

    def _grouped(self, end: str) -> Mapping[str, tuple[Flow, ...]]:
        found: dict[str, tuple[Flow, ...]] = {node.id: () for node in self.nodes}
        for flow in self.flows:
            key = getattr(flow, end)
            found[key] = (*found.get(key, ()), flow)
        return found


@dataclass(frozen=True, kw_only=True)
class Process:
    """One executable process of a file."""

    file: str
    id: str
    title: Text
    line: int
    scope: Scope

    @property
    def called(self) -> Text:
        """Return the name by which people know the process."""
        return Text(self.title.zh or self.id, self.title.en or self.title.zh or self.id)
