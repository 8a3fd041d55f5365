"""A county is files under processes/, forms/ and config/: the program knows none of them by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
KINDS = {".py", ".html", ".po", ".ts", ".tsx", ".css", ".json", ".yaml", ".toml", ".ini", ".typ", ".mako"}
#: What ends the name of a jurisdiction; 陇西 is as much a county's name as 陇西县.
LEVELS = re.compile(r"(省|市|县|区|街道|镇|乡|村)$")


def names() -> set[str]:
    """Return every name under which a pack or a jurisdiction that ships could stand in the program."""
    found = {path.parent.name for path in (ROOT / "processes").glob("*/pack.yaml")} - {"base"}
    for path in (ROOT / "config" / "jurisdictions").glob("*.yaml"):
        found |= {path.stem, *titles(yaml.safe_load(path.read_text("utf-8")))}
    return {short for name in found for short in (name, LEVELS.sub("", name)) if len(short) > 1}


def titles(content: object) -> Iterator[str]:
    """Yield the Chinese titles in a file of jurisdictions."""
    if isinstance(content, dict):
        if isinstance(content.get("title"), dict):
            yield content["title"]["zh"]
        for value in content.values():
            yield from titles(value)
    elif isinstance(content, list):
        for value in content:
            yield from titles(value)


def test_names_are_found() -> None:
    assert {"longxi", "陇西", "陇西县"} <= names()


@pytest.mark.parametrize("folder", ["engine", "admin"])
def test_the_program_names_no_county(folder: str) -> None:
    wanted = re.compile(
        "|".join(rf"\b{name}\b" if name.isascii() else name for name in sorted(names(), key=len, reverse=True)), re.IGNORECASE
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in (ROOT / folder).rglob("*")
        if path.suffix in KINDS and not {"node_modules", "dist"} & set(path.parts)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if wanted.search(line)
    ]

    assert not found, "\n".join(found)
