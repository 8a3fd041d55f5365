"""A diagram that is being translated: its elements, the ids it may still give, and what was changed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from engine.bpmn import reading, xmlfile
from engine.bpmn.xmlfile import BPMN, Element, children
from engine.errors import Problem, Text

_CURE = Text("请核对这是不是原意。", "Check that this is what was meant.")
#: Children that stand before the arrows of an element, by the schema.
_BEFORE_ARROWS = ("documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef")


class Draft:
    """The tree of a file with what was changed in it."""

    def __init__(self, file: str, root: Element) -> None:
        self.file = file
        self.root = root
        self.notes: list[Problem] = []
        self._ids = {element.get("id") for element in root.iter()}
        self._newest: dict[str, int] = {}
        #: Where each element is drawn: the shape or edge by the id of the element.
        self.drawn = {drawn: each for each in root.iter() if (drawn := each.get("bpmnElement"))}
        #: Kind and id of the messages, errors and the like that stand outside all processes, and their ids by kind and name.
        self.globals = {(kind(each), each.get("id", "")) for each in children(root)}
        self.named = {(kind(each), each.get("name", "")): each.get("id", "") for each in children(root)}
        self._in_lanes: dict[str, list[Element]] = {}
        for reference in root.iter(tag("flowNodeRef")):
            self._in_lanes.setdefault((reference.text or "").strip(), []).append(reference)

    def processes(self) -> Iterator[Element]:
        """Yield the processes that have steps and are not mere drawings."""
        found = (process for process in children(self.root, "process") if process.get("isExecutable") != "false")
        return (process for process in found if any(True for _ in nodes(process)))

    @cached_property
    def first_process(self) -> Element:
        """The process before which messages and the like are added."""
        return next(self.processes())

    def scopes(self) -> Iterator[Element]:
        """Yield each process with steps and every sub-process inside."""
        for process in self.processes():
            yield process
            yield from (each for each in process.iter(tag("subProcess")))

    def new_id(self, prefix: str) -> str:
        """Return an id that nothing has."""
        number = self._newest.get(prefix, 0) + 1
        while f"{prefix}_{number}" in self._ids:
            number += 1
        self._newest[prefix] = number
        self._ids.add(f"{prefix}_{number}")
        return f"{prefix}_{number}"

    def note(self, element: Element, zh: str, en: str) -> None:
        """Say what was changed at an element; `{}` stands for its name."""
        called = " ".join((element.get("name") or element.get("id") or "").split())
        message = Text(zh.replace("{}", called), en.replace("{}", called))
        line = xmlfile.line(element) if element.sourceline else None
        self.notes.append(Problem(file=self.file, line=line, place=element.get("id"), message=message, cure=_CURE, severity="warning"))

    def add_node(self, beside: Element, kind: str) -> Element:
        """Add an element behind another, in the same lane."""
        added = etree.Element(tag(kind), {"id": self.new_id(kind)})
        beside.addnext(added)
        for reference in self._in_lanes.get(beside.get("id", ""), ()):
            again = etree.Element(tag("flowNodeRef"))
            again.text = added.get("id")
            reference.addnext(again)
            self._in_lanes.setdefault(added.get("id", ""), []).append(again)
        return added

    def add_flow(self, source: Element, target: Element) -> Element:
        """Add an arrow."""
        ends = {"sourceRef": source.get("id", ""), "targetRef": target.get("id", "")}
        added = etree.Element(tag("sequenceFlow"), {"id": self.new_id("flow"), **ends})
        source.addprevious(added)
        return added

    def rewire(self) -> None:
        """Let every element repeat the arrows that it now has."""
        for scope in self.scopes():
            ends = {"incoming": grouped(scope, "targetRef"), "outgoing": grouped(scope, "sourceRef")}
            for node in nodes(scope):
                for each in [*children(node, "incoming"), *children(node, "outgoing")]:
                    node.remove(each)
                at = sum(1 for each in node if etree.QName(each).localname in _BEFORE_ARROWS)
                node[at:at] = [_repeated(name, arrow) for name, arrows in ends.items() for arrow in arrows.get(node.get("id", ""), ())]


def _repeated(name: str, arrow: Element) -> Element:
    repeated = etree.Element(tag(name))
    repeated.text = arrow.get("id")
    return repeated


def tag(name: str) -> str:
    """Return the tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def kind(element: Element) -> str:
    """Return the BPMN name of an element."""
    return etree.QName(element).localname


def nodes(scope: Element) -> Iterator[Element]:
    """Yield the events, activities and gateways directly inside."""
    return (each for each in children(scope) if reading.is_node(kind(each)))


def flows(scope: Element) -> Iterator[Element]:
    """Yield the arrows directly inside."""
    return children(scope, "sequenceFlow")


def grouped(scope: Element, end: str) -> dict[str, list[Element]]:
    """Return the arrows directly inside by the element at one end, `sourceRef` or `targetRef`."""
    found: dict[str, list[Element]] = {}
    for flow in flows(scope):
        found.setdefault(flow.get(end, ""), []).append(flow)
    return found


def definition(event: Element, name: str | None = None) -> Element | None:
    """Return the first definition of an event, any or one of a kind."""
    found = (each for each in children(event) if kind(each).endswith("EventDefinition"))
    return next((each for each in found if name in {None, kind(each).removesuffix("EventDefinition")}), None)
