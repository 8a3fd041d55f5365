"""Deliver a message from outside to the case that waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine import errors
from engine.domain import disclosure
from engine.domain.access import Actor
from engine.domain.case import Case, Json
from engine.usecases import counting
from engine.usecases.advance import Advance
from engine.usecases.context import Context


@dataclass(frozen=True, kw_only=True)
class SendMessage:
    """Something reached the centre that a case waits for, for example a party's withdrawal."""

    case: UUID
    message: str
    actor: Actor
    payload: Json
    seen_revision: int | None = None


def send_message(command: SendMessage, context: Context) -> Case:
    """Deliver the message and return the case. Raises MessageNotAwaitedError, CaseChangedError."""
    with context.begin(command.actor.reach) as uow:
        locked = uow.cases.lock(command.case)
        if not command.actor.roles_in(locked.case.jurisdiction) or disclosure.sees_slice(command.actor, locked.case):
            raise errors.NotAllowedError
        if command.seen_revision not in (None, locked.case.revision):
            raise errors.CaseChangedError
        advance = Advance.of(locked, command.actor.person, uow, context)
        run = advance.run()
        advance.note("message", code=command.message)
        outcome = advance.release.processes.send(locked.process, locked.state, command.message, command.payload, run)
        step = advance.step(locked.process, outcome, run.document)
        uow.cases.save(counting.counted(step, locked.measured_by, context))
        uow.commit()
    return step.case
