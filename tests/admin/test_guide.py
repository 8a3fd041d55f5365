"""Claims about the administrator's guide."""

from __future__ import annotations

import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]
GUIDE = HOUSE / "docs/admin-guide/studio.md"
#: Where the words of the pages stand.
SOURCES = ("admin/templates/**/*.html", "admin/**/*.py", "admin/frontend/src/**/words.ts")


def test_the_guide_names_what_stands_on_the_pages() -> None:
    """Each button and heading in bold is found under that name."""
    named = set(re.findall(r"\*\*(.+?)\*\*", GUIDE.read_text())) - {"粗体"}
    pages = "\n".join(file.read_text() for pattern in SOURCES for file in HOUSE.glob(pattern))

    assert len(named) > 15
    assert {name for name in named if f'"{name}"' not in pages} == set()
