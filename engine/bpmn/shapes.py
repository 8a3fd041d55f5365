"""Checks that everything in a diagram is drawn, so that it shows in the studio and in the case."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn import xmlfile
from engine.bpmn.xmlfile import Element
from engine.decisions import xml
from engine.errors import Problem, Text

_DRAWN = ("Task", "Event", "Gateway", "Activity", "subProcess", "sequenceFlow")


def check(file: str, content: bytes) -> Iterator[Problem]:
    """Warn of elements that have no shape or edge."""
    root = xml.parse(content)
    drawn = {element.get("bpmnElement") for element in root.iter() if element.get("bpmnElement")}
    for process in xmlfile.children(root, "process"):
        if process.get("isExecutable") != "false":
            missing = [element for element in process.iter() if _is_drawn(element) and element.get("id") not in drawn]
            if missing:
                yield _problem(file, missing)


def _is_drawn(element: Element) -> bool:
    return xmlfile.is_bpmn(element) and etree.QName(element).localname.endswith(_DRAWN)


def _problem(file: str, missing: list[Element]) -> Problem:
    first = missing[0].get("name") or missing[0].get("id", "")
    message = Text(
        f"有 {len(missing)} 个元素没有画出来，例如“{first}”，在图上看不见。",
        f"{len(missing)} elements are not drawn, for example “{first}”, and would not show.",
    )
    cure = Text("请在流程设计器中打开，重新画上。", "Open it in the process studio and draw them.")
    return Problem(file=file, line=xmlfile.line(missing[0]), place=missing[0].get("id"), message=message, cure=cure, severity="warning")
