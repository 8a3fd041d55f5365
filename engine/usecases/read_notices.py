"""Mark notices as read: one, or all that the list shows; each person has marks of their own."""

from __future__ import annotations

from dataclasses import dataclass

from engine.domain.access import Actor
from engine.usecases.context import Context


@dataclass(frozen=True, kw_only=True)
class ReadNotices:
    """Somebody has read what they were told."""

    actor: Actor
    #: None for all.
    notice: int | None = None


def read_notices(command: ReadNotices, context: Context) -> None:
    """Mark them; what is marked already, or was told to somebody else, stays as it is."""
    with context.begin(command.actor.reach) as uow:
        uow.notices.mark(command.actor, context.clock.now(), command.notice)
        uow.commit()
