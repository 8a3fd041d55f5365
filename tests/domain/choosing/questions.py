"""Questions about people: one builder for examples, one strategy for small random rosters."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from engine.domain.choosing import Question
from engine.domain.composition import Composition, Rule, Seat, Who
from engine.domain.roster import Absence, Distance, Person, Presence, Profile, Roster, Team, TeamKind, Unit
from engine.errors import Text

DAY = date(2025, 6, 3)
UNITS = tuple(Unit(code=each.value, title=Text(each, each), kind="department", jurisdiction="x", presence=each) for each in Presence)


def words(kind: str, code: str) -> Text:
    """Return the code itself as its words."""
    return Text(code, code)


def a_person(code: str, *qualifications: str, **more: Any) -> Person:
    return Person(code=code, name=f"{code}某", jurisdiction="x", qualifications=frozenset(qualifications), **more)


def a_rule(code: str, who: Who, least: int = 1, most: int | None = None) -> Rule:
    return Rule(code=code, title=Text(code, code), who=who, least=least, most=most, source="county")


def a_seat(code: str, *, substitute: str | None = None) -> Seat:
    stand_in = Who(categories=frozenset({substitute})) if substitute else None
    return Seat(code=code, title=Text(code, code), who=Who(categories=frozenset({code})), substitute=stand_in)


def a_composition(least: int = 1, most: int = 1, **more: Any) -> Composition:
    return Composition(code="any", title=Text("任何", "Any"), source="county", least=least, most=most, **more)


def a_question(people: list[Person], composition: Composition, **more: Any) -> Question:
    """Return a question about everybody given, as one team without a field of its own unless `team` says otherwise."""
    codes = tuple(person.code for person in people)
    team = Team(code="t", title=Text("团队", "The team"), jurisdiction="x", lead=codes[0] if codes else "", members=codes)
    roster = Roster(people=tuple(people), teams=(team,), units=UNITS)
    return Question(**{"composition": composition, "roster": roster, "words": words, "on": DAY, "team": team, **more})


# --- random ones ---------------------------------------------------------------------------------------------------------

_CODES = ("甲", "乙", "丙", "丁", "戊", "己")
_SEATS = ("elder", "lawyer", "police")
_sets = st.frozensets


@st.composite
def people(draw: st.DrawFn) -> list[Person]:
    return [
        a_person(
            code,
            *draw(_sets(st.sampled_from(["legal", "traffic", "certified"]))),
            full_time=draw(st.booleans()),
            categories=draw(_sets(st.sampled_from(_SEATS), max_size=2)),
            unit=draw(st.none() | st.sampled_from([unit.code for unit in UNITS])),
            town=draw(st.sampled_from(["", "东镇", "西镇"])),
            profile=Profile(languages=tuple(draw(_sets(st.sampled_from(["手语", "方言"]))))),
            most_open=draw(st.none() | st.integers(0, 3)),
        )
        for code in _CODES[: draw(st.integers(0, len(_CODES)))]
    ]


@st.composite
def compositions(draw: st.DrawFn) -> Composition:
    least = draw(st.integers(1, 3))
    kinds = [
        Who(qualifications=frozenset({"legal"})),
        Who(full_time=True, industry=True),
        Who(categories=frozenset({"lawyer", "elder"})),
    ]
    rules = [a_rule(f"r{n}", draw(st.sampled_from(kinds)), draw(st.integers(0, 2)), draw(st.none() | st.integers(2, 3))) for n in range(2)]
    seats = [
        a_seat(code, substitute=draw(st.none() | st.sampled_from(_SEATS))) for code in draw(st.lists(st.sampled_from(_SEATS), unique=True))
    ]
    return a_composition(
        least,
        draw(st.integers(least, 4)),
        rules=tuple(rules[: draw(st.integers(0, 2))]),
        seats=tuple(seats) if draw(st.booleans()) else (),
        lead=draw(st.none() | st.just(Who(qualifications=frozenset({"certified"})))),
        most_open=draw(st.none() | st.integers(1, 4)),
        speaks=draw(st.booleans()),
    )


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Return any question about at most six people."""
    them = draw(people())
    some = _sets(st.sampled_from(_CODES), max_size=2)
    codes = tuple(person.code for person in them)
    team = Team(code="t", title=Text("团队", "The team"), jurisdiction="x", industry="traffic", lead=(*codes, "")[0], members=codes)
    studio = Team(
        code="s",
        title=Text("工作室", "Studio"),
        jurisdiction="x",
        lead="",
        members=tuple(draw(some)),
        kind=TeamKind.STUDIO,
        towns=("东镇",),
    )
    away = draw(some)
    absences = tuple(Absence(person=code, jurisdiction="x", first=DAY, last=DAY) for code in away)
    distances = (Distance(jurisdiction="x", towns=frozenset({"东镇", "西镇"}), kilometres=draw(st.integers(1, 30))),)
    return Question(
        composition=draw(compositions()),
        roster=Roster(people=tuple(them), teams=(team, studio), units=UNITS, absences=absences, distances=distances),
        words=words,
        on=DAY,
        team=team,
        area=draw(st.sampled_from(["", "东镇"])),
        languages=tuple(draw(_sets(st.sampled_from(["手语", "方言"]), max_size=1))),
        wanted=tuple(draw(_sets(st.sampled_from(_CODES), max_size=1))),
        kept=tuple(draw(some)),
        struck=draw(some),
        conflicts=draw(some),
        waived=draw(some),
        declined=draw(some),
        load={code: draw(st.integers(0, 4)) for code in codes},
    )
