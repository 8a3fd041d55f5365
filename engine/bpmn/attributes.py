"""Reads what an element says about forms, people and deadlines: in our namespace first, then in camunda's or zeebe's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.bpmn.model import Attributes, Loop
from engine.bpmn.xmlfile import Element, child, text

ONEDOOR = "urn:onedoor:bpmn:1"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
#: Camunda's words are also those of the engines that it comes from and that came from it.
_CAMUNDAS = (CAMUNDA, "http://activiti.org/bpmn", "http://flowable.org/bpmn")
ZEEBE = "http://camunda.org/schema/zeebe/1.0"

_OWN = ("code", "form", "role", "assign", "due", "since", "pauses", "state", "decision", "operation", "result", "end")
#: Our attribute, camunda's attributes for it.
_CAMUNDA = {"form": ("formKey", "formRef"), "decision": ("decisionRef",), "result": ("resultVariable",), "operation": ("topic",)}
#: Our attribute, zeebe's extension element and its attribute for it.
_ZEEBE = {
    "form": (("formDefinition", "formId"), ("formDefinition", "formKey")),
    "decision": (("calledDecision", "decisionId"),),
    "result": (("calledDecision", "resultVariable"), ("script", "resultVariable")),
    "operation": (("taskDefinition", "type"),),
    "assign": (("assignmentDefinition", "assignee"),),
    "role": (("assignmentDefinition", "candidateGroups"),),
}


def read(element: Element) -> Attributes:
    """Return what an element says."""
    found = {name: value for name in _OWN if (value := own(element, name) or _foreign(element, name))}
    # A timer's deadline stands on its definition, where other tools keep the duration.
    definition = child(element, "timerEventDefinition")
    if definition is not None:
        found |= {name: value for name in ("due", "since") if (value := own(definition, name))}
    return Attributes(**found, inputs=dict(_inputs(element)))


def own(element: Element, name: str) -> str | None:
    """Return an attribute of our namespace, None if it is absent or blank."""
    return (element.get(f"{{{ONEDOOR}}}{name}") or "").strip() or None


def camunda(element: Element, name: str) -> str | None:
    """Return an attribute of camunda, Activiti or Flowable; None if it is absent or blank."""
    return next((value.strip() for space in _CAMUNDAS if (value := element.get(f"{{{space}}}{name}")) and value.strip()), None)


def form_fields(element: Element) -> list[str]:
    """Return the labels of the form fields that such engines keep inside a task."""
    tags = [f"{{{space}}}{name}" for space in _CAMUNDAS for name in ("formField", "formProperty")]
    return [field.get("label") or field.get("name") or field.get("id") or "" for field in element.iter(*tags)]


def loop(element: Element) -> Loop | None:
    """Return the multi-instance marker of an activity."""
    marker = child(element, "multiInstanceLoopCharacteristics")
    if marker is None:
        return None
    zeebe = _extension(marker, ZEEBE, "loopCharacteristics")
    seen: Mapping[str, str] = {str(name): str(value) for name, value in zeebe.attrib.items()} if zeebe is not None else {}
    collection = own(marker, "collection") or camunda(marker, "collection") or seen.get("inputCollection") or ""
    standard = child(marker, "inputDataItem")
    named = (standard.get("name") if standard is not None else None) or ""
    item = own(marker, "item") or camunda(marker, "elementVariable") or seen.get("inputElement") or named
    until = text(child(marker, "completionCondition"))
    return Loop(is_sequential=marker.get("isSequential") == "true", collection=collection, item=item.strip(), until=until)


def script(element: Element) -> str | None:
    """Return the expression of a script task."""
    zeebe = _extension(element, ZEEBE, "script")
    return text(child(element, "script")) or (zeebe.get("expression") if zeebe is not None else None)


def called_process(element: Element) -> str | None:
    """Return the process that a call activity calls."""
    zeebe = _extension(element, ZEEBE, "calledElement")
    return element.get("calledElement") or (zeebe.get("processId") if zeebe is not None else None)


def _foreign(element: Element, name: str) -> str | None:
    if name == "assign" and (assignee := camunda(element, "assignee")):
        return _as_people(assignee)
    if name == "assign" and (users := camunda(element, "candidateUsers")):
        return _as_list(users)
    if name == "role" and (groups := camunda(element, "candidateGroups")):
        return groups.split(",")[0].strip()
    said = (camunda(element, foreign) for foreign in _CAMUNDA.get(name, ()))
    return next((value for value in said if value), None) or next(_zeebe(element, name), None)


def _zeebe(element: Element, name: str) -> Iterator[str]:
    for tag, attribute in _ZEEBE.get(name, ()):
        extension = _extension(element, ZEEBE, tag)
        value = extension.get(attribute) if extension is not None else None
        if value and value.strip():
            yield _as_people(value) if name == "assign" else value.strip()


def _as_people(assignee: str) -> str:
    """Return FEEL for an assignee: an expression stays, a plain login becomes a person."""
    assignee = assignee.strip()
    return assignee if assignee.startswith(("=", "${")) else f'="person:{assignee}"'.replace('="person:person:', '="person:')


def _as_list(users: str) -> str:
    """Return FEEL for several logins; an expression stays."""
    if users.strip().startswith(("=", "${")):
        return users.strip()
    people = (f'"person:{each.strip()}"' for each in users.split(",") if each.strip())
    return f"=[{', '.join(people)}]"


def _inputs(element: Element) -> Iterator[tuple[str, str]]:
    extensions = child(element, "extensionElements")
    if extensions is None:
        return
    for given in extensions.iter(f"{{{ONEDOOR}}}input"):
        yield given.get("name", ""), given.get("value", "")
    for given in extensions.iter(f"{{{ZEEBE}}}input"):
        yield given.get("target", ""), given.get("source", "")


def _extension(element: Element, namespace: str, tag: str) -> Element | None:
    extensions = child(element, "extensionElements")
    return None if extensions is None else next(iter(extensions.iter(str(etree.QName(namespace, tag)))), None)
