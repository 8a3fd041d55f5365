"""Compares two plain trees (YAML, JSON) key by key; entries of lists are matched by what names them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import Text

#: Keys that name an entry of a list, the first that all entries have counts.
_NAMING = ("code", "const", "id", "name", "person", "process", "at")
_LONGEST = 60


@dataclass(frozen=True, kw_only=True)
class Change:
    """One changed part of a file."""

    action: str
    place: str
    message: Text


def changes(a: Any, b: Any, place: str = "") -> Iterator[Change]:
    """Yield the changes that lead from `a` to `b`; what was added or removed whole is one change."""
    if isinstance(a, dict) and isinstance(b, dict):
        yield from _by_key(a, b, place)
    elif isinstance(a, list) and isinstance(b, list):
        yield from _by_entry(a, b, place)
    elif a != b or isinstance(a, bool) != isinstance(b, bool):
        text = Text(f"“{place}”由{shown(a)}改为{shown(b)}。", f'"{place}" changed from {shown(a)} to {shown(b)}.')
        yield Change(action="changed", place=place, message=text)


def shown(value: Any) -> str:
    """Write a value as short as a sentence can bear."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _by_key(a: dict[str, Any], b: dict[str, Any], place: str) -> Iterator[Change]:
    for key in [*a, *(key for key in b if key not in a)]:
        inner = f"{place}.{key}" if place else key
        if key not in b:
            yield _removed(inner, a[key])
        elif key not in a:
            yield _added(inner, b[key])
        else:
            yield from changes(a[key], b[key], inner)


def _by_entry(a: list[Any], b: list[Any], place: str) -> Iterator[Change]:
    key = naming([*a, *b])
    names_a, names_b = [_name(entry, key) for entry in a], [_name(entry, key) for entry in b]
    if key is None or len(set(names_a)) < len(a) or len(set(names_b)) < len(b):
        yield from _by_position(a, b, place)
        return
    yield from _by_key(dict(zip(names_a, a, strict=True)), dict(zip(names_b, b, strict=True)), f"{place}[]")
    kept_a, kept_b = [name for name in names_a if name in names_b], [name for name in names_b if name in names_a]
    if kept_a != kept_b:
        yield Change(action="changed", place=place, message=Text(f"“{place}”的次序有改动。", f'The order of "{place}" changed.'))


def _by_position(a: list[Any], b: list[Any], place: str) -> Iterator[Change]:
    for index in range(max(len(a), len(b))):
        inner = f"{place}[{index}]"
        if index >= len(b):
            yield _removed(inner, a[index])
        elif index >= len(a):
            yield _added(inner, b[index])
        else:
            yield from changes(a[index], b[index], inner)


def naming(entries: Sequence[Any]) -> str | None:
    """Return the key by which the entries are told apart; a list of plain words is its own name."""
    if entries and all(isinstance(entry, str) for entry in entries):
        return ""
    if not all(isinstance(entry, dict) for entry in entries):
        return None
    return next((key for key in _NAMING if all(isinstance(entry.get(key), str | int) for entry in entries)), None)


def _name(entry: Any, naming: str | None) -> str:
    return str(entry[naming]) if naming else str(entry)


def _added(place: str, value: Any) -> Change:
    return Change(action="added", place=place, message=Text(f"新增“{place}”：{shown(value)}。", f'"{place}" added: {shown(value)}.'))


def _removed(place: str, value: Any) -> Change:
    return Change(
        action="removed", place=place, message=Text(f"删除“{place}”（原为{shown(value)}）。", f'"{place}" removed (it was {shown(value)}).')
    )
