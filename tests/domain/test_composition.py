"""Composition (D08): how teams, panels and committees that stand break it, each with its sentence, rule and source."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.domain.composition import Composition, Seat, Surroundings, Who, breaches, of_team
from engine.domain.roster import Person, Presence, Roster, Team, TeamKind, Unit
from engine.errors import Text
from tests.domain.compositions import COMMITTEE, RULE

TODAY = date(2025, 6, 9)


def a_person(code: str, *, qualified: bool = True, **more: Any) -> Person:
    qualifications = frozenset({"legal", "traffic"}) if qualified else frozenset()
    return Person(code=code, name=f"{code}某", jurisdiction="longxi", **{"full_time": qualified, "qualifications": qualifications, **more})


def found(people: list[Person], composition: Composition = RULE, on: date = TODAY, **more: Any) -> list[tuple[str, Text]]:
    members = tuple(person.code for person in people)
    title = Text("交通事故损害赔偿", "Traffic accidents")
    team = Team(
        **{"code": "t", "title": title, "jurisdiction": "longxi", "industry": "traffic", "lead": members[0], "members": members, **more}
    )
    units = tuple(Unit(code=each, title=Text(each, each), kind="window", jurisdiction="longxi", presence=each) for each in Presence)
    around = Surroundings(
        roster=Roster(people=tuple(people), units=units), words=lambda _kind, code: Text(code, code), industry=team.industry
    )
    return [(breach.code, breach.message) for breach in breaches(team, composition, around, on)]


@pytest.mark.parametrize(
    ("size", "qualified", "expected"),
    [(2, 2, ["too_few"]), (7, 2, ["too_many"]), (4, 1, ["qualified"]), (3, 2, []), (6, 2, []), (2, 1, ["too_few", "qualified"])],
)
def test_a_team_has_three_to_six_members_of_whom_two_are_qualified(size: int, qualified: int, expected: list[str]) -> None:
    """The rule of LX-16, with every way to break it."""
    people = [a_person(f"p{n}", qualified=n < qualified) for n in range(size)]

    assert expected == [code for code, _ in found(people)]


def test_a_breach_says_what_is_missing_by_which_rule_and_what_to_do() -> None:
    """The sentence names the team, the figure, who stands behind the rule, and the cure."""
    ((_, message),) = found([a_person("a"), a_person("b")])

    assert message.zh == "“交通事故损害赔偿”在岗2人，少于规定的3人（本地规定）。请在名册中补充成员。"
    assert message.en == (
        "Traffic accidents has 2 members in office; the rule asks for at least 3 (local rule). Add members in the roster."
    )


def test_a_retired_member_no_longer_counts() -> None:
    """From the day after the last day in office the team lacks a qualified member."""
    leaving = a_person("b", active_until=date(2025, 6, 19))
    people = [a_person("a"), leaving, a_person("c", qualified=False), a_person("d", qualified=False)]

    assert not found(people, on=date(2025, 6, 19))
    assert ["qualified"] == [code for code, _ in found(people, on=date(2025, 6, 20))]


def test_a_committee_without_a_woman_is_refused_by_the_law_itself() -> None:
    """人民调解法 art. 8: three to nine members, women among them."""
    men = [a_person(code) for code in "abc"]

    ((code, message),) = found(men, COMMITTEE)

    assert code == "women"
    assert message.zh == "“交通事故损害赔偿”有女性委员0名，少于规定的1名（依据：人民调解法第八条）。请在名册中补充资格信息或成员。"
    assert found([*men, a_person("d", represents=frozenset({"woman"}))], COMMITTEE) == []


def test_only_teams_of_its_kind_must_satisfy_a_composition() -> None:
    """The law speaks of committees; a studio may be one person."""
    compositions = {"committee": COMMITTEE, "team": RULE}
    team = Team(code="t", title=Text("团", "T"), jurisdiction="x", lead="a", members=("a",), kind=TeamKind.COMMITTEE)

    assert [each.code for each in of_team(team, compositions)] == ["committee"]


def test_whom_the_roster_names_as_lead_must_be_fit() -> None:
    """Another certified member does not help: it is the named lead who leads."""
    rule = Composition(
        code="any", title=Text("任何", "Any"), source="guess", least=1, most=3, lead=Who(qualifications=frozenset({"certified"}))
    )
    certified = a_person("b", qualifications=frozenset({"certified"}))

    ((code, message),) = found([a_person("a"), certified], rule)

    assert code == "lead"
    assert message.zh == "“交通事故损害赔偿”的负责人a某缺“certified”（默认值，未经本地确认）。请另定负责人，或补充其资格信息。"
    assert found([a_person("a"), certified], rule, lead="b") == []


def test_a_seat_for_which_the_team_has_nobody_is_named() -> None:
    """A substitute is somebody for the seat too."""
    seats = (
        Seat(code="elder", title=Text("乡贤", "Elder"), who=Who(categories=frozenset({"elder"}))),
        Seat(
            code="lawyer",
            title=Text("律师", "Lawyer"),
            who=Who(categories=frozenset({"lawyer"})),
            substitute=Who(presence=frozenset({Presence.RESIDENT})),
        ),
    )
    rule = Composition(code="panel", title=Text("小组", "Panel"), source="county", least=1, most=2, seats=seats)

    ((code, message),) = found([a_person("a", unit="resident")], rule)

    assert code == "elder"
    assert message.zh == "“交通事故损害赔偿”没有人能任“乡贤”（本地规定）。请在名册中补充成员或其类别。"


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (Who(full_time=True), "不是专职"),
        (Who(qualifications=frozenset({"legal"})), "缺“legal”"),
        (Who(industry=True), "缺“traffic”"),
        (Who(categories=frozenset({"elder", "police"})), "不属于“elder、police”"),
        (Who(units=frozenset({"court"})), "不属于“court”"),
        (Who(unit_kinds=frozenset({"pool"})), "不属于“pool”"),
        (Who(presence=frozenset({Presence.RESIDENT})), "不属于“resident”"),
        (Who(roles=frozenset({"R.EXPERT"})), "不属于“R.EXPERT”"),
        (Who(represents=frozenset({"woman"})), "不是woman"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_quality_that_is_asked_is_missed_by_its_name(who: Who, expected: str) -> None:
    """Somebody who has nothing lacks exactly what is asked."""
    around = Surroundings(roster=Roster(), words=lambda _kind, code: Text(code, code), industry="traffic")

    assert [lack.zh for lack in who.lacks(a_person("a", qualified=False), around)] == [expected]
    assert Who().is_met(a_person("a", qualified=False), around)
