"""Nobody's expression can harm the process that runs it."""

from __future__ import annotations

import pytest

from engine import feel

#: Enough for any honest expression; counted, so that no test depends on the speed of a machine.
_LIMITS = feel.Limits(seconds=3600, steps=50_000)
_CONTEXT = {"big": list(range(50_000)), "text": "ab" * 25_000, "record": {f"k{number}": number for number in range(1000)}}

_TOO_MUCH = "The expression takes too much work and was stopped. Narrow it down or write it more simply."
_TOO_LARGE = "The expression was stopped because a list or text in it grew too large. Narrow it down."
_TOO_DEEP_CALLS = "Functions call each other too deeply and were stopped. Check that the recursion comes to an end."
_DOUBLED = "if i = 1 then [1, 2, 3] else [partial[-1], partial[-1]]"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("count(for i in 1..1000000000 return i)", _TOO_MUCH),
        ("for a in 1..1000, b in 1..1000, c in 1..1000 return a * b * c", _TOO_MUCH),
        ("for a in 1..1000 return for b in 1..1000 return [a, b]", _TOO_MUCH),
        ("some x in 1..1000000000 satisfies x < 0", _TOO_MUCH),
        ("every x in big, y in big satisfies x >= 0", _TOO_MUCH),
        ("{f: function(s, n) if n = 0 then s else f(s + s, n - 1), r: f(text, 70)}.r", _TOO_LARGE),
        ("for i in 1..60 return if i = 1 then text else partial[-1] + partial[-1]", _TOO_LARGE),
        ("for i in 1..60 return if i = 1 then [1, 2, 3] else concatenate(partial[-1], partial[-1])", _TOO_LARGE),
        (f"string(for i in 1..60 return {_DOUBLED})", _TOO_MUCH),
        (f"flatten(for i in 1..60 return {_DOUBLED})", _TOO_MUCH),
        (f"{{a: for i in 1..60 return {_DOUBLED}, b: for i in 1..60 return {_DOUBLED}, c: a = b}}.c", _TOO_MUCH),
        ("string(for i in 1..5000 return if i = 1 then [1] else [partial[-1]])", _TOO_MUCH),
        ("for i in 1..10000 return partial", _TOO_MUCH),
        ("string join(for i in 1..5000 return text)", _TOO_LARGE),
        ("for i in 1..10000 return substring(text, 2)", _TOO_MUCH),
        ("for i in 1..10000 return upper case(text)", _TOO_MUCH),
        ("for i in 1..100000 return count(big)", _TOO_MUCH),
        ("for i in 1..100000 return big[item > 5]", _TOO_MUCH),
        ("for i in 1..100000 return context put(record, string(i), i)", _TOO_MUCH),
        ("{f: function(n) f(n + 1), r: f(1)}.r", _TOO_DEEP_CALLS),
        ("{f: function(n) 1 + (2 * (3 + f(n + 1))), r: f(1)}.r", _TOO_DEEP_CALLS),
        ("{f: function(n) g(n), g: function(n) f(n), r: f(1)}.r", _TOO_DEEP_CALLS),
        ("{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(40)}.r", _TOO_MUCH),
        ("distinct values(for i in 1..10000 return i)", _TOO_MUCH),
        ("sort(big, function(a, b) a > b)", _TOO_MUCH),
        ('for i in @"0001-01-01"..@"9999-12-31" return i', _TOO_MUCH),
        ('matches(text, "(a|b|ab)*c")', _TOO_MUCH),
    ],
)
def test_an_attack_ends_in_a_sentence(text: str, sentence: str) -> None:
    """Claim: loops, doubling, recursion and copies stop at a limit, counted and not timed."""
    expression = feel.compile(text, _CONTEXT, limits=_LIMITS)

    with pytest.raises(feel.FeelLimitError) as caught:
        expression.evaluate(_CONTEXT)

    assert caught.value.en == sentence
    assert caught.value.text == text


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "[" * 5000,
        "{a:" * 5000,
        "not(" * 1000 + "true" + ")" * 1000,
        "+".join(["1"] * 20_000),
        "+".join(["1"] * 5000),
        " and ".join(["true"] * 3000),
        "a" + ".a" * 5000,
        "a" + "[1]" * 5000,
        "f" + "()" * 5000,
        "-" * 5000 + "1",
        "if a then b else " * 1000 + "c",
        "if " * 1000,
        "x in (" * 1000,
        "x in (" * 58 + "1" + ") + 1" * 58,
        "(<" * 3000,
        "x instance of " + "list<" * 2000,
        "function(a) " * 1000 + "1",
        "for a in b return " * 1000 + "1",
        '"' + "a" * 30_000 + '"',
    ],
)
def test_a_source_too_long_or_too_deep_is_refused_when_it_is_read(text: str) -> None:
    """Claim: reading ends in FeelLimitError before Python's own stack does, whatever is nested."""
    with pytest.raises(feel.FeelLimitError) as caught:
        feel.compile(text)

    assert caught.value.zh.endswith("。")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9 ** 9 ** 9", 9**81),
        ("1 + " * 400 + "1", 401),
        ("(" * 55 + "1" + ")" * 55, 1),
        ("if false then 1 else " * 300 + "2", 2),
        ("1.0000000001 ** 1e6000", None),
        ("exp(1e30)", None),
        ("{f: function(n) if n = 0 then 0 else 1 + f(n - 1), r: f(70)}.r", 70),
        ("count(for i in 1..20000 return i)", 20_000),
        ("5 in [1..1000000000000]", True),
    ],
)
def test_what_is_large_and_honest_is_computed(text: str, value: int | None) -> None:
    """Claim: the limits leave room: long sums, deep brackets, many branches, great powers."""
    found = feel.evaluate(text)

    assert found == value or abs(found / value - 1) < feel.evaluate("1e-30")


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..10000 return partial",
        "for i in 1..10000 return substring(text, 2)",
        "for i in 1..10000 return [i, [i, i], {a: i}]",
        "for i in 1..10000 return string(big)",
        "for i in 1..10000 return context put(record, string(i), i)",
        "for i in 1..10000 return sublist(big, 2)",
        'for i in 1..10000 return replace(text, "a", "$0")',
    ],
)
def test_many_values_of_honest_size_are_too_much_together(text: str) -> None:
    """Claim: what comes to be in one evaluation is counted altogether, so that memory is bounded."""
    limits = feel.Limits(seconds=3600, steps=10**9, made=40_000, size=30_000)
    context = {"big": list(range(5000)), "text": "ab" * 2500, "record": {f"k{number}": number for number in range(1000)}}

    with pytest.raises(feel.FeelLimitError) as caught:
        feel.compile(text, context, limits=limits).evaluate(context)

    assert caught.value.en == _TOO_LARGE


def test_a_function_of_a_model_shares_the_limits_of_the_expression_that_calls_it() -> None:
    """Claim: an evaluation inside another has no budget of its own, so nesting multiplies nothing."""
    inner = feel.compile("count(for i in 1..1000 return i)")
    function = feel.Function((("x",),), lambda _: inner.evaluate({}), "work")
    outer = feel.compile("count(for i in 1..1000 return work(i))", limits=_LIMITS)

    with pytest.raises(feel.FeelLimitError) as caught:
        outer.evaluate({"work": function})

    assert caught.value.en == _TOO_MUCH


def test_a_function_that_outlives_its_expression_can_be_called() -> None:
    """Claim: a function value carries no spent budget along."""
    function = feel.evaluate("function(n) count(for i in 1..n return i)")

    results = [function.call(feel.from_json(1000)) for _ in range(500)]

    assert {feel.to_json(each) for each in results} == {1000}


def test_the_clock_ends_what_the_steps_would_allow() -> None:
    """Claim: the wall clock is looked at every so many steps."""
    expression = feel.compile("count(for i in 1..90000 return i)", limits=feel.Limits(seconds=-1))

    with pytest.raises(feel.FeelLimitError):
        expression.evaluate({})


def test_a_value_too_large_to_write_down_is_refused() -> None:
    """Claim: to_json counts what is shared as often as it would be written."""
    value = feel.evaluate(f"for i in 1..60 return {_DOUBLED}")

    with pytest.raises(feel.FeelLimitError) as caught:
        feel.to_json(value)

    assert caught.value.en == _TOO_MUCH


@pytest.mark.parametrize("text", ["a.__class__", 'a["__class__"]', "__import__", 'get value(a, "__class__")', "a.items", "text.upper"])
def test_nothing_of_python_can_be_reached(text: str) -> None:
    """Claim: attributes of Python objects and built-in functions of Python are no names of FEEL."""
    assert feel.evaluate(text, {"a": {"b": 1}, "text": "x"}) in (None, [])
