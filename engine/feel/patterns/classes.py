"""Classes of characters (XML Schema 2, appendix G; XPath 3.1, 5.6.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from engine.feel.patterns.tree import PatternError, Test

_SPACE = frozenset(" \t\n\r")
_NO_WORD = frozenset("PZC")
#: Blocks of Unicode that people ask for by name.
_BLOCKS: Mapping[str, tuple[int, int]] = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographsExtensionA": (0x3400, 0x4DBF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7A3),
    "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
}
_CATEGORIES = re.compile("L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfons]?")


def single(sign: str) -> Test:
    """Return the test for one character."""
    return lambda character: character == sign


def between(first: str, last: str) -> Test:
    """Return the test for a range of characters."""
    if first > last:
        raise PatternError
    return lambda character: first <= character <= last


def negated(test: Test) -> Test:
    """Return the opposite test."""
    return lambda character: not test(character)


def ignoring_case(test: Test) -> Test:
    """Return the test that holds for a character in either case."""
    return lambda character: test(character) or test(character.lower()) or test(character.upper())


def any_character(*, with_line_ends: bool) -> Test:
    """Return the test for the dot."""
    return (lambda _: True) if with_line_ends else (lambda character: character not in "\n\r")


def named(name: str) -> Test:
    r"""Return the test for `\p{name}`. Raises PatternError."""
    if name.startswith("Is"):
        if name[2:] not in _BLOCKS:
            raise PatternError
        first, last = _BLOCKS[name[2:]]
        return lambda character: first <= ord(character) <= last
    if not _CATEGORIES.fullmatch(name):
        raise PatternError
    return lambda character: unicodedata.category(character).startswith(name)


def _is_initial(character: str) -> bool:
    return character.isalpha() or character in "_:"


def _is_name(character: str) -> bool:
    return _is_initial(character) or character in ".-\u00b7" or unicodedata.category(character) in {"Nd", "Mn", "Mc"}


#: Tests for `\\d`, `\\s` and so on; a capital letter is the opposite.
LETTERS: Mapping[str, Test] = {
    "d": lambda character: unicodedata.category(character) == "Nd",
    "s": lambda character: character in _SPACE,
    "w": lambda character: unicodedata.category(character)[0] not in _NO_WORD,
    "i": _is_initial,
    "c": _is_name,
}
