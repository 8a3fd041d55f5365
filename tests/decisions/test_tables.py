"""Decision tables answer by their hit policy and say which rules fired, and why."""

from __future__ import annotations

from typing import Any

import pytest
from decision_builders import a_file, a_table, the_decision

from engine.decisions import DecisionError, DecisionResult

_STEPS = ["< 10 => 1", "< 20 => 2", "< 20 => 2", "- => 9"]


def _answer(context: dict[str, Any], *rows: str, **traits: str) -> DecisionResult:
    return the_decision(a_file(a_table(*rows, **traits))).evaluate(context)


@pytest.mark.parametrize(
    ("policy", "values", "amount", "value", "fired"),
    [
        ("FIRST", "", 5, 1, [1]),
        ("FIRST", "", 15, 2, [2]),
        ("RULE ORDER", "", 5, [1, 2, 2, 9], [1, 2, 3, 4]),
        ("COLLECT", "", 15, [2, 2, 9], [2, 3, 4]),
        ("COLLECT+SUM", "", 15, 13, [2, 3, 4]),
        ("COLLECT+MIN", "", 5, 1, [1, 2, 3, 4]),
        ("COLLECT+MAX", "", 5, 9, [1, 2, 3, 4]),
        ("COLLECT+COUNT", "", 5, 4, [1, 2, 3, 4]),
        ("PRIORITY", "9,2,1", 5, 9, [4]),
        ("OUTPUT ORDER", "9,2,1", 5, [9, 2, 2, 1], [4, 2, 3, 1]),
        ("UNIQUE", "", 30, 9, [4]),
        ("ANY", "", 30, 9, [4]),
    ],
)
def test_each_hit_policy_chooses_among_the_rules(policy: str, values: str, amount: int, value: Any, fired: list[int]) -> None:
    """Claim: every hit policy of DMN gives the value it should and names the rules that counted."""
    result = _answer({"金额": amount}, *_STEPS, policy=policy, values=values)

    assert result.json == value
    assert [rule.number for rule in result.rules] == fired
    assert result.findings == ()


def test_several_outputs_make_a_context() -> None:
    """Claim: a table of several outputs gives them by name, and `-` gives null."""
    result = _answer({"金额": 5}, '< 10 => "一般" | -', '- => "复杂" | 3', outputs="级别 天数", policy="FIRST")

    assert result.json == {"级别": "一般", "天数": None}


def test_a_fired_rule_says_why() -> None:
    """Claim: the values and the tests that they passed are told in both languages; tests that let all pass are left out."""
    result = _answer(
        {"金额": 120000, "人数": 2},
        '>= 500000 | - => "重大"',
        '>= 100000 | - => "复杂"',
        '- | - => "一般"',
        inputs="金额:number 人数:number",
        policy="FIRST",
    )

    assert [rule.describe() for rule in result.rules] == [
        ("第 2 条规则：金额 = 120000 [>= 100000] → 级别 = “复杂”", "Rule 2: 金额 = 120000 [>= 100000] → 级别 = “复杂”")
    ]


def test_a_catch_all_says_so() -> None:
    """Claim: a rule without tests is told as one for any case."""
    result = _answer({}, "- => 1", policy="FIRST")

    assert result.rules[0].describe() == ("第 1 条规则：任何情况 → 级别 = 1", "Rule 1: in any case → 级别 = 1")


@pytest.mark.parametrize(
    ("rows", "traits", "chinese", "english"),
    [
        (
            ["< 10 => 1"],
            {},
            "没有一条规则适用：金额 = 50。请补一条兜底规则。",
            "No rule applies: 金额 = 50. Add a rule that catches the rest.",
        ),
        (
            ["> 10 => 1", "> 20 => 2"],
            {},
            "第 1、2 条规则同时适用，而这张表只允许一条适用（UNIQUE）。",
            "Rules 1, 2 apply at once, but this table allows only one (UNIQUE).",
        ),
        (
            ["> 10 => 1", "> 20 => 2"],
            {"policy": "ANY"},
            "第 1、2 条规则同时适用而结果不同，这张表要求结果相同（ANY）。",
            "Rules 1, 2 apply at once with different results, but this table wants them equal (ANY).",
        ),
        (
            ['- => "x"'],
            {"outputs": "级别:number"},
            "“决定”应当得出数字，实际不是，结果为空。",
            "“决定” should give a number but does not; the result is null.",
        ),
    ],
)
def test_a_table_that_gives_no_result_says_why(rows: list[str], traits: dict[str, str], chinese: str, english: str) -> None:
    """Claim: null is never silent: the reason is a sentence, and insisting raises it."""
    result = _answer({"金额": 50}, *rows, **traits)

    assert result.json is None
    assert [finding.message for finding in result.findings] == [(chinese, english)]
    with pytest.raises(DecisionError) as caught:
        result.checked()
    assert caught.value.text == (f"决策“决定”：{chinese}", f"Decision “决定”: {english}")


def test_a_value_of_the_wrong_type_is_named() -> None:
    """Claim: an input that is no number, where one is due, is told with what arrived."""
    result = _answer({"金额": "很多"}, "- => 1", policy="FIRST")

    assert [finding.message.zh for finding in result.findings] == ["“金额”应是数字，收到的是 “很多”。"]


def test_dates_of_the_document_are_read_as_dates() -> None:
    """Claim: a case document holds dates as text; a column of type date compares them as dates."""
    result = _answer({"日期": "2025-06-03"}, '>= date("2025-06-01") => 1', "- => 2", inputs="日期:date", policy="FIRST")

    assert result.json == 1


def test_a_collecting_table_may_find_nothing() -> None:
    """Claim: no rule is an empty list where rules are collected, and no fault."""
    result = _answer({"金额": 50}, "< 10 => 1", policy="COLLECT")

    assert (result.json, result.findings) == ([], ())


def test_what_the_document_lacks_is_null() -> None:
    """Claim: a missing name does not end a decision; it meets the tests as null."""
    result = _answer({}, "null => 1", "- => 2", policy="FIRST")

    assert result.json == 1
