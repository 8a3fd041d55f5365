"""What clashes where nobody can be chosen: an irreducible set of rules, and the least that would have to be otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.domain.choosing.board import Board
from engine.domain.choosing.candidates import Bar, Candidate
from engine.domain.choosing.proposal import Clash, Conflict, Near
from engine.domain.choosing.reasons import rule_title
from engine.domain.composition import Who, said
from engine.domain.optimising import Linear, Model, Optimiser, Row
from engine.errors import Text

#: People who are named as coming nearest.
_MOST_NEAR = 3
#: People whom the sentence about a bar names.
_MOST_NAMED = 5
_BARS = {
    Bar.ABSENT: Text("不在岗的人不参加", "whoever is away takes no part"),
    Bar.OFF_DUTY: Text("只派当日当值的人", "only those on duty are sent"),
    Bar.INTEREST: Text("有利害关系的人回避", "whoever has an interest stands back"),
    Bar.STRUCK: Text("当事人不同意的人不参加", "whom a party struck takes no part"),
    Bar.DECLINED: Text("未接单的人不再派", "whoever did not accept is not asked again"),
    Bar.SET_ASIDE: Text("派单人员换下的人不参加", "whom the dispatcher replaced takes no part"),
    Bar.FULL: Text("在办件数到上限的人不再派", "whoever has the most open cases allowed takes no more"),
}


def explain(board: Board, everybody: Sequence[Candidate], optimiser: Optimiser) -> Conflict:
    """Explain why the rules of a board cannot be kept together; `everybody` are all who might have been asked."""
    keys = irreducible(board, optimiser)
    nearest = tuple(_nearest(board, optimiser))
    rules = tuple(Clash(key=key, rule=_rule(board, everybody, key)) for key in keys)
    return Conflict(rules=rules, nearest=nearest, sentence=_sentence(board, rules, nearest))


def irreducible(board: Board, optimiser: Optimiser) -> tuple[str, ...]:
    """Return rules that cannot be kept together, of which none may be left out: without any one of them the others can.

    Rules are tried one after the other, what bars people first, and left out for good where the rest still clash.
    """
    kept = board.keys
    for key in board.keys:
        fewer = [each for each in kept if each != key]
        if _clash(board, fewer, optimiser):
            kept = fewer
    return tuple(kept)


def _clash(board: Board, keys: Collection[str], optimiser: Optimiser) -> bool:
    without = [key for key in board.keys if key not in keys]
    return optimiser.best(board.model(without), ()) is None


# --- who comes nearest -------------------------------------------------------------------------------------------------


def _nearest(board: Board, optimiser: Optimiser) -> Iterator[Near]:
    """Yield the people with whom the least would have to be otherwise, others of the same distance after the first.

    Whoever is barred or lacks something may help at the cost of each such thing; places that stay empty cost more than anything. At the
    same cost people of the right kind who are barred go before those of another kind.
    """
    found: list[int] = []
    least: int | None = None
    while least is None or len(found) < _MOST_NEAR:
        eased = _ease(board, found)
        first = {variable: number for number, variable in enumerate(eased.lacking)}
        values = optimiser.best(eased.model, [eased.missing, eased.lacking, eased.unlike, *board.order(), first])
        if values is None:
            return
        distance = sum(factor * values[variable] for variable, factor in eased.lacking.items())
        helping = [number for number in eased.helpers(values) if number not in found]
        if not helping or (least is not None and distance > least):
            return
        least = distance
        for number in helping:
            found.append(number)
            yield _near(board.candidates[number], eased.lacks(values, number))


@dataclass(frozen=True, kw_only=True)
class _Eased:
    """The board with every rule softened."""

    model: Model
    #: Costs: places that stay empty; what is lacking in those who help; helpers of another kind.
    missing: Linear
    lacking: Linear
    unlike: Linear
    #: What a variable says of a candidate if it is one.
    meanings: Mapping[int, tuple[int, tuple[Text, ...]]]

    def helpers(self, values: Sequence[int]) -> list[int]:
        """Return the candidates who help although something is lacking."""
        return sorted({number for variable, (number, _) in self.meanings.items() if values[variable]})

    def lacks(self, values: Sequence[int], number: int) -> list[Text]:
        """Return what is lacking in one who helps, each once."""
        said_of = [texts for variable, (who, texts) in self.meanings.items() if who == number and values[variable]]
        return list(dict.fromkeys(text for texts in said_of for text in texts))


class _Easing:
    """Variables and rows that are added to a board one by one."""

    def __init__(self, board: Board, excluded: Collection[int]) -> None:
        self.uppers = list(board.model().uppers)
        self.rows = [Row(terms={number: 1}, most=0) for number in excluded]
        self.missing: dict[int, int] = {}
        self.lacking: dict[int, int] = {}
        self.meanings: dict[int, tuple[int, tuple[Text, ...]]] = {}
        self.unlike: dict[int, int] = {}
        #: Helpers who take a seat, by candidate.
        self.sitting: dict[int, list[int]] = {}

    def variable(self, upper: int = 1) -> int:
        """Add a variable."""
        self.uppers.append(upper)
        return len(self.uppers) - 1

    def empty(self, places: int) -> int:
        """Add the number of places that stay empty."""
        variable = self.variable(places)
        self.missing[variable] = 1
        return variable

    def helper(self, number: int, lacks: tuple[Text, ...]) -> int:
        """Add a variable: a candidate helps although something is lacking."""
        variable = self.variable()
        self.lacking[variable] = len(lacks)
        self.meanings[variable] = (number, lacks)
        self.rows.append(Row(terms={variable: 1, number: -1}, most=0))
        return variable


def _ease(board: Board, excluded: Collection[int]) -> _Eased:
    easing = _Easing(board, excluded)
    for number, each in enumerate(board.candidates):
        if each.bars:
            helper = easing.helper(number, tuple(barred.clause for barred in each.bars))
            easing.rows.append(Row(terms={number: 1, helper: -1}, most=0))
    for key, row in board.rows:
        if not key.startswith("bar:"):
            easing.rows.extend(_softened(board, easing, key, row))
    for number, helpers in easing.sitting.items():
        taken = [variable for (who, _), variable in board.takes.items() if who == number]
        easing.rows.append(Row(terms={**dict.fromkeys((*taken, *helpers), 1), number: -1}, most=0))
    return _Eased(
        model=Model(uppers=tuple(easing.uppers), rows=tuple(easing.rows)),
        missing=easing.missing,
        lacking=easing.lacking,
        unlike=easing.unlike,
        meanings=easing.meanings,
    )


def _softened(board: Board, easing: _Easing, key: str, row: Row) -> Iterator[Row]:
    """Yield a rule that people who lack something, or empty places, may help to keep; what is too many stays too many."""
    if key.startswith("language:"):
        yield Row(terms={**row.terms, easing.empty(1): -1}, most=row.most)
        return
    if row.most is not None or not key:
        yield Row(terms=row.terms, least=None if key else row.least, most=row.most)
    if key and row.least:
        yield Row(terms={**row.terms, easing.empty(row.least): 1, **_helpers(board, easing, key)}, least=row.least)


def _helpers(board: Board, easing: _Easing, key: str) -> Linear:
    terms: dict[int, int] = {}
    for who in _kinds(board, key):
        for number, each in enumerate(board.candidates):
            if lacks := who.lacks(each.person, board.question.around):
                helper = easing.helper(number, lacks)
                terms[helper] = easing.unlike[helper] = 1
                if key.startswith("seat:"):
                    easing.sitting.setdefault(number, []).append(helper)
    return terms


def _kinds(board: Board, key: str) -> list[Who]:
    composition = board.question.composition
    rules = {f"rule:{rule.code}": rule.who for rule in composition.demands}
    seats = {f"seat:{seat.code}": seat.who for seat in composition.seats}
    return [found for found in (rules.get(key), seats.get(key)) if found]


def _near(candidate: Candidate, lacks: Sequence[Text]) -> Near:
    but = Text("，".join(lack.zh for lack in lacks), ", ".join(lack.en for lack in lacks))
    return Near(person=candidate.person.code, name=candidate.person.name, but=but)


# --- words -------------------------------------------------------------------------------------------------------------


def _rule(board: Board, everybody: Sequence[Candidate], key: str) -> Text:
    """Return a rule in words, with who stands behind it."""
    kind, _, code = key.partition(":")
    if kind == "bar":
        return _barring(everybody, Bar(code))
    text, source = _asked(board, key), _source(board, key)
    by = said(source)
    return Text(f"{text.zh}（{by.zh}）", f"{text.en} ({by.en})")


def _asked(board: Board, key: str) -> Text:
    composition, title = board.question.composition, rule_title(board, key)
    if key == "size.least":
        return Text(f"至少{composition.least}人", f"at least {composition.least} members")
    if key == "size.most":
        return Text(f"至多{composition.most}人", f"at most {composition.most} members")
    if title is None:
        return Text("指定的人都参加", "everybody named takes part")
    if key.startswith("seat:"):
        return Text(f"“{title.zh}”席位须有一人", f"one person in the seat “{title.en}”")
    least, most = _bounds(board, key)
    if least:
        return Text(f"{title.zh}至少{least}名", f"at least {least} of the kind “{title.en}”")
    return Text(f"{title.zh}至多{most}名", f"at most {most} of the kind “{title.en}”")


def _bounds(board: Board, key: str) -> tuple[int, int | None]:
    return next(((rule.least, rule.most) for rule in board.question.composition.demands if key == f"rule:{rule.code}"), (1, None))


def _source(board: Board, key: str) -> str:
    composition = board.question.composition
    return next((rule.source for rule in composition.rules if key == f"rule:{rule.code}"), composition.source)


def _barring(everybody: Sequence[Candidate], bar: Bar) -> Text:
    names = [each.person.name for each in everybody if any(found.bar is bar for found in each.bars)]
    shown, words = names[:_MOST_NAMED], _BARS[bar]
    more = Text(f"等{len(names)}人", f" and {len(names) - len(shown)} more") if len(names) > len(shown) else Text("", "")
    return Text(f"{words.zh}（{'、'.join(shown)}{more.zh}）", f"{words.en} ({', '.join(shown)}{more.en})")


def _sentence(board: Board, rules: Sequence[Clash], nearest: Sequence[Near]) -> Text:
    """Return the smallest sentence that helps: what is short, and who comes nearest."""
    short = [text for clash in rules if (text := _short(board, clash.key))]
    if not short:
        zh, en = "；".join(clash.rule.zh for clash in rules), "; ".join(clash.rule.en for clash in rules)
        short = [Text(f"这几条不能同时做到：{zh}", f"these cannot be kept together: {en}")]
    zh, en = "，".join(text.zh for text in short), ", ".join(text.en for text in short)
    if nearest:
        zh += "；最接近的是" + "；".join(f"{near.name}：{near.but.zh}" for near in nearest)
        en += "; nearest: " + "; ".join(f"{near.name} {near.but.en}" for near in nearest)
    return Text(f"{zh}。", f"{en[0].upper()}{en[1:]}.")


def _short(board: Board, key: str) -> Text | None:
    """Return of whom there are too few, if the rule counts people and free ones do not suffice for it alone."""
    if key.startswith("bar:") or key in ("named", "size.most"):
        return None
    row = next(row for each, row in board.rows if each == key)
    if key.startswith("language:"):
        title = rule_title(board, key) or Text("", "")
        return Text(f"缺一名{title.zh}", f"one {title.en} is lacking")
    if row.least is None:
        return None
    free = len({_candidate(board, variable) for variable in row.terms if board.candidates[_candidate(board, variable)].is_free})
    if free >= row.least:
        return None
    title = rule_title(board, key) or Text("成员", "member")
    number = row.least - free
    zh = "一" if number == 1 else str(number)
    return Text(f"缺{zh}名{title.zh}", f"{number} {title.en} {'is' if number == 1 else 'are'} lacking")


def _candidate(board: Board, variable: int) -> int:
    if variable < len(board.candidates):
        return variable
    return next(number for (number, _), taken in board.takes.items() if taken == variable)
