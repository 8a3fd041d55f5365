"""The parts of a diagram or decision file under names that hold in all three states of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.packs.merging import cells, rules
from engine.packs.merging.source import Node, Source, local

#: Name spaces of the drawing: where things stand, not what they do.
_DRAWING = ("/BPMN/20100524/DI", "/DMNDI", "/DD/", "/DMN/20180521/DI", "/DMN/20180521/DC")
#: Elements that follow from the arrows.
ARROWS = ("incoming", "outgoing")
#: Elements that tools give an id to, or not: what counts is where they stand.
_BY_PLACE = ("EventDefinition", "Expression", "Condition", "LoopCharacteristics", "Requirement")
_BY_PLACE_TOO = frozenset(
    {"script", "variable", "decisionTable", "inputValues", "outputValues", "text", "documentation", "ioSpecification", "extensionElements"}
)
#: Attributes that point at another element, beside those whose names end in Ref.
_POINTING = frozenset({"default", "href"})
#: Attributes that name an element among others of its kind.
_NAMING = ("name", "key")
#: Children of an element in the order of the standard, as far as it matters to tools.
_RANKS = {"description": 0, "documentation": 1, "extensionElements": 2, "incoming": 3, "outgoing": 4}
_LAST = 5


class AmbiguousError(Exception):
    """Two parts of a file have the same id, so that nobody can tell which is meant."""


@dataclass(eq=False, kw_only=True)
class Part:
    """One element."""

    key: str
    node: Node
    parent: str | None
    attributes: dict[str, str]
    #: Of an element without others inside it.
    text: str
    #: What stands before it.
    gap: bytes
    children: list[str] = field(default_factory=list)
    #: Keys of the elements that it points at.
    points: frozenset[str] = frozenset()
    #: Shapes and arrows of the drawing, each a whole.
    is_drawn: bool = False

    @property
    def local(self) -> str:
        """Return the element's name."""
        return self.node.local

    @property
    def is_arrow_end(self) -> bool:
        """Tell whether this follows from an arrow."""
        return self.node.local in ARROWS and not self.node.children


@dataclass(eq=False, kw_only=True)
class Parts:
    """All parts of one state of a file by key."""

    source: Source
    by_key: Mapping[str, Part]
    root: str

    def subtree(self, key: str) -> Iterator[str]:
        """Yield a part and everything inside it."""
        stack = [key]
        while stack:
            found = stack.pop()
            yield found
            stack.extend(reversed(self.by_key[found].children))

    def above(self, key: str) -> Iterator[str]:
        """Yield a part and everything around it, outwards."""
        found: str | None = key
        while found is not None and found in self.by_key:
            yield found
            found = self.by_key[found].parent


def of_three(base: Source, ours: Source, theirs: Source) -> tuple[Parts, Parts, Parts]:
    """Return the parts of three states of one file. Raises AmbiguousError."""
    sources = (base, ours, theirs)
    tables = [_tables(source.root) for source in sources]
    names: dict[Node, str] = {}
    for owner in dict.fromkeys(key for each in tables for key in each):
        names |= rules.named(tables[0].get(owner), [tables[1].get(owner), tables[2].get(owner)])
    return _parts(base, names), _parts(ours, names), _parts(theirs, names)


def ranked(keys: Sequence[str], locals_: Mapping[str, str]) -> list[str]:
    """Put what the standard wants first at the beginning; everything else stays as it stands."""
    return sorted(keys, key=lambda key: _RANKS.get(locals_[key], _LAST))


def pointed(attribute: str, value: str) -> str | None:
    """Return the key of the element at which an attribute points."""
    name = local(attribute)
    if name.endswith("Ref") or name in _POINTING:
        return f"#{value.removeprefix('#').rpartition(':')[2]}"
    return None


def is_drawing(node: Node) -> bool:
    """Tell whether an element belongs to the drawing."""
    return any(part in node.namespace for part in _DRAWING)


def _tables(root: Node) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for owner in root.iter():
        for child in owner.children:
            if child.local == "decisionTable":
                found.setdefault(owner.get("id") or owner.get("name") or "", child)
    return found


def _parts(source: Source, names: Mapping[Node, str]) -> Parts:
    reading = _Reading(names)
    root = reading.read(source.root, None, b"", "/")
    return Parts(source=source, by_key=reading.found, root=root)


class _Reading:
    """The parts of one file."""

    def __init__(self, names: Mapping[Node, str]) -> None:
        self.found: dict[str, Part] = {}
        self._names = names
        #: Keys of the columns of the table that is being read, by the kind of their cells.
        self._columns: dict[str, list[str]] = {}

    def read(self, node: Node, parent: str | None, gap: bytes, key: str) -> str:
        """Read an element and everything inside it; a shape is a whole."""
        if key in self.found:
            raise AmbiguousError(key)
        attributes = {name: value for name, value in node.attributes.items() if name != "id"}
        is_drawn = is_drawing(node) and _drawn(node) is not None
        part = Part(key=key, node=node, parent=parent, attributes=attributes, text=_text(node), gap=gap, is_drawn=is_drawn)
        self.found[key] = part
        if not is_drawn:
            inside = zip(node.children, node.gaps, self._keys(node, key), strict=False)
            part.children = [self.read(child, key, before, name) for child, before, name in inside]
        part.points = frozenset(_points(part))
        return key

    def _keys(self, node: Node, parent: str) -> list[str]:
        seen: Counter[str] = Counter()
        if node.local == "decisionTable":
            self._columns = {
                cell: [self._key(each, parent, seen) for each in node.children if each.local == column]
                for cell, column in cells.COLUMNS.items()
            }
            seen.clear()
        found = []
        for child in node.children:
            key = self._key(child, parent, seen)
            seen[key] += 1
            found.append(key if seen[key] == 1 or key == f"#{child.get('id')}" else f"{key}[{seen[key]}]")
        return found

    def _key(self, node: Node, parent: str, seen: Counter[str]) -> str:
        if node.local == "rule" and node in self._names:
            return f"{parent}/rule:{self._names[node]}"
        if cells.is_cell(node.local):
            seen[f" {node.local}"] += 1
            known, number = self._columns.get(node.local, []), seen[f" {node.local}"]
            return f"{parent}/{node.local}:{known[number - 1] if number <= len(known) else number}"
        if is_drawing(node):
            reference = _drawn(node)
            return f"~{node.local}:{reference}" if reference else f"{parent}/{node.local}"
        if (identity := node.get("id")) and not _is_by_place(node.local):
            return f"#{identity}"
        return f"{parent}/{node.local}{_named(node)}"


def _drawn(node: Node) -> str | None:
    """Return the id of the element that a shape stands for."""
    return (node.get("bpmnElement") if node.local != "BPMNPlane" else None) or node.get("dmnElementRef")


def _is_by_place(name: str) -> bool:
    return name in _BY_PLACE_TOO or name.endswith(_BY_PLACE)


def _named(node: Node) -> str:
    """Return by what an element without an id is told from its like: a name, or the id that it holds."""
    if not node.children and (node.local in ARROWS or node.local.endswith("Ref")) and node.text.strip():
        return f":{node.text.strip()}"
    if _is_by_place(node.local):
        return next((f":{target}" for child in node.children if (target := child.get("href"))), "")
    return next((f":{name}" for key in _NAMING if (name := node.get(key))), "")


def _text(node: Node) -> str:
    return "" if node.children else node.text if node.text.strip() else ""


def _points(part: Part) -> Iterator[str]:
    """Yield the keys of what a part points at, itself or by its column."""
    for name, value in part.attributes.items():
        if (found := pointed(name, value)) is not None:
            yield found
    if part.local.endswith("Ref") and part.text:
        yield f"#{part.text.strip().rpartition(':')[2]}"
    if (column := cells.column(part.key, part.local)) is not None:
        yield column
