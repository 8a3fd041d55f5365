"""Templates of letters and agreements, and what typesets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engine.domain.case import Case, Json
from engine.domain.letter import Letter
from engine.domain.roster import Roster
from engine.errors import Text


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """What a document template is filled in from."""

    case: Case
    #: The case document as it stands now; it may be ahead of the case's own.
    document: Json
    roster: Roster
    now: datetime
    #: `zh` or `en`.
    locale: str
    #: Year and number in the series; None for a preview.
    year: int | None = None
    serial: int | None = None


class DocumentTemplate(Protocol):
    """A template of a letter or agreement."""

    @property
    def code(self) -> str:
        """Return the code, for example F13."""
        ...

    @property
    def title(self) -> Text:
        """Return what the document is called."""
        ...

    @property
    def privacy(self) -> str:
        """Return the highest privacy class that it shows: P0, P1 or P2."""
        ...

    @property
    def series(self) -> str | None:
        """Return the series in which it is numbered; None for a document without a number."""
        ...

    def fill(self, facts: LetterFacts) -> Letter:
        """Return the letter, without a number for a preview. Raises ProcessError and LetterTooLongError."""
        ...


class Printer(Protocol):
    """Typesets letters; the same letter at the same instant gives the same bytes."""

    def pdf(self, letter: Letter, at: datetime) -> bytes:
        """Return the letter as PDF to keep. Raises an EngineError that says what is missing."""
        ...

    def docx(self, letter: Letter, at: datetime) -> bytes:
        """Return the letter as DOCX to edit."""
        ...

    def pictures(self, letter: Letter, at: datetime) -> Sequence[bytes]:
        """Return the pages as PNG, to look at before the letter is issued."""
        ...
