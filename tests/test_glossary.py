"""The words of the glossary are the words of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WORDS = re.findall(r"^\| ([A-Z]\w+) \|", (ROOT / "docs/glossary.md").read_text(), re.MULTILINE)
FILES = sorted((ROOT / "engine").rglob("*.py"))
SOURCES = "\n".join(path.read_text() for path in FILES)
#: In the singular.
MODULES = {path.stem.removesuffix("s") for path in FILES}


def test_the_glossary_is_read() -> None:
    """A change of its form must not empty the list below."""
    assert len(WORDS) > 30


@pytest.mark.parametrize("word", WORDS)
def test_every_word_stands_in_the_code(word: str) -> None:
    """As a type, as a part of the name of one, or as the name of a module."""
    is_type = re.search(rf"^(class \w*{word}\w*|{word} = )", SOURCES, re.MULTILINE)

    assert is_type or word.lower() in MODULES, f"nothing in engine/ is called {word}"
