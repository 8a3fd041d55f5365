"""Chinese that people read has Chinese punctuation: no half-width mark stands between two Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("engine", "admin", "processes", "forms", "config", "docs")
KINDS = {".py", ".html", ".po", ".ts", ".tsx", ".json", ".yaml", ".bpmn", ".dmn", ".md", ".typ"}
#: A mark that should be full width; `code:中文` is a code, and its colon stays.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”》）][,;:?!(][\u4e00-\u9fff“《（]|[\u4e00-\u9fff”》）]\)[\u4e00-\u9fff，。；：]")
MEANT = ("用户名:密码@",)


def texts(folder: str) -> Iterator[Path]:
    """Yield our own text files of a folder."""
    for path in (ROOT / folder).rglob("*"):
        if path.suffix in KINDS and not {"node_modules", "dist"} & set(path.parts):
            yield path


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_half_width_mark_stands_between_chinese_characters(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in texts(folder)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if HALF_WIDTH.search(line) and not any(meant in line for meant in MEANT)
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("text", ["甲,乙", "“甲”:乙", "甲(乙", "（乙）;甲", "甲)。"])
def test_such_a_mark_is_seen(text: str) -> None:
    assert HALF_WIDTH.search(text)
