"""Lists what a pack holds with everything that it inherits, for the studio."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from engine.decisions.catalogue import read_file
from engine.domain.case import Json
from engine.errors import CheckFailedError, Problem, Text
from engine.packs import checking, figures, floors, workshop
from engine.packs.definition import Definition
from engine.packs.paths import Kind
from engine.packs.reading import PackReading
from engine.usecases.operations import CATALOGUE
from engine.usecases.ports import PackFigure, PackItem, PackOutline

#: Kinds of codes that are picked from lists.
_LABELS = ("roles", "codes", "states", "ends")


def outline(files: Mapping[str, bytes]) -> PackOutline:
    """Return the outline of a pack. Raises CheckFailedError if there is no chain of packs to speak of."""
    return outline_of(*checking.read_and_check(files))


def outline_of(reading: PackReading | None, problems: Sequence[Problem]) -> PackOutline:
    """Return the outline of what has been read and checked. Raises CheckFailedError if nothing could be read."""
    if reading is None:
        raise CheckFailedError(problems)
    definition = reading.definition
    content: Json = definition.content if definition else {}
    return PackOutline(
        pack=reading.line.own,
        version=str(content.get("version", "")),
        title=_text(content.get("title"), reading.line.own),
        items=(*_processes(reading), *_decisions(reading), *_forms(reading), *_documents(reading)),
        parameters=tuple(_parameters(definition)) if definition else (),
        deadlines=tuple(_deadlines(definition)) if definition else (),
        labels={kind: {code: Text(**label) for code, label in content.get(kind, {}).items()} for kind in _LABELS},
        problems=tuple(problems),
        figures=figures.readable(definition) if definition else {},
        content=content,
        own_content=reading.line.manifests[0].value if isinstance(reading.line.manifests[0].value, dict) else {},
        copyable=frozenset(workshop.copyable_decisions(reading)),
        needs={kind: tuple(names) for kind, names in content.get("requires", {}).items()},
    )


def naming(found: PackOutline) -> Callable[[str, str], Text | None]:
    """Return the words for what an attribute of a diagram names, as the pack has them."""
    items = {kind: {item.code: item.title for item in found.items if item.kind == kind} for kind in ("process", "decision", "form")}
    words: Mapping[str, Mapping[str, Text]] = {
        "role": found.labels.get("roles", {}),
        "code": found.labels.get("codes", {}),
        "state": found.labels.get("states", {}),
        "end": found.labels.get("ends", {}),
        "form": items["form"],
        "decision": items["decision"],
        "calledElement": items["process"],
        "due": (deadlines := {each.name: each.title for each in found.deadlines}),
        "pauses": deadlines,
        "operation": {name: operation.title for name, operation in CATALOGUE.items()},
    }
    return lambda attribute, code: words.get(attribute, {}).get(code)


def _processes(reading: PackReading) -> Iterator[PackItem]:
    held, drawn = _held(reading), [element for element in reading.elements if element.kind == "process"]
    for element in drawn:
        own, is_floor = _is_own(reading, element.file), ("process", element.id) in held
        yield PackItem(kind="process", code=element.id, title=element.called, file=element.file, is_own=own, is_floor=is_floor)
    yield from _unreadable(reading, Kind.PROCESS, {element.file for element in drawn})


def _decisions(reading: PackReading) -> Iterator[PackItem]:
    """Yield the decisions of each file that counts; a file that cannot be read is there all the same, to be mended."""
    held, seen = _held(reading), set[str]()
    for file, content in sorted(reading.line.of_kind(Kind.DECISION).items()):
        decisions, _ = read_file(file, content)
        for decision in decisions.values():
            seen.add(file)
            is_floor = ("decision", decision.id) in held
            own = _is_own(reading, file)
            yield PackItem(kind="decision", code=decision.id, title=decision.title(), file=file, is_own=own, is_floor=is_floor)
    yield from _unreadable(reading, Kind.DECISION, seen)


def _forms(reading: PackReading) -> Iterator[PackItem]:
    held = _held(reading)
    for name, found in sorted(reading.line.chosen(Kind.SCHEMA).items()):
        if form := reading.forms.forms.get(name):
            is_floor = ("form", name) in held
            yield PackItem(
                kind="form", code=name, title=form.title(), file=found.path, is_own=_is_own(reading, found.path), is_floor=is_floor
            )


def _documents(reading: PackReading) -> Iterator[PackItem]:
    for name, found in sorted(reading.line.chosen(Kind.DOCUMENT).items()):
        template = reading.templates.get(name)
        title = template.title if template else Text(name, name)
        yield PackItem(kind="document", code=name, title=title, file=found.path, is_own=_is_own(reading, found.path))


def _held(reading: PackReading) -> Mapping[tuple[str, str], Text]:
    """Return the floors; a pack.yaml that breaks its schema states none, and the check says so."""
    return floors.held(reading.line) if reading.definition else {}


def _unreadable(reading: PackReading, kind: Kind, readable: set[str]) -> Iterator[PackItem]:
    for name, found in sorted(reading.line.chosen(kind).items()):
        if found.path not in readable:
            yield PackItem(kind=kind.value, code=name, title=Text(name, name), file=found.path, is_own=_is_own(reading, found.path))


def _is_own(reading: PackReading, file: str) -> bool:
    return file.split("/")[1] == reading.line.own


def _parameters(definition: Definition) -> Iterator[PackFigure]:
    own = definition.manifests[0].value.get("parameters", {})
    for name, each in definition.parameters.items():
        yield PackFigure(name=name, title=each.title, value=each.value, type=each.type, source=each.source, is_own=name in own)


def _deadlines(definition: Definition) -> Iterator[PackFigure]:
    own = definition.manifests[0].value.get("deadlines", {})
    for name, row in definition.content["deadlines"].items():
        title, period = _text(row.get("title"), name), str(row.get("period", ""))
        yield PackFigure(name=name, title=title, value=period, type="period", source=_source(row, definition), is_own=name in own)


def _source(row: Json, definition: Definition) -> str:
    """Return who stands behind a row: a period taken from a parameter is as sure as the parameter."""
    parameter = definition.parameters.get(str(row.get("period", "")).removeprefix("=parameters."))
    return str(row.get("source") or (parameter.source if parameter else "guess"))


def _text(value: Json | None, otherwise: str) -> Text:
    return Text(**value) if value else Text(otherwise, otherwise)
