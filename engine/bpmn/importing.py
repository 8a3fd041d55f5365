"""Says whether a diagram from another tool would run here; camunda's and zeebe's simple attributes are understood."""

from __future__ import annotations

from engine.bpmn import checking
from engine.errors import Problem


def problems(content: bytes, file: str) -> list[Problem]:
    """Return what is wrong with one diagram; processes that it calls must be in the same file."""
    return checking.read_and_check({file: content})[1]
