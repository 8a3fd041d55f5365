"""Merges YAML and JSON entry by entry; entries of lists are matched by what names them, else by what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from engine.packs import treediff, yamledit, yamlfile
from engine.packs.merging import ordering
from engine.usecases.ports.workshop import OURS, THEIRS, Clash

#: Stands for an entry that is not there.
_ABSENT: Any = object()
_VERSION = "version"
#: Longer lists of entries without names are chosen whole.
_LONGEST = 500


def merge(path: str, was: bytes | None, mine: bytes, other: bytes, chosen: Mapping[str, str]) -> tuple[bytes, list[Clash]]:
    """Return a file with both sides' changes and what nobody has chosen yet. Raises CheckFailedError, ValueError for unreadable files."""
    found = _Merging(path, chosen)
    if path.endswith(".yaml"):
        trees = [yamlfile.read(path, each).value if each is not None else {} for each in (was, mine, other)]
        for keys, value in found.entries(*trees):
            other = yamledit.drop(path, other, keys) if value is _ABSENT else yamledit.put(path, other, keys, value)
        return other, found.clashes
    trees = [json.loads(each) if each is not None else {} for each in (was, mine, other)]
    merged = found.value((), *trees)
    content = next((each for each, tree in zip((other, mine), (trees[2], trees[1]), strict=True) if _same(tree, merged)), None)
    return content or (json.dumps(merged, ensure_ascii=False, indent=2) + "\n").encode(), found.clashes


class _Merging:
    """One file under way."""

    def __init__(self, path: str, chosen: Mapping[str, str]) -> None:
        self._path = path
        self._chosen = chosen
        self.clashes: list[Clash] = []

    def entries(self, was: Any, mine: Any, other: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
        """Yield the entries of a YAML file that differ from theirs, those of its tables one by one."""
        for key in dict.fromkeys([*mine, *was]):
            three = [tree.get(key, _ABSENT) for tree in (was, mine, other)]
            if key == _VERSION:
                # A release writes it by itself: nobody is asked, and it never goes back.
                if (later := max(map(_figures, three[1:]))) != _figures(three[2]):
                    yield (key,), ".".join(map(str, later))
            elif all(isinstance(each, dict) or each is _ABSENT for each in three):
                tables = [{} if each is _ABSENT else each for each in three]
                yield from (((key, *inner), value) for inner, value in self._table(key, *tables))
            elif not _same(value := self.value((key,), *three), three[2]):
                yield (key,), value

    def _table(self, key: str, was: Any, mine: Any, other: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
        for name in dict.fromkeys([*mine, *was]):
            three = [table.get(name, _ABSENT) for table in (was, mine, other)]
            value = self.value((key, name), *three)
            if not _same(value, three[2]):
                yield (name,), value

    def value(self, place: tuple[str, ...], was: Any, mine: Any, other: Any) -> Any:
        """Return one value with both sides' changes."""
        if _same(mine, other) or _same(mine, was):
            return other
        if _same(other, was):
            return mine
        if isinstance(mine, dict) and isinstance(other, dict):
            return self._by_key(place, was if isinstance(was, dict) else {}, mine, other)
        if isinstance(mine, list) and isinstance(other, list):
            found = self._list(place, was if isinstance(was, list) else [], mine, other)
            if found is not None:
                return found
        clash = Clash(file=self._path, place=".".join(place), base=_or_none(was), ours=_or_none(mine), theirs=_or_none(other))
        return mine if self._side(clash) == OURS else other

    def _list(self, place: tuple[str, ...], was: list[Any], mine: list[Any], other: list[Any]) -> list[Any] | None:
        named = [_named(each) for each in (was, mine, other)]
        if all(each is not None for each in named):
            return list(self._by_key(place, *named).values())
        if not any(isinstance(each, dict | list) for each in (*mine, *other)):
            return _united(was, mine, other)
        return _interleaved(was, mine, other)

    def _by_key(self, place: tuple[str, ...], was: Any, mine: Any, other: Any) -> dict[str, Any]:
        keys = ordering.merged([list(was), list(mine), list(other)])
        values = {key: self.value((*place, str(key)), *(each.get(key, _ABSENT) for each in (was, mine, other))) for key in keys}
        return {key: value for key, value in values.items() if value is not _ABSENT}

    def _side(self, clash: Clash) -> str:
        side = self._chosen.get(clash.name)
        if side not in (OURS, THEIRS):
            self.clashes.append(clash)
        return side or OURS


def _figures(version: Any) -> tuple[int, ...]:
    parts = str(version).split(".") if isinstance(version, str) else []
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()


def _same(a: Any, b: Any) -> bool:
    """Compare in depth; 1 and true are different, and so are an entry that is not there and null."""
    if a is b:
        return True
    if a is _ABSENT or b is _ABSENT or type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(_same(one, other) for one, other in zip(a, b, strict=True))
    return bool(a == b)


def _or_none(value: Any) -> Any:
    return None if value is _ABSENT else value


def _named(entries: Sequence[Any]) -> dict[str, Any] | None:
    """Return the entries of a list by what names them; None if nothing does."""
    key = treediff.naming(entries)
    if entries and key is None:
        return None
    found = {str(entry[key]): entry for entry in entries} if key else {}
    return found if len(found) == len(entries) else None


def _united(was: list[Any], mine: list[Any], other: list[Any]) -> list[Any]:
    """Return the words of a list: those of the other side, without those taken out here, with those added here."""
    kept = [each for each in other if each in mine or each not in was]
    return [*kept, *(each for each in mine if each not in was and each not in kept)]


def _interleaved(was: list[Any], mine: list[Any], other: list[Any]) -> list[Any] | None:
    """Return a list of entries without names, such as the steps of a scenario; None where both changed the same place."""
    if max(map(len, (was, mine, other))) > _LONGEST:
        return None
    changes = sorted({*_hunks(was, mine), *_hunks(was, other)})
    found: list[Any] = []
    at = 0
    for number, (begin, end, entries) in enumerate(changes):
        # Two changes that touch each other might depend on each other.
        if number and begin <= changes[number - 1][1]:
            return None
        found += [*was[at:begin], *json.loads(entries)]
        at = end
    return [*found, *was[at:]]


def _hunks(was: list[Any], now: list[Any]) -> Iterator[tuple[int, int, str]]:
    """Yield which entries of a list became which others."""
    texts = [[json.dumps(entry, sort_keys=True, default=str) for entry in entries] for entries in (was, now)]
    for action, begin, end, first, last in SequenceMatcher(a=texts[0], b=texts[1], autojunk=False).get_opcodes():
        if action != "equal":
            yield begin, end, json.dumps(now[first:last])
