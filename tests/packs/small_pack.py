# ruff: noqa: E501 - the files stand as they are written
"""A small county pack over a base pack, whole and sound, with a drawing: what tests of the studio work on."""

from __future__ import annotations

from itertools import pairwise

BASE_MANIFEST = """\
pack: base
version: 1.0.0
title: {zh: 通用, en: Base}
roles:
  R.INTAKE: {zh: 综合受理窗口, en: Intake desk}
  R.MEDIATOR: {zh: 调解员, en: Mediator}
  R.DIRECTOR: {zh: 中心主任, en: Director}
codes:
  INTAKE.REGISTER: {zh: 登记, en: Register}
  MED.SESSION: {zh: 调解会, en: Session}
  AGR.REVIEW: {zh: 协议审核, en: Review of the agreement}
states:
  registered: {zh: 已登记, en: Registered}
  mediating: {zh: 调解中, en: In mediation}
ends:
  E.SETTLED_ORAL: {zh: 口头和解, en: Settled orally}
parameters:
  accept_within: {title: {zh: 受理时限, en: Time to accept}, value: 1 wd, type: period}
deadlines:
  accept: {title: {zh: 受理, en: Acceptance}, period: =parameters.accept_within}
  session: {title: {zh: 调解, en: Mediation}, period: 30 d, source: law:人民调解法}
floors:
  - {title: {zh: 安全筛查, en: safety gate}, decision: D01}
"""

MANIFEST = """\
# 陇西县
pack: longxi
version: 1.0.0
title: {zh: 陇西, en: Longxi}
extends: base
starts:
  - {process: lx_order, title: {zh: 点单, en: Order}, form: F01}
case:
  number: 陇综调〔{year}〕{serial:04d}号
  title: =intake.facts
"""

F01 = """{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "登记表", "x-en": {"title": "Registration"}, "type": "object", "additionalProperties": false,
  "x-onedoor": {"code": "F01", "writes": "intake"},
  "required": ["facts", "amount"],
  "properties": {
    "facts": {"title": "事由", "x-en": {"title": "Facts"}, "type": "string", "x-privacy": "P1"},
    "amount": {"title": "金额", "x-en": {"title": "Amount"}, "type": "number", "x-privacy": "P1"}
  }
}
"""

F13 = """{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "协议审核表", "x-en": {"title": "Review of the agreement"}, "type": "object", "additionalProperties": false,
  "x-onedoor": {"code": "F13", "writes": "review"},
  "properties": {"opinion": {"title": "意见", "x-en": {"title": "Opinion"}, "type": "string", "x-privacy": "P1"}}
}
"""


def a_decision(code: str, name: str, writes: str) -> str:
    """Return a file with one table over the amount."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"
  xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:onedoor="urn:onedoor:bpmn:1" id="file_{code}" name="{name}" namespace="urn:onedoor:dmn">
  <inputData id="intake_{code}" name="intake"><variable name="intake"/></inputData>
  <decision id="{code}" name="{name}" onedoor:writes="{writes}" onedoor:en="{code} table">
    <variable name="{writes}"/>
    <informationRequirement id="r_{code}"><requiredInput href="#intake_{code}"/></informationRequirement>
    <decisionTable id="t_{code}" hitPolicy="FIRST">
      <input id="i_{code}" label="金额"><inputExpression id="e_{code}" typeRef="number"><text>intake.amount</text></inputExpression></input>
      <output id="o_{code}" label="级别" name="level" typeRef="string"/>
      <rule id="rule1_{code}"><inputEntry id="c1_{code}"><text>&gt;= 10000</text></inputEntry><outputEntry id="v1_{code}"><text>"重大"</text></outputEntry></rule>
      <rule id="rule2_{code}"><inputEntry id="c2_{code}"><text>-</text></inputEntry><outputEntry id="v2_{code}"><text>"一般"</text></outputEntry></rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI><dmndi:DMNDiagram id="d_{code}"><dmndi:DMNShape id="s_{code}" dmnElementRef="{code}"><dc:Bounds height="80" width="180" x="160" y="80"/></dmndi:DMNShape></dmndi:DMNDiagram></dmndi:DMNDI>
</definitions>
"""


def a_process(process: str, name: str, *steps: tuple[str, str]) -> str:
    """Return a drawn process of steps in a row: element and attributes of each."""
    places = [f"n{number}" for number in range(len(steps))]
    nodes = "".join(f'<bpmn:{kind} id="{place}" {attributes} />' for place, (kind, attributes) in zip(places, steps, strict=True))
    pairs = list(pairwise(places))
    flows = "".join(f'<bpmn:sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}" />' for n, (a, b) in enumerate(pairs))
    shapes = "".join(_shape(number, kind) for number, (kind, _) in enumerate(steps))
    edges = "".join(_edge(number, steps[number][0], steps[number + 1][0]) for number in range(len(pairs)))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:onedoor="urn:onedoor:bpmn:1"
  id="file_{process}" targetNamespace="urn:onedoor:process">
  <bpmn:process id="{process}" name="{name}" onedoor:en="{process} process" isExecutable="true">{nodes}{flows}</bpmn:process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="{process}">{shapes}{edges}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def _box(number: int, kind: str) -> tuple[int, int, int, int]:
    width, height = (36, 36) if kind.endswith("Event") else (100, 80)
    return 160 + 180 * number - width // 2, 160 - height // 2, width, height


def _shape(number: int, kind: str) -> str:
    x, y, width, height = _box(number, kind)
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}" />'
    return f'<bpmndi:BPMNShape id="s{number}" bpmnElement="n{number}">{bounds}</bpmndi:BPMNShape>'


def _edge(number: int, from_kind: str, to_kind: str) -> str:
    x, _, width, _ = _box(number, from_kind)
    points = f'<di:waypoint x="{x + width}" y="160" /><di:waypoint x="{_box(number + 1, to_kind)[0]}" y="160" />'
    return f'<bpmndi:BPMNEdge id="e{number}" bpmnElement="f{number}">{points}</bpmndi:BPMNEdge>'


PROCESS = a_process(
    "lx_order",
    "点单调解",
    ("startEvent", 'name="来访"'),
    ("userTask", 'name="登记" onedoor:en="Register" onedoor:code="INTAKE.REGISTER" onedoor:role="R.INTAKE" onedoor:due="accept"'),
    ("businessRuleTask", 'name="定级" onedoor:en="Grade" onedoor:decision="D02"'),
    ("userTask", 'name="调解" onedoor:en="Mediate" onedoor:code="MED.SESSION" onedoor:role="R.MEDIATOR" onedoor:state="mediating"'),
    ("endEvent", 'name="和解" onedoor:en="Settled" onedoor:end="E.SETTLED_ORAL"'),
)

BASE_FILES = {
    "processes/base/pack.yaml": BASE_MANIFEST.encode(),
    "processes/base/D01.dmn": a_decision("D01", "安全筛查", "safety").encode(),
    "processes/base/D03.dmn": a_decision("D03", "分流", "route").encode(),
    "processes/base/ca_visit.bpmn": a_process(
        "ca_visit", "回访", ("startEvent", 'name="开始"'), ("userTask", 'name="回访" onedoor:role="R.INTAKE"'), ("endEvent", 'name="结束"')
    ).encode(),
    "forms/base/F01.schema.json": F01.encode(),
    "forms/base/F13.schema.json": F13.encode(),
}
OWN_FILES = {
    "processes/longxi/pack.yaml": MANIFEST.encode(),
    "processes/longxi/lx_order.bpmn": PROCESS.encode(),
    "processes/longxi/D02.dmn": a_decision("D02", "定级", "grade").encode(),
}
FILES = {**BASE_FILES, **OWN_FILES}
