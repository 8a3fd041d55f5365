"""The choice once more, by looking at every set of people and every way to seat them: slow, and written apart from the product's."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations, permutations
from typing import Any

from engine.domain.choosing import Question
from engine.domain.roster import Person, Presence, TeamKind

Seated = dict[str, str]


def best(question: Question) -> tuple[list[str], Seated] | None:
    """Return the best people with the person of each seat, or None."""
    found = min(((_rank(question, people, seats), people, seats) for people, seats in choices(question)), key=lambda f: f[0], default=None)
    return ([person.code for person in found[1]], found[2]) if found else None


def choices(question: Question, without: Collection[str] = ()) -> Iterator[tuple[list[Person], Seated]]:
    """Yield every choice that keeps the rules, some of them left out."""
    people = [question.roster.by_person[code] for code in question.team.members] if question.team else []
    for size in range(len(people) + 1):
        for some in combinations(people, size):
            for seats in _seatings(question, list(some), without):
                if _is_kept(question, list(some), without):
                    yield list(some), seats


def bars(question: Question, person: Person) -> set[str]:
    """Return the bars of a person."""
    found = set()
    if any(away.person == person.code for away in question.roster.absences):
        found.add("absent")
    if person.code in question.conflicts - question.waived:
        found.add("interest")
    if person.code in question.struck:
        found.add("struck")
    if person.code in question.declined:
        found.add("declined")
    most = person.most_open if person.most_open is not None else question.composition.most_open
    if most is not None and question.load[person.code] >= most and person.code not in question.kept:
        found.add("full")
    return found


def _is_kept(question: Question, people: list[Person], without: Collection[str]) -> bool:
    composition, around = question.composition, question.around
    kept = {f"bar:{bar}": False for person in people for bar in bars(question, person)}
    kept["size.least"] = len(people) >= composition.least
    kept["size.most"] = len(people) <= composition.most
    for rule in composition.rules:
        count = sum(rule.who.is_met(person, around) for person in people)
        kept[f"rule:{rule.code}"] = rule.least <= count and (rule.most is None or count <= rule.most)
    if composition.lead:
        kept["rule:lead"] = any(composition.lead.is_met(person, around) for person in people)
    if composition.speaks:
        for language in question.languages:
            kept[f"language:{language}"] = any(language in person.profile.languages for person in people)
    return all(is_kept for key, is_kept in kept.items() if key not in without)


def _seatings(question: Question, people: list[Person], without: Collection[str]) -> Iterator[Seated]:
    """Yield every way to give each seat, but for those left out, to one of the people."""
    seats = [seat for seat in question.composition.seats if f"seat:{seat.code}" not in without]
    for order in permutations(people, len(seats)):
        taken = list(zip(seats, order, strict=True))
        if all(any(who and who.is_met(person, question.around) for who in (seat.who, seat.substitute)) for seat, person in taken):
            yield {seat.code: person.code for seat, person in taken}


def _rank(question: Question, people: list[Person], seats: Seated) -> tuple[Any, ...]:
    order = list(question.team.members) if question.team else []
    chosen = {person.code for person in people}
    by_seat = {seat.code: seat for seat in question.composition.seats}
    spoken = {language for person in people for language in person.profile.languages}
    local = [person for person in people if _is_local(question, person)]
    away = [person for person in people if question.area and person.town != question.area]
    length = question.roster.distances[0].kilometres
    return (
        -len(chosen & set(question.wanted)),
        -len(chosen & set(question.kept)),
        sum(not by_seat[seat].who.is_met(question.roster.by_person[code], question.around) for seat, code in seats.items()),
        len(people),
        sum("traffic" not in person.qualifications for person in people),
        len(set(question.languages) - spoken),
        len(people) - len(local),
        max((question.load[code] for code in chosen), default=0),
        sum(question.load[code] for code in chosen),
        length * len(away),
        sum({None: 0, "resident": 0, "rotating": 1, "on_call": 2}[person.unit and Presence(person.unit)] for person in people),
        [code not in chosen for code in order],
        [order.index(seats[seat.code]) for seat in question.composition.seats],
    )


def _is_local(question: Question, person: Person) -> bool:
    studios = [team for team in question.roster.teams if team.kind is TeamKind.STUDIO and question.area in team.towns]
    return not question.area or person.town == question.area or any(person.code in studio.members for studio in studios)
