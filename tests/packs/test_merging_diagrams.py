# ruff: noqa: E501 - sentences that people read are asserted whole
"""Claims about the merge of diagrams, element by element."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.decisions import xml
from engine.packs import compare, xmldiff
from engine.packs.merging import merge
from engine.packs.xmldiff import no_names
from engine.usecases.ports.workshop import BOTH, OURS, THEIRS, Clash, Merged
from tests.packs.drawings import Drawing, Flow, Step, a_drawing

FILE = "processes/longxi/p.bpmn"
BASE = a_drawing(4)
ENDS = re.compile(r'sequenceFlow id="(\w+)" sourceRef="(\w+)" targetRef="(\w+)"')


def merged(base: Drawing | str, ours: Drawing | str, theirs: Drawing | str, chosen: Mapping[str, str] | None = None) -> Merged:
    three = [{FILE: (each if isinstance(each, str) else each.text()).encode()} for each in (base, ours, theirs)]
    return merge(three[0], three[1], three[2], chosen or {})


def text(found: Merged) -> str:
    return found.files[FILE].decode()


def said(clash: Clash) -> tuple[list[str], list[str]]:
    ours, theirs = ([sentence.zh for sentence in compare.told(clash, side, no_names)] for side in (clash.ours, clash.theirs))
    return ours, theirs


def boxes(content: str) -> dict[str, tuple[int, int]]:
    found = re.findall(r'bpmnElement="(\w+)"><dc:Bounds x="(-?\d+)" y="(-?\d+)"', content)
    return {name: (int(x), int(y)) for name, x, y in found}


def test_different_settings_of_one_step_come_together() -> None:
    """One renames it, the other gives it to another role and writes a note; everything else stands byte for byte."""
    ours, theirs = BASE.changed("s2", name="复核"), BASE.changed("s2", role="R.DIRECTOR", note="一次 & 两次")

    found = merged(BASE, ours, theirs)

    assert found.clashes == ()
    assert text(found) == BASE.changed("s2", name="复核", role="R.DIRECTOR", note="一次 & 两次").text()


def test_a_step_put_in_on_one_side_does_not_meet_changes_elsewhere() -> None:
    """The arrow leads to the new step and on, the steps name their arrows anew, and the drawing holds it."""
    found = merged(BASE, BASE.inserted("f1", "cc"), BASE.changed("s3", name="办结前核对").without("s4"))

    assert found.clashes == ()
    assert ENDS.findall(text(found)) == [
        ("f0", "s0", "s1"),
        ("f1", "s1", "cc"),
        ("f2", "s2", "s3"),
        ("f3", "s3", "s5"),
        ("to_cc", "cc", "s2"),
    ]
    assert "<bpmn:incoming>to_cc</bpmn:incoming>" in text(found)
    assert {"cc", "s1", "s2"} <= boxes(text(found)).keys()


def test_two_steps_put_into_one_arrow_are_asked_and_may_both_stay() -> None:
    """The question says in words what either side put there; besides one of them both may stay, in either order."""
    sides = BASE, BASE.inserted("f1", "cc"), BASE.inserted("f1", "dd")

    (clash,) = merged(*sides).clashes

    assert said(clash) == (
        ["在办理步骤“第1步”与办理步骤“第2步”之间加了办理步骤“cc步骤”（办理岗位：“R.INTAKE”）。"],
        ["在办理步骤“第1步”与办理步骤“第2步”之间加了办理步骤“dd步骤”（办理岗位：“R.INTAKE”）。"],
    )
    assert clash.choices == (OURS, THEIRS, *BOTH)
    ways = {}
    for choice in clash.choices:
        found = merged(*sides, {clash.name: choice})
        assert found.clashes == ()
        leads = {source: target for _, source, target in ENDS.findall(text(found))}
        ways[choice] = [leads["s1"], leads[leads["s1"]], leads.get(leads[leads["s1"]])]
    assert ways == {
        OURS: ["cc", "s2", "s3"],
        THEIRS: ["dd", "s2", "s3"],
        "ours-theirs": ["cc", "dd", "s2"],
        "theirs-ours": ["dd", "cc", "s2"],
    }


def test_steps_put_in_with_arrows_of_their_own_are_asked_all_the_same() -> None:
    """Where a tool takes the old arrow out and draws two new ones, both sides' new ways would make a fork that nobody drew."""

    def inserted(name: str) -> Drawing:
        steps = (*BASE.steps, Step(id=name, name=name, x=300, y=300))
        flows = (*(flow for flow in BASE.flows if flow.id != "f1"), Flow(id=f"s1__{name}", source="s1", target=name))
        return Drawing(steps=steps, flows=(*flows, Flow(id=f"{name}__s2", source=name, target="s2")))

    sides = BASE, inserted("cc"), inserted("dd")
    (clash,) = merged(*sides).clashes
    both = ENDS.findall(text(merged(*sides, {clash.name: "ours-theirs"})))

    assert {(source, target) for _, source, target in both} >= {("s1", "cc"), ("cc", "dd"), ("dd", "s2")}
    assert len([source for _, source, _ in both if source == "s1"]) == 1


def test_what_one_removed_and_the_other_changed_is_asked() -> None:
    """Removing counts with the arrows around it; the other side's words stand beside it."""
    sides = BASE, BASE.without("s2"), BASE.changed("s2", role="R.DIRECTOR")

    (clash,) = merged(*sides).clashes

    assert (clash.place, clash.title and clash.title.zh) == ("s2", "办理步骤“第2步”")
    ours, theirs = said(clash)
    assert "删除办理步骤“第2步”。" in ours
    assert theirs == ["办理步骤“第2步”的办理岗位由“R.INTAKE”改为“R.DIRECTOR”。"]
    kept = text(merged(*sides, {clash.name: THEIRS}))
    assert ENDS.findall(kept) == ENDS.findall(BASE.text())
    assert 'role="R.DIRECTOR"' in kept
    assert 'id="s2"' not in text(merged(*sides))


def test_an_arrow_is_never_left_without_its_end() -> None:
    """One puts a step before another that the other side removes: one question, and either answer leaves whole ways."""
    sides = BASE, BASE.inserted("f1", "cc"), BASE.without("s2")

    (clash,) = merged(*sides).clashes

    for choice, way in ((OURS, {"s1": "cc", "cc": "s2", "s2": "s3"}), (THEIRS, {"s1": "s3"})):
        leads = {source: target for _, source, target in ENDS.findall(text(merged(*sides, {clash.name: choice})))}
        assert {source: leads.get(source) for source in way} == way
        assert set(leads.values()) <= {*leads, "s5"}


def test_an_arrow_led_to_two_places_is_asked() -> None:
    """Both lead the same arrow elsewhere."""

    def led(target: str) -> Drawing:
        flows = tuple(Flow(id="f1", source="s1", target=target) if flow.id == "f1" else flow for flow in BASE.flows)
        return Drawing(steps=BASE.steps, flows=flows)

    (clash,) = merged(BASE, led("s3"), led("s4")).clashes

    assert said(clash) == (
        ["从“第1步”到“第3步”的连线的终点由“第2步”改为“第3步”。"],
        ["从“第1步”到“第4步”的连线的终点由“第2步”改为“第4步”。"],
    )


def test_where_a_step_stands_is_no_question() -> None:
    """Moved by one and changed by the other: both. Moved by both: ours stays, and nobody is asked."""
    moved, elsewhere = BASE.changed("s2", x=700, y=500), BASE.changed("s2", x=10, y=10, name="改名")

    assert text(merged(BASE, moved, BASE.changed("s2", name="改名"))) == moved.changed("s2", name="改名").text()
    found = merged(BASE, moved, elsewhere)
    assert found.clashes == ()
    assert (boxes(text(found))["s2"], 'name="改名"' in text(found)) == ((700, 500), True)


def test_two_who_made_room_to_the_right_both_have_it() -> None:
    """A step put in early and one put in late push what follows twice: nothing lies on anything."""

    def pushed(drawing: Drawing, flow: str, name: str) -> Drawing:
        after = drawing.step(f"s{int(flow[1:]) + 1}").x
        grown = drawing.inserted(flow, name).changed(name, x=after, y=120)
        for step in drawing.steps:
            if step.x >= after:
                grown = grown.changed(step.id, x=step.x + 180)
        return grown

    found = boxes(text(merged(BASE, pushed(BASE, "f3", "cc"), pushed(BASE, "f1", "dd"))))

    in_order = sorted(found, key=lambda name: found[name])
    assert in_order == ["s0", "s1", "dd", "s2", "s3", "cc", "s4", "s5"]
    assert [found[name][0] for name in in_order] == [100 + 180 * number for number in range(8)]


def test_what_theirs_added_finds_a_free_place() -> None:
    """Where ours put something, theirs goes below it; ours does not move."""
    ours, theirs = BASE.inserted("f1", "cc"), BASE.inserted("f2", "dd").changed("dd", x=BASE.step("s1").x + 90)

    found = boxes(text(merged(BASE, ours, theirs)))

    assert found["cc"] == (370, 300)
    assert found["dd"] == (370, 420)


SUB = """  <bpmn:subProcess id="sub" name="调解"><bpmn:userTask id="in" name="{task}" onedoor:form="{form}"/></bpmn:subProcess>
  </bpmn:process>"""


def test_steps_inside_a_sub_process_are_merged_like_others() -> None:
    """Name and form of a step inside come together; a step taken into a new sub-process keeps what the other side changed."""
    base, ours, theirs = (
        BASE.text().replace("  </bpmn:process>", SUB.format(task=task, form=form))
        for task, form in (("甲", "F1"), ("乙", "F1"), ("甲", "F2"))
    )
    assert 'name="乙" onedoor:form="F2"' in text(merged(base, ours, theirs))

    wrapped = BASE.text().replace('    <bpmn:userTask id="s2"', '    <bpmn:subProcess id="wrap"><bpmn:userTask id="s2"')
    wrapped = wrapped.replace(
        '    </bpmn:userTask>\n    <bpmn:userTask id="s3"', '    </bpmn:userTask></bpmn:subProcess>\n    <bpmn:userTask id="s3"'
    )
    found = merged(BASE.text(), wrapped, BASE.changed("s2", name="改名").text())
    assert found.clashes == ()
    inside = next(each for each in xml.parse(found.files[FILE]).iter() if each.get("id") == "s2")
    assert (inside.getparent().get("id"), inside.get("name")) == ("wrap", "改名")  # type: ignore[union-attr]


def test_tools_that_give_ids_and_other_prefixes_change_nothing() -> None:
    """A timer that got an id from a tool is the same timer; a file with the standard as its own name space takes what the other has."""
    timer = '<bpmn:boundaryEvent id="b" attachedToRef="s2"><bpmn:timerEventDefinition{id}><bpmn:timeDuration>{time}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>\n  </bpmn:process>'
    base = BASE.text().replace("</bpmn:process>", timer.format(id="", time="P1D"))
    ours = BASE.text().replace("</bpmn:process>", timer.format(id=' id="Timer_0x"', time="P1D")).replace('name="第1步"', 'name="登记"')
    theirs = BASE.text().replace("</bpmn:process>", timer.format(id="", time="P2D"))

    found = merged(base, ours, theirs.replace("bpmn:", "").replace("xmlns:bpmn=", "xmlns="))

    assert found.clashes == ()
    assert "<timeDuration>P2D</timeDuration>" in text(found)
    assert '<userTask id="s1" name="登记"' in text(found)
    with_step = merged(
        base, BASE.inserted("f1", "cc").text(), base.replace("bpmn:", "").replace("xmlns:bpmn=", "xmlns=").replace("第3步", "第三步")
    )
    assert (
        list(
            xmldiff.changes(
                xml.parse(BASE.inserted("f1", "cc").changed("s3", name="第三步").text().encode()), xml.parse(with_step.files[FILE])
            )
        )
        == []
    )


def test_a_hostile_file_is_not_taken_apart() -> None:
    """A file with a document type, with too many elements, or with an id twice is chosen whole."""
    bombs = (
        '<!DOCTYPE x [<!ENTITY a "b">]>' + BASE.text().split("\n", 1)[1],
        BASE.text().replace("</bpmn:process>", "<a/>" * 100_001 + "</bpmn:process>"),
        BASE.text().replace('id="s2"', 'id="s1"'),
    )

    for bomb in bombs:
        found = merged(BASE.text(), bomb, BASE.changed("s1", name="改名").text())
        assert [(clash.place, clash.choices) for clash in found.clashes] == [("", (OURS, THEIRS))]
        assert text(found) == bomb
