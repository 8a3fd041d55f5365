"""Functions of texts, except those with patterns (DMN 1.5, table 75)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.feel.functions.building import built_in
from engine.feel.numbers import integral
from engine.feel.running import current
from engine.feel.values import shallow


@built_in("substring", "string: string, start position: number, length?: number?")
def substring(text: str, start: Decimal, length: Decimal | None = None) -> str | None:
    """Return a part of a text; positions count from 1, or from the end if negative."""
    place, count = integral(start), integral(length)
    if not place or abs(place) > len(text) or (length is not None and (count is None or count < 0)):
        return None
    first = place - 1 if place > 0 else len(text) + place
    return _made(text[first:] if count is None else text[first : first + count])


def _made(text: str) -> str:
    current().meter.sized(len(text))
    return text


@built_in("string length", "string: string")
def string_length(text: str) -> Decimal:
    """Return the number of characters."""
    return Decimal(len(text))


@built_in("upper case", "string: string")
def upper_case(text: str) -> str:
    """Return a text in capital letters."""
    return _made(text.upper())


@built_in("lower case", "string: string")
def lower_case(text: str) -> str:
    """Return a text in small letters."""
    return _made(text.lower())


@built_in("substring before", "string: string, match: string")
def substring_before(text: str, match: str) -> str:
    """Return what stands before the first occurrence; nothing if there is none."""
    before, found, _ = text.partition(match) if match else ("", "", "")
    return _made(before if found else "")


@built_in("substring after", "string: string, match: string")
def substring_after(text: str, match: str) -> str:
    """Return what stands after the first occurrence; nothing if there is none."""
    return _made(text.partition(match)[2] if match else text)


@built_in("contains", "string: string, match: string")
def contains(text: str, match: str) -> bool:
    """Tell whether a text contains another."""
    current().meter.copied(len(text))
    return match in text


@built_in("starts with", "string: string, match: string")
def starts_with(text: str, match: str) -> bool:
    """Tell whether a text starts with another."""
    return text.startswith(match)


@built_in("ends with", "string: string, match: string")
def ends_with(text: str, match: str) -> bool:
    """Tell whether a text ends with another."""
    return text.endswith(match)


@built_in("string join", "list: list, delimiter?: string?")
def string_join(values: list[Any], delimiter: str | None = None) -> str | None:
    """Join texts; null entries are left out."""
    found = [each for each in map(shallow, values) if each is not None]
    if not all(isinstance(each, str) for each in found):
        return None
    current().meter.sized(sum(map(len, found)) + len(delimiter or "") * len(found))
    return (delimiter or "").join(found)
