"""The check of tables against brute force: every input that the cells can tell apart is answered by the table itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from decision_builders import a_file, a_table, sentences_of, the_decision
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decisions import Decision

#: For each type: cells, and values such that any two that a cell tells apart are both among them.
_CELLS = {
    "number": ["-", "< 2", "<= 2", "> 2", ">= 1", "[1..3]", "(1..3)", "]1..3]", "2, 4", "not(2)", "3", "!= 1", "not(< 2)", "< 1, > 3"],
    "string": ["-", '"甲"', '"乙"', '"甲", "乙"', 'not("甲")', '!= "乙"', 'not("甲", "乙")'],
    "boolean": ["-", "true", "false", "not(true)", "true, false"],
    "kind": ["-", '"a"', '"b"', '"c"', '"a", "b"', 'not("c")'],
}
_VALUES: dict[str, list[Any]] = {
    "number": [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 9],
    "string": ["甲", "乙", "别的"],
    "boolean": [True, False],
    "kind": ["a", "b", "c"],
}
_KIND = '<itemDefinition name="kind"><typeRef>string</typeRef></itemDefinition>'


@dataclass(frozen=True)
class Case:
    """A table with the types of its columns."""

    kinds: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    policy: str

    @property
    def content(self) -> bytes:
        """Return the file; each rule gives its number."""
        columns = " ".join(f"c{number}:{kind}" for number, kind in enumerate(self.kinds))
        rows = (f"{' | '.join(cells)} => {number}" for number, cells in enumerate(self.rows, 1))
        table = a_table(*rows, inputs=columns, policy=self.policy)
        # A column of a kind states its values; the others may hold any of their type.
        stated = '<inputValues><text>"a", "b", "c"</text></inputValues></input>'
        table = re.sub(r'(typeRef="kind"><text>c\d</text></inputExpression>)</input>', rf"\1{stated}", table)
        return a_file(_KIND, table)

    def inputs(self) -> Iterator[dict[str, Any]]:
        """Yield every input that the cells can tell apart."""
        for values in product(*(_VALUES[kind] for kind in self.kinds)):
            yield {f"c{number}": value for number, value in enumerate(values)}


@st.composite
def cases(draw: st.DrawFn, *policies: str) -> Case:
    """Draw a table of one to three columns and up to six rules."""
    kinds = tuple(draw(st.lists(st.sampled_from(sorted(_CELLS)), min_size=1, max_size=3)))
    row = st.tuples(*(st.sampled_from(_CELLS[kind]) for kind in kinds))
    return Case(kinds, tuple(draw(st.lists(row, min_size=1, max_size=6))), draw(st.sampled_from(policies)))


def matching(decision: Decision, case: Case) -> dict[tuple[Any, ...], list[int]]:
    """Ask a table that collects which rules answer each input."""
    return {tuple(each.values()): decision.evaluate(each).json for each in case.inputs()}


def brute(case: Case) -> dict[tuple[Any, ...], list[int]]:
    return matching(the_decision(Case(case.kinds, case.rows, "RULE ORDER").content), case)


def example(sentence: str) -> tuple[Any, ...]:
    """Read the input that a finding shows."""
    shown = re.search(r"：(c0 = .*)。$", sentence)
    assert shown, sentence
    values = [part.partition(" = ")[2] for part in shown[1].split("；")]
    return tuple(_value(each) for each in values)


def _value(text: str) -> Any:
    named = {"true": True, "false": False, "其他值": "别的"}
    return named[text] if text in named else text.strip("“”") if text.startswith("“") else float(text)


def answered(case: Case, values: tuple[Any, ...]) -> list[int]:
    """Return the rules that answer one input."""
    found: list[int] = (
        the_decision(Case(case.kinds, case.rows, "RULE ORDER").content)
        .evaluate({f"c{number}": value for number, value in enumerate(values)})
        .json
    )
    return found


@settings(max_examples=150)
@given(cases("UNIQUE", "FIRST", "ANY"))
def test_a_gap_is_found_if_and_only_if_there_is_one(case: Case) -> None:
    """Law: the example that is shown finds no rule, and without a finding every input finds one."""
    gaps = [each for each in sentences_of(case.content) if each.startswith("有一种情况没有规则")]
    answers = brute(case)

    assert len(gaps) == (0 if all(answers.values()) else 1)
    assert [answered(case, example(each)) for each in gaps] == [[] for _ in gaps]


@settings(max_examples=150)
@given(cases("UNIQUE"))
def test_an_overlap_is_found_if_and_only_if_there_is_one(case: Case) -> None:
    """Law: each pair of rules that answer one input together is told with such an input, and no other pair."""
    told = {}
    for sentence in sentences_of(case.content):
        if pair := re.match(r"第 (\d+) 条和第 (\d+) 条规则会同时适用", sentence):
            told[int(pair[1]), int(pair[2])] = example(sentence)
    together = {pair for rules in brute(case).values() for pair in combinations(rules, 2)}

    assert set(told) == together if len(together) <= 10 else set(told) <= together
    for (one, other), values in told.items():
        assert {one, other} <= set(answered(case, values))


@settings(max_examples=150)
@given(cases("FIRST"))
def test_a_rule_is_said_never_to_apply_if_and_only_if_it_never_does(case: Case) -> None:
    """Law: with the first hit counting, a rule is dead exactly if no input has it as its first."""
    told = {int(found[1]) for each in sentences_of(case.content) if (found := re.match(r"第 (\d+) 条规则永远不会适用", each))}
    first = {rules[0] for rules in brute(case).values() if rules}

    assert told == set(range(1, len(case.rows) + 1)) - first
