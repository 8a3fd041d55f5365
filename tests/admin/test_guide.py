"""Claims about the administrator's guide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
GUIDES = sorted(file for file in (HOUSE / "docs/admin-guide").glob("*.md") if file.name != "README.md")
#: Where the words of the pages stand, those of the packs' figures included.
SOURCES = ("admin/templates/**/*.html", "admin/**/*.py", "admin/frontend/src/**/words.ts", "processes/base/pack.yaml")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_the_guide_names_what_stands_on_the_pages(guide: Path) -> None:
    """Each button and heading in bold is found under that name."""
    named = set(re.findall(r"\*\*(.+?)\*\*", guide.read_text())) - {"粗体"}
    pages = "\n".join(file.read_text() for pattern in SOURCES for file in HOUSE.glob(pattern))
    words = "\n".join(re.findall(r'"[^"\n]+"|zh: [^,}]+', pages))

    assert named
    assert {name for name in named if name not in words} == set()
