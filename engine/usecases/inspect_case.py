"""Inspect where the process of a case stands, without moving it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.domain.access import Actor
from engine.domain.process import Outcome
from engine.usecases.advance import Advance
from engine.usecases.context import Context


@dataclass(frozen=True, kw_only=True)
class InspectCase:
    """Somebody opens the page of a case."""

    case: UUID
    actor: Actor


def inspect_case(command: InspectCase, context: Context) -> Outcome:
    """Return what the process waits for: tasks, timers and messages. Raises NotFoundError."""
    with context.begin(command.actor.reach) as uow:
        locked = uow.cases.lock(command.case)
        advance = Advance.of(locked, command.actor.person, uow, context)
        return advance.release.processes.inspect(locked.process, locked.state, advance.run())
