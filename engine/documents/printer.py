"""The printer: a letter as PDF, as DOCX and as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.documents import typesetting, word
from engine.domain.letter import Letter


@dataclass(frozen=True)
class Printer:
    """Satisfies `engine.usecases.ports.Printer`."""

    #: Folder for typefaces that a county has a licence for, such as 仿宋 and 小标宋; it need not exist.
    own_fonts: Path | None = None

    def pdf(self, letter: Letter, at: datetime) -> bytes:
        """Set the letter with Typst."""
        return typesetting.pdf(letter, at, self.own_fonts)

    def docx(self, letter: Letter, at: datetime) -> bytes:
        """Write the letter for Word and WPS."""
        return word.docx(letter, at)

    def pictures(self, letter: Letter, at: datetime) -> Sequence[bytes]:
        """Draw the pages."""
        return typesetting.pictures(letter, at, self.own_fonts)
