"""Why the people who were picked, and why not the others: every sentence compares exact figures, none is a guess."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from engine.domain.choosing.board import PREFERENCES, Board, Picked
from engine.domain.choosing.candidates import Candidate
from engine.domain.choosing.proposal import Member, Other, Proposal
from engine.domain.composition import Seat
from engine.domain.optimising import total_of
from engine.domain.roster import Person
from engine.errors import Text

#: People whose reasons are written out; a long list would not be read.
_LISTED = 12
#: Of those who cannot take a seat, how many a substitute's reason names.
_NAMED = 3


def proposal(board: Board, picked: Picked) -> Proposal:
    """Put a choice into words."""
    lead = _lead(board, picked)
    order = sorted(picked.chosen, key=lambda number: (number != lead, number))
    others = _others(board, picked)
    listed, rest = others[:_LISTED], Counter(other.code for other in others[_LISTED:])
    return Proposal(members=tuple(_member(board, picked, number, lead) for number in order), others=tuple(listed), rest=dict(rest))


def _lead(board: Board, picked: Picked) -> int:
    """Return who leads: whoever the parties chose, who led before, the team's own lead, then the fewest open cases."""
    question, around = board.question, board.question.around
    lead, first = question.composition.lead, question.kept[:1]

    def rank(number: int) -> tuple[bool, bool, bool, int, int]:
        person = board.candidates[number].person
        own = question.team.lead if question.team else ""
        return person.code not in question.wanted, person.code not in first, person.code != own, question.load_of(person), number

    return min((n for n in picked.chosen if lead is None or lead.is_met(board.candidates[n].person, around)), key=rank)


def _member(board: Board, picked: Picked, number: int, lead: int) -> Member:
    person, code = board.candidates[number].person, picked.seats.get(number)
    seat = next((each for each in board.question.composition.seats if each.code == code), None)
    return Member(
        person=person.code,
        name=person.name,
        seat=code,
        seat_title=seat.title if seat else None,
        is_substitute=bool(seat) and board.takes[number, str(code)] in board.substitutes,
        is_lead=number == lead,
        why=tuple(_why(board, number, seat)),
    )


# --- why ---------------------------------------------------------------------------------------------------------------


def _why(board: Board, number: int, seat: Seat | None) -> Iterator[Text]:
    person, question = board.candidates[number].person, board.question
    if question.named is not None:
        yield Text(f"{person.name}由派单人员指定。", f"{person.name} was named by the dispatcher.")
        return
    if seat:
        yield from _seated(board, number, seat)
    if person.code in question.wanted:
        yield Text(f"{person.name}由当事人点选，且无回避事由。", f"{person.name} was chosen by the parties, and nothing speaks against it.")
        return
    if person.code in question.kept:
        yield Text(f"{person.name}已在本案团队中，继续留任。", f"{person.name} is on the team of this case already and stays.")
        return
    spoken = [language for language in question.languages if language in person.profile.languages]
    if spoken:
        listed = "、".join(spoken)
        yield Text(f"{person.name}会说{listed}。", f"{person.name} speaks {listed}.")
    if question.area and board.candidates[number].is_local:
        yield Text(f"{person.name}就在{question.area}工作。", f"{person.name} works in {question.area}.")
    yield _load(board, number, seat)


def _seated(board: Board, number: int, seat: Seat) -> Iterator[Text]:
    name = board.candidates[number].person.name
    if board.takes[number, seat.code] not in board.substitutes:
        yield Text(f"{name}任“{seat.title.zh}”。", f"{name} takes the seat “{seat.title.en}”.")
        return
    why = _nobody_proper(board, seat)
    yield Text(f"{name}替补“{seat.title.zh}”：{why.zh}。", f"{name} stands in for “{seat.title.en}”: {why.en}.")


def _nobody_proper(board: Board, seat: Seat) -> Text:
    """Return why nobody proper could take a seat."""
    proper = [board.candidates[n] for (n, code), variable in board.takes.items() if code == seat.code and variable not in board.substitutes]
    if not proper:
        return Text("名册中没有这一类人员", "the roster has nobody of the kind")
    barred = [each for each in proper if each.bars]
    if len(barred) < len(proper):
        return Text("这一类人员已任其他席位", "those of the kind take other seats")
    named = barred[:_NAMED]
    zh = "，".join(f"{each.person.name}{each.bars[0].clause.zh}" for each in named)
    en = ", ".join(f"{each.person.name} {each.bars[0].clause.en}" for each in named)
    return Text(zh, en) if len(barred) == len(named) else Text(f"{zh}等", f"{en} and others")


def _load(board: Board, number: int, seat: Seat | None) -> Text:
    """Return how many cases a person has, and that nobody free has fewer, where that is so."""
    person = board.candidates[number].person
    rivals = [n for n, each in enumerate(board.candidates) if each.is_free and (seat is None or (n, seat.code) in board.takes)]
    load, name = board.question.load_of(person), person.name
    if load == min(board.question.load_of(board.candidates[n].person) for n in rivals):
        return Text(f"{name}在办{load}件，为可选人员中最少。", f"{name} has {load} open cases, the fewest of those available.")
    return Text(f"{person.name}在办{load}件。", f"{person.name} has {load} open cases.")


# --- why not -----------------------------------------------------------------------------------------------------------


def _others(board: Board, picked: Picked) -> list[Other]:
    """Return everybody else: those the parties chose, then the free ones who came nearest, then those who are barred."""
    found: list[tuple[tuple[bool, bool, int, int], Other]] = []
    for number, each in enumerate(board.candidates):
        if number in picked.chosen:
            continue
        is_wanted = each.person.code in board.question.wanted
        if each.bars:
            first = each.bars[0]
            other, near = Other(person=each.person.code, name=each.person.name, code=first.bar, reason=first.sentence), 0
        else:
            swap = _nearest_swap(board, picked, number)
            other, near = _outdone(board, number, swap), -swap.depth
        found.append(((not is_wanted, bool(each.bars), near, number), other))
    return [other for _, other in sorted(found, key=lambda entry: entry[0])]


@dataclass(frozen=True, kw_only=True)
class _Swap:
    """What becomes of the choice if one free person takes the place of one who was picked."""

    #: Whose place; None if the rules allow no such swap.
    instead: int | None
    #: Number of the first preference that is worse; all of them if only the order of the roster decides.
    depth: int
    #: A rule that every swap breaks.
    broken: str = ""


def _nearest_swap(board: Board, picked: Picked, number: int) -> _Swap:
    best, broken = _Swap(instead=None, depth=-1), ""
    here = _measures(board, picked)
    for instead in sorted(picked.chosen):
        swapped = _swapped(board, picked, number, instead)
        if swapped is None:
            continue
        values = board.values(swapped)
        # What holds the variables together is kept by the swap itself.
        failing = next((key for key, row in board.rows if key and not row.holds(values)), None)
        if failing is not None:
            broken = broken or failing
            continue
        there = _measures(board, swapped)
        depth = next((n for n, (a, b) in enumerate(zip(here, there, strict=True)) if a != b), len(here))
        if depth > best.depth:
            best = _Swap(instead=instead, depth=depth)
    return best if best.instead is not None else _Swap(instead=None, depth=-1, broken=broken)


def _swapped(board: Board, picked: Picked, number: int, instead: int) -> Picked | None:
    seat = picked.seats.get(instead)
    if seat is not None and (number, seat) not in board.takes:
        return None
    seats = {n: code for n, code in picked.seats.items() if n != instead} | ({number: seat} if seat else {})
    return Picked(chosen=picked.chosen - {instead} | {number}, seats=seats)


def _measures(board: Board, picked: Picked) -> list[int]:
    values = board.values(picked)
    return [total_of(cost, values) for _, cost in board.costs]


def _outdone(board: Board, number: int, swap: _Swap) -> Other:
    each = board.candidates[number]
    if swap.instead is None:
        return Other(person=each.person.code, name=each.person.name, code="rules", reason=_unfit(board, each.person, swap.broken))
    code = PREFERENCES[swap.depth] if swap.depth < len(PREFERENCES) else "order"
    reason = _behind(board, each, board.candidates[swap.instead], code)
    return Other(person=each.person.code, name=each.person.name, code=code, reason=reason)


def _unfit(board: Board, person: Person, key: str) -> Text:
    title, name = rule_title(board, key), person.name
    if title is None:
        return Text(f"{name}不能任这些席位中的任何一个。", f"{name} fits none of the seats of those chosen.")
    return Text(f"换上{name}就不符合“{title.zh}”。", f"With {name} instead, “{title.en}” would not be met.")


def rule_title(board: Board, key: str) -> Text | None:
    """Return what a rule is called by its key."""
    kind, _, code = key.partition(":")
    titles = {f"rule:{rule.code}": rule.title for rule in board.question.composition.demands}
    titles |= {f"seat:{seat.code}": seat.title for seat in board.question.composition.seats}
    if kind == "language":
        return Text(f"会说{code}的成员", f"member who speaks {code}")
    return titles.get(key)


def _behind(board: Board, each: Candidate, other: Candidate, code: str) -> Text:
    """Return in which preference one person is behind another whose place is wanted."""
    question, a, b = board.question, each.person, other.person
    mine, theirs = question.load_of(a), question.load_of(b)
    more = Text(f"{a.name}在办{mine}件，多于{b.name}的{theirs}件。", f"{a.name} has {mine} open cases, more than the {theirs} of {b.name}.")
    farther = Text(
        f"{a.name}离{question.area}{each.kilometres}公里，远于{b.name}的{other.kilometres}公里。",
        f"{a.name} is {each.kilometres} km from {question.area}, farther than the {other.kilometres} km of {b.name}.",
    )
    later = Text(
        f"{a.name}在办{mine}件，与{b.name}相同，名册次序在后。",
        f"{a.name} has {mine} open cases like {b.name}, who stands earlier in the roster.",
    )
    return {
        "wanted": Text(f"当事人点选了{b.name}。", f"The parties chose {b.name}."),
        "kept": Text(f"{b.name}已在本案团队中，继续留任。", f"{b.name} is on the team of this case already and stays."),
        "substitutes": Text(f"{a.name}只能替补，{b.name}是合适人选。", f"{a.name} could only stand in; {b.name} fits the seat."),
        "field": Text(f"{b.name}熟悉这一类纠纷。", f"{b.name} knows this kind of dispute."),
        "language": Text(f"{b.name}会说当事人的语言。", f"{b.name} speaks the parties' language."),
        "town": Text(f"{b.name}就在{question.area}工作。", f"{b.name} works in {question.area}."),
        "peak": more,
        "load": more,
        "distance": farther,
        "presence": Text(f"{b.name}所在单位更常在中心。", f"The unit of {b.name} is at the centre more often."),
        "order": later,
    }[code]
