"""Gaps, overlaps and rules that never fire are found, with an example."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from decision_builders import a_file, a_table, sentences_of, the_decision
from hypothesis import given
from hypothesis import strategies as st

_LAST = "- => 1"


@pytest.mark.parametrize(
    ("rows", "traits", "sentences"),
    [
        (["< 18 => 1", "> 18 => 2"], {}, ["有一种情况没有规则：金额 = 18。"]),
        (["< 18 => 1", ">= 18 => 2"], {}, []),
        (["[0..10] => 1", "[10..20] => 2"], {"of_inputs": "[0..20]"}, ["第 1 条和第 2 条规则会同时适用：金额 = 10。"]),
        (["(0..10) => 1", "[10..20] => 2"], {"of_inputs": "(0..20]"}, []),
        (['"甲" => 1', '"乙" => 2'], {"inputs": "类型:string"}, ["有一种情况没有规则：类型 = 其他值。"]),
        (['"甲" => 1', '"乙" => 2'], {"inputs": "类型:string", "of_inputs": '"甲","乙"'}, []),
        (['"甲" => 1', 'not("甲") => 2'], {"inputs": "类型:string"}, []),
        (["true | - => 1", "false | true => 2"], {"inputs": "甲:boolean 乙:boolean"}, ["有一种情况没有规则：甲 = false；乙 = false。"]),
        (["< 5 => 1", "< 3 => 2", _LAST], {"policy": "FIRST"}, ["第 2 条规则永远不会适用：前面的规则已经包括了它。"]),
        (["< 5 => 1", ">= 5 => 2", _LAST], {"policy": "FIRST"}, ["第 3 条规则永远不会适用：前面的规则已经包括了它。"]),
        (
            ['"丙" => 1', "- => 2"],
            {"policy": "FIRST", "inputs": "类型:string", "of_inputs": '"甲"'},
            ["第 1 条规则永远不会适用：它的条件互相矛盾，或不在允许的值之内。"],
        ),
        (["< 5 => 1", "< 3 => 1", ">= 3 => 1"], {"policy": "ANY"}, []),
        (["< 5 => 1", "< 3 => 2", ">= 5 => 1"], {"policy": "ANY"}, ["第 1 条和第 2 条规则会同时适用：金额 = 2。"]),
        (["< 5 => 1"], {"policy": "COLLECT"}, []),
        (["odd(?) => 1", "even(?) => 2"], {}, ["“决定”没有兜底规则：最后一行应对任何情况都适用。"]),
        (["odd(?) => 1", _LAST], {"policy": "FIRST"}, []),
    ],
)
def test_what_a_table_leaves_out_or_says_twice_is_found(rows: list[str], traits: dict[str, str], sentences: list[str]) -> None:
    """Claim: a finding is certain and comes with an example; where nothing is certain nothing is claimed."""
    assert sentences_of(a_file(a_table(*rows, **traits))) == sentences


_CELLS = st.sampled_from(["-", "< 2", "<= 2", "> 2", "[1..3]", "(1..3)", "2, 4", "not(2)", "3"])


@given(st.lists(st.tuples(_CELLS, _CELLS), min_size=1, max_size=5), st.integers(0, 5), st.integers(0, 5))
def test_a_table_without_a_gap_finding_answers_everything(rows: list[tuple[str, str]], one: int, two: int) -> None:
    """Law: with no gap reported, every input finds a rule; with no overlap reported, none finds two."""
    content = a_file(a_table(*(f"{a} | {b} => {n}" for n, (a, b) in enumerate(rows)), inputs="x:number y:number"))
    found = sentences_of(content)
    context: dict[str, Any] = {"x": Decimal(one), "y": Decimal(two)}

    findings = [finding.message.zh for finding in the_decision(content).evaluate(context).findings]

    if not any("没有规则" in sentence for sentence in found):
        assert not any("没有一条规则适用" in sentence for sentence in findings)
    if not any("同时适用" in sentence for sentence in found):
        assert not any("同时适用" in sentence for sentence in findings)


def test_a_table_too_wide_to_search_ends_soon() -> None:
    """Claim: twelve columns of many rows do not stall the check."""
    names = " ".join(f"c{number}:number" for number in range(12))
    rows = [
        " | ".join(f"{'<' if (row * 7 + column) % 3 else '>'} {(row * column) % 13}" for column in range(12)) + f" => {row}"
        for row in range(40)
    ]

    assert len(sentences_of(a_file(a_table(*rows, inputs=names)))) <= 60
