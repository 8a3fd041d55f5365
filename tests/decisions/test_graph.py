"""Decisions answer the decisions that they require, and the way is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from decision_builders import a_file, a_literal, a_table, the_decision

from engine.decisions import DecisionCatalogue, DecisionError, UnknownDecisionError, deciding
from engine.errors import CheckFailedError


def test_the_trace_tells_every_decision_on_the_way() -> None:
    """Claim: requirements are answered first and once, and the trace says what each gave."""
    content = a_file(a_literal("a * 10", decision="b", requires="a"), a_literal("a + b", requires="a b"), a_literal("x + 1", decision="a"))

    result = the_decision(content).evaluate({"x": 1})

    assert [(step.decision, step.value) for step in result.trace] == [("a", 2), ("b", 20), ("d", 22)]
    assert result.json == 22


def test_a_decision_that_requires_itself_says_so() -> None:
    """Claim: a circle of arrows ends in a sentence."""
    result = the_decision(a_file(a_literal("a", requires="a"), a_literal("d", decision="a", requires="d"))).evaluate({})

    assert [finding.message for finding in result.findings] == [("“d”依赖它自己。", "“d” depends on itself.")]


def test_a_type_with_allowed_values_refuses_others() -> None:
    """Claim: a value outside its type's list becomes null, with what was due."""
    values = '<allowedValues><text>"甲","乙"</text></allowedValues>'
    kind = f'<itemDefinition name="tKind" id="k"><typeRef>string</typeRef>{values}</itemDefinition>'

    result = the_decision(a_file(kind, a_literal('"丙"', type_ref="tKind"))).evaluate({})

    assert result.json is None
    assert [finding.message.zh for finding in result.findings] == ['“d”应当得出"甲","乙" 之一，实际不是，结果为空。']


def test_a_function_that_never_ends_is_stopped() -> None:
    """Claim: a knowledge model that calls itself for ever is cut off with a sentence."""
    model = (
        '<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="n"/>'
        "<literalExpression><text>f(n + 1)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>"
    )
    arrow = '<knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>'
    content = a_file(model, f'<decision id="d" name="d">{arrow}<literalExpression><text>f(1)</text></literalExpression></decision>')

    result = the_decision(content).evaluate({})

    assert result.json is None
    assert len(result.findings) == 1


def test_java_is_never_run() -> None:
    """Claim: a function written in Java is not run and says so."""
    java = '<functionDefinition kind="Java"><context/></functionDefinition>'

    result = the_decision(a_file(f'<decision id="d" name="d">{java}</decision>')).evaluate({})

    assert [finding.message.zh for finding in result.findings] == ["不执行 Java 函数，只执行 FEEL。"]


def test_time_comes_from_outside() -> None:
    """Claim: `now()` in a decision is the time given to it."""
    result = the_decision(a_file(a_literal("now().year"))).evaluate({}, datetime(2021, 8, 25, 2, 0, tzinfo=UTC))

    assert result.json == 2021


def test_own_files_and_ids_come_before_the_parents() -> None:
    """Claim: a file replaces one of the same name further up, a decision one of the same id."""
    files = {
        "processes/base/a.dmn": a_file(a_literal('"base a"', decision="a")),
        "processes/base/b.dmn": a_file(a_literal('"base b"', decision="b"), a_literal('"base c"', decision="c")),
        "processes/longxi/a.dmn": a_file(a_literal('"own b"', decision="b")),
        "processes/other/x.dmn": a_file(a_literal("1", decision="x")),
    }

    catalogue = DecisionCatalogue.read(files, ["longxi", "base"])

    assert {name: each.evaluate({}).json for name, each in catalogue.decisions.items()} == {"b": "own b", "c": "base c"}
    assert catalogue.problems == ()


def test_one_id_in_two_files_of_a_pack_is_a_problem() -> None:
    """Claim: which of two would count is never left to chance."""
    files = {f"processes/longxi/{name}.dmn": a_file(a_literal("1")) for name in "ab"}

    (problem,) = DecisionCatalogue.read(files, ["longxi"]).problems

    assert problem.message.zh == "决策“d”在“processes/longxi/a.dmn”里已经有了。"


def test_an_unknown_decision_is_named() -> None:
    """Claim: asking for a decision that a release lacks says which one."""
    with pytest.raises(UnknownDecisionError) as caught:
        DecisionCatalogue.read({}, ["longxi"]).get("D99")

    assert caught.value.text == ("没有决策“D99”。", "There is no decision “D99”.")


def test_one_file_is_answered_as_plain_data() -> None:
    """Claim: what the command line prints holds value, rules, reasons and findings."""
    content = a_file(a_table("< 10 => 1", "- => 2", policy="FIRST"))

    found = json.loads(json.dumps(deciding.decide(content, "决定", {"金额": 3})))

    assert found == {
        "decision": "d",
        "value": 1,
        "rules": [
            {
                "number": 1,
                "id": "r1",
                "inputs": [{"label": "金额", "expression": "金额", "value": 3, "test": "< 10"}],
                "outputs": {"级别": 1},
                "note": "",
                "because": {"zh": "第 1 条规则：金额 = 3 [< 10] → 级别 = 1", "en": "Rule 1: 金额 = 3 [< 10] → 级别 = 1"},
            }
        ],
        "trace": [{"decision": "d", "name": "决定", "value": 1, "rules": [1]}],
        "findings": [],
    }


def test_an_unreadable_or_unknown_decision_is_refused() -> None:
    """Claim: the command line gets a sentence for a broken file and for a wrong name."""
    with pytest.raises(CheckFailedError):
        deciding.decide(b"<x", "d", {})
    with pytest.raises(UnknownDecisionError) as caught:
        deciding.decide(a_file(a_literal("1"), a_literal("2", decision="e")), "f", {})

    assert caught.value.text == ("没有决策“f”。文件里有：d、e。", "There is no decision “f”. The file has: d, e.")


def test_an_input_of_the_wrong_type_is_told_with_its_decision() -> None:
    """Claim: a clerk's administrator learns which decision met which wrong input."""
    given = '<inputData id="i" name="人数"><variable name="人数" typeRef="number"/></inputData>'
    arrow = '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
    content = a_file(given, f'<decision id="d" name="分级">{arrow}<literalExpression><text>人数</text></literalExpression></decision>')

    with pytest.raises(DecisionError) as caught:
        the_decision(content).evaluate({"人数": "很多"}).checked()

    assert caught.value.text == (
        "决策“分级”：“人数”应是数字，收到的是 “很多”。",
        "Decision “分级”: “人数” should be a number; “很多” arrived.",
    )
