"""Packs as one zip file: what a county gives to another, byte for byte the same wherever it is made."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.domain import content as addresses
from engine.domain.case import Json
from engine.errors import CheckFailedError, Problem, Text
from engine.packs import archivefile, lineage, paths, schemas
from engine.packs.definition import define
from engine.packs.lineage import Lineage

MANIFEST = "manifest.json"
FORMAT = "onedoor-pack/1"
#: The earliest instant that a zip file can hold; a real one would make each export differ.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3


@dataclass(frozen=True, kw_only=True)
class Archive:
    """What an archive holds, read and found to be whole."""

    pack: str
    version: str
    #: Every file, those of parents that travel with it included.
    files: Mapping[str, bytes]
    #: Parents that travel with the archive, nearest first.
    included: tuple[str, ...]
    #: Parents that must be there already.
    declared: tuple[str, ...]
    #: Outside things that the pack needs: roles, calendars, rosters, pools.
    needs: Mapping[str, tuple[str, ...]]
    #: Content id, the same for the same files.
    id: str


def export_pack(files: Mapping[str, bytes], *, with_parents: bool = True) -> bytes:
    """Return a pack's archive; the same files give the same bytes. Raises CheckFailedError for files no pack may hold."""
    refused = list(paths.check(files))
    if refused:
        raise CheckFailedError(refused)
    line = lineage.trace(files)
    kept = line.packs if with_parents else line.packs[:1]
    chosen = {each.path: files[each.path] for pack in kept for each in line.of_pack(pack)}
    manifest = json.dumps(_manifest(line, chosen, kept), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return _zip({MANIFEST: manifest.encode(), **chosen})


def read_archive(content: bytes) -> Archive:
    """Read an archive that came from outside. Raises CheckFailedError; the pack's own check comes afterwards."""
    entries = dict(archivefile.read_entries(content, extra=frozenset({MANIFEST})))
    manifest = _read_manifest(entries.pop(MANIFEST, None))
    found = content_id(entries)
    if found != manifest["content"]:
        message = Text(
            "模板包的内容与清单不符，可能被改动过或不完整。",
            "The pack's content is not what its manifest says; it may be altered or incomplete.",
        )
        raise CheckFailedError([Problem(file=MANIFEST, message=message, cure=_ASK)])
    return Archive(
        pack=manifest["pack"],
        version=manifest["version"],
        files=entries,
        included=tuple(manifest["parents"]["included"]),
        declared=tuple(manifest["parents"]["declared"]),
        needs={kind: tuple(names) for kind, names in manifest["needs"].items()},
        id=found,
    )


def content_id(files: Mapping[str, bytes]) -> str:
    """Return what names exactly these files: SHA-256 over their paths and contents."""
    return addresses.release_id(files, None)


_ASK = Text("请向提供者重新索取。", "Ask the sender for it again.")


def _manifest(line: Lineage, chosen: Mapping[str, bytes], kept: tuple[str, ...]) -> Json:
    for manifest in line.manifests:
        problems = schemas.check(manifest, "pack")
        if problems:
            raise CheckFailedError(problems)
    definition = define(line.manifests)
    return {
        "format": FORMAT,
        "pack": line.own,
        "version": definition.content["version"],
        "title": definition.content["title"],
        "content": content_id(chosen),
        "parents": {"included": list(kept[1:]), "declared": list(line.packs[len(kept) :])},
        "needs": {kind: sorted(names) for kind, names in definition.content["requires"].items()},
        "files": {path: addresses.file_id(content) for path, content in sorted(chosen.items())},
    }


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _EPOCH)
            # Stored, because deflate's bytes depend on the zlib at hand, and packs are small.
            entry.compress_type = zipfile.ZIP_STORED
            entry.create_system = _UNIX
            entry.external_attr = _REGULAR_FILE
            archive.writestr(entry, content)
    return buffer.getvalue()


def _read_manifest(content: bytes | None) -> Json:
    """Read the manifest as plain JSON of the one shape that `_manifest` writes."""
    try:
        value: Any = json.loads(content or b"")
    except (ValueError, RecursionError) as error:
        raise CheckFailedError([_no_manifest()]) from error
    if not schemas.validator("manifest").is_valid(value):
        raise CheckFailedError([_no_manifest()])
    return dict(value)


def _no_manifest() -> Problem:
    message = Text(
        "压缩包里没有可用的 manifest.json，不是由本系统导出的模板包。",
        "The archive has no usable manifest.json; it was not exported by this system.",
    )
    return Problem(file=MANIFEST, message=message, cure=_ASK)
