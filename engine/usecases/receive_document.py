"""Receive a document that somebody else issued: a ruling, an expert opinion, the reply to a letter of ours."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from engine import errors
from engine.domain import disclosure, media
from engine.domain.access import Actor
from engine.domain.calendar import local_date
from engine.domain.case import Case, Entry
from engine.errors import FieldProblem, Text
from engine.usecases import letters, ports
from engine.usecases.context import Context
from engine.usecases.slices import refuse_slice

#: Longest title, issuer or number kept, in characters.
LONGEST = 200
#: What the log says of a download.
_PURPOSE = "下载来文 / download of a received document"


@dataclass(frozen=True, kw_only=True)
class ReceiveDocument:
    """Somebody enters a document that came in."""

    case: UUID
    actor: Actor
    title: str
    #: Who issued it, as it stands on the paper.
    issuer: str
    #: Empty if it bears none.
    number: str
    #: None if what was typed is no day.
    dated_on: date | None
    #: Name and content of the scan.
    name: str
    content: bytes
    is_sensitive: bool = False
    #: The document of ours to which it is the answer.
    answers: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ReadReceived:
    """Somebody downloads a received document."""

    document: UUID
    actor: Actor


def receive_document(command: ReceiveDocument, context: Context) -> ports.ReceivedDocument:
    """Store the document, with a line in the history; the case itself does not move.

    Raises NotFoundError, NotAllowedError, AnswersRefusedError with all problems at once, FileRefusedError.
    """
    with context.begin(command.actor.reach) as uow:
        locked = uow.cases.lock(command.case)
        if not command.actor.roles_in(locked.case.jurisdiction) or disclosure.sees_slice(command.actor, locked.case):
            raise errors.NotAllowedError
        document = _document(command, locked.case, uow, context)
        uow.documents.put_received(document, command.content)
        uow.cases.save(letters.line(locked, entry(document)))
        uow.commit()
    return document


def read_received(command: ReadReceived, context: Context) -> tuple[ports.ReceivedDocument, bytes]:
    """Return the document and its content; reading one of class P2 is logged. Raises NotFoundError, NotAllowedError."""
    with context.begin(command.actor.reach) as uow:
        document, content = uow.documents.received(command.document)
        refuse_slice(command.actor, document.case, document.jurisdiction, uow)
        if document.privacy not in disclosure.COMMON:
            case = uow.cases.lock(document.case).case
            if not disclosure.may_read_sensitive(command.actor, case, uow.cases.items(document.case)):
                raise errors.NotAllowedError
            uow.cases.log_reading(document.case, command.actor.person, document.privacy, _PURPOSE)
            uow.commit()
    return document, content


def _document(command: ReceiveDocument, case: Case, uow: ports.UnitOfWork, context: Context) -> ports.ReceivedDocument:
    now = context.clock.now()
    problems = [*_blank(command), *_dated(command, local_date(now)), *_answering(command, uow)]
    if problems or command.dated_on is None:
        raise errors.AnswersRefusedError(problems)
    name = media.shown_name(command.name)
    return ports.ReceivedDocument(
        id=uuid4(),
        case=case.id,
        jurisdiction=case.jurisdiction,
        title=one_line(command.title),
        issuer=one_line(command.issuer),
        number=one_line(command.number) or None,
        dated_on=command.dated_on,
        answers=command.answers,
        privacy="P2" if command.is_sensitive else "P1",
        name=name,
        media_type=media.accepted(name, command.content),
        sha256=hashlib.sha256(command.content).hexdigest(),
        received_by=command.actor.person,
        at=now,
    )


def _blank(command: ReceiveDocument) -> list[FieldProblem]:
    wanted = {
        "title": Text("请填写文书名称。", "Enter what the document is called."),
        "issuer": Text("请填写出具单位。", "Enter who issued it."),
    }
    return [FieldProblem(path=f"/{name}", message=text) for name, text in wanted.items() if not one_line(getattr(command, name))]


def _dated(command: ReceiveDocument, today: date) -> list[FieldProblem]:
    if command.dated_on is None:
        return [FieldProblem(path="/dated_on", message=Text("请填写文书上的日期。", "Enter the day that the document bears."))]
    if command.dated_on > today:
        return [FieldProblem(path="/dated_on", message=Text("文书日期不能晚于今天。", "The document cannot be dated later than today."))]
    return []


def _answering(command: ReceiveDocument, uow: ports.UnitOfWork) -> list[FieldProblem]:
    if command.answers is None or command.answers in {row.id for row in uow.documents.of_case(command.case)}:
        return []
    text = Text("所选的去文不属于本案。", "The document that it answers does not belong to this case.")
    return [FieldProblem(path="/answers", message=text)]


def entry(document: ports.ReceivedDocument) -> Entry:
    """Return the history line; what somebody typed about a sensitive document stays with the document."""
    said = {"title": document.title, "issuer": document.issuer} if document.privacy in disclosure.COMMON else {}
    detail = {"id": str(document.id), "answers": document.answers and str(document.answers), **said}
    return Entry(at=document.at, actor=document.received_by, kind="received", detail=detail)


def one_line(text: str) -> str:
    """Return what somebody typed without line breaks and doubled blanks, at most as long as is kept."""
    return " ".join(text.split())[:LONGEST]
