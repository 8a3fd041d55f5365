"""Sets a letter as PDF with Typst: our layout, the letter as data."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from engine import errors
from engine.documents import fonts
from engine.domain.case import Json
from engine.domain.letter import Letter
from engine.errors import Text

LAYOUT = Path(__file__).with_name("letter.typ")
#: Kept for decades (PDF/A-2, ISO 19005-2, level a): fonts inside, text that can be read aloud and searched.
STANDARD = "a-2a"
#: Printers' sign for a character that no typeface at hand can show; the DOCX still has the character itself.
GETA = "〓"
#: Distinct characters that are replaced before a letter is given up.
_MOST_REPLACED = 200
_UNSHOWABLE = (re.compile(r'the text `"(.+)"` could not be displayed', re.DOTALL), re.compile(r'contains the codepoint `"(.+)"`'))
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


class UnprintableLetterError(errors.EngineError):
    """这份文书无法排版成 PDF。

    This document could not be set as PDF.
    """


def pdf(letter: Letter, at: datetime, own_fonts: Path | None = None) -> bytes:
    """Return the letter as PDF/A; typefaces come from the machine and the given folder.

    Raises ChineseFontMissingError, UnprintableLetterError.
    """
    pages = _compiled(letter, at, own_fonts, format="pdf", pdf_standards=[STANDARD])
    assert isinstance(pages, bytes)  # noqa: S101 - one file for PDF
    return pages


def pictures(letter: Letter, at: datetime, own_fonts: Path | None = None, ppi: float = 110) -> list[bytes]:
    """Return the pages as PNG, for looking at them."""
    pages = _compiled(letter, at, own_fonts, format="png", ppi=ppi)
    return [pages] if isinstance(pages, bytes) else list(pages)


def _compiled(letter: Letter, at: datetime, own_fonts: Path | None, **more: Any) -> bytes | list[bytes]:
    content = letter.plain()
    for _ in range(_MOST_REPLACED):
        try:
            return _compile(content, at, own_fonts, **more)
        except typst.TypstError as error:
            unshowable = _unshowable(str(error))
            if unshowable <= {GETA}:
                raise UnprintableLetterError(_unprintable(letter, str(error))) from error
            content = _replaced(content, unshowable)
    raise UnprintableLetterError(_unprintable(letter, "too many characters without a glyph"))


#: By the folder of own fonts. A compiler keeps what it has read; it serves one thread at a time.
_lock = Lock()
_compilers: dict[Path | None, typst.Compiler] = {}


def _compile(content: Json, at: datetime, own_fonts: Path | None, **more: Any) -> bytes | list[bytes]:
    typefaces = fonts.of_this_machine(own_fonts)
    inputs = {"letter": json.dumps(content, ensure_ascii=False), "fonts": json.dumps(typefaces.families)}
    with _lock:
        if own_fonts not in _compilers:
            _compilers[own_fonts] = typst.Compiler(str(LAYOUT), root=str(LAYOUT.parent), font_paths=typefaces.fonts)
        made = _compilers[own_fonts].compile(sys_inputs=inputs, timestamp=int(at.timestamp()), **more)
    assert made is not None  # noqa: S101 - only an output file returns nothing
    return made


def _unshowable(message: str) -> set[str]:
    """Return the characters that Typst says no typeface can show; ASCII, in which it spells its escapes, always can be."""
    found = next((each for pattern in _UNSHOWABLE if (each := pattern.search(message))), None)
    spelled = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1]) if found else ""
    return {character for character in spelled if not character.isascii()}


def _replaced(value: Json, characters: set[str]) -> Json:
    table = str.maketrans(dict.fromkeys(characters, GETA))
    replaced: Json = json.loads(json.dumps(value, ensure_ascii=False).translate(table))
    return replaced


def _unprintable(letter: Letter, reason: str) -> Text:
    return Text(
        f"“{letter.title}”无法排版成 PDF，请把下面的说明告诉系统管理员：{reason}",
        f"{letter.title} could not be set as PDF; tell the system administrator: {reason}",
    )
