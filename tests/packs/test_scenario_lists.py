"""The README of a pack that lists its scenarios is held to the folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKS = Path(__file__).parents[2] / "processes"
LISTED = sorted(file.parent.name for file in PACKS.glob("*/README.md") if "## What plays what" in file.read_text())


@pytest.mark.parametrize("pack", LISTED)
def test_every_scenario_is_listed_and_every_one_listed_is_there(pack: str) -> None:
    """Whoever adds a scenario says what it plays; names of another pack on top of it count where that pack has them."""
    said = (PACKS / pack / "README.md").read_text().split("## What plays what")[1]
    named = set(re.findall(r"`([A-Za-z0-9-]+)`", said))
    own = {file.stem for file in (PACKS / pack).glob("scenarios/*.yaml")}
    anywhere = {file.stem for file in PACKS.glob("*/scenarios/*.yaml")} | {file.name for file in PACKS.iterdir()}

    assert own - named == set()
    assert {name for name in named if "-" in name} - anywhere == set()


def test_the_lists_are_found() -> None:
    """Two counties have one at least."""
    assert {"yuyang", "pengjiang"} <= set(LISTED)
