"""What an administrator may get wrong is refused before it is released, with the rule and whose it is, for each county of Gansu."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest

from engine.domain import composition
from engine.domain.composition import Surroundings
from engine.domain.roster import Team
from engine.errors import Text
from engine.packs import checking, compositions, disk, rows, schemas
from engine.packs.definition import define
from engine.packs.lineage import trace
from engine.settings import HOUSE

PACKS = ("gansu", "suzhou", "longxi")


def files_of(pack: str) -> Mapping[str, bytes]:
    return disk.read_pack_dir(HOUSE / "processes", HOUSE / "forms", pack)


def said(files: Mapping[str, bytes]) -> list[str]:
    return [problem.message.zh for problem in checking.check(files) if problem.severity == "error"]


@pytest.mark.parametrize(
    ("pack", "level", "sentence"),
    [
        ("gansu", "town", "“村（社区）综治中心”和“县（区）综治中心”之间缺少一级：乡镇（街道）。"),
        ("suzhou", "city", "“区综治中心”和“省综治中心”之间缺少一级：市（州）。"),
        ("longxi", "town", "“村（社区）调委会”和“县综治中心”之间缺少一级：乡镇（街道）。"),
    ],
)
def test_a_ladder_with_a_hole_is_refused(pack: str, level: str, sentence: str) -> None:
    """The level that is missing is named; a level that is passed over on purpose must be declared."""
    path = f"processes/{pack}/pack.yaml"
    files = files_of(pack)
    without = re.sub(rf"\n *- \{{level: \w+, at: {level}, .*".encode(), b"", files[path])
    assert without != files[path]

    assert sentence in said({**files, path: without})


@pytest.mark.parametrize(("pack", "table"), [("gansu", "D06"), ("suzhou", "D04"), ("longxi", "D05")])
def test_a_level_may_not_rest_on_a_fact_about_a_person(pack: str, table: str) -> None:
    """A county that puts a record into its own copy of a table is refused with the articles of law."""
    files = files_of(pack)
    own = re.sub(rb"facts\.(injury|sudden|threat)", b"facts.criminal_record", files[f"processes/base/{table}.dmn"])

    complaints = [sentence for sentence in said({**files, f"processes/{pack}/{table}.dmn": own}) if "criminal_record" in sentence]

    assert complaints
    assert all("个人信息保护法第六条、第二十四条、第二十八条" in sentence for sentence in complaints)


def test_a_row_of_the_roster_that_breaks_the_county_rule_is_refused() -> None:
    """Two members are too few for a team of Longxi, and the sentence says whose rule that is (LX-16)."""
    file = HOUSE / "config" / "rosters" / "longxi.yaml"
    roster = rows.roster(schemas.read_checked(file.name, file.read_bytes(), "roster").value, "longxi")
    rule = compositions.compositions(define(trace(files_of("longxi")).manifests))["team"]
    around = Surroundings(roster=roster, words=lambda _kind, code: Text(code, code), industry="traffic")
    team = Team(code="two", title=Text("两人队", "Two"), jurisdiction="longxi", lead="zhao", members=("zhao", "qian"), industry="traffic")

    (breach,) = composition.breaches(team, rule, around, date(2025, 6, 3))

    assert breach.message.zh == "“两人队”在岗2人，少于规定的3人（本地规定）。请在名册中补充成员。"
