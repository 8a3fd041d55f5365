"""Holds the expressions of diagrams and decisions to the types of the case document: what cannot be meant is found before a case runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine import feel
from engine.decisions import Decision, typechecking
from engine.domain import document
from engine.errors import Problem, Text
from engine.packs import names, places
from engine.packs.diagram import Element
from engine.packs.places import Parts, Writer

_ANY = feel.Type(kind="any")
_TEXT = feel.Type(kind="string")
#: What a form reads as a date stands in the document as text.
_TEXTS = frozenset({"date", "time", "date and time"})
_CURE = Text("请改正表达式。", "Correct the expression.")
_MAX_DEPTH = 12


def check(parts: Parts) -> Iterator[Problem]:
    """Yield every expression of a diagram, and every cell of a decision that it asks, that cannot be meant."""
    parts = places.in_use(parts)
    types = document_types(parts)
    asked: dict[str, Decision] = {}
    for element in parts.elements:
        for text in element.expressions:
            yield from _expression(element, text, {**types, **dict.fromkeys(element.items, _ANY)})
        if decision := parts.decisions.get(element.own.get("decision", "")):
            asked[decision.id] = decision
    for decision in asked.values():
        yield from _decision(decision, types)


def document_types(parts: Parts) -> dict[str, feel.Known]:
    """Return what is known of each name that expressions see."""
    found: dict[str, list[Writer]] = {}
    for writer in places.writers(parts):
        if document.PLACE.fullmatch(writer.place):
            found.setdefault(writer.root, []).append(writer)
    types = {root: _of_place(root, writers, parts) for root, writers in found.items()}
    return {**types, "case": _case(parts), "now": feel.Type(kind="date and time")}


def _of_place(root: str, writers: Sequence[Writer], parts: Parts) -> feel.Known:
    """Return the type of a place that one form writes whole; others may add parts to it."""
    whole = {(writer.kind, writer.code, writer.place) for writer in writers if writer.place.removesuffix("[]") == root}
    inside = {writer.place.removeprefix(root + ".").partition(".")[0].removesuffix("[]") for writer in writers if "." in writer.place}
    # What one person of many answers is kept with the entry that it is about.
    inside |= {name for writer in writers if writer.element for name in writer.element.items}
    if len(whole) != 1:
        return _ANY
    kind, code, place = next(iter(whole))
    form = parts.forms.get(code) if kind == "form" else None
    if form is None:
        return _ANY
    answers = _stored(form.answer_type, 0)
    if answers.kind == "context" and answers.fields:
        answers = feel.Type(kind="context", fields={**answers.fields, **dict.fromkeys(inside, _ANY)})
    return feel.Type(kind="list", items=answers) if place.endswith("[]") else answers


def _stored(known: feel.Known, depth: int) -> feel.Known:
    """Return the type as the document holds it."""
    if known.kind in _TEXTS:
        return _TEXT
    if depth > _MAX_DEPTH:
        return _ANY
    fields = {name: _stored(each, depth + 1) for name, each in known.fields.items()}
    items = _stored(known.items, depth + 1) if known.items else None
    return feel.Type(kind=known.kind, fields=fields, items=items, choices=known.choices)


def _case(parts: Parts) -> feel.Known:
    """Return what is known of `case`; that its other parts exist is checked where they are read."""
    content = parts.definition.content
    choices = {"state": tuple(content["states"]), "dispute_type": tuple(content["dispute_types"])}
    return feel.Type(kind="context", fields={name: feel.Type(kind="string", choices=values) for name, values in choices.items()})


def _expression(element: Element, text: str, types: Mapping[str, feel.Known]) -> Iterator[Problem]:
    try:
        compiled = feel.compile(text, types)
    except feel.FeelError:
        return  # what cannot be read is reported where the diagram is read
    types = {**types, "case": _with_parts(types["case"], names.read_by(text, types))}
    for clash in compiled.infer(types, is_condition=element.kind == "sequenceFlow").clashes:
        called = element.called
        message = Text(f"“{called.zh}”处的“{text}”：{clash.zh}", f"“{text}” at “{called.en}”: {clash.en}")
        yield Problem(file=element.file, line=element.line, place=element.id, message=message, cure=_CURE)


def _with_parts(case: feel.Known, read: Iterable[names.Path]) -> feel.Known:
    parts = {path[1] for path in read if path[0] == "case" and len(path) > 1}
    return feel.Type(kind="context", fields={**dict.fromkeys(parts, _ANY), **case.fields})


def _decision(decision: Decision, types: Mapping[str, feel.Known]) -> Iterator[Problem]:
    """Hold a decision and those that it requires to the document, where the file does not type its inputs itself."""
    outside = {name: known for name, known in types.items() if name != "case"}
    waiting, seen = [decision.id], set[str]()
    while waiting:
        node = decision.graph.node(waiting.pop())
        if node is None or node.id in seen:
            continue
        seen.add(node.id)
        waiting.extend(node.requires)
        for place, message, severity, cure in typechecking.findings(decision.graph, node, outside):
            yield Problem(
                file=decision.file, line=place.line, place=typechecking.written(place), message=message, cure=cure, severity=severity
            )
