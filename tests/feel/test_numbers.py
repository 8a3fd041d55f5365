"""Decimal numbers of 34 digits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine import feel


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1 + 0.2", "0.3"),
        ("1 / 3", "0.3333333333333333333333333333333333"),
        ("99999999999999999999.01 + 0.01", "99999999999999999999.02"),
        ("2 ** 0.5", "1.414213562373095048801688724209698"),
        ("decimal(2.5, 0)", "2"),
        ("decimal(1/3, 2)", "0.33"),
        ("decimal(1234, -2)", "1200"),
        ("floor(-1.5)", "-2"),
        ("floor(1.56, 1)", "1.5"),
        ("ceiling(1.51, 1)", "1.6"),
        ("round up(-5.5, 0)", "-6"),
        ("round down(-5.5, 0)", "-5"),
        ("round half up(2.5, 0)", "3"),
        ("round half up(-2.5, 0)", "-3"),
        ("round half down(2.5, 0)", "2"),
        ("abs(-3)", "3"),
        ("modulo(-12, 5)", "3"),
        ("modulo(12, -5)", "-3"),
        ("modulo(10.1, 4.5)", "1.1"),
        ("sqrt(16)", "4"),
        ("exp(0)", "1"),
        ("log(1)", "0"),
        ("sum([1, 2.5])", "3.5"),
        ("sum(1, 2)", "3"),
        ("mean([1, 2, 3, 4])", "2.5"),
        ("median([8, 2, 5, 3, 4])", "4"),
        ("median(6, 1, 2, 3)", "2.5"),
        ("stddev([2, 4, 7, 5])", "2.081665999466132735282297706979931"),
        ("product([2, 3, 4])", "24"),
        ("min([3, 1, 2])", "1"),
        ("max(3, 1, 2)", "3"),
        ("mode([6, 1, 9, 6, 1])[1]", "1"),
        ('number("1 000,5", " ", ",")', "1000.5"),
        ('number("-1.5e2")', "-150"),
    ],
)
def test_numbers_are_exact(text: str, value: str) -> None:
    """Claim: arithmetic and the functions of tables 76 and 77 compute in decimals."""
    assert feel.evaluate(text) == Decimal(value)


@pytest.mark.parametrize(("text", "value"), [("odd(5)", True), ("even(5)", False), ("even(0)", True), ("odd(-3)", True)])
def test_whole_numbers_are_odd_or_even(text: str, value: bool) -> None:
    """Claim: odd and even tell whole numbers apart."""
    assert feel.evaluate(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("string(1.50)", "1.5"),
        ("string(100)", "100"),
        ("string(1e3)", "1000"),
        ("string(0.000001)", "0.000001"),
        ("string(-0)", "0"),
        ('string([1, "a", null, {b: true}])', '[1, "a", null, {b: true}]'),
        ("string([1..3))", "[1..3)"),
        ("string(null)", None),
    ],
)
def test_values_are_written_as_the_standard_says(text: str, value: Any) -> None:
    """Claim: string() writes numbers without exponents and texts inside lists with quotation marks."""
    assert feel.evaluate(text) == value


@pytest.mark.parametrize(
    "text", ['number("1,000")', 'number("1", ".", ".")', 'number("")', 'number("abc")', "number(null)", 'number("1e99999")']
)
def test_what_is_no_number_is_null(text: str) -> None:
    """Claim: number() refuses other texts, without an exception."""
    assert feel.evaluate(text) is None
