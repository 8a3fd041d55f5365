# ruff: noqa: E501 - sentences that people read are asserted whole
"""Claims about the merge of decision tables, rule by rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.decisions import xml
from engine.packs import compare
from engine.packs.merging import merge
from engine.packs.xmldiff import no_names
from engine.usecases.ports.workshop import THEIRS, Clash, Merged
from tests.packs.drawings import Rule, Table

FILE = "processes/longxi/D1.dmn"
ONE, TWO, ELSE = Rule(id="r1", cells={"金额": "> 100"}), Rule(id="r2", cells={"金额": "> 10"}, result='"乙"'), Rule(id="r3", result='"丙"')
BASE = Table(rules=(ONE, TWO, ELSE))


def merged(base: Table | str, ours: Table | str, theirs: Table | str, chosen: Mapping[str, str] | None = None) -> Merged:
    three = [{FILE: (each if isinstance(each, str) else each.text()).encode()} for each in (base, ours, theirs)]
    return merge(three[0], three[1], three[2], chosen or {})


def rules(found: Merged) -> list[str]:
    """Return the rules in order, their cells in one line."""
    elements = [each for each in xml.parse(found.files[FILE]).iter() if isinstance(each.tag, str)]
    return [" ".join("".join(map(str, cell.itertext())) for cell in each) for each in elements if xml.local_name(each) == "rule"]


def said(clash: Clash) -> tuple[list[str], list[str]]:
    ours, theirs = ([sentence.zh for sentence in compare.told(clash, side, no_names)] for side in (clash.ours, clash.theirs))
    return ours, theirs


def test_rules_of_both_sides_stand_where_they_were_put() -> None:
    """Order decides in such a table: a county's rule comes before the template's in the same place, what is for all others stays last."""
    mine, other = Rule(id="m", cells={"类型": '"01"'}), Rule(id="o", cells={"类型": '"02"'}, result='"乙"')

    found = merged(BASE, replace(BASE, rules=(ONE, TWO, mine, ELSE)), replace(BASE, rules=(ONE, TWO, other, ELSE)))

    assert found.clashes == ()
    assert rules(found) == ['> 100 - "甲"', '> 10 - "乙"', '- "01" "甲"', '- "02" "乙"', '- - "丙"']


def test_cells_of_one_rule_come_together() -> None:
    """One changes a condition, the other the answer; a third one is left as it was written."""
    found = merged(
        BASE,
        replace(BASE, rules=(replace(ONE, cells={"金额": "> 200"}), TWO, ELSE)),
        replace(BASE, rules=(replace(ONE, result='"丁"'), TWO, ELSE)),
    )

    assert found.clashes == ()
    assert found.files[FILE].decode() == replace(BASE, rules=(replace(ONE, cells={"金额": "> 200"}, result='"丁"'), TWO, ELSE)).text()


def test_a_cell_changed_twice_is_one_question() -> None:
    """It is told by the number of the rule and the column."""
    sides = (
        BASE,
        replace(BASE, rules=(ONE, replace(TWO, result='"甲"'), ELSE)),
        replace(BASE, rules=(ONE, replace(TWO, result='"丁"'), ELSE)),
    )

    (clash,) = merged(*sides).clashes

    told = '“定级”第2条规则“级别”一栏的内容由“"乙"”改为“"{}"”。'
    assert said(clash) == ([told.format("甲")], [told.format("丁")])
    assert rules(merged(*sides, {clash.name: THEIRS}))[1] == '> 10 - "丁"'


def test_rules_that_got_other_ids_are_the_same_rules() -> None:
    """A tool has numbered them anew: what the other side changed is found by what the rules say."""
    numbered = tuple(replace(rule, id=f"DecisionRule_{number}") for number, rule in enumerate(BASE.rules))
    ours = replace(BASE, rules=(Rule(id="r1", cells={"金额": "> 1000"}, result='"特"'), *numbered))

    found = merged(BASE, ours, replace(BASE, rules=(ONE, replace(TWO, result='"丁"'), ELSE)))

    assert found.clashes == ()
    assert rules(found) == ['> 1000 - "特"', '> 100 - "甲"', '> 10 - "丁"', '- - "丙"']


def test_a_column_on_one_side_and_a_rule_on_the_other_make_a_whole_table() -> None:
    """The new rule does not look at the new column, and every rule has a cell for each column, in order."""
    wider = replace(BASE, columns=("地点", "金额", "类型"), rules=(replace(ONE, cells={"金额": "> 100", "地点": '"镇"'}), TWO, ELSE))

    found = merged(BASE, wider, replace(BASE, rules=(ONE, Rule(id="n", cells={"类型": '"09"'}), TWO, ELSE)))

    assert found.clashes == ()
    assert rules(found) == ['"镇" > 100 - "甲"', '- - "09" "甲"', '- > 10 - "乙"', '- - - "丙"']


def test_one_condition_answered_twice_is_asked() -> None:
    """Both added a rule for the same case: where one rule counts, the other would never be reached."""
    sides = [replace(BASE, rules=(Rule(id=name, cells={"类型": '"01"'}, result=f'"{name}"'), *BASE.rules)) for name in ("m", "o")]

    (clash,) = merged(BASE, *sides).clashes
    together = merged(*(replace(each, policy="COLLECT") for each in (BASE, *sides)))

    assert said(clash)[0] == ['新增“定级”第1条规则（-、"01" → "m"）。']
    assert (together.clashes, rules(together)[:2]) == ((), ['- "01" "m"', '- "01" "o"'])


def test_two_new_orders_are_asked() -> None:
    """One side's order alone is taken."""
    ours, theirs = replace(BASE, rules=(TWO, ONE, ELSE)), replace(BASE, rules=(ONE, ELSE, TWO))

    assert rules(merged(BASE, ours, replace(BASE, rules=(*BASE.rules, Rule(id="n", cells={"类型": '"1"'}))))) == [
        '> 10 - "乙"', '> 100 - "甲"', '- - "丙"', '- "1" "甲"',
    ]  # fmt: skip
    (clash,) = merged(BASE, ours, theirs).clashes
    assert said(clash) == (["“定级”的决策表的规则次序有改动。"], ["“定级”的决策表的规则次序有改动。"])
    assert [rule[-2] for rule in rules(merged(BASE, ours, theirs, {clash.name: THEIRS}))] == ["甲", "丙", "乙"]


LITERAL = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="file" name="表" namespace="urn:x">
  <businessKnowledgeModel id="rate" name="费率"><encapsulatedLogic><formalParameter name="x"/><literalExpression><text>x * {rate}</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
  <decision id="D1" name="{name}"><question>{question}</question><variable name="fee"/><literalExpression><text>费率(金额){plus}</text></literalExpression></decision>
</definitions>
"""


def test_expressions_functions_and_words_come_together() -> None:
    """What a decision computes, the function that it calls, its name and its question are parts of their own."""
    words = {"rate": "1", "name": "收费", "question": "多少？", "plus": ""}
    base, ours = LITERAL.format(**words), LITERAL.format(**words | {"rate": "2", "question": "收多少？"})
    theirs = LITERAL.format(**words | {"plus": " + 1", "name": "费用"})

    found = merged(base, ours, theirs)

    assert found.clashes == ()
    assert found.files[FILE].decode() == LITERAL.format(rate="2", name="费用", question="收多少？", plus=" + 1")
