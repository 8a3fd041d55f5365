"""Claims about to whom a work item can be handed."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from engine.domain import handing
from engine.domain.roster import Person, Post, Roster, Team
from engine.errors import Text
from tests.store.builders import an_item


def a_person(code: str, **more: object) -> Person:
    values: dict[str, object] = {"name": code, "jurisdiction": "longxi", "login": code, **more}
    return Person(code=code, **values)  # type: ignore[arg-type]


ROSTER = Roster(
    people=(
        a_person("clerk"),
        a_person("judge"),
        a_person("member"),
        a_person("province"),
        a_person("retired", active_until=date(2025, 5, 31)),
        a_person("nologin", login=None),
    ),
    teams=(Team(code="road", title=Text("路", "Road"), jurisdiction="longxi", lead="member", members=("member", "judge")),),
    posts=(
        *(Post(person=person, role="R.INTAKE", jurisdiction="longxi") for person in ("clerk", "retired", "nologin")),
        Post(person="province", role="R.INTAKE", jurisdiction="gansu"),
        Post(person="judge", role="R.COURT", jurisdiction="longxi", unit="court"),
        Post(person="member", role="R.MEDIATOR", jurisdiction="longxi"),
    ),
)


@pytest.mark.parametrize(
    ("item", "people"),
    [
        ({}, ["clerk", "province"]),
        ({"assigned": ("team:road",)}, ["judge", "member"]),
        ({"assigned": ("unit:court",)}, ["judge"]),
        ({"assigned": ("person:member",)}, ["member"]),
        ({"role": "R.PSYCH"}, []),
    ],
)
def test_an_item_goes_to_people_who_may_do_it(item: dict[str, object], people: list[str]) -> None:
    """In office, able to sign in, and named by role, team, unit or person; posts of higher levels count."""
    found = handing.candidates(an_item(uuid4(), **item), ROSTER, date(2025, 6, 3))

    assert [person.code for person in found] == people
