"""Brings the orders of three states together."""

from __future__ import annotations

from collections.abc import Sequence


def merged(found: Sequence[list[str]], chosen: int | None = None) -> list[str]:
    """Return the orders of the base, ours and theirs as one.

    The side that is chosen counts, else the one that moved something; of what both put in the same place ours comes first.
    """
    base, *sides = found
    if chosen is None:
        moved = [number for number, side in enumerate(sides) if _common(base, side) != _common(side, base)]
        chosen = moved[0] if moved else len(sides) - 1
    order = sides[chosen] if sides else base
    for number, side in enumerate(sides):
        if number != chosen:
            order = woven(order, side, is_first=number < chosen)
    return woven(order, base, is_first=False)


def _common(one: Sequence[str], other: Sequence[str]) -> list[str]:
    there = set(other)
    return [key for key in one if key in there]


def woven(order: Sequence[str], other: Sequence[str], *, is_first: bool) -> list[str]:
    """Put what only `other` has behind what it follows there; before or behind what only `order` has in that place."""
    known, there = set(order), set(other)
    behind: dict[str | None, list[str]] = {}
    last: str | None = None
    for key in other:
        if key in known:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    found: list[str] = []
    waiting = behind.pop(None, [])
    for key in order:
        if waiting and (is_first or key in there):
            found += waiting
            waiting = []
        found.append(key)
        if key in there:
            waiting = behind.pop(key, [])
    return [*found, *waiting]
