"""Cells of decision tables."""

from __future__ import annotations

from typing import Any

import pytest

from engine import feel


@pytest.mark.parametrize(
    ("tests", "value", "verdict"),
    [
        ("-", None, True),
        ("", 1, True),
        ("5", 5, True),
        ("5", 6, False),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ('not("a", "b")', "c", True),
        ("not(5)", None, True),
        ("< 3, > 4", 5, True),
        ("< 3, > 4", 3.5, False),
        (">= 100000", 100000, True),
        ("!= 3", 4, True),
        ("= 3", 3, True),
        ("[1..3)", 3, False),
        ("(1..3]", 3, True),
        ("]1..3[", 1, False),
        ("null", None, True),
        ("null", 1, False),
        ("> 5", None, None),
        ("> 5", "a", None),
        ("true", True, True),
        ("false", True, False),
        ("true", False, False),
        ("? > 2 and ? < 4", 3, True),
        ('contains(?, "伤")', "工伤", True),
        ("limit * 2", 10, True),
        ("< limit", 4, True),
        ("limit > 3", "anything", True),
        ("limit > 9", "anything", False),
        ("list", 2, True),
        ("[1, [5..7]]", 6, True),
        ("count(?) > 1", [1, 2], True),
        ("not(?) or true", True, True),
        ('@"2025-01-01"', "2025-01-01", None),
        ('date(?) < @"2025-02-01"', "2025-01-01", True),
        ("some x in ? satisfies x > 1", [1, 2], True),
    ],
)
def test_a_cell_holds_for_what_it_says(tests: str, value: Any, verdict: bool | None) -> None:
    """Claim: values, ranges, comparisons, lists, negation and conditions with `?` decide as DMN 1.5, 7.3.3 says."""
    unary = feel.compile_unary(tests, names=("limit", "list"))

    assert unary.matches(feel.from_json(value), {"limit": 5, "list": [1, 2]}) is verdict


def test_evaluate_binds_the_value() -> None:
    """Claim: `evaluate(context, value)` says the same as `matches(value, context)`."""
    unary = feel.compile_unary("< limit")

    assert unary.evaluate({"limit": 5}, 4) is True
    assert unary.evaluate({"limit": 5}, 6) is False


def test_a_cell_that_cannot_be_read_is_pointed_at() -> None:
    """Claim: an error in a cell has its place, too."""
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile_unary('"a", ')

    assert caught.value.position == 5
    assert caught.value.zh == "第6个字处应当是一个值、名称或括号，表达式到这里就结束了。"
