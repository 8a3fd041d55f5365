"""The executable processes of a release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from engine.domain.case import Json
from engine.domain.process import Outcome, Run


class Processes(Protocol):
    """The executable processes of one release; parsed once, shared by threads."""

    def start(self, process: str, run: Run) -> Outcome:
        """Begin a process and advance it until it waits. Raises ProcessError, StepBudgetError."""
        ...

    def complete(self, process: str, state: bytes, task: UUID, run: Run) -> Outcome:
        """Finish an open user task and advance. Raises WorkItemClosedError if the task is not open."""
        ...

    def fire(self, process: str, state: bytes, run: Run) -> Outcome:
        """Fire every timer due at `run.now`, earliest first, and advance."""
        ...

    def send(self, process: str, state: bytes, message: str, payload: Json, run: Run) -> Outcome:
        """Deliver a message. Raises MessageNotAwaitedError."""
        ...

    def recount(self, process: str, state: bytes, run: Run) -> Outcome:
        """Compute the running deadlines of timer events anew by `run.due_of`, without moving the instance."""
        ...

    def inspect(self, process: str, state: bytes, run: Run) -> Outcome:
        """Read where an instance stands without moving it."""
        ...

    def calls(self, process: str) -> Mapping[str, frozenset[str]]:
        """Return the call activities of a process, each with the ids of all elements that run inside it."""
        ...
