"""Attach a file: store what somebody uploads while filling in a form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from engine import errors
from engine.domain import media
from engine.domain.access import Actor
from engine.domain.case import ItemState
from engine.usecases import ports
from engine.usecases.context import Context


@dataclass(frozen=True, kw_only=True)
class AttachFile:
    """Somebody uploads a file for a work item, or for a case not yet opened."""

    name: str
    content: bytes
    actor: Actor
    #: The work item whose form asks for it; None for the form that will open a case.
    item: UUID | None = None
    #: Set for a case not yet opened.
    jurisdiction: str | None = None


def attach_file(command: AttachFile, context: Context) -> ports.Attachment:
    """Store the file and return it; the answer that names it will bind it to the case.

    Raises FileRefusedError, WorkItemClosedError, WorkItemTakenError, NotAllowedError.
    """
    name = media.shown_name(command.name)
    file = ports.Attachment(
        id=uuid4(),
        jurisdiction=command.jurisdiction or "",
        case=None,
        name=name,
        media_type=media.accepted(name, command.content),
        content=command.content,
        uploaded_by=command.actor.person,
        at=context.clock.now(),
    )
    with context.begin(command.actor.reach) as uow:
        file = replace(file, jurisdiction=_jurisdiction(command, uow))
        uow.attachments.put(file)
        uow.commit()
    return file


def _jurisdiction(command: AttachFile, uow: ports.UnitOfWork) -> str:
    if command.item is None:
        if command.jurisdiction is None or command.jurisdiction not in command.actor.reach:
            raise errors.NotAllowedError
        return command.jurisdiction
    _, item = uow.cases.lock_item(command.item)
    if item.state is not ItemState.OPEN:
        raise errors.WorkItemClosedError
    if not item.is_for(command.actor):
        raise errors.NotAllowedError
    if item.holder not in (None, command.actor.person):
        raise errors.WorkItemTakenError
    return item.jurisdiction
