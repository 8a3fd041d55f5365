"""Laws of the choice, held against looking at every possibility."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings

from engine.domain.choosing import Question, board, candidates, conflict, propose
from engine.domain.roster import Profile
from engine.solving import Highs
from tests.domain.choosing import brute
from tests.domain.choosing.questions import questions

OPTIMISER = Highs()
#: For laws of what most questions are not: such as have an answer, such as have none.
_RARE = settings(suppress_health_check=[HealthCheck.filter_too_much])


@given(questions())
def test_the_choice_is_the_best_of_all_and_the_same_each_time(question: Question) -> None:
    """Nobody finds better people by looking at every set of them and every way to seat them."""
    found = propose(question, OPTIMISER)

    expected = brute.best(question)
    chosen = [member.person for member in found.members]
    seats = {member.seat: member.person for member in found.members if member.seat}
    assert (None if not found.is_formed else (sorted(chosen), seats)) == (expected and (sorted(expected[0]), expected[1]))
    assert propose(question, OPTIMISER) == found


@given(questions())
def test_everybody_is_chosen_or_told_why_not(question: Question) -> None:
    """Each candidate occurs once; nobody barred is chosen; whoever leads may lead."""
    found = propose(question, OPTIMISER)
    assume(found.is_formed)

    chosen = [member.person for member in found.members]
    others = {other.person: other for other in found.others}
    assert question.team
    assert sorted([*chosen, *others]) == sorted(question.team.members)
    assert not any(brute.bars(question, question.roster.by_person[code]) for code in chosen)
    assert all(
        (other.code in brute.bars(question, question.roster.by_person[code])) == (other.code in set(candidates.Bar))
        for code, other in others.items()
    )
    lead = question.composition.lead
    assert [member.is_lead for member in found.members] == [True] + [False] * (len(chosen) - 1)
    assert lead is None or lead.is_met(question.roster.by_person[chosen[0]], question.around)


@given(questions())
def test_the_rules_that_clash_clash_and_none_of_them_is_idle(question: Question) -> None:
    """With the named rules alone nobody can be chosen; without any one of them somebody can."""
    laid = board.lay(question, candidates.candidates(question))
    assume(brute.best(question) is None)

    named = set(conflict.irreducible(laid, OPTIMISER))

    others = set(laid.keys) - named
    assert not _is_possible(question, others)
    assert all(_is_possible(question, others | {key}) for key in named)


def _is_possible(question: Question, without: set[str]) -> bool:
    return next(brute.choices(question, without), None) is not None


@_RARE
@given(questions())
def test_whoever_comes_nearest_would_do_without_what_is_said_of_them(question: Question) -> None:
    """A team can be formed if what is lacking in the nearest were there, unless places stay empty for want of people.

    Rules that allow only so many of a kind are left out: whom the test makes to be of every kind would count there too. So are
    languages: where one is lacking the rule is named, and nobody is near it.
    """
    rules = tuple(replace(rule, most=None) for rule in question.composition.rules)
    question = replace(question, composition=replace(question.composition, rules=rules), languages=())
    found = propose(question, OPTIMISER)
    assume(found.conflict is not None)
    assert found.conflict

    helped = _helped(question, {near.person for near in found.conflict.nearest})

    assert found.conflict.sentence.zh.endswith("。")
    is_enough = brute.best(helped) is not None
    everybody = brute.best(_helped(question, set(question.team.members if question.team else ()))) is not None
    assert is_enough == everybody


def _helped(question: Question, people: set[str]) -> Question:
    """Return the question in which nothing bars some people, and they are of every kind."""
    everything = {"legal", "traffic", "certified"}
    able = tuple(
        replace(
            person,
            full_time=True,
            qualifications=frozenset(everything),
            categories=frozenset({"elder", "lawyer", "police"}),
            profile=Profile(languages=("手语", "方言")),
            most_open=99,
        )
        if person.code in people
        else person
        for person in question.roster.people
    )
    absences = tuple(away for away in question.roster.absences if away.person not in people)
    return replace(
        question,
        roster=replace(question.roster, people=able, absences=absences),
        struck=question.struck - people,
        conflicts=question.conflicts - people,
        declined=question.declined - people,
    )


@_RARE
@given(questions())
def test_nobody_who_matters_is_left_off_the_shortlist(question: Question) -> None:
    """Copies of everybody, later in the roster, change nothing: the first of those who are alike go before them."""
    assert question.team
    copies = tuple(replace(person, code=f"{person.code}2", name=f"{person.name}2") for person in question.roster.people)
    members = (*question.team.members, *(copy.code for copy in copies))
    team = replace(question.team, members=members)
    roster = replace(question.roster, people=(*question.roster.people, *copies), teams=(team, *question.roster.teams[1:]))
    doubled = replace(question, roster=roster, team=team, load={code: question.load[code[0]] for code in members})

    found = propose(doubled, OPTIMISER)

    expected = brute.best(doubled) if len(copies) < 4 else None
    assume(expected is not None)
    assert expected
    assert sorted(member.person for member in found.members) == sorted(expected[0])
