"""The printer: a letter as PDF and as DOCX."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from engine.documents import typesetting, word
from engine.domain.letter import Letter


class Printer:
    """Satisfies `engine.usecases.ports.Printer`."""

    def pdf(self, letter: Letter, at: datetime) -> bytes:
        """Set the letter with Typst."""
        return typesetting.pdf(letter, at)

    def docx(self, letter: Letter, at: datetime) -> bytes:
        """Write the letter for Word and WPS."""
        return word.docx(letter, at)

    def pictures(self, letter: Letter, at: datetime) -> Sequence[bytes]:
        """Draw the pages."""
        return typesetting.pictures(letter, at)
