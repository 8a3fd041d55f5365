"""Read an issued document: exactly what went out, or the same as DOCX to be edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from engine import errors
from engine.domain import disclosure
from engine.domain.access import Actor
from engine.domain.case import Case
from engine.usecases import ports
from engine.usecases.context import Context
from engine.usecases.slices import refuse_slice

#: What the log says of a download.
_PURPOSE = "下载文书 / download of a document"


@dataclass(frozen=True, kw_only=True)
class ReadDocument:
    """Somebody downloads an issued document."""

    document: UUID
    actor: Actor
    as_docx: bool = False


@dataclass(frozen=True, kw_only=True)
class Papers:
    """The documents of a case: what can be issued, and what has been."""

    case: Case
    templates: Sequence[ports.DocumentTemplate]
    #: The newest first.
    issued: Sequence[ports.IssuedDocument]
    #: What others issued and somebody entered, the newest first.
    received: Sequence[ports.ReceivedDocument]
    #: Names by person code of who issued them.
    names: dict[str, str]
    #: Whether the reader may open those that show class P2.
    may_read_sensitive: bool

    def replies(self, document: ports.IssuedDocument) -> list[ports.ReceivedDocument]:
        """Return what came in answer to a document of ours."""
        return [received for received in self.received if received.answers == document.id]

    def may_open(self, document: ports.IssuedDocument | ports.DocumentTemplate | ports.ReceivedDocument) -> bool:
        """Tell whether the reader may have what a document shows."""
        return self.may_read_sensitive or document.privacy in disclosure.COMMON


@dataclass(frozen=True, kw_only=True)
class ListPapers:
    """Somebody opens the documents of a case."""

    case: UUID
    actor: Actor


def read_document(command: ReadDocument, context: Context) -> tuple[ports.IssuedDocument, bytes]:
    """Return the document and its bytes; reading one of class P2 is logged.

    Raises NotFoundError, NotAllowedError, and TypefaceMissingError for one that waits for a typeface.
    """
    with context.begin(command.actor.reach) as uow:
        stored = uow.documents.get(command.document)
        row = stored.row
        refuse_slice(command.actor, row.case, row.jurisdiction, uow)
        if row.privacy not in disclosure.COMMON:
            case = uow.cases.lock(row.case).case
            if not disclosure.may_read_sensitive(command.actor, case, uow.cases.items(row.case)):
                raise errors.NotAllowedError
            uow.cases.log_reading(row.case, command.actor.person, row.privacy, _PURPOSE)
            uow.commit()
    if command.as_docx:
        return row, context.printer.docx(stored.letter, row.at)
    return row, stored.pdf or context.printer.pdf(stored.letter, row.at)


def list_papers(command: ListPapers, context: Context) -> Papers:
    """Return what can be issued in a case and what has been. Raises NotFoundError."""
    with context.begin(command.actor.reach) as uow:
        case = uow.cases.lock(command.case).case
        release = context.releases.get(case.release)
        roster = uow.rosters.roster(case.jurisdiction)
        is_slice = disclosure.sees_slice(command.actor, case)
        return Papers(
            case=case,
            templates=() if is_slice else tuple(release.documents.values()),
            issued=() if is_slice else uow.documents.of_case(command.case),
            received=() if is_slice else uow.documents.received_in(command.case),
            names={person.code: person.name for person in roster.people},
            may_read_sensitive=disclosure.may_read_sensitive(command.actor, case, uow.cases.items(command.case)),
        )
