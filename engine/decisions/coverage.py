"""Finds inputs that no rule answers, that several rules answer, and rules that can never fire.

Only what is certain is reported: a cell that is not understood counts as matching when gaps are sought, and as not
matching when overlaps are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from engine.decisions import cells
from engine.decisions.model import HitPolicy, Place, Rule, Table
from engine.errors import Severity, Text

MAX_FINDINGS = 10
MAX_STEPS = 20_000

#: Where, what is wrong, how bad it is, how to mend it.
Finding = tuple[Place, Text, Severity, Text | None]

_ANSWER_ALL = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST})


def findings(table: Table) -> Iterator[Finding]:
    """Yield what the rules of a table leave out, answer twice, or never reach."""
    grid = _Grid(table)
    if table.inputs and table.hit_policy in _ANSWER_ALL and not any(each.default for each in table.outputs):
        yield from grid.gaps()
    if table.hit_policy in {HitPolicy.UNIQUE, HitPolicy.ANY}:
        yield from grid.overlaps()
    yield from grid.unreachable()


def is_complete(table: Table) -> bool:
    """Tell whether it is certain that every input finds a rule."""
    grid = _Grid(table)
    return bool(table.inputs) and _Search(grid, opaque=False).uncovered(range(len(table.rules))) is None


class _Grid:
    """The inputs of a table cut into the pieces that its cells tell apart."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.cells = [[cells.read(cell.text) for cell in rule.tests] for rule in table.rules]
        self.columns = [self._samples(number) for number in range(len(table.inputs))]

    def _samples(self, number: int) -> list[Any]:
        understood = [row[number] for row in self.cells if len(row) > number]
        found = cells.samples([cell for cell in understood if cell], self.table.inputs[number].values)
        if found is None:
            for row in self.cells:
                row[number] = None
        return found or [cells.OTHER]

    def holds(self, rule: int, column: int, value: Any, *, opaque: bool) -> bool:
        row = self.cells[rule]
        cell = row[column] if column < len(row) else None
        return opaque if cell is None else cell.holds(value)

    def gaps(self) -> Iterator[Finding]:
        example = _Search(self, opaque=True).uncovered(range(len(self.table.rules)))
        if example is not None:
            chinese, english = self._shown(example)
            text = Text(f"有一种情况没有规则:{chinese}。", f"No rule answers this case: {english}.")
            cure = Text("请补一条规则,或在表末加一条兜底规则。", "Add a rule for it, or one at the end that catches the rest.")
            yield self.table.place, text, "warning", cure

    def overlaps(self) -> Iterator[Finding]:
        found = 0
        for one, other in combinations(range(len(self.table.rules)), 2):
            example = self._common(one, other)
            if example is None or self._may_overlap(one, other) or found >= MAX_FINDINGS:
                continue
            found += 1
            first, second = self.table.rules[one], self.table.rules[other]
            chinese, english = self._shown(example)
            text = Text(
                f"第 {first.number} 条和第 {second.number} 条规则会同时适用:{chinese}。",
                f"Rules {first.number} and {second.number} apply at once: {english}.",
            )
            cure = Text("请把条件分开,或改用“第一条适用”(FIRST)。", "Part their conditions, or let the first that applies count (FIRST).")
            yield second.place, text, "warning", cure

    def unreachable(self) -> Iterator[Finding]:
        for number, rule in enumerate(self.table.rules):
            if self._is_impossible(number):
                yield _never(
                    rule, Text("它的条件互相矛盾,或不在允许的值之内", "its conditions contradict each other or the allowed values")
                )
            elif self.table.hit_policy is HitPolicy.FIRST and self._is_hidden(number):
                yield _never(rule, Text("前面的规则已经包括了它", "the rules before it already cover it"))

    def _is_impossible(self, number: int) -> bool:
        columns = enumerate(self.columns)
        return any(not any(self.holds(number, column, value, opaque=True) for value in values) for column, values in columns)

    def _is_hidden(self, number: int) -> bool:
        search = _Search(self, opaque=False, within=number)
        return number > 0 and search.uncovered(range(number)) is None and not search.is_exhausted

    def _may_overlap(self, one: int, other: int) -> bool:
        """Tell whether two rules may apply at once: under ANY they may if they say the same."""
        texts = [[cell.text for cell in self.table.rules[number].results] for number in (one, other)]
        return self.table.hit_policy is HitPolicy.ANY and texts[0] == texts[1]

    def _common(self, one: int, other: int) -> list[Any] | None:
        example = []
        for column, values in enumerate(self.columns):
            both = (value for value in values if all(self.holds(rule, column, value, opaque=False) for rule in (one, other)))
            value = next(both, self)
            if value is self:
                return None
            example.append(value)
        return example

    def _shown(self, example: Sequence[Any]) -> tuple[str, str]:
        titles = [column.label for column in self.table.inputs]
        texts = [_shown(value) for value in example]
        pairs = list(zip(titles, texts, strict=True))
        return ";".join(f"{title} = {text.zh}" for title, text in pairs), "; ".join(f"{title} = {text.en}" for title, text in pairs)


@dataclass
class _Search:
    """A search for inputs that none of some rules answers, column by column, remembering what was already seen covered."""

    grid: _Grid
    #: Whether a cell that is not understood counts as matching.
    opaque: bool
    #: Only inputs that this rule may answer count.
    within: int | None = None
    steps: int = 0
    covered: set[tuple[int, frozenset[int]]] = field(default_factory=set)

    @property
    def is_exhausted(self) -> bool:
        """Tell whether the search gave up, so that finding nothing proves nothing."""
        return self.steps > MAX_STEPS

    def uncovered(self, rules: Sequence[int], column: int = 0) -> list[Any] | None:
        """Return an input that none of the rules answers; None if there is none."""
        self.steps += 1
        key = (column, frozenset(rules))
        if not rules:
            return self._any_example(column)
        if column == len(self.grid.columns) or key in self.covered or self.is_exhausted:
            return None
        for value in self._values(column):
            left = [rule for rule in rules if self.grid.holds(rule, column, value, opaque=self.opaque)]
            rest = self.uncovered(left, column + 1)
            if rest is not None:
                return [value, *rest]
        self.covered.add(key)
        return None

    def _any_example(self, column: int) -> list[Any] | None:
        return [next(iter(self._values(each)), None) for each in range(column, len(self.grid.columns))]

    def _values(self, column: int) -> list[Any]:
        values = self.grid.columns[column]
        if self.within is None:
            return values
        return [value for value in values if self.grid.holds(self.within, column, value, opaque=True)]


def _never(rule: Rule, why: Text) -> Finding:
    text = Text(f"第 {rule.number} 条规则永远不会适用:{why.zh}。", f"Rule {rule.number} can never apply: {why.en}.")
    return rule.place, text, "warning", Text("请修改条件或删除这一条。", "Change its conditions or remove it.")


def _shown(value: Any) -> Text:
    if isinstance(value, cells.Other):
        return Text("其他值", "any other value")
    plain = {True: "true", False: "false", None: "null"}.get(value, value) if isinstance(value, bool | None) else value
    text = f"“{plain}”" if isinstance(value, str) else str(plain)
    return Text(text, text)
