"""A pattern is tried only on texts that are short enough for it."""

from __future__ import annotations

import time

import pytest
from form_builders import a_form, a_text, refused

from engine.forms import patterns


@pytest.mark.parametrize(
    "pattern",
    [r"^\d{17}[\dXx]$", r"^(\d{3,4}-)?\d{7,8}$", r"^[\u4e00-\u9fa5·]{2,20}$", r"\S", "^（？：甲|乙|丙丁）{1,3}$", r"^-?\d+(\.\d{1,2})?$"],
)
def test_patterns_of_everyday_are_safe_on_any_text(pattern: str) -> None:
    """Claim: the patterns that forms need are not hindered."""
    assert patterns.safe_length(pattern) == 20_000


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*$", "(.*)*", "a*a*a*a*a*b", "(?=a)b", r"(a)\1", "(", "^(x?){30}x{30}", r"\p{L}", "(?i)a", "a" * 501]
)
def test_patterns_that_could_stall_or_that_browsers_refuse_are_not_used(pattern: str) -> None:
    """Claim: what may run away, or means another thing in a browser, is refused whole."""
    assert patterns.safe_length(pattern) == 0


@pytest.mark.parametrize("pattern", [r"^[^@]+@[^@]+\.[^@]+$", r"\d+\d+$", "^a*a*a*b", "(?:a{1,9}){1,3}$", "^(?:aa?){1,12}$"])
def test_a_pattern_stays_quick_at_the_length_allowed_for_it(pattern: str) -> None:
    """Claim: the promise holds: at its longest allowed text even a failing match ends soon."""
    length = patterns.safe_length(pattern)
    worst = ["a" * length, "1" * (length - 1) + "x", "@" + "." * (length - 1), "a@" + "a." * (length // 2 - 1)]

    before = time.process_time()
    for text in worst:
        patterns.compiled(pattern).search(text)

    assert length >= 100
    assert time.process_time() - before < 2


def test_a_text_too_long_for_its_pattern_is_told_so() -> None:
    """Claim: the clerk learns the length, not that the form is odd."""
    form = a_form({"mail": a_text(pattern=r"^[^@]+@[^@]+\.[^@]+$")})

    assert refused(form, {"mail": "a" * 300}) == {"/mail": "最多 200 个字。"}
