"""Checks that everything a diagram or pack.yaml names is there: forms, decisions, codes, deadlines, processes."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from engine import feel
from engine.bpmn import pausing
from engine.bpmn.model import is_computed
from engine.errors import Problem, Text
from engine.packs.definition import Definition, doors
from engine.packs.diagram import Element
from engine.packs.manifestcheck import unlabelled


@dataclass(frozen=True, kw_only=True)
class Known:
    """What may be named in a pack."""

    definition: Definition
    forms: Collection[str]
    decisions: Collection[str]
    processes: Collection[str]
    operations: Collection[str]


#: Attribute of a diagram's element, the words for what it names.
_NAMES = {
    "form": Text("表单", "form"),
    "decision": Text("决策表", "decision"),
    "operation": Text("操作", "operation"),
    "due": Text("期限", "deadline"),
    "calls": Text("流程", "process"),
    "agenda": Text("议程", "agenda"),
}
#: The operation whose input `deadline` names a deadline.
LAST_DAY = "last_day"
#: The operation whose input `agenda` names an agenda.
COLLECT_AGENDA = "collect_agenda"
#: Attribute of an element, and the table of pack.yaml with the words for its codes.
_LABELLED = {"role": "roles", "code": "codes", "state": "states", "end": "ends"}


def check(elements: Iterable[Element], known: Known) -> Iterator[Problem]:
    """Yield every name that leads nowhere and every code without words."""
    for element in elements:
        yield from _named(element, known)
        yield from _labelled(element, known.definition)
    yield from _doors(known)


def _named(element: Element, known: Known) -> Iterator[Problem]:
    for attribute, name in _uses(element):
        what, choices = _NAMES[attribute], _choices(attribute, known)
        if name not in choices:
            message = Text(
                f"“{element.called.zh}”用到的{what.zh}“{name}”不存在。",
                f'“{element.called.en}” uses the {what.en} "{name}", which does not exist.',
            )
            yield _at(element, message, _cure(name, choices))


def _uses(element: Element) -> Iterator[tuple[str, str]]:
    for attribute in _NAMES:
        name = element.calls if attribute == "calls" else element.own.get(attribute)
        yield from ((attribute, each) for each in _said(name))
    for name in pausing.names(element.own.get("pauses")):
        if name != pausing.ALL:
            yield "due", name
    for operation, attribute, kind in ((LAST_DAY, "deadline", "due"), (COLLECT_AGENDA, "agenda", "agenda")):
        named = element.inputs.get(attribute, "") if element.own.get("operation") == operation else ""
        if named and not named.startswith("="):
            yield kind, named


def _said(text: str | None) -> Iterable[str]:
    """Return the name that an attribute is, or those that its expression is sure to give."""
    if not is_computed(text):
        return [text] if text else []
    try:
        return sorted(feel.compile(str(text)).results)
    except feel.FeelError:
        return []  # what cannot be read is reported where the diagram is read


def _choices(attribute: str, known: Known) -> Collection[str]:
    deadlines: Collection[str] = known.definition.content["deadlines"]
    agendas: Collection[str] = known.definition.content["agendas"]
    return {
        "form": known.forms,
        "decision": known.decisions,
        "operation": known.operations,
        "due": deadlines,
        "calls": known.processes,
        "agenda": agendas,
    }[attribute]


def _cure(name: str, choices: Collection[str]) -> Text:
    close = difflib.get_close_matches(name, list(choices), n=1, cutoff=0.6)
    if close:
        return Text(f"您是否想写“{close[0]}”？", f'Did you mean "{close[0]}"?')
    return Text("请从列表中选择，或先加入所缺的内容。", "Choose one from the list, or add what is missing first.")


def _labelled(element: Element, definition: Definition) -> Iterator[Problem]:
    for attribute, kind in _LABELLED.items():
        for code in _said(element.own.get(attribute)):
            if not has_words(definition, kind, code):
                yield _at(element, *unlabelled(kind, code))


def has_words(definition: Definition, kind: str, code: str) -> bool:
    """Tell whether a code has a label; `E.ROUTED:调解` has that of `E.ROUTED`."""
    return any(definition.text(kind, each) is not None for each in (code, code.partition(":")[0]))


def _doors(known: Known) -> Iterator[Problem]:
    key = "starts" if "starts" in known.definition.content else "start"
    for index, door in enumerate(doors(known.definition.content)):
        for attribute, choices in (("process", known.processes), ("form", known.forms)):
            name = door.get(attribute)
            if name and name not in choices:
                what = Text("流程", "process") if attribute == "process" else Text("表单", "form")
                file, place = known.definition.stated_in((key, index, attribute) if key == "starts" else (key,))
                message = Text(f"立案入口的{what.zh}“{name}”不存在。", f'The {what.en} "{name}" of a door does not exist.')
                yield file.problem(place, message, _cure(name, choices))


def _at(element: Element, message: Text, cure: Text | None) -> Problem:
    return Problem(file=element.file, line=element.line, place=element.id, message=message, cure=cure)
