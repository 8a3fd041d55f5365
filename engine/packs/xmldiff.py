"""Compares two diagrams or decision files element by element; elements are matched by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.decisions import xml
from engine.errors import Text
from engine.packs.treediff import Change, shown

#: Name spaces of the drawing (BPMN DI, DMN DI, DC, DI): where things stand, not what they do.
_DRAWING = ("/BPMN/20100524/DI", "/DMN/20180521/DMNDI", "/DMN/20191111/DMNDI", "/DMN/20230324/DMNDI", "/DD/")


@dataclass(frozen=True, kw_only=True)
class _Part:
    """One element with an id, and everything inside it that has none."""

    kind: str
    name: str
    #: Attributes, and text of inner elements, by their path.
    traits: Mapping[str, str]

    def called(self, identity: str) -> Text:
        shown_name = f"“{self.name}”" if self.name else ""
        english = f" “{self.name}”" if self.name else ""
        return Text(f"{self.kind}{shown_name}({identity})", f"{self.kind}{english} ({identity})")


def changes(a: xml.Element, b: xml.Element) -> Iterator[Change]:
    """Yield the changes that lead from one file to the other; the drawing counts as one."""
    before, after = _parts(a), _parts(b)
    for identity in [*before, *(each for each in after if each not in before)]:
        yield from _part_changes(identity, before.get(identity), after.get(identity))
    if _drawing(a) != _drawing(b):
        yield Change(action="changed", place="", message=Text("图的排列有改动。", "The drawing's layout changed."))


def _part_changes(identity: str, before: _Part | None, after: _Part | None) -> Iterator[Change]:
    if before is None and after is not None:
        called = after.called(identity)
        yield Change(action="added", place=identity, message=Text(f"新增{called.zh}。", f"{called.en} added."))
    elif before is not None and after is None:
        called = before.called(identity)
        yield Change(action="removed", place=identity, message=Text(f"删除{called.zh}。", f"{called.en} removed."))
    elif before is not None and after is not None and before.kind != after.kind:
        called = before.called(identity)
        text = Text(f"{called.zh}改为{after.kind}。", f"{called.en} became a {after.kind}.")
        yield Change(action="changed", place=identity, message=text)
    elif before is not None and after is not None:
        yield from _trait_changes(identity, before, after)


def _trait_changes(identity: str, before: _Part, after: _Part) -> Iterator[Change]:
    called = after.called(identity)
    for trait in sorted({*before.traits, *after.traits}):
        old, new = before.traits.get(trait), after.traits.get(trait)
        if old == new:
            continue
        if old is None:
            text = Text(f"{called.zh}新增{trait}:{shown(new)}。", f"{called.en}: {trait} added: {shown(new)}.")
        elif new is None:
            text = Text(f"{called.zh}删除{trait}(原为{shown(old)})。", f"{called.en}: {trait} removed (it was {shown(old)}).")
        else:
            text = Text(
                f"{called.zh}的{trait}由{shown(old)}改为{shown(new)}。", f"{called.en}: {trait} changed from {shown(old)} to {shown(new)}."
            )
        yield Change(action="changed", place=identity, message=text)


def _parts(root: xml.Element) -> dict[str, _Part]:
    found: dict[str, _Part] = {}
    for element in root.iter():
        identity = element.get("id") if isinstance(element.tag, str) else None
        if identity and not _is_drawing(element):
            traits = dict(_traits(element, ""))
            found[identity] = _Part(kind=xml.local_name(element), name=element.get("name", ""), traits=traits)
    return found


def _traits(element: xml.Element, path: str) -> Iterator[tuple[str, str]]:
    for key, value in element.attrib.items():
        name = str(key).rpartition("}")[2]
        if name != "id":
            yield f"{path}{name}", str(value)
    text = " ".join((element.text or "").split())
    if text:
        yield path.rstrip("/") or "text", text
    seen: dict[str, int] = {}
    for child in element:
        if isinstance(child.tag, str) and not child.get("id") and not _is_drawing(child):
            name = xml.local_name(child)
            seen[name] = seen.get(name, 0) + 1
            number = f"[{seen[name]}]" if seen[name] > 1 else ""
            yield from _traits(child, f"{path}{name}{number}/")


def _is_drawing(element: xml.Element) -> bool:
    return any(part in str(element.tag) for part in _DRAWING)


def _drawing(root: xml.Element) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Return every shape with its place, in an order that does not depend on the tool that saved it."""
    shapes: list[tuple[str, str, tuple[tuple[str, str], ...]]] = []
    owner = ""
    for element in root.iter():
        if isinstance(element.tag, str) and _is_drawing(element):
            owner = element.get("bpmnElement") or element.get("dmnElementRef") or owner
            attributes = {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
            attributes.pop("id", None)
            shapes.append((owner, xml.local_name(element), tuple(sorted(attributes.items()))))
    return sorted(shapes)
