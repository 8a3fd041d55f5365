"""Documents lead where they say: every link of ours to a file finds it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("docs", "engine", "admin", "processes", "forms", "config", "tests")
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.md") if "node_modules" not in file.parts)]
)
#: `[words](target)` and `![words](target)`; what has a scheme lies outside.
_LINK = re.compile(r"\]\((?!\w+:)([^)\s#]+)(#[^)\s]*)?\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(document: Path) -> set[str]:
    """Return how the headings of a document are linked to."""
    headings = _HEADING.findall(document.read_text("utf-8"))
    return {"#" + re.sub(r"[^\w\s-]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_link_finds_its_file(document: Path) -> None:
    found = _LINK.findall(document.read_text("utf-8"))

    assert [target for target, _ in found if not (document.parent / target).exists()] == []
    led = {(target, anchor) for target, anchor in found if anchor and target.endswith(".md")}
    assert {(target, anchor) for target, anchor in led if anchor not in anchors(document.parent / target)} == set()


def test_links_are_seen() -> None:
    """The pattern finds the links of the front page."""
    assert len(_LINK.findall((ROOT / "README.md").read_text("utf-8"))) > 5
