"""Claims about the page on which an administrator sets a ladder of levels."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin.studio import ladders
from engine.packs import yamlfile
from engine.usecases.ports import PackFigure
from tests.admin.browsing import sign_in
from tests.admin.conftest import PASSWORD, adopt, use_stored_releases
from tests.admin.test_studio import post, start, stored
from tests.packs.small_pack import FILES
from tests.postgres import Begin

BASE = "processes/base/pack.yaml"
ROWS = [
    {"level": "grid", "at": "village", "title": {"zh": "网格员", "en": "Grid worker"}, "role": "R.MEDIATOR", "period": "1 wd"},
    {"level": "town", "at": "town", "title": {"zh": "乡镇", "en": "Town"}, "role": "R.MEDIATOR", "period": "end of day", "answer": "2 h"},
    {"level": "county", "at": "county", "title": {"zh": "县", "en": "County"}, "role": "R.MEDIATOR", "period": "2 wd"},
    {"level": "county", "area": "longxi.wenfeng", "absent": True},
]
LADDER = PackFigure(name="ladder", title=yamlfile.Text("层级", "Ladder"), value=ROWS, type="ladder", source="guess", is_own=False)
AS_YAML = (
    b"  ladder:\n    title: {zh: \xe5\xb1\x82\xe7\xba\xa7, en: Ladder}\n    type: ladder\n    value:\n"
    b"      - {level: grid, at: village, title: {zh: \xe7\xbd\x91\xe6\xa0\xbc, en: Grid}, role: R.MEDIATOR, period: 1 wd}\n"
    b"      - {level: town, at: town, title: {zh: \xe4\xb9\xa1\xe9\x95\x87, en: Town}, role: R.MEDIATOR, period: 2 wd}\n"
)


@pytest.fixture
def sun(app: Flask, begin: Begin) -> FlaskClient:
    """Sign in the administrator of a county whose base pack has a ladder."""
    adopt(begin, {**FILES, BASE: FILES[BASE].replace(b"parameters:\n", b"parameters:\n" + AS_YAML, 1)})
    use_stored_releases(app, begin)
    client = app.test_client()
    sign_in(client, "sun", PASSWORD)
    return client


def typed(**changed: str) -> list[dict[str, Any]]:
    """Return what comes back of the page if nothing but some fields is changed."""
    return ladders.typed({**ladders.fields(LADDER), **{name.replace("_", "-", 2): text for name, text in changed.items()}})


def test_a_page_that_nobody_touched_gives_back_the_same_ladder() -> None:
    """Titles, times of all kinds, areas and absent levels survive."""
    assert typed() == ROWS


def test_levels_stand_in_the_order_of_their_numbers() -> None:
    """A number in between puts one between two others; text that is no number leaves it where it stood."""
    assert [row["level"] for row in typed(level_0_place="2.5", level_1_place="zwei")][:3] == ["town", "grid", "county"]


def test_a_new_level_gets_a_code_of_its_own() -> None:
    """Nobody has to think of one, and none is given twice."""
    added = typed(level_3_at="county", level_3_zh="县级联席会", level_3_role="R.MEDIATOR", level_3_period="3", level_3_period_unit="d")

    assert added[3] == {
        "level": "county_2",
        "at": "county",
        "role": "R.MEDIATOR",
        "title": {"zh": "县级联席会", "en": "县级联席会"},
        "period": "3 d",
    }


def test_a_row_can_be_taken_out() -> None:
    """And the empty row at the end is none."""
    assert [row["level"] for row in typed(level_0_gone="true", area_0_gone="true")] == ["town", "county"]


def test_the_page_offers_one_empty_row_of_each_kind() -> None:
    """Before and after something was typed."""
    fields = ladders.fields(LADDER)

    assert (list(ladders.numbers(fields, "level")), list(ladders.numbers(fields, "area"))) == ([0, 1, 2, 3], [0, 1])
    assert list(ladders.numbers({"level-0-period_unit": "wd", "level-0-at": ""}, "level")) == [0]


def fields(*rows: tuple[str, str, str]) -> dict[str, str]:
    """Fill in the page: level of the tree, name, working days."""
    found: dict[str, str] = {}
    for number, (at, name, days) in enumerate(rows):
        head = f"level-{number}-"
        found |= {f"{head}at": at, f"{head}zh": name, f"{head}role": "R.MEDIATOR", f"{head}period": days, f"{head}period_unit": "wd"}
    return found


def test_an_administrator_sets_the_levels(sun: FlaskClient, begin: Begin) -> None:
    """The draft says so in words, and the source is the county."""
    draft = start(sun)
    shown = sun.get(f"{draft}/parameters/ladder").text
    page = post(sun, f"{draft}/parameters/ladder", revision=1, **fields(("village", "村", "3"), ("town", "镇", "4")))

    assert "网格1个工作日 → 乡镇2个工作日" in shown
    assert "村3个工作日 → 镇4个工作日" in page.text
    stated = yamlfile.read("pack.yaml", stored(begin).files["processes/longxi/pack.yaml"]).value["parameters"]["ladder"]
    assert stated["source"] == "county"
    assert [(row["level"], row["period"]) for row in stated["value"]] == [("village", "3 wd"), ("town", "4 wd")]


def test_a_hole_is_refused_and_what_was_typed_stays(sun: FlaskClient, begin: Begin) -> None:
    """The sentence says which level is missing."""
    draft = start(sun)
    page = post(sun, f"{draft}/parameters/ladder", revision=1, **fields(("village", "村里", "3"), ("county", "县里", "4")))

    assert page.status_code == 422
    assert "“村里”和“县里”之间缺少一级：乡镇（街道）。" in page.text
    assert 'value="县里"' in page.text
    assert stored(begin).revision == 1
