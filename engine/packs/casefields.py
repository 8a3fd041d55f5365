"""Lets a form say what lists show of a case: puts its fields in front of the pack's `case` expressions, and reads them back."""

from __future__ import annotations

import re

#: What an expression gives where nothing else does.
_NOTHING = "null"


def chosen(expression: str | None, place: str) -> str:
    """Return the field that speaks where the form of this place was filled in; empty if none does."""
    found = _pattern(place).search(expression or "")
    return found[1] if found else ""


def choose(expression: str | None, place: str, field: str) -> str | None:
    """Return the expression with the field of a place in front, without it if the field is empty; None if nothing is left."""
    rest = _pattern(place).sub("", (expression or "").removeprefix("="), count=1).strip()
    if field:
        return f"=if {place} != null then {place}.{field} else {rest or _NOTHING}"
    return f"={rest}" if rest and rest != _NOTHING else None


def _pattern(place: str) -> re.Pattern[str]:
    name = re.escape(place)
    return re.compile(rf"if {name} != null then {name}\.(\w+) else ")
