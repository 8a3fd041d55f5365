"""Checks that every step for people says who may do it: otherwise it would wait for nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.bpmn.findings import at
from engine.bpmn.model import Process
from engine.errors import Problem, Text

_FOR_PEOPLE = frozenset({"userTask", "manualTask"})
_CURE = Text("请选择“谁来办”。", "Choose who does it.")


def check(processes: Iterable[Process]) -> Iterator[Problem]:
    """Yield the steps without a role or an assignment."""
    for process in processes:
        for node in process.scope.all_nodes():
            if node.kind in _FOR_PEOPLE and not (node.attributes.role or node.attributes.assign):
                message = Text(f"“{node.called.zh}”没有说由谁来办。", f"“{node.called.en}” does not say who does it.")
                yield at(process, node, message, _CURE)
