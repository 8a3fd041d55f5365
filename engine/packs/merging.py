"""Brings what one person changed together with what another released meanwhile: entry by entry where a file has entries, else by choice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import CheckFailedError
from engine.packs import paths, treediff, yamledit, yamlfile
from engine.packs.paths import Kind
from engine.usecases.ports.workshop import OURS, THEIRS, Clash, Files, Merged

#: Stands for an entry that is not there.
_ABSENT: Any = object()
_TREES = (Kind.PACK, Kind.SCHEMA, Kind.LAYOUT)
#: Entries that a release writes by itself.
_WRITTEN_BY_RELEASES = ("version",)


def merge(base: Files, ours: Files, theirs: Files, chosen: Mapping[str, str]) -> Merged:
    """Return the files with both sides' changes; `chosen` says for each clash whose side counts."""
    found = _Merging(chosen)
    files = {path: content for path in sorted({*ours, *theirs}) if (content := found.file(path, base, ours, theirs)) is not None}
    return Merged(files=files, clashes=tuple(found.clashes))


@dataclass(kw_only=False)
class _Merging:
    """One merge under way."""

    chosen: Mapping[str, str]
    clashes: list[Clash] = field(default_factory=list)

    def file(self, path: str, base: Files, ours: Files, theirs: Files) -> bytes | None:
        """Return a file with both sides' changes, None if it is gone."""
        was, mine, other = base.get(path), ours.get(path), theirs.get(path)
        if mine in (was, other) or other == was:
            return other if mine in (was, other) else mine
        parsed = paths.parse(path)
        if was and mine and other and parsed and parsed.kind in _TREES:
            try:
                return self._tree(path, was, mine, other)
            except (CheckFailedError, ValueError, RecursionError):
                pass  # what cannot be read is chosen whole
        return self._choose(Clash(file=path, place="", base=was, ours=mine, theirs=other))

    def _tree(self, path: str, was: bytes, mine: bytes, other: bytes) -> bytes:
        is_yaml = path.endswith(".yaml")
        trees = [yamlfile.read(path, each).value if is_yaml else json.loads(each) for each in (was, mine, other)]
        if not is_yaml:
            return (json.dumps(self._value(path, (), *trees), ensure_ascii=False, indent=2) + "\n").encode()
        for keys, value in self._entries(path, *trees):
            other = yamledit.drop(path, other, keys) if value is _ABSENT else yamledit.put(path, other, keys, value)
        return other

    def _entries(self, path: str, was: Any, mine: Any, other: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
        """Yield the entries of a pack.yaml that differ from the released one, those of its tables one by one."""
        for key in dict.fromkeys([*mine, *was]):
            three = [tree.get(key, _ABSENT) for tree in (was, mine, other)]
            if key in _WRITTEN_BY_RELEASES:
                continue
            if all(isinstance(each, dict) or each is _ABSENT for each in three):
                tables = [{} if each is _ABSENT else each for each in three]
                yield from (((key, *inner), value) for inner, value in self._table(path, key, *tables))
            elif (value := self._value(path, (key,), *three)) != three[2]:
                yield (key,), value

    def _table(self, path: str, key: str, was: Any, mine: Any, other: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
        for name in dict.fromkeys([*mine, *was]):
            three = [table.get(name, _ABSENT) for table in (was, mine, other)]
            value = self._value(path, (key, name), *three)
            if value is not three[2] and value != three[2]:
                yield (name,), value

    def _value(self, path: str, place: tuple[str, ...], was: Any, mine: Any, other: Any) -> Any:
        """Return one value with both sides' changes."""
        if _same(mine, other) or _same(mine, was):
            return other
        if _same(other, was):
            return mine
        if isinstance(mine, dict) and isinstance(other, dict):
            return self._by_key(path, place, was if isinstance(was, dict) else {}, mine, other)
        if isinstance(mine, list) and isinstance(other, list):
            named = [_named(each) for each in (was if isinstance(was, list) else [], mine, other)]
            if all(each is not None for each in named):
                return list(self._by_key(path, place, *named).values())
            if not any(isinstance(each, dict | list) for each in (*mine, *other)):
                return _united(was if isinstance(was, list) else [], mine, other)
        clash = Clash(file=path, place=".".join(place), base=_or_none(was), ours=_or_none(mine), theirs=_or_none(other))
        return mine if self._side(clash) == OURS else other

    def _by_key(self, path: str, place: tuple[str, ...], was: Any, mine: Any, other: Any) -> dict[str, Any]:
        keys = _united(list(was), list(mine), list(other))
        keys += [key for key in (*other, *mine) if key not in keys]
        values = {key: self._value(path, (*place, str(key)), *(each.get(key, _ABSENT) for each in (was, mine, other))) for key in keys}
        return {key: value for key, value in values.items() if value is not _ABSENT}

    def _choose(self, clash: Clash) -> bytes | None:
        content: bytes | None = clash.ours if self._side(clash) == OURS else clash.theirs
        return content

    def _side(self, clash: Clash) -> str:
        side = self.chosen.get(clash.name)
        if side not in (OURS, THEIRS):
            self.clashes.append(clash)
        return side or OURS


def _same(a: Any, b: Any) -> bool:
    return a is b or (a is not _ABSENT and b is not _ABSENT and type(a) is type(b) and a == b)


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
