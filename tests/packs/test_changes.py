# ruff: noqa: E501 - sentences that people read are asserted whole
"""Claims about the sentences in which a changed pack is read by the second person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.packs import parameters
from engine.packs.release import PackReleases
from tests.packs.small_pack import FILES, PROCESS, a_decision

ORDER, GRADE, MANIFEST = "processes/longxi/lx_order.bpmn", "processes/longxi/D02.dmn", "processes/longxi/pack.yaml"
TABLE = a_decision("D02", "定级", "grade")
FLOW = '<bpmn:sequenceFlow id="f3" sourceRef="n3" targetRef="n4" />'
REVIEW = (
    '<bpmn:userTask id="r" name="审核" onedoor:en="Review" onedoor:role="R.DIRECTOR" onedoor:form="F13" onedoor:due="accept"/>'
    '<bpmn:sequenceFlow id="f3" sourceRef="n3" targetRef="r"/><bpmn:sequenceFlow id="g" sourceRef="r" targetRef="n4"/>'
)
LATE = '<bpmn:boundaryEvent id="b" attachedToRef="n3" cancelActivity="false"><bpmn:timerEventDefinition id="t" onedoor:due="session"/></bpmn:boundaryEvent>'


def said(changed: Mapping[str, str | bytes], locale: str = "zh") -> list[str]:
    after = {path: text.encode() if isinstance(text, str) else text for path, text in changed.items()}
    found = PackReleases(load=dict).compare(FILES, {**FILES, **after})
    return [each.message.in_language(locale) for each in found]


def test_a_new_step_is_told_with_who_does_it_and_where_it_stands() -> None:
    """Codes appear as the words that the pack has for them, ids not at all."""
    changed = {ORDER: PROCESS.replace(FLOW, REVIEW)}

    assert said(changed) == [
        "在办理步骤“调解”与结束“和解”之间加了办理步骤“审核”（办理岗位：“中心主任”，表单：“协议审核表”，期限：“受理”）。",
    ]
    assert said(changed, "en") == [
        "Between the step “Mediate” and the end “Settled” was put the step “Review” (role: “Director”, form: “Review of the agreement”, deadline: “Acceptance”).",
    ]


def test_a_changed_setting_is_told_with_both_values() -> None:
    """Whoever reads sees what it was."""
    assert said({ORDER: PROCESS.replace('role="R.MEDIATOR"', 'role="R.DIRECTOR"')}) == [
        "办理步骤“调解”的办理岗位由“调解员”改为“中心主任”。"
    ]
    assert said({ORDER: PROCESS.replace('onedoor:due="accept"', "")}) == ["办理步骤“登记”删除期限（原为“受理”）。"]


def test_an_event_without_a_name_is_told_by_its_step() -> None:
    """What hangs on a step belongs to it; what stands inside something new is told with it."""
    changed = PROCESS.replace(FLOW, FLOW + LATE)

    assert said({ORDER: changed}) == ["新增“调解”的边界事件（所在步骤：“调解”，到期是否停止原步骤：“false”，期限：“调解”）。"]


def test_rules_are_told_by_their_number() -> None:
    """A cell, a new rule and another order each have their sentence."""
    cell = TABLE.replace('"一般"', '"普通"')
    rule = TABLE.replace(
        "</rule>\n    </decisionTable>",
        '</rule><rule id="n"><inputEntry id="a"><text>1</text></inputEntry><outputEntry id="b"><text>2</text></outputEntry></rule></decisionTable>',
    )
    lines = TABLE.splitlines()
    first = next(index for index, line in enumerate(lines) if "rule1_" in line)
    lines[first], lines[first + 1] = lines[first + 1], lines[first]

    assert said({GRADE: cell}) == ['“定级”第2条规则“级别”一栏的内容由“"一般"”改为“"普通"”。']
    assert said({GRADE: rule}) == ["新增“定级”第3条规则（1 → 2）。"]
    assert said({GRADE: "\n".join(lines)}) == ["“定级”的决策表的规则次序有改动。"]


def test_figures_are_told_with_who_stands_behind_them() -> None:
    """A deadline that goes by a parameter is told with it."""
    restated: Any = parameters.override(FILES, "longxi", {"accept_within": "2 wd"})[MANIFEST]

    assert said({MANIFEST: restated}) == ["参数“受理时限”由1个工作日改为2个工作日，来源由“默认值”改为“本地已确认”。"]
    assert said({MANIFEST: restated}, "en") == [
        "Parameter “Time to accept”: changed from 1 working day to 2 working days, its source from “default” to “confirmed locally”."
    ]


def test_moving_shapes_is_one_sentence() -> None:
    """Where things stand changes nothing for a case, and figures written otherwise are no change at all."""
    assert said({ORDER: PROCESS.replace('y="142"', 'y="150"')}) == ["图的排列有改动。"]
    assert said({ORDER: PROCESS.replace('y="142"', 'y="142.0"')}) == ["只有空格、注释或次序不同，内容相同。"]


def test_nothing_changed_is_nothing_to_read() -> None:
    """The same files give no sentence."""
    assert said({}) == []
