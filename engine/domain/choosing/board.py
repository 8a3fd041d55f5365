"""The choice as whole numbers: one variable for each candidate, one for each seat that somebody may take, and the rules between them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.domain.choosing.candidates import Bar, Candidate
from engine.domain.choosing.question import Question
from engine.domain.optimising import Linear, Model, Row
from engine.domain.roster import Presence

#: What is preferred, the weightiest first; the last tie falls to the order of the roster.
PREFERENCES = ("wanted", "kept", "substitutes", "size", "field", "language", "town", "peak", "load", "distance", "presence")
#: How often a unit is at the centre, as a cost.
_PRESENCE = {Presence.RESIDENT: 0, Presence.ROTATING: 1, Presence.ON_CALL: 2, None: 0}
#: People whose order is settled with one cost: powers of two that a solver still keeps apart.
_CHUNK = 16


@dataclass(frozen=True, kw_only=True)
class Picked:
    """People who were picked, by the number of the candidate, and which seat each of them takes."""

    chosen: frozenset[int]
    #: Seat code by candidate.
    seats: Mapping[int, str]


@dataclass(frozen=True, kw_only=True)
class Board:
    """The variables, and what each of them stands for."""

    question: Question
    candidates: tuple[Candidate, ...]
    #: Variable of a candidate in a seat; who may only be a substitute is in `substitutes`.
    takes: Mapping[tuple[int, str], int]
    substitutes: frozenset[int]
    #: Variable of the largest load, and those of the languages that nobody speaks.
    peak: int
    unspoken: Mapping[str, int]
    #: Rules by their key; the key is empty for what holds the variables together.
    rows: tuple[tuple[str, Row], ...] = ()
    #: The preferences with their costs, the weightiest first.
    costs: tuple[tuple[str, Linear], ...] = ()

    def model(self, without: Collection[str] = ()) -> Model:
        """Return the model, some rules left out."""
        top = max((self.question.load_of(each.person) for each in self.candidates), default=0)
        uppers = [1] * (len(self.candidates) + len(self.takes)) + [top] + [1] * len(self.unspoken)
        return Model(uppers=tuple(uppers), rows=tuple(row for key, row in self.rows if not key or key not in without))

    @property
    def keys(self) -> list[str]:
        """Return the keys of all rules that may be left out, each once: what bars people, how many there are, who they must be."""
        found = dict.fromkeys(key for key, _ in self.rows if key)
        return sorted(found, key=lambda key: (not key.startswith("bar:"), not key.startswith("size.")))

    def order(self) -> Iterator[Linear]:
        """Yield the costs that settle ties: the earlier in the roster the better, then the earlier seat by seat."""
        for start in range(0, len(self.candidates), _CHUNK):
            chunk = range(start, min(start + _CHUNK, len(self.candidates)))
            yield {number: -(1 << (chunk[-1] - number)) for number in chunk}
        for seat in self.question.composition.seats:
            yield {variable: number for (number, code), variable in self.takes.items() if code == seat.code}

    def read(self, values: Sequence[int]) -> Picked:
        """Return whom the values pick."""
        chosen = frozenset(number for number in range(len(self.candidates)) if values[number])
        return Picked(chosen=chosen, seats={number: seat for (number, seat), variable in self.takes.items() if values[variable]})

    def like(self, other: Board, picked: Picked) -> Picked:
        """Return the same people as they were picked on another board."""
        numbers = {each.person.code: number for number, each in enumerate(self.candidates)}
        here = {number: numbers[other.candidates[number].person.code] for number in picked.chosen}
        return Picked(chosen=frozenset(here.values()), seats={here[number]: seat for number, seat in picked.seats.items()})

    def values(self, picked: Picked) -> Mapping[int, int]:
        """Return the values that pick these people; a variable that is not named is 0."""
        people = [self.candidates[number].person for number in picked.chosen]
        spoken = {language for person in people for language in person.profile.languages}
        return {
            **dict.fromkeys(picked.chosen, 1),
            **{self.takes[number, seat]: 1 for number, seat in picked.seats.items()},
            self.peak: max((self.question.load_of(person) for person in people), default=0),
            **{variable: 1 for language, variable in self.unspoken.items() if language not in spoken},
        }


def lay(question: Question, candidates: tuple[Candidate, ...]) -> Board:
    """Lay the board for a question."""
    pairs = list(_pairs(question, candidates))
    takes = {pair: len(candidates) + n for n, (pair, _) in enumerate(pairs)}
    peak = len(candidates) + len(takes)
    unspoken = {language: peak + 1 + n for n, language in enumerate(question.languages)}
    bare = Board(
        question=question,
        candidates=candidates,
        takes=takes,
        substitutes=frozenset(takes[pair] for pair, is_substitute in pairs if is_substitute),
        peak=peak,
        unspoken=unspoken,
    )
    return replace(bare, rows=tuple(_rows(bare)), costs=tuple((name, _cost(bare, name)) for name in PREFERENCES))


def cost_of(name: str, question: Question, each: Candidate) -> int:
    """Return what one person costs by a preference about people."""
    return int(_OF_PEOPLE[name](question, each))


def _lacks_field(question: Question, each: Candidate) -> bool:
    industry = question.around.industry
    return bool(industry) and industry not in each.person.qualifications


_OF_PEOPLE: Mapping[str, Callable[[Question, Candidate], int]] = {
    "wanted": lambda question, each: -(each.person.code in question.wanted),
    "kept": lambda question, each: -(each.person.code in question.kept),
    "size": lambda _question, _each: 1,
    "field": _lacks_field,
    "town": lambda _question, each: not each.is_local,
    "load": lambda question, each: question.load_of(each.person),
    "distance": lambda _question, each: each.kilometres,
    "presence": lambda question, each: _PRESENCE[question.around.presence(each.person)],
}


def _cost(board: Board, name: str) -> Linear:
    match name:
        case "substitutes":
            return dict.fromkeys(board.substitutes, 1)
        case "language":
            return dict.fromkeys(board.unspoken.values(), 1)
        case "peak":
            return {board.peak: 1}
        case _:
            return {n: cost for n, each in enumerate(board.candidates) if (cost := cost_of(name, board.question, each))}


def _pairs(question: Question, candidates: Sequence[Candidate]) -> Iterator[tuple[tuple[int, str], bool]]:
    around = question.around
    for seat in question.composition.seats:
        for number, each in enumerate(candidates):
            if seat.who.is_met(each.person, around):
                yield (number, seat.code), False
            elif seat.substitute and seat.substitute.is_met(each.person, around):
                yield (number, seat.code), True


def _rows(board: Board) -> Iterator[tuple[str, Row]]:
    yield from _bars(board)
    yield from _demands(board)
    yield from _seats(board)
    yield from _languages(board)
    everybody = dict.fromkeys(range(len(board.candidates)), 1)
    if board.question.named is not None:
        yield "named", Row(terms=everybody, least=len(dict.fromkeys(board.question.named)))
    yield "size.most", Row(terms=everybody, most=board.question.composition.most)
    yield "size.least", Row(terms=everybody, least=board.question.composition.least)
    for number, each in enumerate(board.candidates):
        if load := board.question.load_of(each.person):
            yield "", Row(terms={number: load, board.peak: -1}, most=0)


def _bars(board: Board) -> Iterator[tuple[str, Row]]:
    for bar in reversed(Bar):
        barred = [n for n, each in enumerate(board.candidates) if any(found.bar is bar for found in each.bars)]
        if barred:
            yield f"bar:{bar}", Row(terms=dict.fromkeys(barred, 1), most=0)


def _demands(board: Board) -> Iterator[tuple[str, Row]]:
    around = board.question.around
    for rule in board.question.composition.demands:
        fit = [n for n, each in enumerate(board.candidates) if rule.who.is_met(each.person, around)]
        yield f"rule:{rule.code}", Row(terms=dict.fromkeys(fit, 1), least=rule.least, most=rule.most)


def _seats(board: Board) -> Iterator[tuple[str, Row]]:
    for seat in board.question.composition.seats:
        able = [variable for (_, code), variable in board.takes.items() if code == seat.code]
        yield f"seat:{seat.code}", Row(terms=dict.fromkeys(able, 1), least=1)
        yield "", Row(terms=dict.fromkeys(able, 1), most=1)
    for number, mine in _by_candidate(board.takes):
        yield "", Row(terms={**dict.fromkeys(mine, 1), number: -1}, most=0)


def _by_candidate(takes: Mapping[tuple[int, str], int]) -> Iterable[tuple[int, list[int]]]:
    found: dict[int, list[int]] = {}
    for (number, _), variable in takes.items():
        found.setdefault(number, []).append(variable)
    return found.items()


def _languages(board: Board) -> Iterator[tuple[str, Row]]:
    for language, variable in board.unspoken.items():
        speakers = [n for n, each in enumerate(board.candidates) if language in each.person.profile.languages]
        yield "", Row(terms={**dict.fromkeys(speakers, 1), variable: 1}, least=1)
        if board.question.composition.speaks:
            yield f"language:{language}", Row(terms={variable: 1}, most=0)
