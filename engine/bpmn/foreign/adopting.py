"""Writes what other tools say about forms, people, decisions and lists in our own words, so that the studio shows it."""

from __future__ import annotations

from dataclasses import fields

from lxml import etree

from engine.bpmn import attributes
from engine.bpmn.foreign.draft import Draft, kind, nodes, tag
from engine.bpmn.model import Attributes
from engine.bpmn.xmlfile import Element, child

_ONEDOOR = f"{{{attributes.ONEDOOR}}}"
#: Stand where an inside has its own place for them.
_APART = ("inputs", "due", "since")


def adopt(draft: Draft) -> None:
    """Write the attributes of every activity."""
    for scope in draft.scopes():
        for node in nodes(scope):
            changed = [_attributes(node), _inputs(node), _loop(node), _script(node), _called(node)]
            if any(changed):
                draft.note(
                    node,
                    "“{}”的表单、办理人等设置已照录。",
                    "What the other tool says about “{}” (form, people, decision, list) was taken over.",
                )


def _attributes(node: Element) -> bool:
    found = attributes.read(node)
    named = [each.name for each in fields(Attributes) if each.name not in _APART]
    missing = {name: value for name in named if (value := getattr(found, name)) and not attributes.own(node, name)}
    for name, value in missing.items():
        node.set(f"{_ONEDOOR}{name}", value)
    return bool(missing)


def _inputs(node: Element) -> bool:
    """Write the inputs of an operation, those of other tools after our own."""
    inside = child(node, "extensionElements")
    if inside is None or next(inside.iter(f"{_ONEDOOR}input"), None) is not None:
        return False
    found = attributes.read(node).inputs
    for name, value in found.items():
        etree.SubElement(inside, f"{_ONEDOOR}input", {"name": name, "value": value})
    return bool(found)


def _loop(node: Element) -> bool:
    marker, found = child(node, "multiInstanceLoopCharacteristics"), attributes.loop(node)
    if marker is None or found is None:
        return False
    said = {"collection": found.collection, "item": found.item}
    missing = {name: value for name, value in said.items() if value and not attributes.own(marker, name)}
    for name, value in missing.items():
        marker.set(f"{_ONEDOOR}{name}", value)
    return bool(missing)


def _script(node: Element) -> bool:
    said = attributes.script(node) if kind(node) == "scriptTask" and child(node, "script") is None else None
    if said:
        etree.SubElement(node, tag("script")).text = said
    return bool(said)


def _called(node: Element) -> bool:
    said = attributes.called_process(node) if kind(node) == "callActivity" and not node.get("calledElement") else None
    if said:
        node.set("calledElement", said)
    return bool(said)
