"""Makes the specs of a release's processes: once, from the model, without the library's parser.

The library's parser recurses along the arrows (489 tasks at most), replaces elements whose id is `End`, keeps
timers and conditions as Python text and reads documents without limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.bpmn.events import Boundary, Race, Sending, Throwing, Waiting
from engine.bpmn.formulas import Clock, Formula, Since
from engine.bpmn.joins import InclusiveJoin, ParallelJoin
from engine.bpmn.loops import Inside, MultiInstance, Repeating
from engine.bpmn.model import Flow, Node, Process, Scope
from engine.bpmn.specs import Choosing, Computing, Condition, Deciding, Frame, LeanSpec, Operating, PersonTask, ScopeSpec

#: Names of the nodes that we add; brackets cannot occur in an id.
_EACH, _FRAME = "[each]", "[frame]"


def build(processes: Iterable[Process]) -> dict[str, ScopeSpec]:
    """Return the scopes of processes by name: the process id, or `process/sub-process`. The processes must be free of problems."""
    found: dict[str, ScopeSpec] = {}
    for process in processes:
        _build_scope(process.scope, process.id, process.file, found)
    return found


def _build_scope(scope: Scope, name: str, file: str, found: dict[str, ScopeSpec]) -> None:
    spec = ScopeSpec(name, file)
    found[name] = spec
    builder = _Builder(scope, spec)
    for node in scope.nodes:
        builder.add(node)
        if node.body:
            _build_scope(node.body, f"{name}/{node.id}", file, found)
    builder.connect()


class _Builder:
    """Builds one scope."""

    def __init__(self, scope: Scope, spec: ScopeSpec) -> None:
        self.scope = scope
        self.spec = spec

    def add(self, node: Node) -> None:
        """Add the specs of a node: its own, that of each instance, and the frame for its boundary events."""
        if node.repetition:
            _SPECS[node.kind](self, node, node.id + _EACH)
            Repeating(self.spec, node.id, repetition=node.repetition, again=node.id + _EACH, node=node)
        elif node.loop:
            _SPECS[node.kind](self, node, node.id + _EACH)
            until = Formula.compile(node, node.loop.until) if node.loop.until else None
            collection = Formula.compile(node, node.loop.collection)
            MultiInstance(self.spec, node.id, loop=node.loop, each=node.id + _EACH, collection=collection, until=until, node=node)
        else:
            _SPECS[node.kind](self, node, node.id)
        if self.scope.boundary(node.id):
            Frame(self.spec, node.id + _FRAME)

    def connect(self) -> None:
        """Connect the specs along the arrows."""
        for node in self.scope.nodes:
            self._connect_frame(node)
            self._connect_ends(node)
        for node in self.scope.nodes:
            for flow in self.scope.outgoing[node.id]:
                self._connect_flow(node, flow)
        for spec in self.spec.task_specs.values():
            if isinstance(spec, InclusiveJoin):
                spec.reach = {name: _reach(self.spec, name, spec.name) for name in spec._inputs}

    def _connect_frame(self, node: Node) -> None:
        frame = self.spec.task_specs.get(node.id + _FRAME)
        if frame is not None:
            for each in (node, *self.scope.boundary(node.id)):
                frame.connect(self.spec.task_specs[each.id])

    def _connect_ends(self, node: Node) -> None:
        if node.kind == "startEvent":
            self.spec.start.connect(self.spec.task_specs[node.id])
        if not self.scope.outgoing[node.id]:
            self.spec.task_specs[node.id].connect(self.spec.end)

    def _connect_flow(self, node: Node, flow: Flow) -> None:
        source, target = self.spec.task_specs[node.id], self._entrance(flow.target)
        condition = Condition(Formula.compile(node, flow.condition)) if flow.condition and flow.id != node.default else None
        if isinstance(source, Choosing) and condition:
            source.connect_if(condition, target)
            return
        source.connect(target)
        if isinstance(source, InclusiveJoin):
            if condition:
                source.conditions.append((condition, target.name))
            else:
                source.default = target.name

    def _entrance(self, node: str) -> LeanSpec:
        specs: Mapping[str, LeanSpec] = self.spec.task_specs
        return specs.get(node + _FRAME) or specs[node]


def _reach(spec: ScopeSpec, name: str, without: str) -> frozenset[str]:
    """Return the nodes from which a token can come to a node without passing another."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        at = waiting.pop()
        if at not in found and at != without:
            found.add(at)
            waiting.extend(spec.task_specs[at]._inputs)
    return frozenset(found)


def _person(builder: _Builder, node: Node, name: str) -> None:
    assign = Formula.compile(node, node.attributes.assign) if node.attributes.assign else None
    PersonTask(builder.spec, name, assign=assign, since=Since.compile(node), node=node)


def _script(builder: _Builder, node: Node, name: str) -> None:
    Computing(builder.spec, name, formula=Formula.compile(node, node.script or ""), node=node)


def _operation(kind: type[Operating]) -> Callable[[_Builder, Node, str], None]:
    def add(builder: _Builder, node: Node, name: str) -> None:
        kind(builder.spec, name, inputs=_inputs(node), node=node)

    return add


def _inputs(node: Node) -> Mapping[str, Formula | str]:
    return {name: Formula.compile(node, text) if text.startswith("=") else text for name, text in node.attributes.inputs.items()}


def _waiting(kind: type[Waiting]) -> Callable[[_Builder, Node, str], None]:
    def add(builder: _Builder, node: Node, name: str) -> None:
        kind(builder.spec, name, clock=Clock.compile(node) if node.event.kind == "timer" else None, node=node)

    return add


def _inside(builder: _Builder, node: Node, name: str) -> None:
    Inside(builder.spec, name, inside=node.calls or f"{builder.spec.name}/{node.id}", node=node)


def _plain(kind: type[LeanSpec]) -> Callable[[_Builder, Node, str], None]:
    def add(builder: _Builder, node: Node, name: str) -> None:
        kind(builder.spec, name, node=node)

    return add


_SPECS: Mapping[str, Callable[[Any, Node, str], None]] = {
    "startEvent": _plain(LeanSpec),
    "endEvent": _plain(Throwing),
    "intermediateThrowEvent": _plain(Throwing),
    "intermediateCatchEvent": _waiting(Waiting),
    "boundaryEvent": _waiting(Boundary),
    "userTask": _person,
    "manualTask": _person,
    "scriptTask": _script,
    "businessRuleTask": _plain(Deciding),
    "serviceTask": _operation(Operating),
    "sendTask": _operation(Sending),
    "receiveTask": _waiting(Waiting),
    "callActivity": _inside,
    "subProcess": _inside,
    "exclusiveGateway": _plain(Choosing),
    "parallelGateway": _plain(ParallelJoin),
    "inclusiveGateway": _plain(InclusiveJoin),
    "eventBasedGateway": _plain(Race),
}
