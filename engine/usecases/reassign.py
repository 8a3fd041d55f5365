"""Reassign a work item to another person who may do it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Entry, ItemState, WorkItem
from engine.errors import Text
from engine.usecases.context import Context


@dataclass(frozen=True, kw_only=True)
class Reassign:
    """The holder or an overseer hands an item to a colleague."""

    item: UUID
    actor: Actor
    #: Person code of the colleague.
    to: str


def reassign(command: Reassign, context: Context) -> WorkItem:
    """Hand the item over. Raises WorkItemClosedError, NotAllowedError."""
    with context.begin(command.actor.reach) as uow:
        _, item = uow.cases.lock_item(command.item)
        if item.state is not ItemState.OPEN:
            raise errors.WorkItemClosedError
        if not (item.may_hand_over(command.actor) or (item.holder is None and item.is_for(command.actor))):
            raise errors.NotAllowedError
        receiver = uow.rosters.actor(command.to)
        if not item.is_for(receiver):
            raise errors.NotAllowedError(_wrong_receiver(receiver))
        item = item.held_by(command.to)
        entry = Entry(
            at=context.clock.now(),
            actor=command.actor.person,
            kind="reassigned",
            code=item.code,
            element=item.element,
            detail={"to": command.to},
        )
        uow.cases.put_item(item, entry)
        uow.commit()
    return item


def _wrong_receiver(receiver: Actor) -> Text:
    return Text(
        f"{receiver.name}的岗位不能办理这一项，请选择其他同事。",
        f"The post of {receiver.name} does not allow this item; choose another colleague.",
    )
