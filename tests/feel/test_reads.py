"""What an expression reads of its context is known without running it."""

from __future__ import annotations

import pytest

from engine import feel


@pytest.mark.parametrize(
    ("text", "names", "paths"),
    [
        ("a + b", {"a", "b"}, {"a", "b"}),
        ("order.amount > 5 and order.amount < limit", {"order", "limit"}, {"order.amount", "limit"}),
        ("count(sessions) + sum(amounts)", {"sessions", "amounts"}, {"sessions", "amounts"}),
        ("sessions[1].outcome", {"sessions"}, {"sessions.outcome"}),
        ("sessions[outcome = wanted].date", {"sessions"}, {"sessions.date"}),
        ("for x in list, y in x.parts return x.a + y + z", {"list", "z"}, {"list", "z"}),
        ("some c in consents satisfies c.given", {"consents"}, {"consents"}),
        ("{a: b, c: a + d}.c", {"b", "d"}, {"b", "d"}),
        ("function(x) x + y", {"y"}, {"y"}),
        ("own(a.b)", {"own", "a"}, {"own", "a.b"}),
        ("(if a then b else c).d", {"a", "b", "c"}, {"a", "b", "c"}),
        ('x in (low, > high) and @"2025-01-01" instance of date', {"x", "low", "high"}, {"x", "low", "high"}),
        ("for i in 1..3 return partial[-1] + i", set(), set()),
        ('today() + @"P1D" * days', {"days"}, {"days"}),
    ],
)  # fmt: skip
def test_free_names_and_paths_are_known(text: str, names: set[str], paths: set[str]) -> None:
    """Claim: names and paths are those of the context; loop variables, parameters and functions are not."""
    expression = feel.compile(text)

    assert expression.names == names
    assert expression.paths == paths


def test_names_in_filters_are_only_possible() -> None:
    """Claim: a name in a filter may be a part of the entry; known ones mean the context."""
    unsure = feel.compile("sessions[outcome = wanted]")
    sure = feel.compile("sessions[outcome = wanted]", names=("sessions", "wanted"))

    assert unsure.reads.possible_names == {"outcome", "wanted"}
    assert sure.names == {"sessions", "wanted"}
    assert sure.reads.possible_names == {"outcome"}


def test_unary_tests_read_names_too() -> None:
    """Claim: the value under test is no name of the context."""
    assert feel.compile_unary("? > limit, order.amount").names == {"limit", "order"}
