"""Draws what an administrator begins with: a process with one step, a table with one rule, or a copy of one that is there."""

from __future__ import annotations

from collections.abc import Container, Iterator
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from engine.decisions import xml
from engine.errors import NotFoundError, Text
from engine.packs.diagram import ONEDOOR
from engine.usecases.ports.workshop import NewDecision, NewProcess, TableInput

_EN = f"{{{ONEDOOR}}}en"
_WRITES = f"{{{ONEDOOR}}}writes"
#: Middle of the row in which the shapes stand, and what lies between them.
_MIDDLE, _LEFT, _GAP = 160, 160, 80


def process(wanted: NewProcess, states: Container[str]) -> bytes:
    """Return a diagram: start, one step for a person, end; the case states that the pack has words for are set."""
    opened, closed = ("registered" if "registered" in states else ""), ("closed" if "closed" in states else "")
    step = {"name": wanted.step.zh, "onedoor:en": wanted.step.en, "onedoor:code": wanted.step_code, "onedoor:form": wanted.form}
    nodes = (
        ("startEvent", "start", {"name": "开始", "onedoor:en": "Start", "onedoor:state": opened}),
        ("userTask", "step", {**step, "onedoor:role": wanted.role}),
        ("endEvent", "end", {"name": "办结", "onedoor:en": "Done", "onedoor:state": closed, "onedoor:end": wanted.end}),
    )
    drawn = "\n".join(f'    <bpmn:{kind} id="{name}" {_attributes(said)}/>' for kind, name, said in nodes)
    title = _attributes({"name": wanted.title.zh, "onedoor:en": wanted.title.en})
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" \
xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:onedoor="{ONEDOOR}" \
id={quoteattr(wanted.code + "_file")} targetNamespace="urn:onedoor:packs">
  <bpmn:process id={quoteattr(wanted.code)} {title} isExecutable="true">
{drawn}
    <bpmn:sequenceFlow id="start__step" sourceRef="start" targetRef="step"/>
    <bpmn:sequenceFlow id="step__end" sourceRef="step" targetRef="end"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id={quoteattr(wanted.code + "_diagram")}>
    <bpmndi:BPMNPlane id={quoteattr(wanted.code + "_plane")} bpmnElement={quoteattr(wanted.code)}>
{chr(10).join(_row([(name, kind) for kind, name, _ in nodes]))}
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""
    return text.encode()


def copied_process(content: bytes, old: str, new: str, title: Text) -> bytes:
    """Return a file with one process of another file, under a name of its own, drawn as it was."""
    root = xml.parse(content)
    gone = set(_without_others(root, old))
    for element in list(root.iter()):
        drawn, parent = element.get("bpmnElement"), element.getparent()
        if drawn in gone and parent is not None:
            parent.remove(element)
        elif drawn == old:
            element.set("bpmnElement", new)
        elif element.get("processRef") == old:
            element.set("processRef", new)
            _name(element, title)
        elif xml.local_name(element) == "process":
            element.set("id", new)
            _name(element, title)
    root.set("id", f"{new}_file")
    return _written(root)


def _without_others(root: xml.Element, process: str) -> Iterator[str]:
    """Take other processes and their pools out; yield the ids that are gone."""
    others = [each for each in xml.children(root, "process") if each.get("id") != process]
    for pools in xml.children(root, "collaboration"):
        others += [each for each in xml.children(pools, "participant") if each.get("processRef") != process]
        others += list(xml.children(pools, "messageFlow"))
    for each in others:
        yield from (part.get("id", "") for part in each.iter())
        if (parent := each.getparent()) is not None:
            parent.remove(each)


def decision(wanted: NewDecision) -> bytes:
    """Return a table whose only rule holds for everything."""
    code = wanted.code
    roots = list(dict.fromkeys(each.path.partition(".")[0] for each in wanted.inputs))
    data = "\n".join(
        f'  <inputData id="in{number}" {_attributes({"name": root})}><variable {_attributes({"name": root})}/></inputData>'
        for number, root in enumerate(roots)
    )
    needs = "\n".join(
        f'    <informationRequirement id="needs{number}"><requiredInput href="#in{number}"/></informationRequirement>'
        for number, _ in enumerate(roots)
    )
    columns = "\n".join(_column(number, each) for number, each in enumerate(wanted.inputs))
    cells = "".join(f'<inputEntry id="cell{number}"><text>-</text></inputEntry>' for number, _ in enumerate(wanted.inputs))
    head = _attributes({"name": wanted.title.zh, "onedoor:en": wanted.title.en, "onedoor:writes": wanted.place})
    result = _attributes({"label": wanted.result.zh, "onedoor:en": wanted.result.en, "name": wanted.place, "typeRef": wanted.type})
    first = {"string": f'"{wanted.result.zh}"', "number": "0", "boolean": "false"}[wanted.type]
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" \
xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:onedoor="{ONEDOOR}" id={quoteattr(code + "_file")} \
{_attributes({"name": wanted.title.zh})} namespace="urn:onedoor:packs">
{data}
  <decision id={quoteattr(code)} {head}>
    <variable id={quoteattr(code + "_value")} {_attributes({"name": wanted.place})}/>
{needs}
    <decisionTable id={quoteattr(code + "_table")} hitPolicy="FIRST">
{columns}
      <output id="result" {result}/>
      <rule id="otherwise">{cells}<outputEntry id="value"><text>{escape(first)}</text></outputEntry></rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id={quoteattr(code + "_diagram")}>
      <dmndi:DMNShape id={quoteattr(code + "_di")} dmnElementRef={quoteattr(code)}>
        <dc:Bounds x="160" y="80" width="180" height="80"/>
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""
    return text.encode()


def copied_decision(content: bytes, wanted: NewDecision) -> bytes:
    """Return a copy of a file with one decision, under a name and with a place of its own."""
    root, old = xml.parse(content), wanted.like
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if xml.local_name(element) == "decision" and element.get("id") == old:
            _name(element, wanted.title)
            element.set(_WRITES, wanted.place)
            element.set("id", wanted.code)
            variable = xml.child(element, "variable")
            if variable is not None:
                variable.set("name", wanted.place)
        if element.get("dmnElementRef") == old:
            element.set("dmnElementRef", wanted.code)
    root.set("id", f"{wanted.code}_file")
    root.set("name", wanted.title.zh)
    return _written(root)


def decisions_of(content: bytes) -> list[str]:
    """Return the ids of the decisions of a file."""
    return [element.get("id", "") for element in xml.children(xml.parse(content), "decision")]


def _name(element: xml.Element, title: Text) -> None:
    element.set("name", title.zh)
    element.set(_EN, title.en)


def _written(root: xml.Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _attributes(said: dict[str, str]) -> str:
    return " ".join(f"{name}={quoteattr(text)}" for name, text in said.items() if text)


def _column(number: int, each: TableInput) -> str:
    title = _attributes({"label": each.title.zh, "onedoor:en": each.title.en})
    return (
        f'      <input id="column{number}" {title}><inputExpression id="look{number}" typeRef="{each.type}">'
        f"<text>{escape(each.path)}</text></inputExpression></input>"
    )


def _row(nodes: list[tuple[str, str]]) -> Iterator[str]:
    """Draw shapes in a row with arrows between them."""
    left, last = _LEFT, ""
    for name, kind in nodes:
        width, height = (36, 36) if kind.endswith("Event") else (110, 80)
        bounds = f'<dc:Bounds x="{left}" y="{_MIDDLE - height // 2}" width="{width}" height="{height}"/>'
        yield f'      <bpmndi:BPMNShape id="{name}_di" bpmnElement="{name}">{bounds}</bpmndi:BPMNShape>'
        if last:
            points = f'<di:waypoint x="{left - _GAP}" y="{_MIDDLE}"/><di:waypoint x="{left}" y="{_MIDDLE}"/>'
            yield f'      <bpmndi:BPMNEdge id="{last}__{name}_di" bpmnElement="{last}__{name}">{points}</bpmndi:BPMNEdge>'
        left, last = left + width + _GAP, name


def unknown(kind: Text, code: str) -> NotFoundError:
    """Return the refusal of something that is not there to be copied."""
    return NotFoundError(Text(f"没有{kind.zh}“{code}”。", f"There is no {kind.en} {code}."))
