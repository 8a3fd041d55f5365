"""Team choice: composition (LX-16) and appointment (scenario S09)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.roster import Person, Roster, Team
from engine.domain.team_choice import Candidacy, CompositionRule, appoint, breaches
from engine.errors import Text

RULE = CompositionRule(smallest=3, largest=6, qualified=2)
TODAY = date(2025, 6, 9)


def a_person(code: str, *, qualified: bool = True, until: date | None = None) -> Person:
    qualifications = frozenset({"legal", "traffic"}) if qualified else frozenset()
    return Person(
        code=code, name=f"{code}某", jurisdiction="longxi", full_time=qualified, qualifications=qualifications, active_until=until
    )


def a_team(people: list[Person]) -> tuple[Team, Roster]:
    members = tuple(person.code for person in people)
    title = Text("交通事故损害赔偿", "Traffic accidents")
    team = Team(code="traffic", title=title, jurisdiction="longxi", industry="traffic", lead=members[0], members=members)
    return team, Roster(people=tuple(people), teams=(team,))


@pytest.mark.parametrize(
    ("size", "qualified", "expected"),
    [(2, 2, ["too_few"]), (7, 2, ["too_many"]), (4, 1, ["qualified"]), (3, 2, []), (6, 2, []), (2, 1, ["too_few", "qualified"])],
)
def test_a_team_has_three_to_six_members_of_whom_two_are_qualified(size: int, qualified: int, expected: list[str]) -> None:
    """The rule of LX-16, with every way to break it."""
    team, roster = a_team([a_person(f"p{n}", qualified=n < qualified) for n in range(size)])

    found = [breach.code for breach in breaches(team, roster, RULE, TODAY)]

    assert expected == found


def test_a_breach_says_what_is_missing_and_what_to_do() -> None:
    """The sentence names the team, the figure and the cure."""
    team, roster = a_team([a_person("a"), a_person("b")])

    (found,) = breaches(team, roster, RULE, TODAY)

    assert found.message.zh == "“交通事故损害赔偿”在岗2人，少于规定的3人。请在名册中补充成员。"
    assert found.message.en == "Traffic accidents has 2 members in office; the rule asks for at least 3. Add members in the roster."


def test_a_retired_member_no_longer_counts() -> None:
    """From the day after the last day in office the team lacks a qualified member."""
    people = [a_person("a"), a_person("b", until=date(2025, 6, 19)), a_person("c", qualified=False), a_person("d", qualified=False)]
    team, roster = a_team(people)

    assert not breaches(team, roster, RULE, date(2025, 6, 19))
    assert ["qualified"] == [breach.code for breach in breaches(team, roster, RULE, date(2025, 6, 20))]


def test_the_centre_appoints_the_lowest_load_among_those_left() -> None:
    """S09: 甲 is struck, 丙 has a conflict, so 乙 with three open cases is appointed, with every reason."""
    team, roster = a_team([a_person("甲"), a_person("乙"), a_person("丙")])
    candidacy = Candidacy(struck=frozenset({"甲"}), conflicts=frozenset({"丙"}), load={"甲": 6, "乙": 3, "丙": 3})

    found = appoint(team, roster, candidacy, TODAY)

    assert found.person == "乙"
    assert [reason.zh for reason in found.reasons] == ["乙某在办3件，为可选人员中最少。"]
    assert {e.person: e.reason.zh for e in found.excluded} == {
        "甲": "当事人不同意由甲某调解。",
        "丙": "丙某已申报利害关系，双方未书面同意继续。",
    }


def test_the_parties_choice_goes_before_the_load() -> None:
    """Whom the parties chose is appointed however many cases are open （人民调解法 art. 19）."""
    team, roster = a_team([a_person("甲"), a_person("乙"), a_person("丙")])

    found = appoint(team, roster, Candidacy(chosen="甲", load={"甲": 9}), TODAY)

    assert found.person == "甲"
    assert [reason.zh for reason in found.reasons] == ["甲某由当事人点选，且无回避事由。"]


def test_nobody_is_appointed_where_all_are_excluded() -> None:
    """An empty choice is said, not hidden."""
    team, roster = a_team([a_person("甲"), a_person("乙"), a_person("丙")])

    found = appoint(team, roster, Candidacy(struck=frozenset({"甲", "乙", "丙"}), load={}), TODAY)

    assert found.person is None
    assert [reason.zh for reason in found.reasons] == ["“交通事故损害赔偿”没有可指派的成员。"]


codes = st.sampled_from(["甲", "乙", "丙", "丁", "戊"])


@given(st.sets(codes), st.sets(codes), st.dictionaries(codes, st.integers(0, 9)), st.none() | codes)
def test_everybody_is_either_appointed_or_told_why_not(
    struck: set[str], conflicts: set[str], load: dict[str, int], chosen: str | None
) -> None:
    """Nobody barred is appointed, nobody free has fewer cases, and every other member has a reason."""
    team, roster = a_team([a_person(code) for code in "甲乙丙丁戊"])
    candidacy = Candidacy(chosen=chosen, struck=frozenset(struck), conflicts=frozenset(conflicts), load=load)

    found = appoint(team, roster, candidacy, TODAY)

    free = set("甲乙丙丁戊") - struck - conflicts
    assert (found.person in free) if free else found.person is None
    assert {e.person for e in found.excluded} == set("甲乙丙丁戊") - {found.person}
    if found.person and found.person != chosen:
        assert load.get(found.person, 0) == min(load.get(code, 0) for code in free)
