# ruff: noqa: E501 - sentences that people read are asserted whole
"""What is written is read as it is meant, and what cannot be read is pointed at."""

from __future__ import annotations

from typing import Any

import pytest

from engine import feel


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("2 ** 3 ** 2", 64),
        ("-2 ** 2", 4),
        ("2 - -1", 3),
        ("true or false and false", True),
        ("1 < 2 and 2 < 3", True),
        ("1 + 1 = 2", True),
        ("5 between 1 + 1 and 2 * 4 and true", True),
        ("1 in (1, 2) and 3 in [2..4]", True),
        ("2 in (1) + 1", True),
        ("3 in ((1..2), [3..4])", True),
        ("if false then 1 else if true then 2 else 3", 2),
        ("if true then 1 else 2 + 10", 1),
        ("{a: 1, b: a + 1}.b", 2),
        ('{"ein Wort": 1}.ein Wort', 1),
        ("[1, 2, 3][2]", 2),
        ("]1..3[.start included", False),
        ("/* a */ 1 // b\n + 1", 2),
        ("= 1 + 1", 2),
        (".5 + 1e2", 100.5),
        ('"a\\u4e2d\\n"', "a中\n"),
        ('"\\uD83D\\uDC0E" = "\\U01F40E"', True),
        ("(function(x, y) x - y)(y: 1, x: 3)", 2),
    ],
)
def test_an_expression_is_read_as_it_is_meant(text: str, value: Any) -> None:
    """Claim: precedence, brackets and literals follow the grammar of DMN 1.5."""
    assert feel.to_json(feel.evaluate(text)) == value


@pytest.mark.parametrize(
    ("text", "context", "value"),
    [
        ("调解 天数 + 1", {"调解 天数": 3}, 4),
        ("金额 >= 100000", {"金额": 100000}, True),
        ("a-b", {"a": 5, "b": 2, "a-b": 100}, 100),
        ("a - b", {"a": 5, "b": 2}, 3),
        ("date of birth and place", {"date of birth and place": 7}, 7),
        ("Monthly   Salary * 12", {"Monthly Salary": 2}, 24),
        ("order.unit price + 1", {"order": {"unit price": 2}}, 3),
        ("lines[unit price > 1].unit price", {"lines": [{"unit price": 1}, {"unit price": 2}]}, [2]),
        ("🐎 + 1", {"🐎": 1}, 2),
        ("for 当 事 人 in [1, 2] return 当 事 人 * 2", {}, [2, 4]),
        ("date + count([1])", {"date": 1}, 2),
        ('count + 0 = 7 and count(["a"]) = 1', {"count": 7}, True),
    ],
)
def test_names_may_hold_blanks_signs_and_chinese(text: str, context: dict[str, Any], value: Any) -> None:
    """Claim: names in scope are read whole, longest first, and do not hide functions of the same name."""
    assert feel.to_json(feel.evaluate(text, context)) == value


@pytest.mark.parametrize(
    ("text", "position", "zh", "en"),
    [
        ("1 + ", 4, "第5个字处应当是一个值、名称或括号，表达式到这里就结束了。", "At character 5, a value, a name or a bracket is expected, but the expression ends there."),
        ("(1 + 2", 6, "第7个字处应当是“)”，表达式到这里就结束了。", "At character 7, “)” is expected, but the expression ends there."),
        ("if a then b", 11, "第12个字处应当是“else”，表达式到这里就结束了。", "At character 12, “else” is expected, but the expression ends there."),
        ('"abc', 0, "第1个字处：文字缺少结束的双引号。", "At character 1: The text has no closing quotation mark."),
        ("a b", 2, "第3个字处：“b”前缺少运算符。如果名称中有空格，请核对名称是否存在。", "At character 3: An operator is missing before “b”. If it belongs to a name with blanks, check that the name exists."),
        ("count(a\uff0cb)", 7, "第8个字处应当是“)”，这里是“\uff0c”。请把“\uff0c”改成半角的 , 。", "At character 8, “)” is expected, but “\uff0c” stands there. Write , instead of “\uff0c”."),
        ("x = 'a'", 4, "第5个字处应当是一个值、名称或括号，这里是“'”。请把“'”改成半角的 \" 。", "At character 5, a value, a name or a bracket is expected, but “'” stands there. Write \" instead of “'”."),
        ("{a: 1, a: 2}", 7, "第8个字处：名称“a”重复。", "At character 8: The name “a” stands twice."),
        ('@"2025-02-30"', 0, "第1个字处：“2025-02-30”不是日期、时间或时长。", "At character 1: “2025-02-30” is no date, time or duration."),
        ("f(1, b: 2)", 1, "第2个字处：参数要么全部写名称，要么都不写。", "At character 2: Give names to all arguments or to none."),
        ("= 1 +", 5, "第6个字处应当是一个值、名称或括号，表达式到这里就结束了。", "At character 6, a value, a name or a bracket is expected, but the expression ends there."),
    ],
)  # fmt: skip
def test_an_error_points_at_the_character_and_says_what_is_expected(text: str, position: int, zh: str, en: str) -> None:
    """Claim: a syntax error has a place, a sentence in each language, and the source."""
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile(text)

    assert (caught.value.zh, caught.value.en) == (zh, en)
    assert (caught.value.position, caught.value.text) == (position, text)
    assert str(caught.value) == f"{en} (character {position + 1})"


def test_the_excerpt_shows_the_line_with_a_caret() -> None:
    """Claim: of a source with several lines the excerpt shows the one at fault."""
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile("1 +\n2 + + 3")

    assert caught.value.excerpt() == "2 + + 3\n    ^"


def test_the_text_and_the_tree_of_an_expression_stay_known() -> None:
    """Claim: an expression keeps its source and its syntax tree, with places, for further checks."""
    expression = feel.compile("= a + 1")

    assert expression.text == "= a + 1"
    assert (type(expression.tree).__name__, expression.tree.at) == ("Binary", 4)
    assert [type(part).__name__ for part in expression.tree.parts()] == ["Name", "Literal"]


def test_external_functions_are_refused() -> None:
    """Claim: no expression reaches Java or anything else outside of FEEL."""
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile('function(x) external {java: {class: "java.lang.Runtime"}}')

    assert caught.value.en == "At character 13: External functions are not run. Write the function in FEEL."
