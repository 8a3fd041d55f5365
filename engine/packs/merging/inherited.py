"""Merges a pack over its parents: a file that took the place of an inherited one is compared with that one."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import CheckFailedError
from engine.packs import lineage, paths
from engine.packs.lineage import Lineage
from engine.packs.merging.files import merge
from engine.packs.paths import Kind
from engine.usecases.ports.workshop import Files, Merged

#: Files that hide one of the same name in a parent.
_HIDING = (Kind.PROCESS, Kind.DECISION, Kind.DOCUMENT, Kind.SCHEMA, Kind.LAYOUT)


def merge_over_parents(pack: str, states: tuple[Files, Files, Files], chosen: Mapping[str, str]) -> Merged:
    """Return the own files of base, ours and theirs together, each given with its parents. Raises CheckFailedError."""
    lines = [lineage.trace(states[0]), _ours(states), lineage.trace(states[2])]
    own = [_own(pack, files) for files in states]
    beneath = [_inherited(pack, line) for line in lines]
    names = {path for files in own for path in files}
    shown = [{**{path: below[path] for path in names if path in below}, **files} for files, below in zip(own, beneath, strict=True)]
    merged = merge(shown[0], shown[1], shown[2], chosen)
    # What is again exactly as inherited is inherited again.
    kept = {path: content for path, content in merged.files.items() if path in own[2] or beneath[2].get(path) != content}
    return Merged(files=kept, clashes=merged.clashes)


def _ours(states: tuple[Files, Files, Files]) -> Lineage:
    """Return the chain of ours; a draft whose pack.yaml cannot be read has grown from the base."""
    try:
        return lineage.trace(states[1])
    except CheckFailedError:
        return lineage.trace(states[0])


def _own(pack: str, files: Files) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if (found := paths.parse(path)) is not None and found.pack == pack}


def _inherited(pack: str, line: Lineage) -> dict[str, bytes]:
    """Return what a pack inherits, by the paths at which its own files would hide it."""
    found: dict[str, bytes] = {}
    for parent in line.packs[1:]:
        for each in line.of_pack(parent):
            if each.kind in _HIDING:
                found.setdefault(paths.home(each.path, pack), line.files[each.path])
    return found
