"""Who can matter: of people who are alike in all that rules ask, only the first few can ever be among the best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engine.domain.choosing import board
from engine.domain.choosing.candidates import Candidate
from engine.domain.choosing.question import Question
from engine.domain.composition import Who


def shortlist(question: Question, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates without those who cannot be among the best, in the same order.

    Say two people are alike: they lack the same for every rule and seat, speak the same of the parties' languages, and are barred, wanted
    and kept alike. If one goes before the other by field, town, load, distance, presence and the order of the roster, then a choice with
    the other and without the one gets better by the exchange. So of each sort no more can be chosen than there are places, the first.
    """
    kinds = list(_kinds(question))
    alike: dict[Any, list[int]] = {}
    for number, each in enumerate(candidates):
        alike.setdefault(_sort(question, each, kinds), []).append(number)
    kept: set[int] = set()
    for numbers in alike.values():
        numbers.sort(key=lambda number: (_rank(question, candidates[number]), number))
        kept.update(numbers[: question.composition.most])
    return tuple(each for number, each in enumerate(candidates) if number in kept)


def _kinds(question: Question) -> Iterator[Who]:
    yield from (rule.who for rule in question.composition.demands)
    for seat in question.composition.seats:
        yield from (kind for kind in (seat.who, seat.substitute) if kind)


def _sort(question: Question, each: Candidate, kinds: Sequence[Who]) -> Any:
    person = each.person
    return (
        tuple(kind.lacks(person, question.around) for kind in kinds),
        tuple(language in person.profile.languages for language in question.languages),
        tuple(barred.bar for barred in each.bars),
        person.code in question.wanted,
        person.code in question.kept,
    )


def _rank(question: Question, each: Candidate) -> tuple[int, ...]:
    return tuple(board.cost_of(name, question, each) for name in ("field", "town", "load", "distance", "presence"))
