"""Checks that every signal that is waited for is sent by a process of the release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.findings import at
from engine.bpmn.model import Process
from engine.errors import Problem, Text

_SENDING = ("intermediateThrowEvent", "endEvent")


def check(processes: Mapping[str, Process]) -> Iterator[Problem]:
    """Yield events that would wait for ever: signals come from inside the case only."""
    events = [(process, node) for process in processes.values() for node in process.scope.all_nodes() if node.event.kind == "signal"]
    sent = {node.event.name for _, node in events if node.kind in _SENDING}
    for process, node in events:
        if node.kind not in (*_SENDING, "startEvent") and node.event.name and node.event.name not in sent:
            message = Text(
                f"“{node.called.zh}”等待的信号“{node.event.name}”没有任何流程发出。",
                f"“{node.called.en}” waits for the signal “{node.event.name}”, which no process sends.",
            )
            cure = Text("请画上发出它的事件，或改用消息事件。", "Draw the event that sends it, or wait for a message.")
            yield at(process, node, message, cure)
