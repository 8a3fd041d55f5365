"""What issuing a document by hand and by a process have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from engine import errors
from engine.domain.calendar import ZONE
from engine.domain.case import Case, Entry, Json, PartyRow
from engine.domain.letter import Letter
from engine.usecases import ports


@dataclass(frozen=True, kw_only=True)
class About:
    """What a document is about, and who issues it when."""

    case: Case
    #: The case document as it stands now.
    document: Json
    locale: str
    #: Person code.
    by: str
    now: datetime


def preview(template: ports.DocumentTemplate, about: About, uow: ports.UnitOfWork) -> Letter:
    """Return the letter without a number, marked as a preview."""
    return template.fill(_facts(about, uow))


def issue(
    template: ports.DocumentTemplate,
    about: About,
    uow: ports.UnitOfWork,
    release: ports.Release,
    printer: ports.Printer,
    *,
    may_wait: bool = False,
) -> ports.IssuedDocument:
    """Give a document its number, fill it in, typeset and store it; the caller writes the history line and commits.

    Where it may wait, a missing typeface keeps no case from moving on: the document is typeset when somebody reads it.
    Raises TypefaceMissingError where it may not.
    """
    year = about.now.astimezone(ZONE).year
    serial = uow.documents.next_serial(about.case.jurisdiction, template.series, year) if template.series else 0
    letter = template.fill(replace(_facts(about, uow), year=year, serial=serial))
    pdf = _typeset(letter, about.now, printer, may_wait=may_wait)
    row = ports.IssuedDocument(
        id=uuid4(),
        case=about.case.id,
        jurisdiction=about.case.jurisdiction,
        code=template.code,
        title=template.title,
        number=letter.number,
        locale=about.locale,
        privacy=template.privacy,
        release=release.id,
        sha256=hashlib.sha256(pdf).hexdigest(),
        issued_by=about.by,
        at=about.now,
    )
    uow.documents.put(ports.StoredDocument(row=row, letter=letter, pdf=pdf))
    return row


def _typeset(letter: Letter, at: datetime, printer: ports.Printer, *, may_wait: bool) -> bytes:
    try:
        return printer.pdf(letter, at)
    except errors.TypefaceMissingError:
        if not may_wait:
            raise
        return b""


class LaterPrinter:
    """Satisfies the port Printer; leaves every letter to be typeset when somebody reads it, as one that waits for a typeface is."""

    def pdf(self, letter: Letter, at: datetime) -> bytes:
        """Return nothing yet."""
        del letter, at
        return b""

    def docx(self, letter: Letter, at: datetime) -> bytes:
        """Return nothing yet."""
        return self.pdf(letter, at)

    def pictures(self, letter: Letter, at: datetime) -> Sequence[bytes]:
        """Return no page yet."""
        del letter, at
        return ()


def entry(row: ports.IssuedDocument) -> Entry:
    """Return the history line of a document."""
    detail = {"document": row.code, "number": row.number, "id": str(row.id), "title": list(row.title)}
    return Entry(at=row.at, actor=row.issued_by, kind="issued", code=row.code, detail=detail)


def line(locked: ports.LockedCase, written: Entry) -> ports.CaseStep:
    """Return a step that writes a line and moves nothing, so that pages people have open do not become stale."""
    return ports.CaseStep(
        before=locked,
        case=locked.case,
        process=locked.process,
        state=locked.state,
        items=locked.items,
        timers=locked.timers,
        entries=(written,),
    )


def as_of(case: Case, document: Json, release: ports.Release) -> Case:
    """Return the case with title, kind and parties as the document has them now."""
    shown = release.project(document)
    parties = tuple(PartyRow(**party) for party in shown.parties)
    return replace(case, title=shown.title, dispute_type=shown.dispute_type, parties=parties)


def _facts(about: About, uow: ports.UnitOfWork) -> ports.LetterFacts:
    roster = uow.rosters.roster(about.case.jurisdiction)
    return ports.LetterFacts(case=about.case, document=about.document, roster=roster, now=about.now, locale=about.locale)
