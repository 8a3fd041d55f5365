"""Reads a BPMN file into the model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from engine.bpmn import attributes, xmlfile
from engine.bpmn.model import Event, Flow, Node, Process, Repetition, Scope
from engine.bpmn.xmlfile import Element, child, children, text
from engine.errors import Problem, Text

_CLOCKS = ("timeDate", "timeDuration", "timeCycle")
#: Global elements that events point to: reference attribute, tag, attribute that names it.
_REFERRED = {
    "message": ("messageRef", "message", "name"),
    "signal": ("signalRef", "signal", "name"),
    "error": ("errorRef", "error", "errorCode"),
    "escalation": ("escalationRef", "escalation", "escalationCode"),
}
#: Marks of an element that are rows of the profile.
_MARKS = ("dataInputAssociation", "dataOutputAssociation", "ioSpecification")
#: What a script task may call FEEL; anything else is another language.
_FEEL = re.compile(r"(application/|text/|x-)*feel|https?://www\.omg\.org/spec/(DMN|FEEL)/.*", re.IGNORECASE)
#: Parts of a sub-process that say what its arrows and marks say again.
_REPEATED = ("incoming", "outgoing", "categoryValueRef", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "supports")
_SUFFIXES = ("Task", "Event", "Gateway", "Activity", "SubProcess", "Choreography", "Conversation")
_NODES = ("task", "subProcess", "transaction")


def read(file: str, content: bytes) -> tuple[list[Process], list[Problem]]:
    """Return the executable processes of a file and what is wrong with the file as such. Never raises."""
    root, problems = xmlfile.read(file, content)
    if root is None:
        return [], problems
    known = _Globals(root)
    found = [_process(file, element, known) for element in children(root, "process") if element.get("isExecutable") != "false"]
    if not found:
        problems.append(_nothing_to_run(file))
    return found, problems


def _nothing_to_run(file: str) -> Problem:
    message = Text("文件里没有可以运行的流程。", "The file has no process that can be run.")
    cure = Text("请把要运行的流程设为可执行（isExecutable=true）。", "Mark the process to run as executable (isExecutable=true).")
    return Problem(file=file, message=message, cure=cure)


class _Globals:
    """The messages, signals, errors and escalations of a file, by id."""

    def __init__(self, root: Element) -> None:
        self._found: Mapping[str | None, Element] = {element.get("id"): element for element in children(root)}

    def name(self, kind: str, element: Element) -> str | None:
        """Return what a definition refers to, by the name that counts at run time."""
        reference, tag, name = _REFERRED[kind]
        referred = self._found.get((element.get(reference) or "").rpartition(":")[2])
        return referred.get(name) if referred is not None and etree.QName(referred).localname == tag else None


def _process(file: str, element: Element, known: _Globals) -> Process:
    return Process(file=file, id=element.get("id", ""), title=_title(element), line=xmlfile.line(element), scope=_scope(element, known))


def _scope(element: Element, known: _Globals) -> Scope:
    nodes: list[Node] = []
    flows: list[Flow] = []
    others: list[tuple[str, str, int]] = []
    for each in children(element):
        name = etree.QName(each).localname
        if name == "sequenceFlow":
            flows.append(_flow(each))
        elif is_node(name):
            nodes.append(_node(each, name, known))
        elif name not in _REPEATED:
            others.append((name, each.get("id", ""), xmlfile.line(each)))
    return Scope(tuple(nodes), tuple(flows), tuple(others))


def is_node(name: str) -> bool:
    """Tell whether a BPMN name is that of an event, activity or gateway."""
    return name.endswith(_SUFFIXES) or name in _NODES


def _flow(element: Element) -> Flow:
    return Flow(
        id=element.get("id", ""),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        condition=text(child(element, "conditionExpression")),
        line=xmlfile.line(element),
    )


def _node(element: Element, name: str, known: _Globals) -> Node:
    return Node(
        id=element.get("id", ""),
        kind=name,
        title=_title(element),
        line=xmlfile.line(element),
        attributes=attributes.read(element),
        event=_event(element, name, known),
        loop=attributes.loop(element),
        repetition=_repetition(element),
        attached=element.get("attachedToRef"),
        is_interrupting=element.get("cancelActivity") != "false",
        calls=attributes.called_process(element) if name == "callActivity" else None,
        script=attributes.script(element) if name == "scriptTask" else None,
        default=element.get("default"),
        body=_scope(element, known) if name == "subProcess" else None,
        marks=tuple(_marks(element, name)),
    )


def _event(element: Element, name: str, known: _Globals) -> Event:
    if name in {"sendTask", "receiveTask"}:
        return Event(kind="message", name=known.name("message", element))
    if not name.endswith("Event"):
        return Event(kind="none")
    definitions = [each for each in children(element) if etree.QName(each).localname.endswith("EventDefinition")]
    if element.find(f"{{{xmlfile.BPMN}}}eventDefinitionRef") is not None or len(definitions) > 1:
        return Event(kind="multiple")
    if not definitions:
        return Event(kind="none")
    kind = etree.QName(definitions[0]).localname.removesuffix("EventDefinition")
    named = known.name(kind, definitions[0]) if kind in _REFERRED else None
    return Event(kind=kind, name=named, clock=next(_clock(definitions[0]), None))


def _clock(definition: Element) -> Iterator[tuple[str, str]]:
    for name in _CLOCKS:
        if said := text(child(definition, name)):
            yield name, said


def _repetition(element: Element) -> Repetition | None:
    marker = child(element, "standardLoopCharacteristics")
    if marker is None:
        return None
    most = marker.get("loopMaximum", "")
    return Repetition(
        condition=text(child(marker, "loopCondition")),
        most=int(most) if most.isdecimal() else None,
        tests_before=marker.get("testBefore") == "true",
    )


def _marks(element: Element, name: str) -> Iterator[str]:
    yield from (mark for mark in _MARKS if child(element, mark) is not None)
    if element.get("isForCompensation") == "true":
        yield "isForCompensation"
    if element.get("triggeredByEvent") == "true":
        yield "eventSubProcess"
    if element.get("instantiate") == "true":
        yield "instantiate"
    loop = child(element, "multiInstanceLoopCharacteristics")
    if loop is not None and (child(loop, "loopDataOutputRef") is not None or child(loop, "outputDataItem") is not None):
        yield "loopDataOutputRef"
    if name == "scriptTask" and not _FEEL.fullmatch(element.get("scriptFormat") or "feel"):
        yield "foreignScript"
    if name == "eventBasedGateway" and element.get("eventGatewayType") == "Parallel":
        yield "parallelEventGateway"


def _title(element: Element) -> Text:
    return Text(" ".join((element.get("name") or "").split()), attributes.own(element, "en") or "")
