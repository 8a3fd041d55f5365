"""Brings two drawings together: what ours moved stays there, and what theirs added finds a free place."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.packs.merging import shapes
from engine.packs.merging.joining import Joined
from engine.packs.merging.ordering import woven
from engine.packs.merging.parts import Part, Parts
from engine.packs.merging.routes import Box, Point
from engine.packs.merging.source import Node

#: What may lie on or around other shapes.
_FREE = frozenset({"boundaryEvent", "participant", "lane", "subProcess", "transaction", "adHocSubProcess", "group", "textAnnotation"})
_ARROWS = frozenset({"sequenceFlow", "messageFlow", "association", "dataInputAssociation", "dataOutputAssociation"})
_STEP = 20
#: What is moved leaves so much room around itself.
_APART = 30
#: So far down at most; beyond it lies on others, and a person moves it.
_MOST_STEPS = 200
#: Drawings with more shapes than this are not searched for free places.
_MOST_SHAPES = 2_000
_NOWHERE: Point = (0.0, 0.0)

#: Shapes that are drawn otherwise than the first state has them: the element that is written, and how.
Drawn = dict[str, tuple[Node, bytes]]


@dataclass(eq=False, kw_only=True)
class _Shape:
    """A shape, as one state has it, and by how much it is moved."""

    state: Parts
    node: Node
    box: Box
    is_new: bool
    by: Point = _NOWHERE

    @property
    def now(self) -> Box:
        """Return where it stands."""
        return self.box.moved(*self.by)


def draw(joined: Joined, base: Parts, ours: Parts, theirs: Parts) -> Drawn:
    """Put the shapes and arrows of what is there into the result; return those that are drawn anew."""
    drawing = _Drawing(joined, base, ours, theirs)
    drawing.place()
    return dict(drawing.drawn())


class _Drawing:
    """One drawing under way."""

    def __init__(self, joined: Joined, base: Parts, ours: Parts, theirs: Parts) -> None:
        self._joined = joined
        self._base, self._ours, self._theirs = base, ours, theirs
        there = {part.node.get("id") for key in joined.joints if (part := joined.part(key)) is not None}
        self._keys = _kept(joined, (theirs, ours, base), there)
        self._shapes: dict[str, _Shape] = {}
        come = [{key for key in self._keys if key in each.by_key and key not in base.by_key} for each in (ours, theirs)]
        self._both_added = bool(come[0] - come[1] and come[1] - come[0])

    def place(self) -> None:
        """Decide where every shape stands."""
        for key in self._keys:
            if (shape := self._chosen(key)) is not None:
                self._shapes[shapes.element(shape.node)] = shape
        for state in (self._ours, self._theirs):
            self._follow(state)
        self._make_room()

    def drawn(self) -> Iterator[tuple[str, tuple[Node, bytes]]]:
        """Yield what is not drawn as the first state has it."""
        for key in self._keys:
            node, content = self._content(key)
            written = self._joined.part(key)
            if written is None or content != written.node.raw():
                yield key, (node, content)

    # --- shapes ----------------------------------------------------------------------------------------------------------

    def _nodes(self, key: str) -> tuple[Node | None, Node | None, Node | None]:
        found = [parts.by_key.get(key) for parts in (self._base, self._ours, self._theirs)]
        was, mine, other = (part.node if part else None for part in found)
        return was, mine, other

    def _chosen(self, key: str) -> _Shape | None:
        """Return a shape as one side has it: whoever moved it; ours if both did."""
        was, mine, other = self._nodes(key)
        state = self._whose(was, mine, other)
        node = state.by_key[key].node
        box = shapes.box(node)
        if box is None:
            return None
        shape = _Shape(state=state, node=node, box=box, is_new=was is None)
        if self._both_added and was is not None and mine is not None and other is not None:
            shape.by = _pushed_too(was, node, other if state is self._ours else mine)
        return shape

    def _whose(self, was: Node | None, mine: Node | None, other: Node | None) -> Parts:
        if mine is None or other is None:
            return self._ours if mine is not None else self._theirs if other is not None else self._base
        if shapes.said(mine) == shapes.said(other):
            return self._theirs
        return self._theirs if was is not None and shapes.said(mine) == shapes.said(was) else self._ours

    def _follow(self, state: Parts) -> None:
        """Let what a side added follow the steps that it hangs on."""
        beside = _neighbours(state)
        waiting = deque(key for key, shape in self._shapes.items() if not (shape.is_new and shape.state is state))
        seen = set(waiting)
        while waiting:
            key = waiting.popleft()
            there = self._box(key, state)
            for near in beside.get(key, ()):
                shape = self._shapes.get(near)
                if there is not None and shape is not None and near not in seen:
                    now = self._shapes[key].now
                    shape.by = (now.x - there.x, now.y - there.y)
                    seen.add(near)
                    waiting.append(near)

    def _box(self, element: str, state: Parts) -> Box | None:
        part = next((part for kind in shapes.KINDS if (part := state.by_key.get(f"~{kind}:{element}"))), None)
        return shapes.box(part.node) if part else None

    def _make_room(self) -> None:
        """Move what is new, theirs first, down to where nothing else stands; what sits on it goes with it."""
        if len(self._shapes) > _MOST_SHAPES or all(shape.state is self._theirs for shape in self._shapes.values()):
            return
        kinds = {key.removeprefix("#"): joint.local for key, joint in self._joined.joints.items()}
        solid = {key: shape for key, shape in self._shapes.items() if kinds.get(key) not in _FREE}
        for side in (self._theirs, self._ours):
            for key, shape in solid.items():
                if shape.is_new and shape.state is side:
                    others = [other for name, other in solid.items() if name != key and not self._lay_so(name, shape)]
                    down = _room(shape, others)
                    for moved in (shape, *self._sitting(key)) if down else ():
                        moved.by = (moved.by[0], moved.by[1] + down)

    def _lay_so(self, name: str, shape: _Shape) -> bool:
        """Tell whether the side that drew a shape had it on the other already."""
        box = self._box(name, shape.state)
        return box is not None and box.overlaps(shape.box)

    def _sitting(self, host: str) -> Iterator[_Shape]:
        for key, joint in self._joined.joints.items():
            if joint.attributes.get("attachedToRef") == host and (shape := self._shapes.get(key.removeprefix("#"))):
                yield shape

    # --- arrows ----------------------------------------------------------------------------------------------------------

    def _content(self, key: str) -> tuple[Node, bytes]:
        was, mine, other = self._nodes(key)
        state = self._whose(was, mine, other)
        node = state.by_key[key].node
        if not shapes.is_arrow(node):
            shape = self._shapes.get(shapes.element(node))
            return (shape.node, shapes.moved(shape.node, *shape.by)) if shape else (node, node.raw())
        flow = self._joined.joints.get(f"#{shapes.element(node)}")
        if flow is None or flow.local not in _ARROWS:
            return node, node.raw()
        return self._arrow(key, (flow.attributes.get("sourceRef", ""), flow.attributes.get("targetRef", "")), state)

    def _arrow(self, key: str, ends: tuple[str, str], first: Parts) -> tuple[Node, bytes]:
        """Return an arrow as a state has it that leads from and to the same places; else one that is moved or drawn anew."""
        states = [state for state in dict.fromkeys((first, self._ours, self._theirs, self._base)) if key in state.by_key]
        leading = [(state, moves) for state in states if (moves := self._moves(key, ends, state)) is not None]
        leading.sort(key=lambda each: (each[1] != (_NOWHERE, _NOWHERE), each[1][0] != each[1][1]))
        for state, (begin, end) in leading:
            node = state.by_key[key].node
            return node, shapes.stretched(node, begin, end, *(self._shapes[each].now for each in ends))
        node = first.by_key[key].node
        boxes = [self._shapes[each].now for each in ends if each in self._shapes]
        return node, shapes.routed(node, boxes[0], boxes[1]) if len(boxes) == len(ends) else node.raw()

    def _moves(self, key: str, ends: tuple[str, str], state: Parts) -> tuple[Point, Point] | None:
        """Return by how much the ends of an arrow have moved since a state drew it; None if it drew another arrow."""
        flow = state.by_key.get(f"#{shapes.element(state.by_key[key].node)}")
        if flow is None or (flow.attributes.get("sourceRef"), flow.attributes.get("targetRef")) != ends:
            return None
        moves = []
        for end in ends:
            there, shape = self._box(end, state), self._shapes.get(end)
            if there is None or shape is None:
                return None
            moves.append((shape.now.x - there.x, shape.now.y - there.y))
        return moves[0], moves[1]


def _kept(joined: Joined, states: Sequence[Parts], there: set[str | None]) -> list[str]:
    """Return the shapes of what is there, and put them into their planes."""
    found: list[str] = []
    planes = dict.fromkeys(part.parent for parts in states for part in parts.by_key.values() if part.is_drawn and part.parent)
    for plane in [each for each in planes if each in joined.joints]:
        order: list[str] = []
        for parts in states:
            part = parts.by_key.get(plane)
            shown = [key for key in part.children if _is_shown(parts.by_key[key], there)] if part else []
            order = woven(order, [key for key in shown if key not in found], is_first=False)
        found += order
        joined.joints[plane].children += order
    return found


def _is_shown(part: Part, there: set[str | None]) -> bool:
    return part.is_drawn and shapes.element(part.node) in there


def _neighbours(state: Parts) -> Mapping[str, list[str]]:
    """Return what hangs on each element by an arrow, those that follow it first, or sits on it."""
    found: dict[str, list[str]] = {}
    arrows = [part.attributes for part in state.by_key.values() if part.local in _ARROWS]
    for begin, end in (("sourceRef", "targetRef"), ("targetRef", "sourceRef")):
        for each in arrows:
            found.setdefault(each.get(begin, ""), []).append(each.get(end, ""))
    for key, part in state.by_key.items():
        if host := part.attributes.get("attachedToRef"):
            found.setdefault(host, []).insert(0, key.removeprefix("#"))
    return found


def _pushed_too(was: Node, kept: Node, other: Node) -> Point:
    """Return by how much the other side pushed a shape to the right, if both pushed it: each made room for something of its own."""
    boxes = [shapes.box(node) for node in (was, kept, other)]
    if any(box is None for box in boxes):
        return _NOWHERE
    begin, own, theirs = (box for box in boxes if box is not None)
    is_pushed = own.y == theirs.y == begin.y and own.x > begin.x and theirs.x > begin.x
    return (theirs.x - begin.x, 0.0) if is_pushed else _NOWHERE


def _room(shape: _Shape, others: Sequence[_Shape]) -> float:
    if not any(shape.now.overlaps(other.now) for other in others):
        return 0.0
    for step in range(_MOST_STEPS):
        box = shape.now.moved(0, step * _STEP).grown(_APART)
        if not any(box.overlaps(other.now) for other in others):
            return step * _STEP
    return 0.0
