"""A county with a menu: units, people, two teams, and those who keep the roster."""

from __future__ import annotations

from dataclasses import replace

from engine.domain.access import CONFIGURER
from engine.domain.roster import Person, Post, Presence, Profile, Roster, Team, Unit
from engine.errors import Text


def a_mediator(code: str, name: str, *qualifications: str, full_time: bool = True, **more: object) -> Person:
    values = {"unit": "centre", "full_time": full_time, "qualifications": frozenset(qualifications), **more}
    return Person(code=code, name=name, jurisdiction="longxi", **values)  # type: ignore[arg-type]


PEOPLE = (
    a_mediator(
        "ma",
        "马某",
        "legal",
        "road",
        profile=Profile(years=8, expertise="交通事故", experience="调解 200 余件", languages=("普通话", "陇西方言")),
    ),
    a_mediator("niu", "牛某", "legal", "road"),
    a_mediator("yang", "杨某", full_time=False),
    a_mediator("he", "何某", "legal", "estate", login="he"),
)
KEEPERS = (
    Person(code="wang", name="王某", jurisdiction="longxi", login="wang"),
    Person(code="sun", name="孙某", jurisdiction="longxi", unit="centre", login="sun"),
)
ROAD = Team(
    code="road",
    title=Text("交通事故损害赔偿", "Traffic accidents"),
    jurisdiction="longxi",
    dispute_types=("13",),
    industry="road",
    lead="ma",
    members=("ma", "niu", "yang"),
    published=True,
)
ESTATE = replace(
    ROAD, code="estate", title=Text("物业", "Property management"), industry="estate", lead="he", members=("he",), published=False
)
ROSTER = Roster(
    units=(
        Unit(code="centre", title=Text("县综治中心", "County centre"), kind="centre", jurisdiction="longxi"),
        Unit(
            code="court",
            title=Text("科技法庭", "Tribunal"),
            kind="tribunal",
            jurisdiction="longxi",
            presence=Presence.RESIDENT,
            parent="centre",
        ),
    ),
    people=(*KEEPERS, *PEOPLE),
    teams=(ROAD, ESTATE),
    posts=(
        Post(person="wang", role="R.INTAKE", jurisdiction="longxi"),
        Post(person="sun", role=CONFIGURER, jurisdiction="longxi"),
        Post(person="ma", role="R.MEDIATOR", jurisdiction="longxi", unit="centre"),
    ),
)
#: Where the figures of the menu come from.
PARAMETERS = {
    "menu_steps": ["MED.SESSION"],
    "menu_rating_forms": ["F24"],
    "menu_rating_fields": ["attitude", "fairness"],
}
