"""Functions of texts with patterns (DMN 1.5, table 75; XPath 3.1, 5.6)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from engine.feel.functions.building import built_in
from engine.feel.patterns import Match, Pattern, PatternError
from engine.feel.running import current


@built_in("matches", "input: string, pattern: string, flags?: string?")
def matches(text: str, pattern: str, flags: str | None = None) -> bool | None:
    """Tell whether a pattern matches somewhere in a text."""
    found = _pattern(pattern, flags or "")
    return None if found is None else found.search(text, current().meter) is not None


@built_in("replace", "input: string, pattern: string, replacement: string, flags?: string?")
def replace(text: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:
    """Replace what a pattern matches; `$1` is what its first group matched, `$0` the whole."""
    found, meter = _pattern(pattern, flags or ""), current().meter
    pieces = _pieces(replacement, found.groups, is_literal="q" in (flags or "")) if found else None
    if found is None or pieces is None or found.search("", meter):
        # A pattern that matches nothing has no place in a text (XPath 3.1, FORX0003).
        return None
    result, last, size = [], 0, 0
    for match in found.every(text, meter):
        result += [text[last : match.start], _replaced(pieces, match)]
        size += len(result[-1]) + len(result[-2])
        meter.sized(size)
        last = match.end
    return "".join([*result, text[last:]])


@built_in("split", "string: string, delimiter: string")
def split(text: str, delimiter: str) -> list[str] | None:
    """Split a text where a pattern matches."""
    found = _pattern(delimiter, "")
    if found is None:
        return None
    parts, last = [], 0
    for match in found.every(text, current().meter):
        if match.start < match.end or 0 < match.start < len(text):
            parts.append(text[last : match.start])
            last = match.end
    return [*parts, text[last:]]


@lru_cache(maxsize=512)
def _pattern(text: str, flags: str) -> Pattern | None:
    try:
        return Pattern(text, flags)
    except PatternError:
        return None


def _pieces(text: str, groups: int, *, is_literal: bool) -> list[str | int] | None:
    """Return a replacement as texts and numbers of groups; None if it is no replacement."""
    pieces: list[str | int] = []
    place = 0
    while place < len(text):
        sign, following = text[place], text[place + 1 : place + 2]
        if is_literal or sign not in "\\$":
            pieces.append(sign)
            place += 1
        elif sign == "\\" and following in {"\\", "$"}:
            pieces.append(following)
            place += 2
        elif sign == "$" and following.isdecimal():
            number, place = _group_number(text, place + 1, groups)
            pieces.append(number)
        else:
            return None
    return pieces


def _group_number(text: str, place: int, groups: int) -> tuple[int, int]:
    """Read the longest number that is one of a group; a single digit beyond them stands for nothing."""
    number = int(text[place])
    place += 1
    while text[place : place + 1].isdecimal() and int(f"{number}{text[place]}") <= groups:
        number = int(f"{number}{text[place]}")
        place += 1
    return number, place


def _replaced(pieces: list[str | int], match: Match) -> str:
    count = len(match.marks) // 2
    found: list[Any] = [each if isinstance(each, str) else match.group(each) if each < count else "" for each in pieces]
    return "".join(found)
