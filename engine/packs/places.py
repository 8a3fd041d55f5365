"""Holds a pack to the typed document: each place has one writer, and nothing reads what nobody writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.decisions import Decision, model
from engine.domain import document
from engine.errors import Problem, Severity, Text
from engine.forms import Form
from engine.packs import names
from engine.packs.definition import Definition, doors
from engine.packs.diagram import Element
from engine.packs.names import Path

#: Names that are in scope beside the places of the document.
ALWAYS = frozenset({"case", "parameters", "now", "opener"})
_CASE_FIELDS = frozenset({"number", "state", "opened_at", "jurisdiction", "dispute_type"})


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Something that writes a place of the document."""

    #: form, decision, operation or script.
    kind: str
    code: str
    #: Whole place as declared, for example `consents[]` or `order.team`.
    place: str
    element: Element | None

    @property
    def root(self) -> str:
        """Return the top-level name."""
        return document.root_of(self.place)

    @property
    def called(self) -> Text:
        """Return what it is, in words."""
        kind = _KINDS[self.kind]
        return Text(f"{kind.zh}{self.code}", f"{kind.en} {self.code}")


_KINDS = {
    "form": Text("表单", "the form"),
    "decision": Text("决策表", "the decision"),
    "operation": Text("操作", "the operation"),
    "script": Text("脚本", "the script"),
}


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What the check looks at."""

    definition: Definition
    elements: Sequence[Element]
    forms: Mapping[str, Form]
    decisions: Mapping[str, Decision]


def check(parts: Parts) -> Iterator[Problem]:
    """Yield every place with two kinds of writers and every expression that reads a place without any."""
    yield from _unspellable(writers(parts))
    used = in_use(parts)
    sound = [writer for writer in writers(used) if document.PLACE.fullmatch(writer.place)]
    yield from _contested(sound)
    # A pack without doors lends parts to others: what they read is written by whoever calls them.
    if list(doors(parts.definition.content)):
        yield from _unwritten(used, sound)


def in_use(parts: Parts) -> Parts:
    """Return the parts without processes to which no door leads: what they write and read is written and read by no case.

    A pack without doors keeps them all.
    """
    if not list(doors(parts.definition.content)):
        return parts
    reachable = _reachable(parts)
    return replace(parts, elements=[element for element in parts.elements if element.process in reachable])


def written(parts: Parts) -> set[str]:
    """Return the names of the places that anything in the pack writes, whether or not a door leads there."""
    declared = [*(writer.place for writer in writers(parts)), *(form.writes for form in parts.forms.values())]
    return {document.root_of(place) for place in declared if document.PLACE.fullmatch(place)}


def writers(parts: Parts) -> Iterator[Writer]:
    """Yield everything that writes a place of the document."""
    for element in parts.elements:
        form, decision = parts.forms.get(element.own.get("form", "")), parts.decisions.get(element.own.get("decision", ""))
        if form:
            yield Writer(kind="form", code=form.code, place=form.writes, element=element)
        if decision and decision.writes:
            yield Writer(kind="decision", code=decision.id, place=decision.writes, element=element)
        if result := element.own.get("result"):
            kind = "operation" if "operation" in element.own else "script"
            yield Writer(kind=kind, code=element.own.get("operation", element.id), place=result, element=element)
    for door in doors(parts.definition.content):
        if form := parts.forms.get(door.get("form", "")):
            yield Writer(kind="form", code=form.code, place=form.writes, element=None)


def _unspellable(writers: Iterable[Writer]) -> Iterator[Problem]:
    for writer in writers:
        if writer.element and not document.PLACE.fullmatch(writer.place):
            wrong = document.PlaceError().text
            yield _at(writer.element, Text(f"“{writer.place}”：{wrong.zh}", f"“{writer.place}”: {wrong.en}"))
        elif writer.element and writer.root in ALWAYS:
            message = Text(f"“{writer.root}”是保留的名称，不能写入。", f'"{writer.root}" is a reserved name and cannot be written.')
            yield _at(writer.element, message)


def _contested(writers: Sequence[Writer]) -> Iterator[Problem]:
    """Yield places that two different schemas write: their type would depend on which came last."""
    first: dict[str, Writer] = {}
    seen: set[tuple[str, str, str]] = set()
    for writer in writers:
        if writer.kind == "script" or "." in writer.place:
            continue
        other = first.setdefault(writer.root, writer)
        key = (writer.root, writer.kind, writer.code)
        if (other.kind, other.code) != (writer.kind, writer.code) and key not in seen:
            seen.add(key)
            yield _contest(writer, other)


def _contest(writer: Writer, other: Writer) -> Problem:
    a, b = other.called, writer.called
    message = Text(f"“{writer.root}”由{a.zh}和{b.zh}两处写入。", f"“{writer.root}” is written by two: {a.en} and {b.en}.")
    cure = Text("请给其中一个换一个写入位置。", "Let one of them write to another place.")
    element = writer.element or other.element
    file, line, place = (element.file, element.line, element.id) if element else ("", None, None)
    return Problem(file=file, line=line, place=place, message=message, cure=cure)


def _unwritten(parts: Parts, writers: Sequence[Writer]) -> Iterator[Problem]:
    written = {writer.root for writer in writers}
    for element in parts.elements:
        yield from _element_reads(element, written, parts)


def _element_reads(element: Element, written: set[str], parts: Parts) -> Iterator[Problem]:
    known = written | ALWAYS | element.items
    for text in element.expressions:
        for path in names.read_by(text, known):
            yield from _unwritten_read(element, path, known)
            yield from _unknown_case_field(element, path)
            yield from _unknown_parameter(element, path, parts.definition)
    if decision := parts.decisions.get(element.own.get("decision", "")):
        for name in inputs_of(decision):
            yield from _unwritten_read(element, (name,), known, decision.id)


def _unwritten_read(element: Element, path: Path, known: Iterable[str], decision: str | None = None) -> Iterator[Problem]:
    if path[0] in set(known):
        return
    by = Text(f"（决策表{decision}）", f" (by the decision {decision})") if decision else Text("", "")
    where = element.called
    yield _at(
        element,
        Text(
            f"“{where.zh}”处要看“{path[0]}”{by.zh}，但此前没有任何表单、决策或操作写入它。",
            f"“{path[0]}” is tested at “{where.en}”{by.en} but nothing before it asks for it.",
        ),
        Text("请改正名称，或在此之前加入填写它的表单。", "Correct the name, or add a form that asks for it before this point."),
    )


def _unknown_case_field(element: Element, path: Path) -> Iterator[Problem]:
    if path[0] == "case" and len(path) > 1 and path[1] not in _CASE_FIELDS:
        listed = sorted(_CASE_FIELDS)
        yield _at(
            element,
            Text(
                f"“{element.called.zh}”处用到的 case.{path[1]} 不存在。", f"case.{path[1]}, used at “{element.called.en}”, does not exist."
            ),
            Text(f"可用：{'、'.join(listed)}。", f"There are: {', '.join(listed)}."),
        )


def _unknown_parameter(element: Element, path: Path, definition: Definition) -> Iterator[Problem]:
    if path[0] == "parameters" and len(path) > 1 and path[1] not in definition.content["parameters"]:
        yield _at(
            element,
            Text(
                f"“{element.called.zh}”处用到的参数“{path[1]}”不存在。",
                f"The parameter {path[1]}, used at “{element.called.en}”, does not exist.",
            ),
            Text("请在 pack.yaml 的 parameters 中补上它，或改正名称。", "Add it under parameters in pack.yaml, or correct the name."),
        )


def inputs_of(decision: Decision) -> Iterator[str]:
    """Yield the names that a decision takes from outside, those of the decisions it requires included."""
    waiting, seen = [decision.node.id], set[str]()
    while waiting:
        node = decision.graph.node(waiting.pop())
        if node is None or node.id in seen:
            continue
        seen.add(node.id)
        if isinstance(node, model.InputData):
            yield node.variable.name
        waiting.extend(node.requires)


def _reachable(parts: Parts) -> set[str]:
    """Return the processes that the doors lead to, by calls."""
    calls = [(element.process, element.calls) for element in parts.elements if element.calls]
    found: set[str] = set()
    waiting: list[str] = [door["process"] for door in doors(parts.definition.content)]
    while waiting:
        process = waiting.pop()
        if process not in found:
            found.add(process)
            waiting.extend(called for caller, called in calls if caller == process and called)
    return found


def _at(element: Element, message: Text, cure: Text | None = None, severity: Severity = "error") -> Problem:
    return Problem(file=element.file, line=element.line, place=element.id, message=message, cure=cure, severity=severity)
