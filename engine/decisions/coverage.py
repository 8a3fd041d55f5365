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
#: Beyond this only the last row for the rest is asked for: pairs of rules would take too long to compare.
MAX_RULES = 300
MAX_COLUMNS = 40
MAX_STEPS = 50_000

#: Where, what is wrong, how bad it is, how to mend it.
Finding = tuple[Place, Text, Severity, Text | None]

_ANSWER_ALL = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST})


def findings(table: Table) -> Iterator[Finding]:
    """Yield what the rules of a table leave out, answer twice, or never reach."""
    if not _is_small(table):
        return
    grid = _Grid(table)
    if table.hit_policy in _ANSWER_ALL and not any(each.default for each in table.outputs):
        yield from grid.gaps()
    if table.hit_policy in {HitPolicy.UNIQUE, HitPolicy.ANY}:
        yield from grid.overlaps()
    yield from grid.unreachable()


def is_complete(table: Table) -> bool:
    """Tell whether it is certain that every input finds a rule."""
    if not _is_small(table):
        return False
    grid = _Grid(table)
    search = _Search(grid, opaque=False)
    return search.uncovered(grid.all_rules) is None and not search.is_exhausted


def example(table: Table, rule: Rule) -> Text | None:
    """Return an input that a rule is certain to answer, in words; None if none is known."""
    if not _is_small(table) or rule not in table.rules:
        return None
    return _Grid(table).met_by(table.rules.index(rule))


def _is_small(table: Table) -> bool:
    return 0 < len(table.rules) <= MAX_RULES and 0 < len(table.inputs) <= MAX_COLUMNS


class _Grid:
    """The inputs of a table cut into the pieces that its cells tell apart; sets of rules are bits of a number."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.all_rules = (1 << len(table.rules)) - 1
        rows = [[cells.read(cell.text) for cell in rule.tests] for rule in table.rules]
        self.columns: list[list[Any]] = []
        #: For each column and value, the rules whose cell holds: for certain, and perhaps.
        self.certain: list[list[int]] = []
        self.possible: list[list[int]] = []
        for number, column in enumerate(table.inputs):
            self._cut(column.values, [row[number] if number < len(row) else None for row in rows])

    def _cut(self, stated: str, column: list[cells.Cell | None]) -> None:
        values = cells.samples([cell for cell in column if cell], stated)
        if not values:
            values, column = [cells.OTHER], [cell if cell and cell.is_anything else None for cell in column]
        unknown = sum(1 << number for number, cell in enumerate(column) if cell is None)
        certain = [sum(1 << number for number, cell in enumerate(column) if cell and cell.holds(value)) for value in values]
        self.columns.append(values)
        self.certain.append(certain)
        self.possible.append([mask | unknown for mask in certain])

    def gaps(self) -> Iterator[Finding]:
        example = _Search(self, opaque=True).uncovered(self.all_rules)
        if example is not None:
            chinese, english = self._shown(example)
            text = Text(f"有一种情况没有规则：{chinese}。", f"No rule answers this case: {english}.")
            cure = Text("请补一条规则，或在表末加一条兜底规则。", "Add a rule for it, or one at the end that catches the rest.")
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
                f"第 {first.number} 条和第 {second.number} 条规则会同时适用：{chinese}。",
                f"Rules {first.number} and {second.number} apply at once: {english}.",
            )
            cure = Text(
                "请把条件分开，或改用“第一条适用”（FIRST）。", "Part their conditions, or let the first that applies count (FIRST)."
            )
            yield second.place, text, "warning", cure

    def unreachable(self) -> Iterator[Finding]:
        for number, rule in enumerate(self.table.rules):
            if self._is_impossible(number):
                yield _never(
                    rule, Text("它的条件互相矛盾，或不在允许的值之内", "its conditions contradict each other or the allowed values")
                )
            elif self.table.hit_policy is HitPolicy.FIRST and self._is_hidden(number):
                yield _never(rule, Text("前面的规则已经包括了它", "the rules before it already cover it"))

    def _is_impossible(self, number: int) -> bool:
        return any(not any(mask >> number & 1 for mask in masks) for masks in self.possible)

    def _is_hidden(self, number: int) -> bool:
        search = _Search(self, opaque=False, within=number)
        return number > 0 and search.uncovered((1 << number) - 1) is None and not search.is_exhausted

    def _may_overlap(self, one: int, other: int) -> bool:
        """Tell whether two rules may apply at once: under ANY they may if they say the same."""
        texts = [[cell.text for cell in self.table.rules[number].results] for number in (one, other)]
        return self.table.hit_policy is HitPolicy.ANY and texts[0] == texts[1]

    def _common(self, one: int, other: int) -> list[Any] | None:
        both, example = 1 << one | 1 << other, []
        for values, masks in zip(self.columns, self.certain, strict=True):
            found = next((number for number, mask in enumerate(masks) if mask & both == both), None)
            if found is None:
                return None
            example.append(values[found])
        return example

    def met_by(self, number: int) -> Text | None:
        """Return values that pass every cell of a rule."""
        found = [next((value for value, mask in zip(*column, strict=True) if mask >> number & 1), None) for column in self._masked()]
        return Text(*self._shown(found)) if None not in found else None

    def _masked(self) -> Iterator[tuple[list[Any], list[int]]]:
        return zip(self.columns, self.certain, strict=True)

    def _shown(self, example: Sequence[Any]) -> tuple[str, str]:
        titles = [column.label for column in self.table.inputs]
        texts = [_shown(value) for value in example]
        pairs = list(zip(titles, texts, strict=True))
        return "；".join(f"{title} = {text.zh}" for title, text in pairs), "; ".join(f"{title} = {text.en}" for title, text in pairs)


@dataclass
class _Search:
    """A search for inputs that none of some rules answers, column by column, remembering what was already seen covered."""

    grid: _Grid
    #: Whether a cell that is not understood counts as matching.
    opaque: bool
    #: Only inputs that this rule may answer count.
    within: int | None = None
    steps: int = 0
    covered: set[tuple[int, int]] = field(default_factory=set)

    @property
    def is_exhausted(self) -> bool:
        """Tell whether the search gave up, so that finding nothing proves nothing."""
        return self.steps > MAX_STEPS

    def uncovered(self, rules: int, column: int = 0) -> list[Any] | None:
        """Return an input that none of the rules answers; None if there is none."""
        if not rules:
            return self._any_example(column)
        if column == len(self.grid.columns) or (column, rules) in self.covered or self.is_exhausted:
            return None
        masks = self.grid.possible if self.opaque else self.grid.certain
        for number in self._values(column):
            self.steps += 1
            rest = self.uncovered(rules & masks[column][number], column + 1)
            if rest is not None:
                return [self.grid.columns[column][number], *rest]
        self.covered.add((column, rules))
        return None

    def _any_example(self, column: int) -> list[Any]:
        left = range(column, len(self.grid.columns))
        return [self.grid.columns[each][next(iter(self._values(each)), 0)] for each in left]

    def _values(self, column: int) -> Sequence[int]:
        every = range(len(self.grid.columns[column]))
        if self.within is None:
            return every
        return [number for number in every if self.grid.possible[column][number] >> self.within & 1]


def _never(rule: Rule, why: Text) -> Finding:
    text = Text(f"第 {rule.number} 条规则永远不会适用：{why.zh}。", f"Rule {rule.number} can never apply: {why.en}.")
    return rule.place, text, "warning", Text("请修改条件或删除这一条。", "Change its conditions or remove it.")


def _shown(value: Any) -> Text:
    if isinstance(value, cells.Other):
        return Text("其他值", "any other value")
    plain = {True: "true", False: "false", None: "null"}.get(value, value) if isinstance(value, bool | None) else value
    text = f"“{plain}”" if isinstance(value, str) else str(plain)
    return Text(text, text)
