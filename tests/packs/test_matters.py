"""The matters that a centre publishes are rows of a decision table that say everything without a case."""

from __future__ import annotations

import pytest

from engine.errors import Text
from engine.packs import checking, disk, matters
from engine.packs.reading import read_pack
from engine.settings import HOUSE

FILES = disk.read_pack_dir(HOUSE / "processes", HOUSE / "forms", "longxi")
TABLE = "processes/longxi/LX-F1.dmn"
MANIFEST = "processes/longxi/pack.yaml"


def said(path: str, old: str, new: str) -> list[str]:
    """Return what the check says of the county's pack with a passage of a file changed."""
    content = FILES[path]
    assert old.encode() in content
    changed = {**FILES, path: content.replace(old.encode(), new.encode(), 1)}
    return [problem.message.en for problem in checking.check(changed) if problem.severity == "error"]


def test_every_public_row_is_published_with_its_window_its_limit_and_its_steps() -> None:
    """LX-03: 14 matters in the order of the table; the limit is said as people say it."""
    reading = read_pack(FILES)
    assert reading.definition

    found = matters.matters(reading.definition, reading.decisions.decisions)

    assert len(found) == 14
    assert (found[1].code, found[1].title, found[1].window, found[1].owner) == (
        "labour-dispute",
        Text("劳动争议", "Labour dispute"),
        "w-labour",
        "d-labour",
    )
    assert (found[1].limit, found[1].basis) == (Text("15天", "15 days"), "劳动争议调解仲裁法")
    assert found[1].steps == Text("登记、调解、引导仲裁", "Register; mediate; guide to arbitration")


def test_a_row_that_is_not_public_is_not_published() -> None:
    """The county decides row by row."""
    hidden = {
        **FILES,
        TABLE: FILES[TABLE].replace(b'<outputEntry id="LX_F1_r2_o9"><text>true', b'<outputEntry id="LX_F1_r2_o9"><text>false', 1),
    }
    reading = read_pack(hidden)
    assert reading.definition

    assert "labour-dispute" not in {each.code for each in matters.matters(reading.definition, reading.decisions.decisions)}


@pytest.mark.parametrize(
    ("path", "old", "new", "sentence"),
    [
        (MANIFEST, "matters: LX_F1", "matters: LX_F9", "There is no decision table LX_F9 with the matters to publish."),
        (TABLE, 'name="basis"', 'name="ground"', "Columns are missing: basis."),
        (TABLE, '"15 d"', '"soon"', "Row 2 has no plain value for limit."),
        (TABLE, '"劳动争议"', "intake.matter", "Row 2 has no plain value for title."),
    ],
)
def test_what_cannot_be_published_is_said(path: str, old: str, new: str, sentence: str) -> None:
    """Before it is released, with the row."""
    assert sentence in said(path, old, new)


def test_the_county_as_it_ships_has_nothing_to_mend() -> None:
    """The claims above would mean nothing otherwise."""
    assert said(MANIFEST, "matters: LX_F1", "matters: LX_F1") == []
