"""Checks the calls between the processes of a release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.findings import at
from engine.bpmn.model import Node, Process
from engine.errors import Problem, Text


def check(processes: Mapping[str, Process]) -> Iterator[Problem]:
    """Yield calls that lead nowhere or in a circle."""
    graph = calls(processes)
    for process in processes.values():
        for node in _calls(process):
            if node.calls not in processes:
                message = Text(
                    f"“{node.called.zh}”调用的流程“{node.calls}”不存在。",
                    f"“{node.called.en}” calls the process “{node.calls}”, which does not exist.",
                )
                yield at(process, node, message, Text("请从列表中选择一个流程。", "Choose a process from the list."))
            elif process.id in reached(graph, str(node.calls)):
                message = Text(
                    f"“{node.called.zh}”最终会调用它自己所在的流程。", f"“{node.called.en}” ends up calling the process that it is in."
                )
                yield at(
                    process, node, message, Text("请用回路代替，或改为调用别的流程。", "Draw a loop instead, or call another process.")
                )


def calls(processes: Mapping[str, Process]) -> dict[str, list[str]]:
    """Return the names of what each process calls."""
    return {name: [str(node.calls) for node in _calls(process)] for name, process in processes.items()}


def reached(graph: Mapping[str, list[str]], first: str) -> set[str]:
    """Return a process with all that it calls, directly or not; a missing one is among them too."""
    found: set[str] = set()
    waiting = [first]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(graph.get(name, ()))
    return found


def _calls(process: Process) -> Iterator[Node]:
    return (node for node in process.scope.all_nodes() if node.kind == "callActivity" and node.calls)
