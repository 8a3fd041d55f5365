"""Regular expressions of XPath, in linear time."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import feel
from engine.feel.limits import Limits, Meter
from engine.feel.patterns import Pattern, PatternError


@pytest.mark.parametrize(
    ("text", "pattern", "flags", "value"),
    [
        ("foobar", "^fo*b", "", True),
        ("foobar", "^Fo*bar", "", False),
        ("foobar", "^FO*BAR$", "i", True),
        ("a\nb", "a.b", "", False),
        ("a\nb", "a.b", "s", True),
        ("a\nb", "^b$", "m", True),
        ("ab", "a b", "x", True),
        ("a.b", "a.b", "q", True),
        ("axb", "a.b", "q", False),
        ("abab", "^(ab)\\1$", "", True),
        ("甘肃省", "^\\p{L}+$", "", True),
        ("甘肃省", "^\\p{IsCJKUnifiedIdeographs}{3}$", "", True),
        ("x-1", "^[\\w-[x]]", "", False),
        ("b", "[a-z-[aeiou]]", "", True),
        ("]", "[\\]]", "", True),
        ("19900001234", "^1\\d{10}$", "", True),
        ("ab12", "^\\i\\c*$", "", True),
        ("a", "(a", "", None),
        ("a", "a**", "", None),
        ("a", "[z-a]", "", None),
        ("a", "\\z", "", None),
        ("a", "(?=a)", "", None),
        ("a", "\\1(a)", "", None),
        ("a", "a", "y", None),
        ("a", "\\p{IsNowhere}", "", None),
    ],
)
def test_patterns_match_as_xpath_says(text: str, pattern: str, flags: str, value: bool | None) -> None:
    """Claim: classes, anchors, flags, back references; what is no pattern makes null."""
    found = feel.compile("matches(text, pattern, flags)").evaluate({"text": text, "pattern": pattern, "flags": flags})

    assert found is value


@pytest.mark.parametrize(
    ("text", "pattern", "replacement", "value"),
    [
        ("abracadabra", "bra", "*", "a*cada*"),
        ("abracadabra", "a.*?a", "*", "*c*bra"),
        ("abcd", "(ab)|(a)", "[1=$1][2=$2]", "[1=ab][2=]cd"),
        ("0123456789", "(\\d{3})(\\d{3})(\\d{4})", "($1) $2-$3", "(012) 345-6789"),
        ("a", "a", "\\$\\\\", "$\\"),
        ("abc", "b", "$0$0", "abbc"),
        ("abc", "(b)", "$12", "ab2c"),
        ("abc", "x*", "-", None),
        ("abc", "b", "$", None),
        ("abc", "b", "\\x", None),
    ],
)
def test_matches_are_replaced(text: str, pattern: str, replacement: str, value: Any) -> None:
    """Claim: groups stand in the replacement; a replacement or pattern that XPath refuses makes null."""
    context = {"text": text, "pattern": pattern, "replacement": replacement}

    assert feel.compile("replace(text, pattern, replacement)").evaluate(context) == value


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a*)*b", "(a|a)*b", "(a|aa)+$", "([a-z]+)*=", "(.*)(.*)(.*)(.*)x", "(a?){50}a{50}b", "^(([a-z])+.)+[A-Z]([a-z])+$"],
)
def test_the_work_of_a_pattern_grows_with_the_length_of_the_text_alone(pattern: str) -> None:
    """Claim: patterns that keep other engines busy for years need at most program times text many steps."""
    meter = Meter(Limits(steps=10**9, seconds=60))
    text = "a" * 400 + "!"

    found = Pattern(pattern).search(text, meter)

    assert found is None or found.end <= len(text)
    assert meter.steps <= 4 * 300 * len(text)


def test_a_pattern_with_back_references_ends_in_a_sentence() -> None:
    """Claim: back references cannot be matched in linear time, so their work is bounded by the meter."""
    with pytest.raises(feel.FeelLimitError) as caught:
        feel.compile("matches(text, pattern)").evaluate({"text": "a" * 3000, "pattern": "^(a*)(a*)(a*)(a*)\\1\\2\\3\\4b$"})

    assert caught.value.zh == "表达式运算量过大，已停止。请缩小范围或改用更简单的写法。"


@pytest.mark.parametrize("pattern", ["((a{999}){999}){999}", "a" * 1001])
def test_a_pattern_too_large_is_refused(pattern: str) -> None:
    """Claim: counted repetitions cannot blow up the program."""
    with pytest.raises(feel.FeelLimitError):
        Pattern(pattern)


_PIECES = st.sampled_from(
    ["a", "b", "ab", ".", "[ab]", "[^a]", "(a|b)", "(?:ab)", "a*", "b+?", "(a)?", "a{2}", "(b|ab){1,3}", "a|b", "^", "$"]
)


@given(pieces=st.lists(_PIECES, max_size=5), text=st.text("abc\n", max_size=12))
def test_matches_are_those_of_pythons_engine(pieces: list[str], text: str) -> None:
    """Claim: where both languages agree, our machine finds the same match as Python's, groups included."""
    pattern = "".join(pieces)
    theirs = re.search(pattern.replace("$", "\\Z").replace(".", "[^\\n\\r]"), text)

    try:
        ours = Pattern(pattern).search(text, Meter(Limits()))
    except PatternError:
        return

    assert (ours and (ours.start, ours.end)) == (theirs and theirs.span())
    if ours and theirs:
        assert [ours.group(number + 1) for number in range(_groups(pattern))] == [group or "" for group in theirs.groups()]


def _groups(pattern: str) -> int:
    return pattern.count("(") - pattern.count("(?:")
