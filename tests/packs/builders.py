"""Builds small packs: files by path, with one thing changed where a test asks for it."""

from __future__ import annotations

from collections.abc import Mapping

from engine.packs import yamledit


def a_manifest(pack: str = "longxi", **more: object) -> bytes:
    """Return a pack.yaml with the least that is needed, and more keys as given."""
    value = {"pack": pack, "version": "1.0.0", "title": {"zh": "陇西", "en": "Longxi"}, **more}
    return yamledit.write(value)


def a_base(**more: object) -> dict[str, bytes]:
    """Return the files of a base pack without processes of its own."""
    return {"processes/base/pack.yaml": a_manifest("base", **more)}


def a_county(files: Mapping[str, bytes] | None = None, **more: object) -> dict[str, bytes]:
    """Return the files of a county pack that extends the base pack, which is included."""
    own = {"processes/longxi/pack.yaml": a_manifest("longxi", extends="base", **more)}
    return {**a_base(), **own, **(files or {})}
