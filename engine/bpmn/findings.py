"""Says in words what is wrong with an element, and where."""

from __future__ import annotations

from engine.bpmn.model import Flow, Node, Process
from engine.errors import Problem, Severity, Text


def at(process: Process, node: Node, message: Text, cure: Text, severity: Severity = "error") -> Problem:
    """Return a problem of an element."""
    return Problem(file=process.file, line=node.line, place=node.id, message=message, cure=cure, severity=severity)


def at_flow(process: Process, flow: Flow, message: Text, cure: Text) -> Problem:
    """Return a problem of an arrow."""
    return Problem(file=process.file, line=flow.line, place=flow.id, message=message, cure=cure)


def of_process(process: Process, message: Text, cure: Text) -> Problem:
    """Return a problem of a process as a whole."""
    return Problem(file=process.file, line=process.line, place=process.id, message=message, cure=cure)
