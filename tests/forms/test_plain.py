"""What is told without the library must be what the library says."""

from __future__ import annotations

import sys
import unicodedata
from typing import Any

import pytest
from form_builders import a_form, a_roster, a_text, titled
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine.forms import limits
from engine.forms.plain import PlainFields

_TEXTS = st.sampled_from(["2026-02-28", "a", "b", "好"]) | st.text(max_size=6)
_VALUES = _TEXTS | st.integers(-3, 12) | st.floats() | st.booleans() | st.none() | st.lists(st.integers())
_CHOICES = [
    [{"const": "a", "title": "甲"}, {"const": "b"}],
    [{"const": "a"}, {"const": "a"}],
    [{"const": 1}],
    [{"type": "string"}],
]
_ASKED = {
    "type": st.sampled_from(["string", "integer", "number", "boolean", "array", ["string", "null"]]),
    "minLength": st.integers(0, 4),
    "maxLength": st.integers(0, 4),
    "minimum": st.integers(0, 9),
    "maximum": st.integers(0, 9),
    "multipleOf": st.just(2),
    "title": st.just("项"),
    "x-privacy": st.just("P1"),
    "enum": st.just(["a", 1, True]),
    "oneOf": st.sampled_from(_CHOICES),
}
_SCHEMAS = st.fixed_dictionaries({}, optional=_ASKED)


@given(_SCHEMAS, _VALUES)
def test_what_is_plainly_right_is_right(schema: dict[str, Any], value: Any) -> None:
    """Law: whatever passes without the library passes with it."""
    if PlainFields().holds(schema, value):
        assert Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (a_text(minLength=1, maxLength=3), "三个字"),
        ({"type": "integer", "minimum": 1, "maximum": 9}, 9),
        ({"type": "number"}, 0.5),
        ({"type": "boolean", "title": "是否"}, False),
        (a_text(format="date"), "2026-03-02"),
        (a_text(oneOf=[titled("甲", "A", const="a"), titled("乙", "B", const="b")]), "b"),
    ],
)
def test_usual_fields_are_told_without_the_library(schema: dict[str, Any], value: Any) -> None:
    """Claim: texts, numbers, days, yes and no, and choices do not wait for the library."""
    assert PlainFields().holds(schema, value)


@pytest.mark.parametrize(
    ("schema", "value"),
    [({"type": "integer"}, True), (a_text(format="phone"), "19900001234"), (a_text(pattern="^a"), "a"), ({}, "a"), (True, "a")],
)
def test_anything_else_is_left_to_the_library(schema: Any, value: Any) -> None:
    """Claim: a truth value is no number, and what is not known here is not guessed."""
    assert not PlainFields().holds(schema, value)


def test_a_form_finds_the_same_problems_however_often_it_is_asked() -> None:
    """Claim: what a form has learnt of its fields does not hide a later mistake."""
    form = a_form({"note": a_text("说明", "Note", maxLength=2)})

    assert form.check({"note": "好"}, a_roster()) == []
    assert [problem.message.zh for problem in form.check({"note": "太长了"}, a_roster())] == ["最多 2 个字。"]
    assert form.check({"note": "好"}, a_roster()) == []


def test_control_characters_are_those_of_unicode() -> None:
    """Claim: all of the categories Cc and Cs are refused but line ends and tabs."""
    found = {chr(code) for code in range(sys.maxunicode + 1) if limits._CONTROL.search(chr(code))}

    assert found == {chr(c) for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) in {"Cc", "Cs"}} - set("\n\r\t")
