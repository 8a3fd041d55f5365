"""The operation that finds the level above."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine import errors
from engine.domain.roster import Person, Post, Roster
from engine.errors import Text
from engine.usecases import operations, ports
from tests.fakes import FakeRelease, FakeRosters, StepByStep, a_house, a_task
from tests.usecases.operating import a_context

ROWS = [
    {"level": "grid", "at": "village", "title": {"zh": "网格", "en": "Grid"}, "role": "R.GRID", "period": "1 wd"},
    {"level": "town", "at": "town", "title": {"zh": "乡镇", "en": "Town"}, "role": "R.TOWN", "period": "2 wd", "answer": "2 h"},
    {"level": "county", "at": "county", "role": "R.DISPATCH", "period": "2 wd"},
]
TREE = tuple(ports.Place(id=level, level=level, title=Text(f"{level}名", level.title())) for level in ("village", "town", "county"))


def next_level(rows: Any = ROWS, path: tuple[ports.Place, ...] = TREE, **inputs: Any) -> dict[str, Any]:
    return operate("next_level", rows, path, **inputs)


def operate(
    name: str, rows: Any = ROWS, path: tuple[ports.Place, ...] = TREE, roster: Roster | None = None, **inputs: Any
) -> dict[str, Any]:
    house = a_house(a_task("A"))
    house.uow.rosters = FakeRosters(path=path, held=roster or Roster())
    release = FakeRelease(processes=StepByStep(()), parameters={"ladder": rows} if rows else {})
    found: dict[str, Any] = operations.operate(name, inputs, a_context(house, release=release))
    return found


def test_the_lowest_level_comes_first() -> None:
    """Without a level to start from; the body is that of the case's own tree."""
    found = next_level()

    assert (found["level"], found["role"], found["period"], found["area"], found["is_top"]) == ("grid", "R.GRID", "1 wd", "village", False)
    assert found["body"] == {"zh": "village名", "en": "Village"}


def test_the_next_level_says_who_answers_until_when() -> None:
    """All that a diagram needs stands in the result."""
    found = next_level(**{"from": "grid"})

    assert found == {
        "level": "town",
        "title": {"zh": "乡镇", "en": "Town"},
        "at": "town",
        "area": "town",
        "body": {"zh": "town名", "en": "Town"},
        "role": "R.TOWN",
        "period": "2 wd",
        "answer": "2 h",
        "is_top": False,
    }


def test_above_the_top_there_is_nobody() -> None:
    """The top knows that it is the top."""
    assert next_level(**{"from": "town"})["is_top"]
    assert next_level(**{"from": "county"}) == {"level": None, "is_top": True}


def test_the_climb_begins_where_the_case_lives() -> None:
    """A case of a town begins at the town, not in a village that it does not name."""
    assert next_level(path=TREE[1:])["level"] == "town"


def test_one_level_can_be_asked_for() -> None:
    """A case may begin higher than at the lowest."""
    assert next_level(level="town")["role"] == "R.TOWN"


def test_from_a_level_that_the_area_lacks_the_climb_goes_on() -> None:
    """The case may have stood there before the area was changed."""
    rows = [*ROWS, {"level": "town", "area": "village", "absent": True}]

    assert next_level(rows, **{"from": "grid"})["level"] == "county"
    assert next_level(rows, **{"from": "town"})["level"] == "county"
    assert next_level(rows, level="town") == {"level": None, "is_top": True}


@pytest.mark.parametrize(
    ("rows", "inputs", "sentence"),
    [
        (ROWS, {"from": "moon"}, "The ladder has no level moon."),
        (ROWS, {"level": "moon"}, "The ladder has no level moon."),
        (ROWS, {"ladder": "other"}, "The pack has no ladder of levels (parameter other)."),
        ([ROWS[0], ROWS[2]], {}, "Between Grid and county a level is missing: town."),
    ],
)
def test_what_cannot_be_climbed_is_said(rows: Any, inputs: dict[str, Any], sentence: str) -> None:
    """The case stays as it is."""
    with pytest.raises(errors.ProcessError) as refused:
        next_level(rows, **inputs)

    assert sentence in str(refused.value)


def test_who_holds_a_role_is_found_at_the_nearest_place() -> None:
    """The town's own people go before the county's; who has left is no longer named."""
    people = (
        Person(code="jia", name="贾某", jurisdiction="village", active_until=date(2025, 6, 1)),
        Person(code="dong", name="董某", jurisdiction="town"),
        Person(code="wang", name="王某", jurisdiction="county"),
    )
    posts = tuple(Post(person=person.code, role="R.INTAKE", jurisdiction=person.jurisdiction) for person in people)
    roster = Roster(people=people, posts=posts)

    assert operate("role_holders", roster=roster, role="R.INTAKE") == {
        "role": "R.INTAKE",
        "people": ["dong"],
        "names": ["董某"],
        "area": "town",
    }
    assert operate("role_holders", roster=roster, role="R.GRID") == {"role": "R.GRID", "people": [], "names": [], "area": None}


def test_where_nobody_holds_a_role_the_others_are_looked_for_in_turn() -> None:
    """A case of the county has no village: the first of the other roles that somebody holds, however far up."""
    people = (Person(code="wang", name="王某", jurisdiction="county"), Person(code="han", name="韩某", jurisdiction="town"))
    posts = (Post(person="wang", role="R.JUST", jurisdiction="county"), Post(person="han", role="R.DISPATCH", jurisdiction="town"))
    roster = Roster(people=people, posts=posts)

    def found(*others: str) -> tuple[Any, Any]:
        holders = operate("role_holders", roster=roster, role="R.VILLAGE", others=list(others))
        return holders["role"], holders["people"]

    assert found("R.GRID", "R.JUST", "R.DISPATCH") == ("R.JUST", ["wang"])
    assert found("R.GRID") == ("R.VILLAGE", [])
