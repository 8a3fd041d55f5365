"""Keeps the order that is a floor: a step for people that no path may reach before a block, such as consent before mediation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.bpmn.findings import at
from engine.bpmn.model import Node, Process, Scope
from engine.errors import Problem, Text
from engine.packs.definition import Definition, doors


def check(definition: Definition, processes: Mapping[str, Process]) -> Iterator[Problem]:
    """Yield each step that can be reached from a door of the pack without the block that a floor puts before it."""
    for floor in definition.content["floors"]:
        if "step" in floor:
            walk = _Walk(step=floor["step"], block=floor["after"], processes=processes)
            for door in doors(definition.content):
                walk.enter(door["process"])
            yield from (_problem(*found, title=Text(**floor["title"])) for found in walk.found.values())


@dataclass(kw_only=True)
class _Walk:
    """A walk along every path on which the block has not been called yet, into each process once."""

    step: str
    block: str
    processes: Mapping[str, Process]
    #: The steps that were met, by process and id.
    found: dict[tuple[str, str], tuple[Process, Node]] = field(default_factory=dict)
    #: Whether a process can be left without the block; false while it is being walked.
    _leaks: dict[str, bool] = field(default_factory=dict)

    def enter(self, name: str) -> bool:
        """Walk a process from its starts. Tell whether it can be left without the block."""
        if name not in self._leaks:
            self._leaks[name] = False
            process = self.processes.get(name)
            self._leaks[name] = process is None or self._scope(process, process.scope)
        return self._leaks[name]

    def _scope(self, process: Process, scope: Scope) -> bool:
        waiting = [node for node in scope.nodes if not scope.incoming[node.id] and node.attached is None]
        seen, is_left = {node.id for node in waiting}, False
        while waiting:
            node = waiting.pop()
            follows = list(scope.boundary(node.id))
            if self._passes(process, node):
                targets = [scope.by_id[flow.target] for flow in scope.outgoing[node.id] if flow.target in scope.by_id]
                is_left = is_left or not targets
                follows.extend(targets)
            fresh = [each for each in follows if each.id not in seen]
            seen.update(each.id for each in fresh)
            waiting.extend(fresh)
        return is_left

    def _passes(self, process: Process, node: Node) -> bool:
        """Tell whether a path goes on behind a node with the block still to come."""
        if node.attributes.code == self.step:
            self.found[process.id, node.id] = (process, node)
        if node.calls:
            return node.calls != self.block and self.enter(node.calls)
        return self._scope(process, node.body) if node.body else True


def _problem(process: Process, node: Node, *, title: Text) -> Problem:
    message = Text(
        f"“{title.zh}”是底线：有一条路径没有经过它就到了“{node.called.zh}”。",
        f"The {title.en} is a floor: a path reaches “{node.called.en}” without it.",
    )
    return at(process, node, message, Text("请让每条路径先经过它。", "Let every path pass it first."))
