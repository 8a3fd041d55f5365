"""Lists, contexts, loops, functions, texts and ranges."""

from __future__ import annotations

from typing import Any

import pytest

from engine import feel


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[1, 2, 3, 4][item > 2]", [3, 4]),
        ("[1, 2, 3][-1]", 3),
        ("[{a: 1}, {a: 2}, {b: 3}][a = 2]", [{"a": 2}]),
        ("[{a: 1}, {a: 2}].a", [1, 2]),
        ("[{item: 5}][item = 5]", [{"item": 5}]),
        ("5[1]", 5),
        ("null[item > 1]", []),
        ("{n: 2, r: [10, 20, 30][n]}.r", 20),
        ("count([1, null])", 2),
        ("list contains([1, null], null)", True),
        ("append([1], 2, 3)", [1, 2, 3]),
        ("concatenate([1], [2], [3])", [1, 2, 3]),
        ("insert before([1, 3], 2, 2)", [1, 2, 3]),
        ("insert before([1, 3], -1, 2)", [1, 2, 3]),
        ("remove([1, 2, 3], 2)", [1, 3]),
        ("list replace([1, 2, 3], 2, 9)", [1, 9, 3]),
        ("list replace([1, 5, 3], function(item, new) item < new, 4)", [4, 5, 4]),
        ("reverse([1, 2])", [2, 1]),
        ("index of([1, 2, 1], 1)", [1, 3]),
        ("union([1, 2], [2, 3])", [1, 2, 3]),
        ("distinct values([1, 2, 1, null, null])", [1, 2, None]),
        ("flatten([1, [2, [3]], []])", [1, 2, 3]),
        ("sublist([1, 2, 3], 2)", [2, 3]),
        ("sublist([1, 2, 3], -2, 1)", [2]),
        ("all([true, null])", None),
        ("any([true, null])", True),
        ("all(true, false)", False),
        ("sort([3, 1, 2], function(a, b) a > b)", [3, 2, 1]),
        ("sort(list: [3, 1, 2], precedes: function(x, y) x < y)", [1, 2, 3]),
        ('sort(["b", "a"])', ["a", "b"]),
    ],
)
def test_lists_work_as_the_standard_says(text: str, value: Any) -> None:
    """Claim: filters, paths and table 76 of DMN 1.5."""
    assert feel.to_json(feel.evaluate(text)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("for i in 1..3 return i * i", [1, 4, 9]),
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in [1, 2], j in [i, 10] return i * j", [1, 10, 4, 20]),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", [1, 1, 2, 6, 24]),
        ("for i in 1..3 return count(partial)", [0, 1, 2]),
        ("for i in 1..3 return partial", [[], [[]], [[], [[]]]]),
        ('for d in @"2025-02-27"..@"2025-03-01" return d.day', [27, 28, 1]),
        ("for i in (1..4) return i", [2, 3]),
        ("for i in 7 return i", [7]),
        ("for i in null return i", None),
        ("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(20)}.r", 2432902008176640000),
        ("[function(x) x + 1, function(x) x * 2][2](5)", 10),
        ("{y: 10, add: function(x) x + y, r: add(5)}.r", 15),
        ("{a: 1, inner: {a: 2, b: a}, c: a}.inner.b", 2),
    ],
)
def test_loops_and_functions_see_the_names_around_them(text: str, value: Any) -> None:
    """Claim: for, partial, closures and recursion."""
    assert feel.to_json(feel.evaluate(text)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('get value({a: {b: 5}}, ["a", "b"])', 5),
        ('get value({a: 1}, "b")', None),
        ("get entries({a: 1})", [{"key": "a", "value": 1}]),
        ('context([{key: "a", value: 1}, {key: "b", value: 2}])', {"a": 1, "b": 2}),
        ('context([{key: "a", value: 1}, {key: "a", value: 2}])', None),
        ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
        ('context put({a: {b: 1}}, ["a", "c"], 2)', {"a": {"b": 1, "c": 2}}),
        ("context merge([{a: 1, b: 1}, {b: 2}])", {"a": 1, "b": 2}),
    ],
)
def test_contexts_work_as_the_standard_says(text: str, value: Any) -> None:
    """Claim: table 81 of DMN 1.5."""
    assert feel.to_json(feel.evaluate(text)) == value


def test_functions_leave_their_arguments_as_they_were() -> None:
    """Claim: no function changes the context that it is given."""
    context = {"list": [1, 2], "record": {"a": {"b": 1}}}

    feel.evaluate('[append(list, 3), context put(record, ["a", "b"], 2), context merge([record, {a: 5}])]', context)

    assert context == {"list": [1, 2], "record": {"a": {"b": 1}}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"调" + "解"', "调解"),
        ('string length("调解")', 2),
        ('substring("foobar", 3)', "obar"),
        ('substring("foobar", -2, 1)', "a"),
        ('substring("foobar", 0)', None),
        ('upper case("aß4")', "ASS4"),
        ('substring before("foobar", "bar")', "foo"),
        ('substring before("foobar", "x")', ""),
        ('substring after("foobar", "ob")', "ar"),
        ('contains("foobar", "of")', False),
        ('starts with("foobar", "fo")', True),
        ('ends with("foobar", "r")', True),
        ('string join(["a", null, "c"], "-")', "a-c"),
        ('string join([1, "a"])', None),
        ('split("a;b;;", ";")', ["a", "b", "", ""]),
    ],
)
def test_texts_work_as_the_standard_says(text: str, value: Any) -> None:
    """Claim: table 75 of DMN 1.5, counting characters and not bytes."""
    assert feel.to_json(feel.evaluate(text)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("before(1, 10)", True),
        ("before([1..5], [5..10])", False),
        ("before([1..5), [5..10])", True),
        ("after([5..10], 1)", True),
        ("meets([1..5], [5..10])", True),
        ("met by([5..10], [1..5])", True),
        ("overlaps([1..5], [3..8])", True),
        ("overlaps([1..5), [5..8])", False),
        ("overlaps before([1..5], [3..8])", True),
        ("overlaps after([3..8], [1..5])", True),
        ("finishes(5, [1..5])", True),
        ("finished by([1..10], [5..10])", True),
        ("includes([1..10], [4..6])", True),
        ("includes([1..10), 10)", False),
        ("during(5, [1..10])", True),
        ("starts(1, [1..5])", True),
        ("started by([1..10], [1..5])", True),
        ("coincides([1..5], [1..5])", True),
        ('before(1, "a")', None),
        ('range("[1..10)") = [1..10)', True),
        ('range("[@\\"2025-01-01\\"..@\\"2025-02-01\\"]").end = @"2025-02-01"', True),
        ('range("(1..]")', None),
        ('range("[3..1]")', None),
        ("(> 5).end", None),
        ("7 in (!= 5)", True),
    ],
)
def test_ranges_relate_as_allen_says(text: str, value: Any) -> None:
    """Claim: table 80 of DMN 1.5, with open and closed ends."""
    assert feel.evaluate(text) is value
