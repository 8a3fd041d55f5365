# ruff: noqa: E501 - sentences that people read are asserted whole
"""What is known of an expression before there is any value, and what cannot be meant."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import feel
from engine.feel import Type

_TEXT, _NUMBER, _TRUTH, _ANY = (Type(kind=each) for each in ("string", "number", "boolean", "any"))
_OUTCOME = Type(kind="string", choices=("settled", "failed"))
_SESSION = Type(kind="context", fields={"outcome": _OUTCOME, "hours": _NUMBER, "on": _TEXT})
TYPES: dict[str, feel.Known] = {
    "n": _NUMBER,
    "text": _TEXT,
    "ok": _TRUTH,
    "outcome": _OUTCOME,
    "intake": Type(kind="context", fields={"amount": _NUMBER, "on": _TEXT, "urgent": _TRUTH}),
    "sessions": Type(kind="list", items=_SESSION),
    "anything": _ANY,
    "now": Type(kind="date and time"),
}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("n + 1", "number"),
        ("-n * 2", "number"),
        ('text + "x"', "string"),
        ("n > 1 and ok", "boolean"),
        ("intake.amount", "number"),
        ("intake", "context"),
        ("sessions.hours", "list"),
        ("sessions[1].hours", "number"),
        ("sessions[hours > 1]", "list"),
        ("sum(sessions.hours)", "number"),
        ("count(anything)", "number"),
        ("if ok then 1 else 2", "number"),
        ("if ok then 1 else null", "number"),
        ('if ok then 1 else "a"', "any"),
        ("for s in sessions return s.outcome", "list"),
        ("some s in sessions satisfies s.hours > 2", "boolean"),
        ("{a: n}.a", "number"),
        ("date(text)", "date"),
        ("anything.x.y", "any"),
        ("missing", "any"),
        ("now + duration(text)", "any"),
        ("null", "null"),
        ("[1..n]", "range"),
        ("function(x) x", "function"),
        ("n instance of number", "boolean"),
    ],
)
def test_the_kind_of_a_value_is_known_from_what_it_reads(text: str, kind: str) -> None:
    """Claim: nothing is wrong with these, and as much is known as can be."""
    found = feel.compile(text, TYPES).infer(TYPES)

    assert (found.type.kind, found.clashes) == (kind, ())


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ('n = "大"', "第3个字处：数字和文字无法比较。请改正其中一个。", "At character 3: a number and a text cannot be compared. Correct one of them."),
        (
            "intake.on < now",
            "第11个字处：文字和日期和时间无法比较。案卷里的日期是文字，请用 date(…) 读取。",
            "At character 11: a text and a date and time cannot be compared. Dates of a case are texts: read them with date(…).",
        ),
        (
            'outcome = "setled"',
            "第11个字处：“setled”不在可选的值之内。您是否想写“settled”？",
            "At character 11: “setled” is not among the values to choose from. Did you mean “settled”?",
        ),
        (
            'outcome in ("failed", "xyz")',
            "第23个字处：“xyz”不在可选的值之内。可选：settled、failed。",
            "At character 23: “xyz” is not among the values to choose from. There are: settled, failed.",
        ),
        (
            'sessions[outcome = "failled"]',
            "第20个字处：“failled”不在可选的值之内。您是否想写“failed”？",
            "At character 20: “failled” is not among the values to choose from. Did you mean “failed”?",
        ),
        ("intake.amuont > 1", "第7个字处：没有“amuont”这一项。您是否想写“amount”？", "At character 7: There is no “amuont”. Did you mean “amount”?"),
        ("text.year", "第5个字处：文字里没有“year”。", "At character 5: a text has no “year”."),
        ("text + n", "第6个字处：文字和数字不能用“+”计算。", "At character 6: “+” does not go with a text and a number."),
        ("ok > ok", "第4个字处：是或否没有大小之分。", "At character 4: yes or no has no order."),
        ("if n then 1 else 2", "第4个字处：条件应当得出是或否，这里是数字。", "At character 4: A condition gives yes or no, but here is a number."),
        ("n between 1 and text", "第17个字处：数字和文字无法比较。请改正其中一个。", "At character 17: a number and a text cannot be compared. Correct one of them."),
        ('n in [1.."b"]', "第10个字处：数字和文字无法比较。请改正其中一个。", "At character 10: a number and a text cannot be compared. Correct one of them."),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_said_with_its_place(text: str, zh: str, en: str) -> None:
    """Claim: one sentence in each language, with the character and, where one can guess, the word that was meant."""
    found = feel.compile(text, TYPES).infer(TYPES)

    assert [(each.zh, each.en) for each in found.clashes] == [(zh, en)]


def test_a_condition_must_give_yes_or_no() -> None:
    """Claim: on an arrow, a number is no condition; what is not known may be one."""
    said = [feel.compile(text).infer(TYPES, is_condition=True).clashes for text in ("n", "ok", "anything", "n > 1", "null")]

    assert [len(each) for each in said] == [1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("test", "value", "wrong"),
    [
        ('"a", "b"', _NUMBER, 2),
        ("< 5", _TEXT, 1),
        ("[1..5]", _TEXT, 2),
        ("not(3)", _TRUTH, 1),
        ('"settled"', _OUTCOME, 0),
        ('"gone"', _OUTCOME, 1),
        ("? > 3", _NUMBER, 0),
        ('? = "x"', _NUMBER, 1),
        ("-", _NUMBER, 0),
        ("true", _NUMBER, 0),
        ("anything", _NUMBER, 0),
        ("null", _NUMBER, 0),
    ],
)
def test_cells_are_held_to_the_type_of_their_column(test: str, value: feel.Known, wrong: int) -> None:
    """Claim: values, comparisons and ranges of another kind can never hold; `true` alone is a condition on anything."""
    assert len(feel.compile_unary(test).infer(value, TYPES).clashes) == wrong


_VALUES: dict[str, Any] = {
    "number": Decimal(3),
    "string": "x",
    "boolean": True,
    "date": date(2025, 6, 3),
    "time": time(10),
    "date and time": datetime(2025, 6, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai")),
    "days and time duration": timedelta(days=2),
    "context": {"a": Decimal(1)},
    "list": [Decimal(1), Decimal(2)],
}


@pytest.mark.parametrize("operator", ["=", "<", ">=", "+", "-", "*", "/", "**", "and", "or"])
@pytest.mark.parametrize("left", _VALUES)
@pytest.mark.parametrize("right", _VALUES)
def test_what_is_said_to_clash_gives_nothing(operator: str, left: str, right: str) -> None:
    """Law: of every two kinds: where a clash is found the value is null or false, and the inferred kind is that of the value."""
    compiled = feel.compile(f"left {operator} right")

    found = compiled.infer({"left": Type(kind=left), "right": Type(kind=right)})
    value = compiled.evaluate({"left": _VALUES[left], "right": _VALUES[right]})

    if found.clashes and operator not in ("and", "or"):
        assert value in (None, False)
    if value is not None and found.type.kind != "any":
        assert feel.kind(value) == found.type.kind


_SCRAPS = st.sampled_from(["n", "text", "ok", "sessions", "intake", "anything", "1", '"a"', "true", "null", "[1, 2]", "{a: 1}"])
_TREES = st.recursive(
    _SCRAPS,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "=", "<", "and", "*"]), inner),
        st.builds("(if {} then {} else {})".format, inner, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{{a: {}}}.a".format, inner),
        st.builds("({})[{}]".format, inner, inner),
        st.builds("(for s in {} return {})".format, inner, inner),
        st.builds("count({})".format, inner),
        st.builds("({}).hours".format, inner),
    ),
    max_leaves=8,
)
_DATA = {
    "n": 7,
    "text": "x",
    "ok": True,
    "anything": None,
    "intake": {"amount": 5, "on": "2025-06-03", "urgent": False},
    "sessions": [{"outcome": "settled", "hours": 2, "on": "2025-06-03"}, {"outcome": "failed", "hours": 1, "on": "2025-06-04"}],
}


@settings(max_examples=300)
@given(text=_TREES)
def test_what_is_inferred_is_what_comes(text: str) -> None:
    """Law: a value that is not null is of the inferred kind."""
    compiled = feel.compile(text, TYPES)

    value = compiled.evaluate(_DATA)

    found = compiled.infer(TYPES).type
    assert value is None or found.kind in ("any", feel.kind(value))
