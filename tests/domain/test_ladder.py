"""Ladders: order, holes, levels that an area lacks."""

from __future__ import annotations

from typing import Any

import pytest

from engine.domain.ladder import Ladder, LadderError, findings

TOWN = [("newtown", "town"), ("city", "city"), ("province", "province")]
VILLAGE = [("village", "village"), ("town", "town"), ("county", "county"), ("city", "city"), ("province", "province")]


def a_row(level: str, at: str | None = None, **more: Any) -> dict[str, Any]:
    return {"level": level, "at": at or level, "role": "R.TOWN", "period": "2 wd", "title": {"zh": level, "en": level}, **more}


def said(rows: Any) -> list[str]:
    return [message.en for _, _, message, _ in findings(rows)]


def levels(rows: list[dict[str, Any]], path: list[tuple[str, str]]) -> list[str]:
    return [rung.level for rung in Ladder.of(rows).within(path)]


def test_several_bodies_may_stand_at_one_level_of_the_tree() -> None:
    """The grid worker and the committee are both of the village."""
    rows = [a_row("grid", "village"), a_row("village"), a_row("justice", "town"), a_row("town"), a_row("county")]

    assert said(rows) == []
    assert levels(rows, VILLAGE) == ["grid", "village", "justice", "town", "county"]


def test_a_hole_that_is_not_declared_is_refused() -> None:
    """The sentence names both ends and how to say that the level does not exist."""
    rows = [a_row("village"), a_row("county")]

    ((index, key, message, cure),) = findings(rows)

    assert (index, key, message.en) == (1, "at", "Between village and county a level is missing: town.")
    assert message.zh == "“village”和“county”之间缺少一级：乡镇（街道）。"
    assert cure
    assert cure.en == "Add the level; if there is none, say so: {level: town, at: town, absent: true}."


def test_a_level_declared_absent_is_no_hole() -> None:
    """It is passed over."""
    rows = [a_row("village"), {"level": "town", "at": "town", "absent": True}, a_row("county")]

    assert said(rows) == []
    assert levels(rows, VILLAGE) == ["village", "county"]


def test_an_area_may_lack_a_level() -> None:
    """A city without counties: its towns report to the city."""
    rows = [a_row("town"), a_row("county"), a_row("city"), {"level": "county", "area": "city", "absent": True}]

    assert said(rows) == []
    assert levels(rows, TOWN) == ["town", "city"]
    assert levels(rows, VILLAGE) == ["town", "city"]
    assert levels(rows, [(f"other-{area}", level) for area, level in VILLAGE]) == ["town", "county", "city"]


def test_a_level_that_the_tree_lacks_must_be_declared() -> None:
    """Else nobody knows whether the tree or the ladder is wrong; the sentence says what to write."""
    rows = [a_row("town"), a_row("county"), a_row("city")]

    with pytest.raises(LadderError) as refused:
        levels(rows, TOWN)

    assert "There is no county above newtown" in str(refused.value)
    assert "{level: county, area: newtown, absent: true}" in str(refused.value)


def test_a_tree_that_ends_below_the_ladder_is_no_hole() -> None:
    """A county that stands alone has nobody above it in the tree, and may still report."""
    assert levels([a_row("town"), a_row("county"), a_row("city")], [("alone", "county")]) == ["town", "county", "city"]


def test_the_nearest_area_has_its_way() -> None:
    """A town's own period goes before its county's."""
    rows = [
        a_row("town"),
        a_row("county"),
        {"level": "town", "area": "county", "period": "5 wd"},
        {"level": "town", "area": "town", "period": "1 wd", "title": {"zh": "镇", "en": "Here"}},
    ]

    (town, _) = Ladder.of(rows).within(VILLAGE)

    assert (town.period, town.title.en, town.role) == ("1 wd", "Here", "R.TOWN")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "A ladder is a list with one row a level."),
        ("town", "A ladder is a list with one row a level."),
        ([{"level": "town"}], 'This level lacks "at".'),
        ([a_row("town", period="soon")], "soon is no period."),
        ([a_row("town", at="valley")], "valley is no level of jurisdictions."),
        ([a_row("town", days=3)], '"days" is not known here.'),
        ([a_row("town", absent="yes")], '"absent" must be true or false.'),
        ([a_row("town", title="镇")], "The title needs Chinese and English."),
        ([a_row("town", role=3)], '"role" must be text.'),
        ([a_row("town"), a_row("town")], "town stands there twice."),
        ([a_row("county"), a_row("town")], "town stands above county but is lower."),
        ([a_row("town"), {"level": "county", "area": "city", "absent": True}], "city speaks of county, which is no level of the ladder."),
        ([{"level": "town", "at": "town", "absent": True}], "No level of the ladder exists."),
    ],
)
def test_what_is_wrong_is_said(rows: Any, sentence: str) -> None:
    """One sentence for each slip."""
    assert sentence in said(rows)
