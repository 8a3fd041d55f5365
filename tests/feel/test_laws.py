# ruff: noqa: E501 - tables of short scraps
"""Laws that hold for all values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import feel

_TRUTHS = st.sampled_from([True, False, None])
_NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
_DAYS = st.dates(min_value=date(1600, 1, 1), max_value=date(2400, 12, 31))


@given(a=_TRUTHS, b=_TRUTHS)
def test_de_morgans_laws_hold_with_three_values(a: bool | None, b: bool | None) -> None:
    """Claim: not(a and b) is not(a) or not(b), and the other way round."""
    context = {"a": a, "b": b}

    assert feel.evaluate("not(a and b)", context) is feel.evaluate("not(a) or not(b)", context)
    assert feel.evaluate("not(a or b)", context) is feel.evaluate("not(a) and not(b)", context)


@given(a=_TRUTHS, b=_TRUTHS, c=_TRUTHS)
def test_and_and_or_distribute(a: bool | None, b: bool | None, c: bool | None) -> None:
    """Claim: a and (b or c) is (a and b) or (a and c)."""
    context = {"a": a, "b": b, "c": c}

    assert feel.evaluate("a and (b or c)", context) is feel.evaluate("(a and b) or (a and c)", context)


@given(values=st.lists(_NUMBERS, max_size=20))
def test_sorting_twice_is_sorting_once(values: list[Decimal]) -> None:
    """Claim: sort is idempotent, keeps every entry, and agrees with Python."""
    expression = feel.compile("sort(values, function(a, b) a < b)")

    once = expression.evaluate({"values": values})

    assert once == sorted(values)
    assert expression.evaluate({"values": once}) == once


@given(value=_JSON)
def test_json_survives_the_way_in_and_out(value: Any) -> None:
    """Claim: to_json(from_json(v)) is v, and so is what an expression merely hands on."""
    assert feel.to_json(feel.from_json(value)) == value
    assert feel.to_json(feel.compile("v").evaluate({"v": value})) == value


@given(value=_JSON)
def test_raw_json_and_feel_values_are_equal(value: Any) -> None:
    """Claim: a context may hold plain JSON; nothing depends on whether it was converted before."""
    assert feel.compile("a = b").evaluate({"a": value, "b": feel.from_json(value)}) is True


@given(a=_NUMBERS, b=_NUMBERS, c=_NUMBERS)
def test_arithmetic_is_exact(a: Decimal, b: Decimal, c: Decimal) -> None:
    """Claim: sums do not depend on their order, and what is added can be taken away."""
    context = {"a": a, "b": b, "c": c}

    assert feel.evaluate("(a + b) + c = a + (b + c)", context) is True
    assert feel.evaluate("a + b - b = a", context) is True


@given(day=_DAYS, months=st.integers(-2000, 2000))
def test_adding_months_never_leaves_the_month(day: date, months: int) -> None:
    """Claim: the month is the one that counting gives; the day is the same or the last of the month."""
    found = feel.compile('day + @"P1M" * months').evaluate({"day": day, "months": months})

    assert found.year * 12 + found.month == day.year * 12 + day.month + months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


@given(start=_DAYS, end=_DAYS)
def test_the_length_between_two_days_leads_from_one_to_the_other(start: date, end: date) -> None:
    """Claim: start + (end - start) is end."""
    assert feel.evaluate("start + (end - start) = end", {"start": start, "end": end}) is True


@given(low=_NUMBERS, high=_NUMBERS, value=_NUMBERS)
def test_between_range_and_comparison_agree(low: Decimal, high: Decimal, value: Decimal) -> None:
    """Claim: three ways to ask the same have one answer."""
    context = {"low": low, "high": high, "value": value}

    answers = {
        feel.evaluate(text, context) for text in ("value between low and high", "value in [low..high]", "low <= value and value <= high")
    }

    assert len(answers) == 1


_SCRAPS = st.sampled_from(
    ["a", "金额", "1", "2.5", '"x"', "(", ")", "[", "]", "{", "}", ":", ",", ".", "..", "+", "-", "*", "/", "**", "=", "<", ">=", "!=", "and", "or",
     "not(", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "between", "instance of", "number", "function(", "null",
     "true", "count(", "date(", '@"P1D"', "?", "sort(", "partial", "item", "@", "//", "/*", "\\", "'", "\uff0c"]
)  # fmt: skip


@settings(max_examples=400)
@given(scraps=st.lists(_SCRAPS, max_size=14))
def test_no_text_makes_the_reader_or_the_evaluation_fall_over(scraps: list[str]) -> None:
    """Claim: whatever is written, there is a value or a FeelError with a sentence in both languages."""
    _run(" ".join(scraps))


@given(text=st.text(max_size=60))
def test_no_characters_make_the_reader_fall_over(text: str) -> None:
    """Claim: the same for any characters."""
    _run(text)


def _run(text: str) -> None:
    context = {"a": 1, "金额": 2}
    limits = feel.Limits(steps=2000)
    errors = (
        _error(lambda: feel.to_json(feel.compile(text, context, limits=limits).evaluate(context))),
        _error(lambda: feel.compile_unary(text, context, limits=limits).matches(1, context)),
    )
    for error in errors:
        assert error is None or (error.zh and error.en)
        assert error is None or error.position is None or 0 <= error.position <= len(text)


def _error(action: Callable[[], object]) -> feel.FeelError | None:
    try:
        action()
    except feel.FeelError as error:
        return error
    return None
