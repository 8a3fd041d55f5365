"""Puts a pack with its parents into the store as immutable releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.domain import content
from engine.domain.case import Json
from engine.packs import lineage
from engine.usecases import ports


def release_of(files: Mapping[str, bytes]) -> str:
    """Return the release as which a pack would be stored. Raises CheckFailedError for a broken chain of packs."""
    *_parents, own = _links(files)
    return own.release


def install(files: Mapping[str, bytes], *, jurisdiction: str, at: datetime, by: str, uow: ports.UnitOfWork) -> str:
    """Store a checked pack and its parents, topmost first, and return the release of the pack; the caller adopts and commits.

    What is there already stays as it is: a release is named by its content. Raises CheckFailedError for a broken chain of packs.
    """
    *parents, own = _links(files)
    for link in (*parents, own):
        row = ports.ReleaseRow(
            id=link.release,
            jurisdiction=jurisdiction,
            pack=link.pack,
            version=str(link.manifest["version"]),
            parent=link.parent,
            released_at=at,
            author=by,
            released_by=by,
            note="",
            follows=link.release if link is own else None,
        )
        uow.packs.add_release(row, link.files)
    return own.release


@dataclass(frozen=True, kw_only=True)
class _Link:
    """One pack of the chain."""

    release: str
    #: The release of the pack that this one extends.
    parent: str | None
    pack: str
    manifest: Json
    files: Mapping[str, bytes]


def _links(files: Mapping[str, bytes]) -> Iterator[_Link]:
    """Yield the chain, topmost pack first."""
    line = lineage.trace(files)
    parent: str | None = None
    for pack, manifest in reversed(list(zip(line.packs, line.manifests, strict=True))):
        own = {each.path: files[each.path] for each in line.of_pack(pack)}
        link = _Link(release=content.release_id(own, parent), parent=parent, pack=pack, manifest=manifest.value, files=own)
        yield link
        parent = link.release
