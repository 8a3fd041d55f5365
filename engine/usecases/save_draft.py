"""Save answers that are being written, so that nothing is lost before they are submitted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Draft, ItemState, Json
from engine.usecases.context import Context


@dataclass(frozen=True, kw_only=True)
class SaveDraft:
    """Somebody is filling in a form."""

    #: The work item, or an id made by the page for a case not yet opened.
    item: UUID
    actor: Actor
    answers: Json
    #: Revision of the draft that the page holds; 0 if it holds none.
    seen: int
    #: Both set for a case not yet opened: where, and the process of its door.
    jurisdiction: str | None = None
    door: str | None = None


def save_draft(command: SaveDraft, context: Context) -> Draft:
    """Store the draft and return it with its new revision.

    Raises DraftChangedError if another device saved a newer one, WorkItemClosedError, WorkItemTakenError, NotAllowedError.
    """
    draft = Draft(
        item=command.item,
        actor=command.actor.person,
        answers=command.answers,
        revision=command.seen + 1,
        saved_at=context.clock.now(),
        door=command.door,
    )
    with context.begin(command.actor.reach) as uow:
        case, jurisdiction = None, command.jurisdiction
        if jurisdiction is None:
            locked, item = uow.cases.lock_item(command.item)
            if item.state is not ItemState.OPEN:
                raise errors.WorkItemClosedError
            if not item.is_for(command.actor):
                raise errors.NotAllowedError
            if item.holder not in (None, command.actor.person):
                raise errors.WorkItemTakenError
            case, jurisdiction = locked.case.id, item.jurisdiction
        elif jurisdiction not in command.actor.reach:
            raise errors.NotAllowedError
        uow.cases.put_draft(draft, case, jurisdiction, command.seen)
        uow.commit()
    return draft
