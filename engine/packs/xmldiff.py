"""Compares two diagrams or decision files element by element; elements are matched by their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from engine.decisions import xml
from engine.errors import Text
from engine.packs import diffwords, insertions
from engine.packs.diagram import ONEDOOR
from engine.packs.insertions import Inserted
from engine.packs.treediff import Change

#: Name spaces of the drawing (BPMN DI, DMN DI, DC, DI): where things stand, not what they do.
_DRAWING = ("/BPMN/20100524/DI", "/DMN/20180521/DMNDI", "/DMN/20191111/DMNDI", "/DMN/20230324/DMNDI", "/DD/")
_CELLS = ("inputEntry", "outputEntry")
#: What the name of an element says already.
_IN_THE_NAME = frozenset({"name", "en", "label", "sourceRef", "targetRef"})
_ENDS = frozenset({"sourceRef", "targetRef"})
_MOST_TOLD = 6
_LONGEST = 60

#: Returns the words for a code, given the attribute that holds it; None where there are none.
Naming = Callable[[str, str], Text | None]


def no_names(_attribute: str, _code: str) -> Text | None:
    """Leave all codes as they are written."""
    return None


class _Trait(NamedTuple):
    """What an attribute or inner element says."""

    raw: str
    #: As people read it: what is pointed at by its name, a code by its words.
    said: Text


@dataclass(frozen=True, kw_only=True)
class _Part:
    """One element with an id, and everything inside it that has none."""

    kind: str
    #: What people call it.
    called: Text
    #: The id of the nearest element around it that has one.
    parent: str | None
    #: Attributes, and text of inner elements, by their path.
    traits: Mapping[str, _Trait]
    #: What is said of it where it is new.
    told: Text


def changes(a: xml.Element, b: xml.Element, naming: Naming = no_names) -> Iterator[Change]:
    """Yield the changes that lead from one file to the other; the drawing counts as one."""
    before, after = _Reading(a, naming).parts(), _Reading(b, naming).parts()
    for inserted in insertions.found(a, b):
        yield _insertion(inserted, after)
        before = _without_ends(inserted, before, after)
    for identity in [*before, *(each for each in after if each not in before)]:
        yield from _part_changes(identity, before, after)
    yield from _order_changes(a, b, after)
    if _drawing(a) != _drawing(b):
        yield Change(action="changed", place="", message=Text("图的排列有改动。", "The drawing's layout changed."))


def titles(root: xml.Element) -> Mapping[str, Text]:
    """Return what people call each element, by id."""
    return {identity: part.called for identity, part in _Reading(root, no_names).parts().items()}


def _insertion(inserted: Inserted, after: Mapping[str, _Part]) -> Change:
    """Say what was put between two steps."""
    steps = [after[step] for step in inserted.steps]
    before, behind = after[inserted.before].called, after[inserted.behind].called
    chinese = "、".join(f"{step.called.zh}{step.told.zh}" for step in steps)
    english = ", ".join(f"{step.called.en}{step.told.en}" for step in steps)
    text = Text(f"在{before.zh}与{behind.zh}之间加了{chinese}。", f"Between {before.en} and {behind.en} was put {english}.")
    return Change(action="added", place=inserted.steps[0], message=text)


def _without_ends(inserted: Inserted, before: Mapping[str, _Part], after: Mapping[str, _Part]) -> dict[str, _Part]:
    """Leave out what the sentence about an insertion has said: the steps, and where the arrows around them lead."""
    kept = dict(before)
    for identity in inserted.covered:
        old, new = before.get(identity), after.get(identity)
        if old is not None and new is not None:
            kept[identity] = replace(old, traits={**old.traits, **{key: value for key, value in new.traits.items() if key in _ENDS}})
        elif old is not None:
            del kept[identity]
        elif new is not None and (identity in inserted.steps or not new.told.zh):
            kept[identity] = new
    return kept


def _part_changes(identity: str, before: Mapping[str, _Part], after: Mapping[str, _Part]) -> Iterator[Change]:
    old, new = before.get(identity), after.get(identity)
    # What stands inside something new or gone is told with it.
    if old is None and new is not None:
        if new.parent is None or new.parent in before:
            message = Text(f"新增{new.called.zh}{new.told.zh}。", f"{_sentence(new.called.en)} added{new.told.en}.")
            yield Change(action="added", place=identity, message=message)
    elif old is not None and new is None:
        if old.parent is None or old.parent in after:
            text = Text(f"删除{old.called.zh}。", f"{_sentence(old.called.en)} removed.")
            yield Change(action="removed", place=identity, message=text)
    elif old is not None and new is not None and old.kind != new.kind:
        kind = diffwords.kind(new.kind)
        text = Text(f"{old.called.zh}改为{kind.zh}。", f"{_sentence(old.called.en)} became {kind.en.replace('the ', 'a ', 1)}.")
        yield Change(action="changed", place=identity, message=text)
    elif old is not None and new is not None:
        yield from _trait_changes(identity, old, new)


def _trait_changes(identity: str, before: _Part, after: _Part) -> Iterator[Change]:
    called = Text(after.called.zh, _sentence(after.called.en))
    for path in sorted({*before.traits, *after.traits}):
        was, now, trait = before.traits.get(path), after.traits.get(path), diffwords.trait(path)
        # A step that is called otherwise is the same one to whatever points at it.
        if (was and was.raw) == (now and now.raw):
            continue
        old, new = was and was.said, now and now.said
        if old is None and new is not None:
            text = Text(f"{called.zh}新增{trait.zh}：{new.zh}。", f"{called.en}: {trait.en} added: {new.en}.")
        elif new is None and old is not None:
            text = Text(f"{called.zh}删除{trait.zh}（原为{old.zh}）。", f"{called.en}: {trait.en} removed (it was {old.en}).")
        elif old is not None and new is not None:
            text = Text(f"{called.zh}的{trait.zh}由{old.zh}改为{new.zh}。", f"{called.en}: {trait.en} changed from {old.en} to {new.en}.")
        yield Change(action="changed", place=identity, message=text)


def _order_changes(a: xml.Element, b: xml.Element, after: Mapping[str, _Part]) -> Iterator[Change]:
    """Yield the tables whose rules stand in another order, which may decide which of them counts."""
    before = {table.get("id"): _rules(table) for table in a.iter() if _is(table, "decisionTable")}
    for table in b.iter():
        identity = table.get("id") if _is(table, "decisionTable") else None
        old, new = before.get(identity, []), _rules(table)
        if identity and [each for each in old if each in new] != [each for each in new if each in old]:
            called = after[identity].called
            message = Text(f"{called.zh}的规则次序有改动。", f"{_sentence(called.en)}: the order of the rules changed.")
            yield Change(action="changed", place=identity, message=message)


def _rules(table: xml.Element) -> list[str]:
    return [rule.get("id", "") for rule in table if _is(rule, "rule")]


def _is(element: xml.Element, name: str) -> bool:
    return isinstance(element.tag, str) and xml.local_name(element) == name


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


class _Reading:
    """The parts of one file, with the names by which people know them."""

    def __init__(self, root: xml.Element, naming: Naming) -> None:
        self._root = root
        self._naming = naming
        self._by_id = {element.get("id"): element for element in root.iter() if isinstance(element.tag, str) and element.get("id")}

    def parts(self) -> dict[str, _Part]:
        """Return the parts by id, in the order of the file."""
        found: dict[str, _Part] = {}
        for identity, element in self._by_id.items():
            if identity and not _is_drawing(element) and element is not self._root:
                parent = self._around(element)
                found[identity] = _Part(
                    kind=xml.local_name(element),
                    called=self._called(element),
                    parent=parent.get("id") if parent is not None else None,
                    traits=dict(self._traits(element, "")),
                    told=self._told(element),
                )
        return found

    def _told(self, element: xml.Element) -> Text:
        """Say what is worth knowing of something new: the cells of a rule, else the first few attributes."""
        if _is(element, "rule"):
            rule = self._rule(element)
            return Text(f"（{rule.zh}）", f" ({rule.en})")
        inside = [each for each in element.iter() if isinstance(each.tag, str) and each.get("id") and not _is_drawing(each)]
        found = [pair for each in inside for pair in self._traits(each, "") if pair[0] not in _IN_THE_NAME][:_MOST_TOLD]
        chinese = "，".join(f"{diffwords.trait(path).zh}：{value.said.zh}" for path, value in found)
        english = ", ".join(f"{diffwords.trait(path).en}: {value.said.en}" for path, value in found)
        return Text(f"（{chinese}）", f" ({english})") if found else Text("", "")

    def _called(self, element: xml.Element) -> Text:
        name, kind = xml.local_name(element), diffwords.kind(xml.local_name(element))
        parent = self._around(element)
        if name == "sequenceFlow":
            source, target = self._name(element.get("sourceRef")), self._name(element.get("targetRef"))
            return Text(f"从“{source.zh}”到“{target.zh}”的连线", f"the arrow from “{source.en}” to “{target.en}”")
        if name == "rule":
            return self._rule_called(element)
        if name in _CELLS and parent is not None:
            rule, column = self._called(parent), self._column(element, parent)
            return Text(f"{rule.zh}“{column}”一栏", f"{rule.en}, “{column}”")
        if own := _title(element):
            return Text(f"{kind.zh}“{own.zh}”", f"{kind.en} “{own.en}”")
        if owner := self._owner(element):
            return Text(f"“{owner.zh}”的{kind.zh}", f"{kind.en} of “{owner.en}”")
        return Text(f"未命名的{kind.zh}", f"{kind.en} without a name")

    def _rule_called(self, rule: xml.Element) -> Text:
        table = rule.getparent()
        number = 1 + _rules(table).index(rule.get("id", "")) if table is not None else 0
        owner = self._owner(rule) or Text("", "")
        return Text(f"“{owner.zh}”第{number}条规则", f"rule {number} of “{owner.en}”")

    def _rule(self, rule: xml.Element) -> Text:
        tests, results = (
            [" ".join("".join(map(str, cell.itertext())).split()) or "-" for cell in rule if _is(cell, name)] for name in _CELLS
        )
        return Text(f"{'、'.join(tests)} → {'、'.join(results)}", f"{', '.join(tests)} → {', '.join(results)}")

    def _column(self, cell: xml.Element, rule: xml.Element) -> str:
        name = xml.local_name(cell)
        index = [each.get("id") for each in rule if _is(each, name)].index(cell.get("id"))
        table = rule.getparent()
        columns = [each for each in table if _is(each, name.removesuffix("Entry"))] if table is not None else []
        return (columns[index].get("label") or columns[index].get("name") or str(index + 1)) if index < len(columns) else str(index + 1)

    def _around(self, element: xml.Element) -> xml.Element | None:
        return next((each for each in element.iterancestors() if each.get("id") and each is not self._root), None)

    def _owner(self, element: xml.Element) -> Text | None:
        """Return the name of the step that an event sits on, else of what stands around an element."""
        host = self._by_id.get(element.get("attachedToRef"))
        around = (host,) if host is not None else (each for each in element.iterancestors() if each is not self._root)
        return next((title for each in around if each is not None and (title := _title(each))), None)

    def _name(self, identity: str | None) -> Text:
        element = self._by_id.get(identity)
        if element is None:
            return Text(identity or "", identity or "")
        return _title(element) or self._called(element)

    def _traits(self, element: xml.Element, path: str) -> Iterator[tuple[str, _Trait]]:
        for key, value in element.attrib.items():
            name = str(key).rpartition("}")[2]
            if name != "id" and name not in diffwords.SILENT:
                yield f"{path}{name}", _Trait(str(value), self._value(name, str(value)))
        text = " ".join((element.text or "").split())
        if text:
            yield path.rstrip("/") or "text", _Trait(text, _quoted(text))
        seen: dict[str, int] = {}
        for child in element:
            name = xml.local_name(child) if isinstance(child.tag, str) else ""
            if name and not child.get("id") and not _is_drawing(child) and name not in diffwords.SILENT:
                seen[name] = seen.get(name, 0) + 1
                number = f"[{seen[name]}]" if seen[name] > 1 else ""
                yield from self._traits(child, f"{path}{name}{number}/")

    def _value(self, attribute: str, value: str) -> Text:
        if attribute in diffwords.REFERENCES:
            return _quoted(*self._name(value))
        return _quoted(*(self._naming(attribute, value) or (value,)))


def _title(element: xml.Element) -> Text | None:
    own = element.get("name") or element.get("label")
    return Text(own, element.get(f"{{{ONEDOOR}}}en") or own) if own else None


def _quoted(chinese: str, english: str | None = None) -> Text:
    """Put quotes around a value, as short as a sentence can bear."""
    return Text(*(f"“{each if len(each) <= _LONGEST else each[: _LONGEST - 1] + '…'}”" for each in (chinese, english or chinese)))


def _is_drawing(element: xml.Element) -> bool:
    return any(part in str(element.tag) for part in _DRAWING)


def _drawing(root: xml.Element) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Return every shape with its place, in an order that does not depend on the tool that saved it."""
    shapes: list[tuple[str, str, tuple[tuple[str, str], ...]]] = []
    owner = ""
    for element in root.iter():
        if isinstance(element.tag, str) and _is_drawing(element):
            owner = element.get("bpmnElement") or element.get("dmnElementRef") or owner
            attributes = {str(key).rpartition("}")[2]: _rounded(str(value)) for key, value in element.attrib.items()}
            attributes.pop("id", None)
            shapes.append((owner, xml.local_name(element), tuple(sorted(attributes.items()))))
    return sorted(shapes)


def _rounded(value: str) -> str:
    """Write figures alike: some tools write 100.0 where others write 100."""
    return value.removesuffix(".0")
