"""Escapes in FEEL texts (DMN 1.5, 10.3.1.2, rule 64)."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'"}
_LAST = 0x10FFFF


def unescape(text: str) -> str:
    """Return a text with its escapes replaced; an unknown escape stays as it is written."""
    found = _ESCAPE.sub(_character, text)
    # Two halves of a surrogate pair, written one after the other, are one character.
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(found: re.Match[str]) -> str:
    digits = found[1] or found[2]
    if digits:
        number = int(digits, 16)
        return chr(number) if number <= _LAST else "\ufffd"
    return _LETTERS.get(found[3], found[0])
