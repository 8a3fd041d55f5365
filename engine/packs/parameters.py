"""Writes other parameter values into a pack.yaml, word by word, so that comments and order stay."""

from __future__ import annotations

from collections.abc import Mapping

from engine.domain.case import Json
from engine.packs import yamledit, yamlfile

COUNTY = "county"


def override(files: Mapping[str, bytes], pack: str, values: Json) -> dict[str, bytes]:
    """Return the files of a pack with parameter values set by the county."""
    path = f"processes/{pack}/pack.yaml"
    return {**files, path: restate(path, files[path], values)}


def restate(path: str, content: bytes, values: Json) -> bytes:
    """Return a pack.yaml with parameter values set by the county. Raises CheckFailedError if it cannot be read."""
    for name, value in values.items():
        stated = (yamlfile.read(path, content).value.get("parameters") or {}).get(name)
        if not stated:
            content = yamledit.put(path, content, ("parameters", name), {"value": value, "source": COUNTY})
            continue
        for key, each in (("value", value), ("source", COUNTY)):
            content = yamledit.put(path, content, ("parameters", name, key), each)
    return content
