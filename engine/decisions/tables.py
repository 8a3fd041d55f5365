"""Answers decision tables, with every hit policy, and notes which rules fired and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from engine import feel
from engine.decisions import hit_policies
from engine.decisions.compiling import Compiler, Evaluate, Scope, arrival_text, typed
from engine.decisions.model import HitPolicy, Literal, Rule, Table
from engine.decisions.results import FiredRule, Run, TestSeen, shown
from engine.decisions.types import MisfitError, tests_of
from engine.errors import Text

_SINGLE = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST})


@dataclass(frozen=True)
class _Row:
    rule: Rule
    tests: Sequence[feel.UnaryTests | None]
    results: Sequence[Evaluate]


def compile_table(table: Table, names: Sequence[str], compiler: Compiler) -> Evaluate:
    """Return the function that answers a table."""
    return compiler.typed(table, _CompiledTable(table, names, compiler).evaluate)


class _CompiledTable:
    def __init__(self, table: Table, names: Sequence[str], compiler: Compiler) -> None:
        self.table = table
        self.types = compiler.types
        self.inputs = [compiler.literal(_untyped(each.expression), names) for each in table.inputs]
        self.rows = [self._row(rule, names, compiler) for rule in table.rules]
        self.defaults = [compiler.literal(each.default, names) if each.default else None for each in table.outputs]
        self.ranking = [hit_policies.ranking(each, table.type_ref, compiler.types) for each in table.outputs]

    def evaluate(self, scope: Scope, run: Run) -> Any:
        noted = len(run.findings)
        values = [self._input(number, scope, run) for number in range(len(self.inputs))]
        matching = (row for row in self.rows if self._matches(row, values, scope, run))
        hits = list(islice(matching, 1 if self.table.hit_policy is HitPolicy.FIRST else None))
        outputs = [[evaluate(scope, run) for evaluate in row.results] for row in hits]
        chosen = self._chosen(outputs, run, hits)
        run.fired(self._fired(run.current, hits[each], values, outputs[each]) for each in chosen)
        if chosen or hits:
            return self._answer([outputs[each] for each in chosen]) if chosen else None
        is_explained = any(finding.severity == "error" for finding in run.findings[noted:])
        return self._default(None if is_explained else self._no_match(values), scope, run)

    # --- what arrives ------------------------------------------------------------------------------------------------

    def _row(self, rule: Rule, names: Sequence[str], compiler: Compiler) -> _Row:
        results = [compiler.literal(_blank_for_dash(cell), names) for cell in rule.results]
        refs = [output.type_ref for output in self.table.outputs]
        held = [typed(compiler.types, ref, rule.place, each) if ref else each for each, ref in zip(results, refs, strict=False)]
        return _Row(rule, [compiler.tests(cell, names) for cell in rule.tests], held)

    def _input(self, number: int, scope: Scope, run: Run) -> Any:
        column = self.table.inputs[number]
        value = self.inputs[number](scope, run)
        try:
            value = self.types.fit(value, column.expression.type_ref, reading=True)
        except MisfitError as error:
            run.note(arrival_text(column.label, error, value), column.place)
            return None
        if value is not None and not _within(value, column.values):
            text = Text(
                f"“{column.label}”的值 {shown(value)} 不在允许的范围 {column.values} 内。",
                f"“{column.label}” is {shown(value)}, which is not among {column.values}.",
            )
            run.note(text, column.place, "warning")
        return value

    def _matches(self, row: _Row, values: Sequence[Any], scope: Scope, run: Run) -> bool:
        try:
            return all(
                tests is None or tests.matches(value, scope, run.now) is True for tests, value in zip(row.tests, values, strict=False)
            )
        except feel.FeelError as error:
            number = row.rule.number
            run.note(Text(f"第 {number} 条规则无法判断：{error.zh}", f"Rule {number} could not be tested: {error.en}"), row.rule.place)
            return False

    # --- what comes out ----------------------------------------------------------------------------------------------

    def _chosen(self, outputs: list[list[Any]], run: Run, hits: list[_Row]) -> list[int]:
        """Return which of the hits count, in the order in which they do; none if they must not meet."""
        every = list(range(len(outputs)))
        policy = self.table.hit_policy
        if policy in {HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER}:
            every = hit_policies.by_priority(outputs, self.ranking)
        differing = policy is HitPolicy.ANY and any(each != outputs[0] for each in outputs)
        if (policy is HitPolicy.UNIQUE and len(every) > 1) or differing:
            run.note(_overlap(policy, [row.rule.number for row in hits]), self.table.place)
            return []
        return every[:1] if policy in _SINGLE else every

    def _fired(self, decision: str, row: _Row, values: Sequence[Any], outputs: Sequence[Any]) -> FiredRule:
        columns = zip(self.table.inputs, values, row.rule.tests, strict=False)
        return FiredRule(
            decision=decision,
            number=row.rule.number,
            id=row.rule.id,
            tests=tuple(
                TestSeen(label=each.label, expression=each.expression.text, value=value, test=cell.text) for each, value, cell in columns
            ),
            results=tuple((each.label, value) for each, value in zip(self.table.outputs, outputs, strict=False)),
            note=row.rule.note,
        )

    def _answer(self, outputs: list[list[Any]]) -> Any:
        rows = [self._named(each) for each in outputs]
        if self.table.hit_policy in _SINGLE:
            return rows[0]
        return hit_policies.collect(rows, self.table.aggregation) if self.table.hit_policy is HitPolicy.COLLECT else rows

    def _default(self, complaint: Text | None, scope: Scope, run: Run) -> Any:
        """Return the default outputs, else null, which a table of one answer owes an explanation for."""
        is_single = self.table.hit_policy in _SINGLE
        if any(self.defaults):
            row = self._named([evaluate(scope, run) if evaluate else None for evaluate in self.defaults])
            return row if is_single else [row]
        if is_single and complaint:
            run.note(complaint, self.table.place)
        return None if is_single else hit_policies.collect([], self.table.aggregation)

    def _named(self, row: Iterable[Any]) -> Any:
        cells = list(row)
        if len(self.table.outputs) == 1:
            return cells[0] if cells else None
        return {output.name: cell for output, cell in zip(self.table.outputs, cells, strict=False)}

    def _no_match(self, values: Sequence[Any]) -> Text:
        seen = [f"{column.label} = {shown(value)}" for column, value in zip(self.table.inputs, values, strict=False)]
        return Text(
            f"没有一条规则适用：{'；'.join(seen)}。请补一条兜底规则。",
            f"No rule applies: {'; '.join(seen)}. Add a rule that catches the rest.",
        )


def _overlap(policy: HitPolicy, numbers: list[int]) -> Text:
    chinese, english = "、".join(map(str, numbers)), ", ".join(map(str, numbers))
    if policy is HitPolicy.UNIQUE:
        return Text(
            f"第 {chinese} 条规则同时适用，而这张表只允许一条适用（UNIQUE）。",
            f"Rules {english} apply at once, but this table allows only one (UNIQUE).",
        )
    return Text(
        f"第 {chinese} 条规则同时适用而结果不同，这张表要求结果相同（ANY）。",
        f"Rules {english} apply at once with different results, but this table wants them equal (ANY).",
    )


def _untyped(expression: Literal) -> Literal:
    """Leave out the type: inputs are fitted to it apart, because documents hold dates as text."""
    return Literal(text=expression.text, place=expression.place)


def _blank_for_dash(cell: Literal) -> Literal:
    return Literal(text="", place=cell.place) if cell.text == "-" else cell


def _within(value: Any, tests: str) -> bool:
    try:
        return not tests or tests_of(tests).matches(value, {}) is True
    except feel.FeelError:
        return True  # the check of the file reports them
