"""The choice of people by examples: who, why, and why not the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engine.domain.choosing import Party, Proposal, Question, propose
from engine.domain.composition import Who
from engine.domain.roster import Absence, Distance, Interest, Profile, TeamKind, Turn
from engine.errors import Text
from engine.solving import Highs
from tests.domain.choosing.questions import DAY, a_composition, a_person, a_question, a_rule, a_seat

OPTIMISER = Highs()


def chosen(question: Question) -> list[str]:
    return [member.person for member in propose(question, OPTIMISER).members]


def why_not(found: Proposal) -> dict[str, str]:
    return {other.person: other.reason.zh for other in found.others}


def test_the_centre_appoints_the_lowest_load_among_those_left() -> None:
    """S09: 甲 is struck, 丙 has a conflict, so 乙 with three open cases is appointed, with every reason."""
    people = [a_person("甲"), a_person("乙"), a_person("丙")]
    question = a_question(people, a_composition(), struck=frozenset({"甲"}), conflicts=frozenset({"丙"}), load={"甲": 6, "乙": 3, "丙": 3})

    found = propose(question, OPTIMISER)

    assert [(member.person, [why.zh for why in member.why]) for member in found.members] == [("乙", ["乙某在办3件，为可选人员中最少。"])]
    assert why_not(found) == {"甲": "当事人不同意由甲某调解。", "丙": "丙某已申报利害关系，双方未书面同意继续。"}


def test_the_parties_choice_goes_before_the_load() -> None:
    """Whom the parties chose is appointed however many cases are open (人民调解法 art. 19)."""
    found = propose(a_question([a_person("甲"), a_person("乙")], a_composition(), wanted=("甲",), load={"甲": 9}), OPTIMISER)

    assert [why.zh for why in found.members[0].why] == ["甲某由当事人点选，且无回避事由。"]
    assert why_not(found) == {"乙": "当事人点选了甲某。"}


def test_an_interest_waived_in_writing_by_both_sides_does_not_bar() -> None:
    """S09: removed unless both parties waive."""
    question = a_question([a_person("甲")], a_composition(), conflicts=frozenset({"甲"}))

    assert chosen(question) == []
    assert chosen(replace(question, waived=frozenset({"甲"}))) == ["甲"]


def test_whoever_works_for_a_party_or_declared_an_interest_in_it_stands_back() -> None:
    """What ties them is said to staff in general words; the declaration itself stays closed (class P2)."""
    people = [a_person("甲", unit="resident"), a_person("乙", interests=(Interest(party="某厂", relation="kin"),)), a_person("丙")]
    parties = (Party(role="respondent", name="resident"), Party(role="applicant", name="某厂"))

    found = propose(a_question(people, a_composition(), parties=parties), OPTIMISER)

    assert [member.person for member in found.members] == ["丙"]
    assert why_not(found) == {"甲": "甲某与被申请人同单位。", "乙": "乙某已申报与申请人有利害关系。"}


def test_open_cases_up_to_the_limit_bar_and_a_persons_own_limit_goes_first() -> None:
    """The figure is said beside the limit."""
    people = [a_person("甲"), a_person("乙", most_open=2), a_person("丙")]
    question = a_question(people, a_composition(most_open=5), load={"甲": 5, "乙": 2, "丙": 4})

    found = propose(question, OPTIMISER)

    assert [member.person for member in found.members] == ["丙"]
    assert why_not(found) == {"甲": "甲某已有5件在办（上限5件）。", "乙": "乙某已有2件在办（上限2件）。"}


def test_whoever_is_away_or_no_longer_in_office_is_not_asked() -> None:
    """Absences count on the day for which people are chosen."""
    people = [a_person("甲"), a_person("乙", active_until=date(2025, 6, 2)), a_person("丙")]
    question = a_question(people, a_composition())
    away = Absence(person="甲", jurisdiction="x", first=date(2025, 6, 1), last=date(2025, 6, 9))
    question = replace(question, roster=replace(question.roster, absences=(away,)))

    found = propose(question, OPTIMISER)

    assert [member.person for member in found.members] == ["丙"]
    assert why_not(found) == {"甲": "甲某2025-06-01至2025-06-09不在。", "乙": "乙某当日不在岗。"}
    assert chosen(replace(question, on=date(2025, 6, 10))) == ["甲"]


def test_on_duty_mode_asks_only_whom_the_rota_names() -> None:
    """3 June 2025 is a Tuesday; the rota names people or whole units, by weekday or by day."""
    question = a_question([a_person("甲"), a_person("乙", unit="rotating"), a_person("丙")], a_composition(), is_duty=True)
    by_unit = Turn(jurisdiction="x", unit="rotating", weekdays=frozenset({2}), is_duty=True)
    by_day = Turn(jurisdiction="x", person="丙", days=frozenset({date(2025, 6, 4)}), is_duty=True)
    present = Turn(jurisdiction="x", person="甲", weekdays=frozenset({2}))
    question = replace(question, roster=replace(question.roster, turns=(by_unit, by_day, present)))

    assert chosen(question) == ["乙"]
    assert chosen(replace(question, on=date(2025, 6, 4))) == ["丙"]
    assert why_not(propose(question, OPTIMISER))["甲"] == "甲某当日不当值。"


def test_the_towns_own_studio_goes_before_load_and_distance() -> None:
    """Cases of a town go to its studio; else to whoever has fewest cases, and among those to the nearest."""
    people = [a_person("甲", town="远镇"), a_person("乙", town="近镇"), a_person("丙", town="远镇")]
    question = a_question(people, a_composition(), area="东镇", load={"甲": 1, "乙": 1, "丙": 4})
    ways = tuple(Distance(jurisdiction="x", towns=frozenset({town, "东镇"}), kilometres=km) for town, km in (("远镇", 30), ("近镇", 8)))
    studio = replace(question.roster.teams[0], code="s", kind=TeamKind.STUDIO, towns=("东镇",), members=("丙",))
    near = replace(question, roster=replace(question.roster, distances=ways))
    local = replace(near, roster=replace(near.roster, teams=(*near.roster.teams, studio)))

    assert why_not(propose(near, OPTIMISER))["甲"] == "甲某离东镇30公里，远于乙某的8公里。"
    assert chosen(local) == ["丙"]
    assert [why.zh for why in propose(local, OPTIMISER).members[0].why] == ["丙某就在东镇工作。", "丙某在办4件。"]


def test_a_language_of_the_parties_is_preferred_or_asked() -> None:
    """Whether somebody must speak it is the composition's to say."""
    people = [a_person("甲"), a_person("乙", profile=Profile(languages=("手语",)))]
    question = a_question(people, a_composition(), languages=("手语",), load={"乙": 3})

    found = propose(question, OPTIMISER)
    assert [member.person for member in found.members] == ["乙"]
    assert why_not(found) == {"甲": "乙某会说当事人的语言。"}
    assert chosen(replace(question, struck=frozenset({"乙"}))) == ["甲"]

    asked = replace(question, composition=a_composition(speaks=True), struck=frozenset({"乙"}))
    nobody = propose(asked, OPTIMISER)
    assert nobody.conflict
    assert nobody.conflict.sentence.zh == "缺一名会说手语的成员；最接近的是乙某：当事人不同意由其调解。"


def test_each_seat_is_taken_by_one_person_and_a_substitute_by_a_reason() -> None:
    """蓬江: one person per seat; a seat may be substituted with the reason said."""
    people = [
        a_person("甲", categories=frozenset({"elder"})),
        a_person("乙", categories=frozenset({"lawyer"})),
        a_person("丙", categories=frozenset({"cadre"})),
    ]
    seats = (a_seat("elder"), a_seat("lawyer", substitute="cadre"))
    question = a_question(people, a_composition(2, 2, seats=seats))

    both = propose(question, OPTIMISER)
    without = propose(replace(question, struck=frozenset({"乙"})), OPTIMISER)

    assert [(member.person, member.seat, member.is_substitute) for member in both.members] == [
        ("甲", "elder", False),
        ("乙", "lawyer", False),
    ]
    assert why_not(both) == {"丙": "丙某只能替补，乙某是合适人选。"}
    stand_in = without.members[1]
    assert (stand_in.person, stand_in.seat, stand_in.is_substitute) == ("丙", "lawyer", True)
    assert [why.zh for why in stand_in.why] == ["丙某替补“lawyer”：乙某当事人不同意由其调解。", "丙某在办0件，为可选人员中最少。"]


def test_who_is_on_the_team_stays_and_only_the_gap_is_filled() -> None:
    """A member who declined is replaced; the others are not exchanged for people with fewer cases."""
    people = [a_person(code) for code in "甲乙丙丁"]
    question = a_question(people, a_composition(2, 2), kept=("甲", "乙"), declined=frozenset({"乙"}), load={"甲": 7, "丙": 2, "丁": 1})

    found = propose(question, OPTIMISER)

    assert [member.person for member in found.members] == ["甲", "丁"]
    assert [why.zh for why in found.members[0].why] == ["甲某已在本案团队中，继续留任。"]
    assert why_not(found) == {"丙": "丙某在办2件，多于丁某的1件。", "乙": "乙某未接单或逾期未答复。"}


def test_named_people_are_taken_as_they_are_or_refused_with_the_rule() -> None:
    """Assigning is not choosing: nobody is added, and the composition still holds."""
    people = [a_person("甲", "certified"), a_person("乙"), a_person("丙")]
    question = a_question(people, a_composition(3, 9, lead=Who(qualifications=frozenset({"certified"}))))

    assert chosen(replace(question, named=("丙", "乙", "甲"))) == ["甲", "丙", "乙"]
    refused = propose(replace(question, named=("甲", "乙")), OPTIMISER)
    assert refused.conflict
    assert refused.conflict.sentence.zh == "缺一名成员。"
    assert [clash.rule.zh for clash in refused.conflict.rules] == ["至少3人（本地规定）"]


def test_nobody_can_be_chosen_says_which_rules_clash_and_who_comes_nearest() -> None:
    """One of two who know medicine is busy up to the limit, another lacks the field only."""
    medical = a_rule("medical", Who(full_time=True, industry=True), least=2)
    people = [
        a_person("甲", "medical", full_time=True),
        a_person("乙", "medical", full_time=True),
        a_person("丙", full_time=True),
    ]
    question = a_question(
        people, a_composition(2, 3, rules=(replace(medical, title=Text("具备医疗专长的调解员", "medical mediators")),), most_open=5)
    )
    team = replace(question.team, industry="medical") if question.team else None
    question = replace(question, team=team, load={"乙": 5})

    found = propose(question, OPTIMISER)

    assert found.conflict
    assert found.members == ()
    assert [clash.rule.zh for clash in found.conflict.rules] == [
        "在办件数到上限的人不再派（乙某）",
        "具备医疗专长的调解员至少2名（本地规定）",
    ]
    assert found.conflict.sentence.zh == ("缺一名具备医疗专长的调解员；最接近的是乙某：已有5件在办（上限5件）；丙某：缺“medical”。")
    assert found.conflict.sentence.en == (
        "1 medical mediators is lacking; nearest: 乙某 has 5 open cases, of at most 5; 丙某 lacks “medical”."
    )


def test_two_seats_and_one_person_for_both_is_said_as_a_clash() -> None:
    """No rule alone is short of people; together they are."""
    both = a_person("甲", categories=frozenset({"elder", "lawyer"}))
    other = a_person("乙")
    question = a_question([both, other], a_composition(2, 2, seats=(a_seat("elder"), a_seat("lawyer"))))

    found = propose(question, OPTIMISER)

    assert found.conflict
    assert [clash.rule.zh for clash in found.conflict.rules] == ["“elder”席位须有一人（本地规定）", "“lawyer”席位须有一人（本地规定）"]
    assert found.conflict.sentence.zh == (
        "这几条不能同时做到：“elder”席位须有一人（本地规定）；“lawyer”席位须有一人（本地规定）；最接近的是乙某：不属于“elder”。"
    )


def test_a_long_list_of_others_is_counted_by_reason() -> None:
    """A county has hundreds of mediators; twelve reasons are read, the rest is counted."""
    people = [a_person(f"p{n}") for n in range(20)]

    found = propose(a_question(people, a_composition(), load={person.code: n for n, person in enumerate(people)}), OPTIMISER)

    assert len(found.others) == 12
    assert dict(found.rest) == {"peak": 7}
    assert DAY == date(2025, 6, 3)
