"""Merges the files of a pack: each by its kind, whole where it has no parts that could be told apart."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import CheckFailedError
from engine.packs import paths
from engine.packs.merging import diagrams, trees
from engine.packs.merging.diagrams import UnmergeableError
from engine.packs.paths import Kind
from engine.usecases.ports.workshop import THEIRS, Clash, Files, Merged

_TREES = frozenset({Kind.PACK, Kind.SCHEMA, Kind.LAYOUT, Kind.SCENARIO, Kind.DOCUMENT, Kind.DEMO})
_DIAGRAMS = frozenset({Kind.PROCESS, Kind.DECISION})


def merge(base: Files, ours: Files, theirs: Files, chosen: Mapping[str, str]) -> Merged:
    """Return the files with both sides' changes; `chosen` says for each clash whose side counts, and where nobody chose ours does."""
    files: dict[str, bytes] = {}
    clashes: list[Clash] = []
    for path in sorted({*ours, *theirs}):
        content, found = _file(path, (base.get(path), ours.get(path), theirs.get(path)), chosen)
        clashes += found
        if content is not None:
            files[path] = content
    return Merged(files=files, clashes=tuple(clashes))


def _file(
    path: str, states: tuple[bytes | None, bytes | None, bytes | None], chosen: Mapping[str, str]
) -> tuple[bytes | None, list[Clash]]:
    was, mine, other = states
    if mine in (was, other):
        return other, []
    if other == was:
        return mine, []
    parsed = paths.parse(path)
    if mine is not None and other is not None and parsed is not None:
        try:
            if parsed.kind in _TREES:
                return trees.merge(path, was, mine, other, chosen)
            if parsed.kind in _DIAGRAMS and was is not None:
                return diagrams.merge(path, was, mine, other, chosen)
        except (CheckFailedError, UnmergeableError, ValueError, RecursionError):
            pass  # what cannot be read by its parts is chosen whole
    clash = Clash(file=path, place="", base=was, ours=mine, theirs=other)
    side = chosen.get(clash.name)
    return (other if side == THEIRS else mine), [] if side in clash.choices else [clash]
