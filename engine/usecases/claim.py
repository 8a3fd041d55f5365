"""Claim a work item, so that colleagues see who has it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Entry, ItemState, WorkItem
from engine.usecases.context import Context


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Somebody takes an item to do it."""

    item: UUID
    actor: Actor


def claim(command: Claim, context: Context) -> WorkItem:
    """Note who has the item; claiming one's own item again changes nothing.

    Raises WorkItemClosedError, NotAllowedError, WorkItemTakenError.
    """
    with context.begin(command.actor.reach) as uow:
        _, item = uow.cases.lock_item(command.item)
        _refuse_unless_free(item, command.actor)
        if item.holder is None:
            item = item.held_by(command.actor.person)
            entry = Entry(at=context.clock.now(), actor=command.actor.person, kind="claimed", code=item.code, element=item.element)
            uow.cases.put_item(item, entry)
            uow.commit()
    return item


def _refuse_unless_free(item: WorkItem, actor: Actor) -> None:
    if item.state is not ItemState.OPEN:
        raise errors.WorkItemClosedError
    if not item.is_for(actor):
        raise errors.NotAllowedError
    if item.holder not in (None, actor.person):
        raise errors.WorkItemTakenError
