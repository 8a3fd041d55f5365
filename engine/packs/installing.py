"""Puts a pack with its parents into the store as immutable releases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.domain import content
from engine.packs import lineage
from engine.usecases import ports


def install(files: Mapping[str, bytes], *, jurisdiction: str, at: datetime, by: str, uow: ports.UnitOfWork) -> str:
    """Store a checked pack and its parents, topmost first, and return the release of the pack; the caller adopts and commits.

    What is there already stays as it is: a release is named by its content. Raises CheckFailedError for a broken chain of packs.
    """
    line = lineage.trace(files)
    release: str | None = None
    for pack, manifest in reversed(list(zip(line.packs, line.manifests, strict=True))):
        own = {each.path: files[each.path] for each in line.of_pack(pack)}
        row = ports.ReleaseRow(
            id=content.release_id(own, release),
            jurisdiction=jurisdiction,
            pack=pack,
            version=str(manifest.value["version"]),
            parent=release,
            released_at=at,
            author=by,
            released_by=by,
            note="",
        )
        uow.packs.add_release(row, own)
        release = row.id
    assert release is not None  # noqa: S101 - a chain holds at least the pack itself
    return release
