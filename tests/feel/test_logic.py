# ruff: noqa: E501 - tables of short expressions
"""Three truth values, comparisons, and null where a value is undefined."""

from __future__ import annotations

from typing import Any

import pytest

from engine import feel


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true and null", None),
        ("false and null", False),
        ("null and false", False),
        ("true or null", True),
        ("null or true", True),
        ("false or null", None),
        ('true and "x"', None),
        ('false or "x"', None),
        ("not(null)", None),
        ("not(true)", False),
        ('not("x")', None),
        ("null = null", True),
        ("null = 1", False),
        ("null != 1", True),
        ('1 = "1"', None),
        ('1 != "1"', None),
        ("1 < null", None),
        ('"a" < "b"', True),
        ("1 between null and 3", None),
        ("5 between null and 3", False),
        ("[1, [2, null]] = [1, [2, null]]", True),
        ("[1] = 1", None),
        ("{a: 1, b: 2} = {b: 2, a: 1}", True),
        ("{a: 1} = {a: 1, b: 2}", False),
        ("[1..3] = [1..3)", False),
        ('@"P1D" = @"PT24H"', True),
        ('@"P0D" = @"P0M"', True),
        ('@"P1Y" = @"P365D"', None),
        ('@"2025-01-01" = @"2025-01-01T00:00:00Z"', True),
        ('@"2025-01-01T08:00:00+08:00" = @"2025-01-01T00:00:00Z"', True),
        ('@"2025-01-01T08:00:00" = @"2025-01-01T08:00:00Z"', False),
        ("some x in [1, 2] satisfies x > 1", True),
        ("some x in [1, null] satisfies x > 1", None),
        ("some x in [] satisfies x > 1", False),
        ("every x in [1, null] satisfies x > 0", None),
        ("every x in [0, null] satisfies x > 0", False),
        ("every x in [] satisfies x > 1", True),
        ("some x in null satisfies true", None),
        ("if null then false else true", True),
        ('if "true" then false else true', True),
    ],
)
def test_logic_has_three_values(text: str, value: Any) -> None:
    """Claim: unknown stays unknown unless the other side decides (DMN 1.5, tables 50 to 55)."""
    assert feel.evaluate(text) is value


@pytest.mark.parametrize(
    "text",
    [
        '1 + "a"', "1 / 0", "null + 1", '"a" - "b"', "missing", "missing.part", '"text".part', "missing(1)", "123()", "null()", "count()",
        "count(1, 2)", "count(lists: [1])", 'substring(5, "a")', '[1, 2]["a"]', "[1][0]", "[1][2]", "[1][1.5]", "{a: 1}.b", "9 ** 9 ** 9999",
        "sqrt(-1)", "log(0)", 'date("2025-02-30")', '@"9999-12-31" - 1', '[1.."a"]', "[null..null]", "(function(x) x)()", "(function(x: string) 1)(5)",
    ],
)  # fmt: skip
def test_what_is_undefined_is_null(text: str) -> None:
    """Claim: a wrong operand, argument, name or position gives null and no exception."""
    assert feel.evaluate(text) is None


def test_the_reasons_for_null_can_be_asked_for() -> None:
    """Claim: a list given as notes receives a sentence and a place for each reason."""
    notes: list[feel.Note] = []

    value = feel.compile('amount + 1 > 5 or "a" < 3').evaluate({}, notes=notes)

    assert value is None
    assert [(note.position, note.zh, note.en) for note in notes] == [
        (0, "没有名为“amount”的数据，按空处理。", "There is nothing named “amount”; it counts as null."),
        (7, "“+”不能用于 null 和 number，结果为空。", "“+” has no value for null and number; the result is null."),
        (11, "“>”不能用于 null 和 number，结果为空。", "“>” has no value for null and number; the result is null."),
        (22, "“<”不能用于 string 和 number，结果为空。", "“<” has no value for string and number; the result is null."),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 instance of number", True),
        ('"a" instance of number', False),
        ("null instance of Any", False),
        ("null instance of Null", True),
        ("1 instance of Any", True),
        ("[1, 2] instance of list<number>", True),
        ('[1, "a"] instance of list<number>', False),
        ('{a: 1, b: "x"} instance of context<a: number>', True),
        ("{b: 1} instance of context<a: number>", False),
        ("[1..2] instance of range<number>", True),
        ('@"2025-01-01" instance of date', True),
        ('@"2025-01-01T00:00:00" instance of date', False),
        ('@"2025-01-01T00:00:00" instance of date and time', True),
        ('@"P1Y" instance of years and months duration', True),
        ("(function(a, b) a) instance of function<number, number> -> number", True),
        ("abs instance of function", True),
        ("1 instance of nonsense", False),
    ],
)
def test_types_are_told_apart(text: str, value: bool) -> None:
    """Claim: `instance of` knows every type of DMN 1.5, 10.3.2.9, with parameters."""
    assert feel.evaluate(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(function(x: number) x + 1)([4])", 5),
        ("(function(x: list<number>) count(x))(4)", 1),
        ('string((function(x: date and time) x)(@"2025-01-01"))', "2025-01-01T00:00:00Z"),
        ('upper case(["a"])', "A"),
        ("count(7)", 1),
    ],
)
def test_arguments_are_fitted_to_their_types(text: str, value: Any) -> None:
    """Claim: a single value and a list of one stand for each other, and a date for its midnight (DMN 1.5, 10.3.2.9.4)."""
    assert feel.to_json(feel.evaluate(text)) == value
