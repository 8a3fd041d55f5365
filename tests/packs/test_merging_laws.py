"""Laws of the merge of diagrams and tables, over changes at random."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decisions import xml
from engine.packs import xmldiff
from engine.packs.merging import diagrams
from engine.usecases.ports.workshop import OURS, THEIRS, Clash
from tests.packs.drawings import Drawing, Rule, Table, a_drawing

Edit = tuple[str, int, int]
BASE = a_drawing(5)
EDITS = st.lists(
    st.tuples(st.sampled_from(["rename", "role", "note", "move", "insert", "remove"]), st.integers(1, 5), st.integers(0, 2)), max_size=4
)


def edited(drawing: Drawing, edits: list[Edit], side: str) -> Drawing:
    for what, number, way in edits:
        drawing = _edited(drawing, what, f"s{number}", way, side)
    return drawing


def _edited(drawing: Drawing, what: str, step: str, way: int, side: str) -> Drawing:
    if what == "insert":
        return drawing.inserted(f"f{step[1:]}", f"{side}{step}{way}")
    if what == "remove":
        return drawing.without(step)
    traits: Mapping[str, Mapping[str, object]] = {
        "rename": {"name": f"新名{way}"},
        "role": {"role": f"R.{way}"},
        "note": {"note": f"说明 < {way}"},
        "move": {"x": 200 * way, "y": 500},
    }
    return drawing.changed(step, **traits[what])


def merged(base: str, ours: str, theirs: str, chosen: Mapping[str, str] | None = None) -> tuple[bytes, list[Clash]]:
    return diagrams.merge("processes/x/p.bpmn", base.encode(), ours.encode(), theirs.encode(), chosen or {})


def differences(one: bytes, other: bytes) -> list[str]:
    return [change.message.zh for change in xmldiff.changes(xml.parse(one), xml.parse(other)) if change.place]


def refuse_torn(content: bytes) -> None:
    """Every arrow leads from something to something, every shape stands for something, every id is there once."""
    root = xml.parse(content)
    elements: list[Any] = list(root.iter())
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    assert [identity for identity, count in ids.items() if count > 1] == []
    for element in elements:
        for name in ("sourceRef", "targetRef", "bpmnElement"):
            assert element.get(name) is None or element.get(name) in ids
    flows = [element for element in elements if xml.local_name(element) == "sequenceFlow"]
    for kind, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
        said = {(element.getparent().get("id"), element.text) for element in elements if xml.local_name(element) == kind}
        assert said == {(flow.get(end), flow.get("id")) for flow in flows}


@settings(max_examples=40)
@given(EDITS)
def test_what_one_side_changed_alone_is_taken(edits: list[Edit]) -> None:
    """Against an unchanged side the other one's file stands: theirs byte for byte, ours element for element; equal ones stay."""
    base, side = BASE.text(), edited(BASE, edits, "a").text()

    assert merged(base, base, side) == (side.encode(), [])
    assert merged(base, side, side) == (side.encode(), [])
    content, clashes = merged(base, side, base)
    assert (differences(side.encode(), content), clashes) == ([], [])


@settings(max_examples=40)
@given(EDITS, EDITS)
def test_nothing_is_torn_whatever_is_chosen(ours: list[Edit], theirs: list[Edit]) -> None:
    """With conflicts left open, or chosen either way, the file is whole; chosen, nothing is asked again."""
    three = BASE.text(), edited(BASE, ours, "a").text(), edited(BASE, theirs, "b").text()

    content, clashes = merged(*three)
    refuse_torn(content)
    for side in (OURS, THEIRS, "ours-theirs", "theirs-ours"):
        chosen = {each.name: side if side in each.choices else OURS for each in clashes}
        found, left = merged(*three, chosen)
        refuse_torn(found)
        assert left == []


@settings(max_examples=40)
@given(EDITS, EDITS)
def test_conflicts_are_the_same_seen_from_the_other_side(ours: list[Edit], theirs: list[Edit]) -> None:
    """Whoever merges, the same places are asked about, with the sides exchanged."""
    three = BASE.text(), edited(BASE, ours, "a").text(), edited(BASE, theirs, "b").text()

    here, there = merged(*three)[1], merged(three[0], three[2], three[1])[1]

    assert {(each.place, each.ours, each.theirs) for each in here} == {(each.place, each.theirs, each.ours) for each in there}


@settings(max_examples=40)
@given(EDITS, EDITS)
def test_changes_of_different_steps_come_together(ours: list[Edit], theirs: list[Edit]) -> None:
    """No question, and the result is what both would have made one after the other."""
    mine = [(what, 1 + number % 2, way) for what, number, way in ours]
    others = [(what, 4 + number % 2, way) for what, number, way in theirs]
    one, other = edited(BASE, mine, "a"), edited(BASE, others, "b")

    content, clashes = merged(BASE.text(), one.text(), other.text())

    assert clashes == []
    assert differences(edited(one, others, "b").text().encode(), content) == []


CELLS = st.sampled_from(["-", "1", "2", "> 3"])
RULES = st.lists(st.tuples(CELLS, CELLS, st.sampled_from(['"甲"', '"乙"'])), max_size=5)


def a_table(rules: list[tuple[str, str, str]], prefix: str, columns: tuple[str, ...] = ("金额", "类型")) -> Table:
    made = (Rule(id=f"{prefix}{number}", cells={"金额": a, "类型": b}, result=c) for number, (a, b, c) in enumerate(rules))
    return Table(columns=columns, rules=tuple(made))


@settings(max_examples=40)
@given(RULES, RULES, RULES)
def test_tables_keep_one_cell_for_every_column(base: list[Any], ours: list[Any], theirs: list[Any]) -> None:
    """Rules come, go and change, a side adds a column, ids repeat: the table stays a table, and no id is there twice."""
    three = a_table(base, "r"), a_table(ours, "r", ("金额", "类型", "地点")), a_table(theirs, "r")

    content, _clashes = merged(*(each.text() for each in three))

    root = xml.parse(content)
    elements = list(root.iter())
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    assert [identity for identity, count in ids.items() if count > 1] == []
    for rule in [element for element in elements if xml.local_name(element) == "rule"]:
        assert [xml.local_name(cell) for cell in rule] == ["inputEntry"] * 3 + ["outputEntry"]


@settings(max_examples=40)
@given(RULES, RULES)
def test_rules_renumbered_by_a_tool_are_no_change(rules: list[Any], added: list[Any]) -> None:
    """The same rules under other ids are the same rules: what the other side adds comes in without a question."""
    base, ours = a_table(rules, "r"), a_table(rules, "z")
    theirs = a_table([*rules, *added], "r")

    content, clashes = merged(base.text(), ours.text(), theirs.text())

    assert clashes == []
    assert content == theirs.text().encode()
