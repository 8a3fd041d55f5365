"""What a BPMN file refers to: codes, forms, deadlines, decisions, and the expressions that read the case document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from engine.decisions import xml
from engine.errors import Text

ONEDOOR = "urn:onedoor:bpmn:1"
#: Elements whose text is an expression, with the attribute that says so where there is one.
_EXPRESSION_TEXTS = ("conditionExpression", "completionCondition", "loopCardinality", "timeDate", "timeDuration", "timeCycle")
_EXPRESSION_ATTRIBUTES = ("assign", "since", "collection")
#: Attributes that are a name, or an expression for one behind `=`.
_NAMES_OR_EXPRESSIONS = ("due", "role")
_MARKED = ("timeDate", "timeDuration", "timeCycle", "loopCardinality")


@dataclass(frozen=True, kw_only=True)
class Element:
    """One named thing of a diagram."""

    file: str
    id: str
    line: int
    #: Local name, for example `userTask`.
    kind: str
    process: str
    title: Text
    #: Attributes of our own namespace.
    own: Mapping[str, str] = field(default_factory=dict)
    #: `calledElement` of a call activity.
    calls: str | None = None
    #: FEEL texts without their leading `=`.
    expressions: tuple[str, ...] = ()
    #: Inputs of an operation as they are written, by name.
    inputs: Mapping[str, str] = field(default_factory=dict)
    #: Names that a surrounding or own multi-instance brings into scope.
    items: frozenset[str] = frozenset()

    @property
    def called(self) -> Text:
        """Return the name that a person knows the element by, its id where it has none."""
        return Text(self.title.zh or self.id, self.title.en or self.title.zh or self.id)


@lru_cache(maxsize=256)
def read_elements(file: str, content: bytes) -> tuple[Element, ...]:
    """Return the elements of all processes of a file, read once for the same bytes. Raises `xml.UnreadableXmlError`."""
    root = xml.parse(content)
    sources = {element.get("id"): element for element in root.iter() if isinstance(element.tag, str) and element.get("id")}
    return tuple(
        _element(file, element, process.get("id", ""), sources)
        for process in root
        if isinstance(process.tag, str) and xml.local_name(process) == "process"
        for element in process.iter()
        if _is_named_thing(element)
    )


def _is_named_thing(element: xml.Element) -> bool:
    return isinstance(element.tag, str) and element.get("id") is not None and bool(_kind(element))


def _kind(element: xml.Element) -> str:
    name = xml.local_name(element)
    stands_alone = name.endswith(("Task", "Event", "Gateway", "Activity")) or name in ("task", "subProcess", "sequenceFlow", "process")
    return name if stands_alone else ""


def _element(file: str, element: xml.Element, process: str, sources: Mapping[str | None, xml.Element]) -> Element:
    # A condition is written on the arrow, but people know the question by the gateway's name.
    shown = sources.get(element.get("sourceRef"), element) if _kind(element) == "sequenceFlow" else element
    return Element(
        file=file,
        id=element.get("id", ""),
        line=element.sourceline if isinstance(element.sourceline, int) else 1,
        kind=_kind(element),
        process=process,
        title=_title(element) if element.get("name") and _kind(element) != "sequenceFlow" else _title(shown),
        own=_own(element),
        calls=element.get("calledElement"),
        expressions=tuple(_expressions(element)),
        inputs=dict(_inputs(element)),
        items=frozenset(_items(element)),
    )


def _title(element: xml.Element) -> Text:
    return Text(element.get("name", ""), element.get(f"{{{ONEDOOR}}}en", ""))


def _own(element: xml.Element) -> Mapping[str, str]:
    """Return the attributes of our namespace, those of a multi-instance and of a timer inside included."""
    parts = [element, *(child for child in _inner(element) if isinstance(child.tag, str))]
    return {
        str(key).rpartition("}")[2]: str(value)
        for part in parts
        for key, value in part.attrib.items()
        if str(key).startswith(f"{{{ONEDOOR}}}")
    }


def _inner(element: xml.Element) -> Iterator[xml.Element]:
    """Yield what belongs to an element and is not a thing of its own."""
    for child in element:
        if isinstance(child.tag, str) and not _is_named_thing(child):
            yield child
            yield from _inner(child)


def _expressions(element: xml.Element) -> Iterator[str]:
    for part in (element, *_inner(element)):
        name = xml.local_name(part)
        yield from (_plain(value) for key in _EXPRESSION_ATTRIBUTES if (value := part.get(f"{{{ONEDOOR}}}{key}")))
        named = (part.get(f"{{{ONEDOOR}}}{key}") or "" for key in _NAMES_OR_EXPRESSIONS)
        yield from (_plain(value) for value in named if value.startswith("="))
        text = (part.text or "").strip()
        if name in _EXPRESSION_TEXTS and text and (name not in _MARKED or text.startswith("=")):
            yield _plain(text)
        if name == "script" and text:
            yield _plain(text)
        value = part.get("value") or ""
        if etree.QName(part).namespace == ONEDOOR and name == "input" and value.startswith("="):
            yield _plain(value)


def _inputs(element: xml.Element) -> Iterator[tuple[str, str]]:
    for part in _inner(element):
        if etree.QName(part).namespace == ONEDOOR and xml.local_name(part) == "input":
            yield part.get("name") or "", part.get("value") or ""


def _items(element: xml.Element) -> Iterator[str]:
    for around in (element, *element.iterancestors()):
        loop = next(
            (child for child in around if isinstance(child.tag, str) and xml.local_name(child) == "multiInstanceLoopCharacteristics"), None
        )
        if loop is not None and (item := loop.get(f"{{{ONEDOOR}}}item")):
            yield item


def _plain(text: str) -> str:
    return text.strip().removeprefix("=").strip()
