"""Gives names to messages, signals, errors and escalations that a diagram draws without naming them."""

from __future__ import annotations

from lxml import etree

from engine.bpmn import attributes
from engine.bpmn.foreign.draft import Draft, definition, kind, tag
from engine.bpmn.xmlfile import Element

#: Kind of event: what is named, the attributes that must hold the name.
_NAMED = {"message": ("name",), "signal": ("name",), "error": ("name", "errorCode"), "escalation": ("name", "escalationCode")}
_TASKS = ("sendTask", "receiveTask")
#: On the edge of an activity, these catch any code when they name none.
_CATCHES_ANY = ("error", "escalation")


def give(draft: Draft) -> None:
    """Name what an event, send or receive task throws or waits for after the element itself."""
    for process in draft.processes():
        for element in list(process.iter()):
            for what in _NAMED:
                _event(draft, element, what)
            if kind(element) in _TASKS and not attributes.read(element).operation:
                _task(draft, element)


def _task(draft: Draft, task: Element) -> None:
    if task.get("name") and not _is_there(draft, "message", task.get("messageRef")):
        task.set("messageRef", _global(draft, task, "message"))


def _is_there(draft: Draft, what: str, reference: str | None) -> bool:
    return (what, (reference or "").rpartition(":")[2]) in draft.globals


def _event(draft: Draft, event: Element, what: str) -> None:
    if not kind(event).endswith("Event") or kind(event) == "startEvent":
        return
    found = definition(event, what)
    if found is None or not event.get("name") or (kind(event) == "boundaryEvent" and what in _CATCHES_ANY):
        return
    if not _is_there(draft, what, found.get(f"{what}Ref")):
        found.set(f"{what}Ref", _global(draft, event, what))


def _global(draft: Draft, element: Element, what: str) -> str:
    """Return the id of the message (or other) that is named after an element; add it if it is not there."""
    name = " ".join((element.get("name") or "").split())
    known = draft.named.get((what, name))
    if known is None:
        known = draft.named[what, name] = draft.new_id(what)
        draft.first_process.addprevious(etree.Element(tag(what), {"id": known, **dict.fromkeys(_NAMED[what], name)}))
        draft.globals.add((what, known))
    draft.note(
        element, "“{}”没有指明消息、信号或代码，已按它自己的名称取名。", "“{}” names no message, signal or code; it was named after itself."
    )
    return known
