"""Whom a unit sends when it is called."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.domain.roster import Person, Post, Roster, Unit
from engine.errors import Text
from engine.usecases import operations
from engine.usecases.unit_operations import UnitsNotCalledError
from tests.fakes import a_house
from tests.usecases.operating import a_context


def a_unit(code: str, zh: str, en: str) -> Unit:
    return Unit(code=code, title=Text(zh, en), kind="department", jurisdiction="longxi")


def a_post(person: str, role: str, unit: str) -> Post:
    return Post(person=person, role=role, unit=unit, jurisdiction="longxi")


ROSTER = Roster(
    units=(
        a_unit("housing", "住建局", "Housing bureau"),
        a_unit("street", "街道办", "Street office"),
        a_unit("water", "水务局", "Water bureau"),
    ),
    people=(
        Person(code="li", name="李某", jurisdiction="longxi"),
        Person(code="liu", name="刘某", jurisdiction="longxi"),
        Person(code="sun", name="孙某", jurisdiction="longxi"),
        Person(code="gone", name="高某", jurisdiction="longxi", active_until=date(2025, 5, 1)),
    ),
    posts=(
        a_post("li", "R.DEPT", "housing"),
        a_post("liu", "R.LEADER", "housing"),
        a_post("sun", "R.POLICE", "street"),
        a_post("gone", "R.DEPT", "street"),
        a_post("gone", "R.DEPT", "water"),
    ),
)


def call(*units: Any, lead: str | None = None) -> list[dict[str, Any]]:
    house = a_house()
    house.uow.rosters.held = ROSTER
    context = a_context(house)
    calls: list[dict[str, Any]] = operations.operate("call_units", {"units": list(units), "lead": lead}, context)["calls"]
    return calls


def test_work_goes_to_the_liaison_and_urging_to_the_head() -> None:
    """By post, so that whoever holds it when the day comes gets it; what the caller wrote beside the unit is kept."""
    (found,) = call({"unit": "housing", "task": "查验"})

    assert found == {
        "unit": "housing",
        "task": "查验",
        "name": "住建局",
        "title": {"zh": "住建局", "en": "Housing bureau"},
        "contact": ["post:R.DEPT:housing"],
        "leader": ["post:R.LEADER:housing"],
    }


def test_a_unit_without_a_liaison_in_office_is_reached_as_a_whole() -> None:
    """Somebody who has left does not count."""
    (found,) = call("street")

    assert (found["contact"], found["leader"]) == (["unit:street"], ["unit:street"])


def test_a_unit_without_anybody_is_refused() -> None:
    """The item could never be done."""
    with pytest.raises(UnitsNotCalledError) as caught:
        call("water", "housing")

    assert caught.value.text.zh == "名册中“水务局”没有在岗人员，请先登记其联络员。"
    assert caught.value.text.en == "Nobody on the roster holds a post in Water bureau; enter its liaison first."


def test_all_that_is_wrong_with_a_list_is_said_at_once() -> None:
    """Unknown, listed twice, and a lead that is not called."""
    with pytest.raises(UnitsNotCalledError) as caught:
        call("moon", "housing", "housing", lead="street")

    assert caught.value.text.en == (
        "The roster has no unit moon. Housing bureau is listed twice; keep it once. Street office is to lead but is not called; add it."
    )
