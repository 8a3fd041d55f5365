"""Release a claimed work item, so that a colleague can take it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Entry, ItemState, WorkItem
from engine.usecases.context import Context


@dataclass(frozen=True, kw_only=True)
class Release:
    """Somebody gives an item back to all who may do it."""

    item: UUID
    actor: Actor


def release(command: Release, context: Context) -> WorkItem:
    """Free the item. Raises WorkItemClosedError; NotAllowedError unless the holder or an overseer asks."""
    with context.begin(command.actor.reach) as uow:
        _, item = uow.cases.lock_item(command.item)
        if item.state is not ItemState.OPEN:
            raise errors.WorkItemClosedError
        if not item.may_hand_over(command.actor):
            raise errors.NotAllowedError
        item = item.held_by(None)
        entry = Entry(at=context.clock.now(), actor=command.actor.person, kind="released", code=item.code, element=item.element)
        uow.cases.put_item(item, entry)
        uow.commit()
    return item
