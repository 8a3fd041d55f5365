"""Diagrams and tables as plain values, written as files: what tests of the merge change at random."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step with where it stands."""

    id: str
    name: str
    x: int
    y: int = 120
    role: str = "R.INTAKE"
    note: str = ""
    kind: str = "userTask"


@dataclass(frozen=True, kw_only=True)
class Flow:
    """An arrow."""

    id: str
    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A process of steps in a row."""

    steps: tuple[Step, ...] = ()
    flows: tuple[Flow, ...] = ()

    def step(self, identity: str) -> Step:
        return next(step for step in self.steps if step.id == identity)

    def has(self, identity: str) -> bool:
        return any(step.id == identity for step in self.steps)

    def changed(self, identity: str, **traits: object) -> Drawing:
        """Return it with a step changed; without the step nothing changes."""
        return replace(self, steps=tuple(replace(step, **traits) if step.id == identity else step for step in self.steps))

    def inserted(self, flow: str, name: str) -> Drawing:
        """Return it with a step in an arrow, as the studio draws it: the arrow leads to the new step, a new one goes on."""
        old = next((each for each in self.flows if each.id == flow), None)
        if old is None or self.has(name):
            return self
        step = Step(id=name, name=f"{name}步骤", x=self.step(old.source).x + 90, y=300)
        flows = [replace(each, target=name) if each is old else each for each in self.flows]
        return Drawing(steps=(*self.steps, step), flows=(*flows, Flow(id=f"to_{name}", source=name, target=old.target)))

    def without(self, identity: str) -> Drawing:
        """Return it without a step: what led to it leads to what followed it."""
        out = [flow for flow in self.flows if flow.source == identity]
        if not self.has(identity) or len(out) != 1:
            return self
        kept = (replace(flow, target=out[0].target) if flow.target == identity else flow for flow in self.flows if flow not in out)
        return Drawing(steps=tuple(step for step in self.steps if step.id != identity), flows=tuple(kept))

    def text(self) -> str:
        """Write it as tools do."""
        nodes = "".join(_node(step, self) for step in self.steps)
        flows = "".join(
            f'    <bpmn:sequenceFlow id="{each.id}" sourceRef="{each.source}" targetRef="{each.target}" />\n' for each in self.flows
        )
        shapes = "".join(_shape(step) for step in self.steps)
        edges = "".join(_edge(flow, self) for flow in self.flows)
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" \
xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" \
xmlns:onedoor="urn:onedoor:bpmn:1" id="file" targetNamespace="urn:onedoor:packs">
  <bpmn:process id="p" name="流程" isExecutable="true">
{nodes}{flows}  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="p">
{shapes}{edges}    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def a_drawing(count: int = 4) -> Drawing:
    """Return start, steps in a row, end."""
    kinds = ["startEvent", *["userTask"] * count, "endEvent"]
    steps = tuple(Step(id=f"s{number}", name=f"第{number}步", x=100 + 180 * number, kind=kind) for number, kind in enumerate(kinds))
    flows = tuple(Flow(id=f"f{number}", source=f"s{number}", target=f"s{number + 1}") for number in range(count + 1))
    return Drawing(steps=steps, flows=flows)


def _node(step: Step, drawing: Drawing) -> str:
    said = f"    <bpmn:{step.kind} id={quoteattr(step.id)} name={quoteattr(step.name)} onedoor:role={quoteattr(step.role)}>\n"
    if step.note:
        said += f"      <bpmn:documentation>{escape(step.note)}</bpmn:documentation>\n"
    said += "".join(f"      <bpmn:incoming>{flow.id}</bpmn:incoming>\n" for flow in drawing.flows if flow.target == step.id)
    said += "".join(f"      <bpmn:outgoing>{flow.id}</bpmn:outgoing>\n" for flow in drawing.flows if flow.source == step.id)
    return f"{said}    </bpmn:{step.kind}>\n"


def _shape(step: Step) -> str:
    bounds = f'<dc:Bounds x="{step.x}" y="{step.y}" width="100" height="80" />'
    return f'      <bpmndi:BPMNShape id="{step.id}_di" bpmnElement="{step.id}">{bounds}</bpmndi:BPMNShape>\n'


def _edge(flow: Flow, drawing: Drawing) -> str:
    source, target = drawing.step(flow.source), drawing.step(flow.target)
    points = f'<di:waypoint x="{source.x + 100}" y="{source.y + 40}" /><di:waypoint x="{target.x}" y="{target.y + 40}" />'
    return f'      <bpmndi:BPMNEdge id="{flow.id}_di" bpmnElement="{flow.id}">{points}</bpmndi:BPMNEdge>\n'


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule with its cells by column."""

    id: str
    cells: Mapping[str, str] = field(default_factory=dict)
    result: str = '"甲"'


@dataclass(frozen=True, kw_only=True)
class Table:
    """A decision table."""

    columns: tuple[str, ...] = ("金额", "类型")
    rules: tuple[Rule, ...] = ()
    policy: str = "FIRST"

    def text(self) -> str:
        """Write it as tools do."""
        columns = "".join(
            f'      <input id="i_{name}" label="{name}"><inputExpression id="e_{name}"><text>{name}</text></inputExpression></input>\n'
            for name in self.columns
        )
        rules = "".join(_rule(rule, self.columns) for rule in self.rules)
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="file" name="表" namespace="urn:onedoor:packs">
  <decision id="D1" name="定级">
    <variable id="v" name="grade"/>
    <decisionTable id="t" hitPolicy="{self.policy}">
{columns}      <output id="o" label="级别" name="grade" typeRef="string"/>
{rules}    </decisionTable>
  </decision>
</definitions>
"""


def _rule(rule: Rule, columns: tuple[str, ...]) -> str:
    cells = "".join(f'<inputEntry id="{rule.id}_{name}"><text>{escape(rule.cells.get(name, "-"))}</text></inputEntry>' for name in columns)
    return f'      <rule id="{rule.id}">{cells}<outputEntry id="{rule.id}_o"><text>{escape(rule.result)}</text></outputEntry></rule>\n'
