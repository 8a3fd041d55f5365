# ruff: noqa: E501 - sentences that people read are asserted whole
"""Expressions are held to what the forms ask, before a case runs."""

from __future__ import annotations

import pytest

from engine.errors import Problem
from engine.packs import checking
from tests.packs.small_pack import F01, FILES, PROCESS, a_process

_FIELDS = """
    "kind": {"title": "类型", "x-en": {"title": "Kind"}, "type": "string", "x-privacy": "P1", "oneOf": [
      {"const": "neighbour", "title": "邻里", "x-en": {"title": "Neighbours"}},
      {"const": "family", "title": "婚姻家庭", "x-en": {"title": "Family"}}]},
    "on": {"title": "日期", "x-en": {"title": "Day"}, "type": "string", "format": "date", "x-privacy": "P1"},
    "amount":"""
_FORM = F01.replace('\n    "amount":', _FIELDS, 1)


def found(expression: str, decision: str | None = None) -> list[Problem]:
    """Check the small pack with a script that computes an expression, and with another text in its table."""
    script = ("scriptTask", 'name="计算" onedoor:en="Compute" onedoor:result="computed"')
    process = a_process(
        "lx_order",
        "点单调解",
        ("startEvent", 'name="来访"'),
        ("businessRuleTask", 'name="定级" onedoor:en="Grade" onedoor:decision="D02"'),
        script,
        ("userTask", 'name="登记" onedoor:en="Register" onedoor:code="INTAKE.REGISTER" onedoor:role="R.INTAKE"'),
        ("endEvent", 'name="和解" onedoor:en="Settled" onedoor:end="E.SETTLED_ORAL"'),
    ).replace('onedoor:result="computed" />', f'onedoor:result="computed"><bpmn:script>{expression}</bpmn:script></bpmn:scriptTask>')
    files = {**FILES, "processes/longxi/lx_order.bpmn": process.encode(), "forms/base/F01.schema.json": _FORM.encode()}
    if decision:
        text = files["processes/longxi/D02.dmn"].decode().replace("intake.amount", decision).replace(' typeRef="number"', "")
        files["processes/longxi/D02.dmn"] = text.encode()
    return [problem for problem in checking.check(files) if problem.severity == "error"]


@pytest.mark.parametrize(
    ("expression", "english"),
    [
        (
            'intake.amount = "much"',
            '“intake.amount = "much"” at “Compute”: At character 15: a number and a text cannot be compared. Correct one of them.',
        ),
        (
            'intake.kind = "neighbor"',
            (
                '“intake.kind = "neighbor"” at “Compute”: At character 15: “neighbor” is not among the values to choose from. '
                "Did you mean “neighbour”?"
            ),
        ),
        ("intake.amuont + 1", "“intake.amuont + 1” at “Compute”: At character 7: There is no “amuont”. Did you mean “amount”?"),
        (
            "intake.on = now",
            "“intake.on = now” at “Compute”: At character 11: a text and a date and time cannot be compared. Dates of a case are texts: read them with date(…).",
        ),
        (
            'case.state = "mediatng"',
            (
                '“case.state = "mediatng"” at “Compute”: At character 14: “mediatng” is not among the values to choose from. '
                "Did you mean “mediating”?"
            ),
        ),
    ],
)
def test_what_no_form_can_give_is_found_before_release(expression: str, english: str) -> None:
    """Claim: the types and choices of the forms, and the states of the pack, are known to the check."""
    problems = found(expression.replace("<", "&lt;"))

    assert [problem.message.en for problem in problems] == [english]
    assert problems[0].place == "n2"
    assert problems[0].message.zh.startswith("“计算”处的“")


@pytest.mark.parametrize(
    "expression",
    [
        "intake.amount + 1",
        'intake.kind = "family"',
        "date(intake.on) = date(now)",
        'case.number = "1"',
        'case.state = "mediating"',
        "grade.level",
        "parameters.accept_within",
    ],
)
def test_what_may_be_meant_is_left_alone(expression: str) -> None:
    """Claim: sound expressions, and what is not known for certain, pass."""
    assert found(expression) == []


def test_a_table_is_held_to_the_form_that_its_input_comes_from() -> None:
    """Claim: a cell that no answer of the form can meet is found although the table states no types."""
    problems = found("1", decision="intake.kind")

    assert [(problem.file, problem.place, problem.message.en) for problem in problems] == [
        (
            "processes/longxi/D02.dmn",
            "c1_D02 [1, 金额]",
            "Rule 1, column “金额”: At character 1: a text and a number cannot be compared. Correct one of them. It does not hold for 金额 = neighbour.",
        )
    ]


def test_the_small_pack_is_sound() -> None:
    """Claim: the tests above find what they put in, nothing else."""
    assert PROCESS.encode() in FILES.values()
    assert [problem for problem in checking.check(FILES) if problem.severity == "error"] == []
