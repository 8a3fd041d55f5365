"""Who may be asked, and what bars whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.domain import disclosure
from engine.domain.choosing.question import Question
from engine.domain.composition import Who
from engine.domain.roster import Person, TeamKind
from engine.errors import Text

#: Who may be a member where neither a team nor the composition says it.
_MEDIATORS = Who(roles=disclosure.MEDIATORS)
_SIDES = {
    "applicant": Text("申请人", "the applicant"),
    "respondent": Text("被申请人", "the respondent"),
    "third": Text("第三人", "the third party"),
}


class Bar(StrEnum):
    """What keeps somebody out, in the order in which it is told."""

    ABSENT = "absent"
    OFF_DUTY = "off_duty"
    INTEREST = "interest"
    STRUCK = "struck"
    DECLINED = "declined"
    SET_ASIDE = "set_aside"
    FULL = "full"


@dataclass(frozen=True, kw_only=True)
class Barred:
    """Something that keeps one person out."""

    bar: Bar
    #: As a clause after the name, and as a whole sentence.
    clause: Text
    sentence: Text


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who may be asked, with what speaks against it."""

    person: Person
    bars: tuple[Barred, ...]
    #: Where the person works in the town of the matter.
    is_local: bool
    #: Unknown distances count as the farthest one known.
    kilometres: int

    @property
    def is_free(self) -> bool:
        """Tell whether nothing bars the person."""
        return not self.bars


def candidates(question: Question) -> tuple[Candidate, ...]:
    """Return everybody who may be asked, in the order in which ties fall."""
    farthest = max((distance.kilometres for distance in question.roster.distances), default=0)
    return tuple(
        Candidate(
            person=person,
            bars=tuple(_bars(person, question)),
            is_local=_is_local(person, question),
            kilometres=_kilometres(person, question, farthest),
        )
        for person in _circle(question)
    )


def _circle(question: Question) -> Iterator[Person]:
    """Yield the named, else the team's members, else whoever may be a member or take a seat, in the roster's order."""
    codes = question.named if question.named is not None else question.team.members if question.team else None
    if codes is not None:
        yield from (question.roster.by_person[code] for code in dict.fromkeys(codes) if code in question.roster.by_person)
        return
    kinds, around = list(_kinds(question)), question.around
    for person in question.roster.people:
        if any(kind.is_met(person, around) for kind in kinds):
            yield person


def _kinds(question: Question) -> Iterator[Who]:
    composition = question.composition
    if composition.most > len(composition.seats):
        yield composition.members or _MEDIATORS
    for seat in composition.seats:
        yield from (kind for kind in (seat.who, seat.substitute) if kind)


def _bars(person: Person, question: Question) -> Iterator[Barred]:
    if away := _away(person, question):
        yield away
    if question.is_duty and not _is_on_duty(person, question):
        yield _barred(Bar.OFF_DUTY, person, Text("当日不当值", "is not on duty on that day"))
    yield from _interests(person, question)
    if person.code in question.struck:
        sentence = Text(f"当事人不同意由{person.name}调解。", f"A party struck {person.name}.")
        yield Barred(bar=Bar.STRUCK, clause=Text("当事人不同意由其调解", "was struck by a party"), sentence=sentence)
    if person.code in question.declined:
        yield _barred(Bar.DECLINED, person, Text("未接单或逾期未答复", "did not accept, or did not answer in time"))
    if person.code in question.set_aside:
        yield _barred(Bar.SET_ASIDE, person, Text("派单人员已换下", "was replaced by the dispatcher"))
    load, most = question.load_of(person), person.most_open if person.most_open is not None else question.composition.most_open
    if most is not None and load >= most and person.code not in question.kept:
        yield _barred(Bar.FULL, person, Text(f"已有{load}件在办（上限{most}件）", f"has {load} open cases, of at most {most}"))


def _away(person: Person, question: Question) -> Barred | None:
    if not person.is_active(question.on):
        return _barred(Bar.ABSENT, person, Text("当日不在岗", "is not in office on that day"))
    for absence in question.roster.absences:
        if absence.person == person.code and absence.first <= question.on <= absence.last:
            span = Text(f"{absence.first}至{absence.last}不在", f"is away from {absence.first} to {absence.last}")
            return _barred(Bar.ABSENT, person, span)
    return None


def _is_on_duty(person: Person, question: Question) -> bool:
    duty = (turn for turn in question.roster.turns if turn.is_duty and turn.covers(question.on))
    return any(turn.person == person.code or (turn.unit is not None and turn.unit == person.unit) for turn in duty)


def _interests(person: Person, question: Question) -> Iterator[Barred]:
    """Yield what ties a person to a party; what exactly it is stays in the declaration (class P2)."""
    if person.code in question.waived:
        return
    if person.code in question.conflicts:
        clause = Text("已申报利害关系，双方未书面同意继续", "declared an interest that the parties did not waive in writing")
        yield _barred(Bar.INTEREST, person, clause)
        return
    unit = question.roster.by_unit.get(person.unit or "")
    for party in question.parties:
        side = _SIDES.get(party.role, _SIDES["third"])
        if unit and party.name in unit.title:
            yield _barred(Bar.INTEREST, person, Text(f"与{side.zh}同单位", f"works for {side.en}"))
        elif any(interest.party == party.name for interest in person.interests):
            yield _barred(Bar.INTEREST, person, Text(f"已申报与{side.zh}有利害关系", f"declared an interest in {side.en}"))


def _barred(bar: Bar, person: Person, clause: Text) -> Barred:
    return Barred(bar=bar, clause=clause, sentence=Text(f"{person.name}{clause.zh}。", f"{person.name} {clause.en}."))


def _is_local(person: Person, question: Question) -> bool:
    if not question.area:
        return True
    studios = (team for team in question.roster.teams if team.kind is TeamKind.STUDIO and question.area in team.towns)
    return person.town == question.area or any(person.code in studio.members for studio in studios)


def _kilometres(person: Person, question: Question, farthest: int) -> int:
    if not question.area or person.town == question.area:
        return 0
    towns = {person.town, question.area}
    return next((distance.kilometres for distance in question.roster.distances if distance.towns == towns), farthest)
