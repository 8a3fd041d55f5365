"""Puts chosen steps of two sides onto what both grew from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.packs.merging import cells, ordering
from engine.packs.merging.parts import Part, Parts, pointed, ranked
from engine.packs.merging.source import local
from engine.packs.merging.steps import ELEMENT, EXISTS, ORDER, PARENT, TEXT, Step

_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_ARROW = "sequenceFlow"
#: What stands before the cells of a rule.
_BEFORE_CELLS = frozenset({"description", "extensionElements"})
_ENDS = {"incoming": "targetRef", "outgoing": "sourceRef"}


class TornError(Exception):
    """What was put together points at something that is not there."""


@dataclass(eq=False, kw_only=True)
class Joint:
    """One part of the result."""

    key: str
    tag: str
    parent: str | None
    attributes: dict[str, str]
    text: str
    #: In the order of the result.
    children: list[str] = field(default_factory=list)

    @property
    def local(self) -> str:
        """Return the element's name."""
        return local(self.tag)


@dataclass(eq=False, kw_only=True)
class Joined:
    """The result, still without its drawing."""

    joints: dict[str, Joint]
    root: str
    #: The states from which elements are written, the one that gives the file its look first.
    sources: Sequence[Parts]

    def part(self, key: str) -> Part | None:
        """Return how a part is written; None for what no state holds."""
        return next((parts.by_key[key] for parts in self.sources if key in parts.by_key), None)


def join(
    base: Parts,
    sides: Sequence[tuple[Parts, Iterable[Step]]],
    look: Sequence[Parts],
    welds: Iterable[Callable[[dict[str, Joint]], None]] = (),
) -> Joined:
    """Take the steps of each side; `look` says whose way of writing comes first. Raises TornError."""
    joints = {key: copied(part) for key, part in base.by_key.items() if _is_joint(part)}
    orders: dict[str, Parts] = {}
    for parts, steps in sides:
        for step in steps:
            if step.kind == ORDER:
                orders[step.key] = parts
            else:
                _take(step, parts, joints)
    for weld in welds:
        weld(joints)
    states = [base, *(parts for parts, _ in sides)]
    _drop_loose_cells(joints, {key for parts in states for key in parts.by_key})
    _arrange(joints, states, orders)
    _fill_cells(joints)
    _meet_arrows(joints, look)
    _refuse_torn(joints, states)
    return Joined(joints=joints, root=base.root, sources=look)


def _is_joint(part: Part) -> bool:
    return not part.is_drawn and not part.is_arrow_end


def copied(part: Part) -> Joint:
    """Return a part as it is in a state, without what is inside it."""
    return Joint(key=part.key, tag=part.node.tag, parent=part.parent, attributes=dict(part.attributes), text=part.text)


def _take(step: Step, parts: Parts, joints: dict[str, Joint]) -> None:
    if step.kind == EXISTS:
        for key in step.keys:
            if step.removes:
                joints.pop(key, None)
            elif _is_joint(parts.by_key[key]):
                joints[key] = copied(parts.by_key[key])
        return
    joint = joints.get(step.key)
    if joint is None:
        return  # an empty cell of a rule that is gone
    part = parts.by_key[step.key]
    if step.kind == TEXT:
        joint.text = part.text
    elif step.kind == PARENT:
        joint.parent = part.parent
    elif step.kind == ELEMENT:
        joint.tag = part.node.tag
    else:
        name = step.kind[1:]
        joint.attributes.pop(name, None)
        if name in part.attributes:
            joint.attributes[name] = part.attributes[name]


def _drop_loose_cells(joints: dict[str, Joint], known: set[str]) -> None:
    """Take out empty cells whose rule or column the other side removed. Raises TornError for anything else without a place."""
    loose = {key for key, joint in joints.items() if cells.column(joint.key, joint.local) in known - joints.keys()}
    loose |= {key for key, joint in joints.items() if joint.parent not in joints and cells.is_cell(joint.local)}
    while loose:
        for key in loose:
            del joints[key]
        loose = {key for key, joint in joints.items() if joint.parent in loose}
    if any(joint.parent is not None and joint.parent not in joints for joint in joints.values()):
        raise TornError


# --- order ---------------------------------------------------------------------------------------------------------------


def _arrange(joints: dict[str, Joint], states: Sequence[Parts], orders: Mapping[str, Parts]) -> None:
    inside: dict[str, set[str]] = {}
    for key, joint in joints.items():
        if joint.parent is not None:
            inside.setdefault(joint.parent, set()).add(key)
    names = {key: joint.local for key, joint in joints.items()}
    sides = states[1:]
    for parent, keys in inside.items():
        found = [[key for key in parts.by_key[parent].children if key in keys] if parent in parts.by_key else [] for parts in states]
        order = ordering.merged(found, sides.index(orders[parent]) if parent in orders else None)
        joints[parent].children = ranked([*order, *sorted(keys.difference(order))], names)


# --- what follows from the rest ------------------------------------------------------------------------------------------


def _fill_cells(joints: dict[str, Joint]) -> None:
    """Give every rule one cell for each column, in the order of the columns: a new one looks at nothing."""
    for table in [joint for joint in joints.values() if joint.local == "decisionTable"]:
        columns = {cell: [key for key in table.children if joints[key].local == column] for cell, column in cells.COLUMNS.items()}
        for rule in [joints[key] for key in table.children if joints[key].local == "rule"]:
            wanted = [(f"{rule.key}/{cell}:{column}", cell) for cell, keys in columns.items() for column in keys]
            if [key for key, _ in wanted] != [key for key in rule.children if cells.is_cell(joints[key].local)]:
                for key, cell in wanted:
                    _fill(key, cell, rule, joints)
                keys = {key for key, _ in wanted}
                others = [key for key in rule.children if key not in keys]
                rule.children = [*(key for key in others if joints[key].local in _BEFORE_CELLS), *(key for key, _ in wanted)]
                rule.children += [key for key in others if joints[key].local not in _BEFORE_CELLS]


def _fill(key: str, cell: str, rule: Joint, joints: dict[str, Joint]) -> None:
    if key not in joints:
        namespace = rule.tag[: rule.tag.rfind("}") + 1]
        text = f"{key}/text"
        joints[key] = Joint(key=key, tag=namespace + cell, parent=rule.key, attributes={}, text="", children=[text])
        joints[text] = Joint(key=text, tag=f"{namespace}text", parent=key, attributes={}, text=cells.EMPTY[cell])


def _meet_arrows(joints: dict[str, Joint], look: Sequence[Parts]) -> None:
    """Let every step name the arrows that meet it, where the file names them at all."""
    if not any(part.is_arrow_end for parts in look for part in parts.by_key.values()):
        return
    met = _met((joint.key, joint.attributes) for joint in joints.values() if joint.local == _ARROW)
    known = [_met((part.key, part.attributes) for part in parts.by_key.values() if part.local == _ARROW) for parts in look]
    for key in [key for key in joints if key in met or any(key in each for each in known)]:
        joint, wanted = joints[key], met.get(key, [])
        as_written = next(
            (parts for parts, each in zip(look, known, strict=True) if key in parts.by_key and each.get(key, []) == wanted), None
        )
        ends = _listed(key, as_written) if as_written else _made(key, wanted, look)
        for end in ends:
            kind = end.removeprefix(f"{key}/").partition(":")[0]
            flow = end.partition(f"/{kind}:")[2].partition("[")[0]
            joints[end] = Joint(key=end, tag=f"{{{_BPMN}}}{kind}", parent=key, attributes={}, text=flow)
        joint.children = ranked([*joint.children, *ends], {child: joints[child].local for child in (*joint.children, *ends)})


def _met(arrows: Iterable[tuple[str, Mapping[str, str]]]) -> dict[str, list[tuple[str, str]]]:
    """Return the arrows that meet each step: in or out, and which."""
    found: dict[str, list[tuple[str, str]]] = {}
    for key, attributes in arrows:
        for kind, end in _ENDS.items():
            found.setdefault(f"#{attributes.get(end, '')}", []).append((kind, key.removeprefix("#")))
    return {key: sorted(each) for key, each in found.items()}


def _listed(key: str, parts: Parts) -> list[str]:
    return [child for child in parts.by_key[key].children if parts.by_key[child].is_arrow_end]


def _made(key: str, wanted: Sequence[tuple[str, str]], look: Sequence[Parts]) -> list[str]:
    names = {f"{key}/{kind}:{flow}" for kind, flow in wanted}
    written = [end for parts in look if key in parts.by_key for end in _listed(key, parts)]
    return [name for name in dict.fromkeys([*written, *sorted(names)]) if name in names]


def _refuse_torn(joints: Mapping[str, Joint], states: Sequence[Parts]) -> None:
    """Raise TornError where something points at what is gone and no state has left it so."""
    reached = 0
    stack = [next(key for key, joint in joints.items() if joint.parent is None)]
    while stack:
        reached += 1
        stack.extend(joints[stack.pop()].children)
    if reached != len(joints):
        raise TornError
    known = {key for parts in states for key in parts.by_key}
    for key, joint in joints.items():
        for target in _pointed(joint):
            if target in known and target not in joints and not any(_is_left_so(key, target, parts) for parts in states):
                raise TornError


def _is_left_so(key: str, target: str, parts: Parts) -> bool:
    return key in parts.by_key and target in parts.by_key[key].points and target not in parts.by_key


def _pointed(joint: Joint) -> Iterator[str]:
    for name, value in joint.attributes.items():
        if (found := pointed(name, value)) is not None:
            yield found
    if joint.local.endswith("Ref") and joint.text:
        yield f"#{joint.text.strip().rpartition(':')[2]}"
