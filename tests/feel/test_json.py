# ruff: noqa: E501 - tables of short expressions
"""Plain JSON on the way in and out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine import feel


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.0", 1),
        ("0.5", 0.5),
        ("1e33", 10**33),
        ('@"2025-06-03"', "2025-06-03"),
        ('@"2025-06-03T16:00:00@Asia/Shanghai"', "2025-06-03T16:00:00@Asia/Shanghai"),
        ('@"16:00:00+08:00"', "16:00:00+08:00"),
        ('@"P1DT2H"', "P1DT2H"),
        ('@"P14M"', "P1Y2M"),
        ("[1..3)", "[1..3)"),
        ("{a: [1, null, true]}", {"a": [1, None, True]}),
        ("function(x) x", None),
    ],
)
def test_values_become_plain_json(text: str, value: Any) -> None:
    """Claim: whole numbers are ints, times and ranges are text, functions are nothing."""
    found = feel.to_json(feel.evaluate(text))

    assert (found, type(found)) == (value, type(value))


def test_numbers_become_decimals_wherever_they_stand() -> None:
    """Claim: from_json converts inside lists and contexts, and leaves truth values alone."""
    value = feel.from_json({"a": [1, 0.1, True, "x", None]})

    assert value == {"a": [Decimal(1), Decimal("0.1"), True, "x", None]}
    assert [type(each) for each in value["a"]] == [Decimal, Decimal, bool, str, type(None)]


@pytest.mark.parametrize(
    "text", ["a + 0.2 = 0.3", "d.x[1] + 0.2 = 0.3", "sum(list) = 0.3", "list[1] + list[2] = 0.3", "(for i in list return i + 0.1)[1] = 0.2",
             "list[item > 0.15] = [0.2]", "rows[x = 0.1].x = [0.1]", 'get value(d, "y") + 0.2 = 0.3', "max(list) = 0.2", "median(list) = 0.15",
             "flatten([[list]])[1] + 0.2 = 0.3", "list contains(list, 0.1)", "every i in list satisfies i + 0 <= 0.2", "sort(list, function(a, b) a > b)[2] + 0.2 = 0.3"],
)  # fmt: skip
def test_raw_json_numbers_are_decimals_when_they_are_reached(text: str) -> None:
    """Claim: a float of a case document is 0.1 exactly, on every way to it."""
    context = {"a": 0.1, "d": {"x": [0.1], "y": 0.1}, "list": [0.1, 0.2], "rows": [{"x": 0.1}, {"x": 0.2}]}

    assert feel.evaluate(text, context) is True
