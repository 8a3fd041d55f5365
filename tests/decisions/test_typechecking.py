# ruff: noqa: E501 - sentences that people read are asserted whole
"""Cells that nothing can meet and results of the wrong type are found before release, with an example."""

from __future__ import annotations

from pathlib import Path

import pytest
from decision_builders import a_file, a_literal, a_table, problems_of, sentences_of

from engine import feel
from engine.decisions import inferring, model, reading
from engine.decisions.catalogue import read_file
from engine.decisions.graph import Graph

_KIND = '<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"邻里","婚姻"</text></allowedValues></itemDefinition>'


@pytest.mark.parametrize(
    ("rows", "traits", "chinese", "english"),
    [
        (
            ['"很多" => 1', "- => 2"],
            {"policy": "FIRST"},
            "第 1 条规则“金额”一栏：第1个字处：数字和文字无法比较。请改正其中一个。例如 金额 = 0 时不成立。",
            "Rule 1, column “金额”: At character 1: a number and a text cannot be compared. Correct one of them. It does not hold for 金额 = 0.",
        ),
        (
            ['"领里" => 1', "- => 2"],
            {"policy": "FIRST", "inputs": "类型:tKind"},
            "第 1 条规则“类型”一栏：第1个字处：“领里”不在可选的值之内。您是否想写“邻里”？例如 类型 = 邻里 时不成立。",
            "Rule 1, column “类型”: At character 1: “领里” is not among the values to choose from. Did you mean “邻里”? It does not hold for 类型 = 邻里.",
        ),
        (
            ['> 5 => "高"', "- => 2"],
            {"policy": "FIRST", "outputs": "级别:number"},
            "第 1 条规则“级别”一栏：应是数字，实际不是，结果为空（例如 金额 = 6）。",
            "Rule 1, column “级别”: it should be a number but is not (for example 金额 = 6).",
        ),
        (
            ["- => 1 + true"],
            {"policy": "FIRST"},
            "第 1 条规则“级别”一栏：第3个字处：数字和是或否不能用“+”计算。",
            "Rule 1, column “级别”: At character 3: “+” does not go with a number and yes or no.",
        ),
    ],
)
def test_a_cell_of_the_wrong_type_is_found_with_an_example(rows: list[str], traits: dict[str, str], chinese: str, english: str) -> None:
    """Claim: the sentence says which cell, why, and for which input it shows."""
    found = [each for each in problems_of(a_file(_KIND, a_table(*rows, **traits))) if each.severity == "error"]

    assert [each.message for each in found] == [(chinese, english)]
    assert found[0].cure == ("请改正这一格，或改正这一列的类型。", "Correct the cell, or the type of its column.")


@pytest.mark.parametrize(
    ("rows", "traits"),
    [
        (["> 5 => 1", "- => 2"], {}),
        (['"邻里" => 1', "- => 2"], {"inputs": "类型:tKind"}),
        (['>= date("2025-06-01") => 1', "- => 2"], {"inputs": "日期:date"}),
        (["true => 1", "- => 2"], {}),
        (['"x" => 1', "- => 2"], {"inputs": "随便"}),
        (["null => 1", "- => 2"], {}),
        (["? > 3 and ? < 9 => 1", "- => 2"], {}),
        (["- => missing.part"], {"outputs": "级别:number"}),
        (["- => [1]"], {"outputs": "级别:number"}),
        (['- => date("2025-06-01")'], {"outputs": "级别:date"}),
        (["- => null"], {"outputs": "级别:number"}),
    ],
)
def test_what_may_be_right_is_left_alone(rows: list[str], traits: dict[str, str]) -> None:
    """Claim: only what is certain is an error."""
    traits = {"policy": "FIRST", **traits}

    assert [each for each in problems_of(a_file(_KIND, a_table(*rows, **traits))) if each.severity == "error"] == []


def test_a_decision_that_requires_another_knows_its_type() -> None:
    """Claim: what one decision gives is known where the next one reads it."""
    one = a_literal('"很多"', decision="n", type_ref="string")
    other = a_literal("n > 5", requires="n")

    assert sentences_of(a_file(one, other)) == ["“d”：第3个字处：文字和数字无法比较。请改正其中一个。"]


def test_the_type_of_a_result_is_known_before_it_is_answered() -> None:
    """Claim: the columns and their values say it; a table that collects gives a list."""
    table = a_table("- => 1 | 2", outputs="级别 天数:number", values="1, 2", policy="FIRST")
    graph = Graph(read_source(a_file(table)))
    node = graph.node("d")
    assert node is not None

    found = inferring.of_node(graph, node)

    assert (found.kind, {name: each.kind for name, each in found.fields.items()}) == ("context", {"级别": "number", "天数": "number"})
    assert found.fields["级别"].choices == (feel.from_json(1), feel.from_json(2))


def read_source(content: bytes) -> model.Model:
    source, _ = reading.read("x.dmn", content)
    assert source is not None
    return source


def test_the_tables_of_the_product_are_sound() -> None:
    """Claim: no finding is a false alarm on what ships."""
    files = sorted((Path(__file__).parents[2] / "processes").rglob("*.dmn"))

    found = [problem for file in files for problem in read_file(file.name, file.read_bytes())[1] if problem.severity == "error"]

    assert files
    assert found == []
