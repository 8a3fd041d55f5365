"""Claims about the administrator's guide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from admin import navigation

HOUSE = Path(__file__).parents[2]
ALL = sorted((HOUSE / "docs/admin-guide").glob("*.md"))
GUIDES = [*(file for file in ALL if file.name != "README.md"), HOUSE / "docs/tutorial/README.md"]
#: The pages for programmers are described in docs/api.md.
ELSEWHERE = {"接口说明"}
#: Where the words of the pages stand, those of the packs' figures included.
SOURCES = ("admin/templates/**/*.html", "admin/**/*.py", "admin/frontend/src/**/words.ts", "processes/base/pack.yaml")


def test_every_page_of_the_menu_has_its_help() -> None:
    """What the menu offers is explained under its name somewhere in the guide."""
    told = "\n".join(guide.read_text() for guide in ALL)

    titles = {str(link.title) for section in navigation.MENU for link in section.links}
    assert {title for title in titles - ELSEWHERE if f"**{title}**" not in told} == set()


def test_the_guide_lists_all_its_pages() -> None:
    """Whoever opens the folder finds each page, in both languages."""
    index = (HOUSE / "docs/admin-guide/README.md").read_text()

    assert {file.name for file in ALL if index.count(f"({file.name})") != 2 and file.name != "README.md"} == set()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: f"{guide.parent.stem}-{guide.stem}")
def test_the_guide_names_what_stands_on_the_pages(guide: Path) -> None:
    """Each button and heading in bold is found under that name."""
    named = set(re.findall(r"\*\*(.+?)\*\*", guide.read_text())) - {"粗体", "麦香县"}
    pages = "\n".join(file.read_text() for pattern in SOURCES for file in HOUSE.glob(pattern))
    words = "\n".join(re.findall(r'"[^"\n]*"|zh: [^,}]+', pages))

    assert named
    assert {name for name in named if name not in words} == set()
