"""Issue a document of a case: look at it first, then give it its number and keep it for good."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine import errors
from engine.domain import disclosure
from engine.domain.access import Actor
from engine.domain.letter import Letter
from engine.usecases import letters, ports
from engine.usecases.context import Context

#: What the log says of a preview, which shows what the document would.
_PREVIEWED = "预览文书 / preview of a document"
_ISSUED = "出具文书 / issue of a document"


@dataclass(frozen=True, kw_only=True)
class IssueDocument:
    """Somebody makes a document out of what the case holds."""

    case: UUID
    #: Code of the template, for example F13.
    document: str
    actor: Actor
    #: `zh` or `en`.
    locale: str = "zh"


def issue_document(command: IssueDocument, context: Context) -> ports.IssuedDocument:
    """Give the document its number, typeset and store it, with a line in the history; the case itself does not move.

    Raises NotFoundError, NotAllowedError, ProcessError and what keeps the printer from printing.
    """
    with context.begin(command.actor.reach) as uow:
        locked = uow.cases.lock(command.case)
        release, template = _template(command, locked, uow, context)
        row = letters.issue(template, _about(command, locked, context), uow, release, context.printer)
        if template.privacy not in disclosure.COMMON:
            uow.cases.log_reading(command.case, command.actor.person, template.privacy, _ISSUED)
        uow.cases.save(letters.line(locked, letters.entry(row)))
        uow.commit()
    return row


def preview_document(command: IssueDocument, context: Context) -> Letter:
    """Return the document as it would be, without a number and marked on every page; reading one of class P2 is logged.

    Raises NotFoundError, NotAllowedError, ProcessError.
    """
    with context.begin(command.actor.reach) as uow:
        locked = uow.cases.lock(command.case)
        _, template = _template(command, locked, uow, context)
        letter = letters.preview(template, _about(command, locked, context), uow)
        if template.privacy not in disclosure.COMMON:
            uow.cases.log_reading(command.case, command.actor.person, template.privacy, _PREVIEWED)
            uow.commit()
    return letter


def _template(
    command: IssueDocument, locked: ports.LockedCase, uow: ports.UnitOfWork, context: Context
) -> tuple[ports.Release, ports.DocumentTemplate]:
    """Find the template and see whether the actor may have what it shows."""
    if not command.actor.roles_in(locked.case.jurisdiction) or disclosure.sees_slice(command.actor, locked.case):
        raise errors.NotAllowedError
    release = context.releases.get(locked.case.release)
    template = release.document(command.document)
    is_common = template.privacy in disclosure.COMMON
    if not is_common and not disclosure.may_read_sensitive(command.actor, locked.case, uow.cases.items(command.case)):
        raise errors.NotAllowedError
    return release, template


def _about(command: IssueDocument, locked: ports.LockedCase, context: Context) -> letters.About:
    return letters.About(
        case=locked.case,
        document=locked.case.document,
        locale=command.locale,
        by=command.actor.person,
        now=context.clock.now(),
    )
