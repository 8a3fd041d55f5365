"""Documents in the store: issued and received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from engine.domain.letter import Letter
from engine.errors import Text


@dataclass(frozen=True, kw_only=True)
class IssuedDocument:
    """A document of a case as it went out; its bytes never change."""

    id: UUID
    case: UUID
    jurisdiction: str
    #: Code of the template and the title that it had.
    code: str
    title: Text
    #: None for a document without a number.
    number: str | None
    locale: str
    #: Highest privacy class of what it shows.
    privacy: str
    #: Release whose template it was made from.
    release: str
    #: SHA-256 of the PDF.
    sha256: str
    #: Person code, or `system` if the process issued it by itself.
    issued_by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class StoredDocument:
    """An issued document with its content."""

    row: IssuedDocument
    letter: Letter
    #: Empty where the machine on which a process issued it had no typeface; it is then set when it is read.
    pdf: bytes


@dataclass(frozen=True, kw_only=True)
class ReceivedDocument:
    """A document of a case that somebody else issued: a ruling, an expert opinion, the reply to a letter of ours."""

    id: UUID
    case: UUID
    jurisdiction: str
    title: str
    #: Who issued it, as it stands on the paper.
    issuer: str
    #: Its number, if it bears one.
    number: str | None
    #: Day that it bears.
    dated_on: date
    #: The document of ours to which it is the answer.
    answers: UUID | None
    #: P1 or P2.
    privacy: str
    #: Name of the file as it was sent, without any path.
    name: str
    media_type: str
    sha256: str
    received_by: str
    at: datetime


class Documents(Protocol):
    """Documents issued and received, append-only; row-level security hides foreign ones."""

    def next_serial(self, jurisdiction: str, series: str, year: int) -> int:
        """Return the next number of a series in a jurisdiction and year; gaps are possible, repeats are not."""
        ...

    def put(self, document: StoredDocument) -> None:
        """Store a document; its case may be stored later in the same transaction."""
        ...

    def get(self, document: UUID) -> StoredDocument:
        """Return a document with its content. Raises NotFoundError."""
        ...

    def of_case(self, case: UUID) -> Sequence[IssuedDocument]:
        """Return the documents of a case, the newest first."""
        ...

    def put_received(self, document: ReceivedDocument, content: bytes) -> None:
        """Store a document that somebody else issued."""
        ...

    def received(self, document: UUID) -> tuple[ReceivedDocument, bytes]:
        """Return a received document with its content. Raises NotFoundError."""
        ...

    def received_in(self, case: UUID) -> Sequence[ReceivedDocument]:
        """Return what was received in a case, the newest first."""
        ...
