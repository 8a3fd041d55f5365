"""Decision files are read safely; what is wrong is said with line and element."""

from __future__ import annotations

import pytest
from decision_builders import MODEL, a_file, a_literal, a_table, problems_of, sentences_of, the_decision


@pytest.mark.parametrize(
    ("content", "sentence", "line"),
    [
        (b"<definitions", "第 1 行不是正确的 XML。", 1),
        (b'<!DOCTYPE x [<!ENTITY e "x">]>\n<x>&e;</x>', "文件里不允许有 DOCTYPE 声明。", None),
        (b"<!DOCTYPE x><x/>", "文件里不允许有 DOCTYPE 声明。", None),
        (b"\n<bpmn/>", "这不是 DMN 1.2 至 1.5 的决策文件。", 2),
        (a_file(namespace="http://www.omg.org/spec/DMN/20151101/dmn.xsd"), "这不是 DMN 1.2 至 1.5 的决策文件。", 1),
        (b"<a>" * 150 + b"</a>" * 150, "文件的元素太多或嵌套太深。", None),
        (b" " * (4 * 1024 * 1024 + 1), "文件太大：最多 4 MB。", None),
        (a_file('<decision id="d" name="d">\n<decisionTable hitPolicy="LAST"/></decision>'), "决策表的命中策略“LAST”不存在。", 3),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(content: bytes, sentence: str, line: int | None) -> None:
    """Claim: whatever is in a file, reading ends in a sentence with its line."""
    assert [(problem.message.zh, problem.line) for problem in problems_of(content)] == [(sentence, line)]


def test_a_billion_laughs_do_not_expand() -> None:
    """Claim: entities are never expanded."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10))

    assert len(problems_of(f"<!DOCTYPE x [{entities}]><x>&a9;</x>".encode())) == 1


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        MODEL,
    ],
)
def test_every_version_from_1_2_to_1_5_is_read(namespace: str) -> None:
    """Claim: files of all four versions run."""
    decision = the_decision(a_file(a_table("- => 1", policy="FIRST"), namespace=namespace))

    assert (decision.writes, decision.title(), decision.evaluate({}).json) == ("level", ("决定", "Level"), 1)


@pytest.mark.parametrize(
    ("elements", "sentence", "place"),
    [
        ([a_literal("1"), a_literal("2")], "id“d”用了不止一次。", "d"),
        ([a_literal("1", requires="x")], "“d”的一根连线指向不存在的“x”。", "d"),
        (['<decision id="d" name="d"/>'], "决策“d”还是空的。", "d"),
        ([a_literal("1", type_ref="tNone")], "类型“tNone”不存在。", "d"),
        (['<import id="i" namespace="x" name="x" importType="x"/>'], "不支持引入其他决策文件（import）。", "i"),
        ([a_table("- | - => 1", policy="FIRST")], "“决定”第 1 条规则的格数与列数不符。", "r1"),
        ([a_table("- => 1", policy="PRIORITY")], "按优先级选择的表须列出输出值的先后次序。", "t"),
        ([a_table("- => 1", policy="FIRST+SUM")], "汇总方式只能与 COLLECT 一起使用。", "t"),
    ],
)
def test_what_is_wrong_with_a_model_is_found(elements: list[str], sentence: str, place: str) -> None:
    """Claim: a fault is found before anything is decided, at its element."""
    assert (sentence, place) in [(problem.message.zh, problem.place) for problem in problems_of(a_file(*elements))]


def test_a_cell_that_is_not_feel_is_found_at_its_rule_and_column() -> None:
    """Claim: the author is led to the cell."""
    (problem,) = problems_of(a_file(a_table("< => 1", "- => 2", policy="FIRST")))

    assert problem.place == "r1 [1, 金额]"
    assert problem.message.zh.startswith("第 1 条规则“金额”一栏的“<”无法读懂：")
    assert problem.message.en.startswith("Rule 1, column “金额”: “<” cannot be read: ")


def test_a_sound_file_has_no_problems() -> None:
    """Claim: nothing is found where nothing is wrong."""
    assert sentences_of(a_file(a_table("< 10 => 1", ">= 10 => 2"))) == []
