"""What one side changed in a diagram or decision file: single steps, and which of them belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.packs.merging.parts import Part, Parts, pointed

#: Kinds of steps beside `@attribute`.
EXISTS, ELEMENT, TEXT, PARENT, ORDER = "exists", "element", "text", "parent", "order"
#: Arrows: what is changed about their ends belongs together.
_ARROWS = frozenset({"sequenceFlow", "messageFlow", "association"})
#: Containers in which the order of the parts decides.
_ORDERED = {"decisionTable": "rule"}
#: Of a cell: it looks at nothing.
_EMPTY = ("", "-")


@dataclass(eq=False, kw_only=True)
class Step:
    """One change of one part."""

    key: str
    kind: str
    #: The new value, comparable; None for what is gone.
    value: object
    #: Every part that comes or goes with it.
    keys: tuple[str, ...] = ()
    #: What it points at now, and did before.
    points: frozenset[str] = frozenset()
    pointed: frozenset[str] = frozenset()
    #: Says nothing by itself, such as an empty cell of a new column.
    is_empty: bool = False

    @property
    def adds(self) -> bool:
        """Tell whether parts come."""
        return self.kind == EXISTS and self.value is not None

    @property
    def removes(self) -> bool:
        """Tell whether parts go."""
        return self.kind == EXISTS and self.value is None

    @property
    def place(self) -> tuple[str, str]:
        """Return what two sides cannot both change."""
        return self.key, self.kind


@dataclass(eq=False)
class Group:
    """Steps that are taken together or not at all."""

    steps: list[Step] = field(default_factory=list)

    @property
    def said(self) -> frozenset[tuple[str, str, object]]:
        """Return what the group does, to compare it with another."""
        return frozenset((step.key, step.kind, step.value) for step in self.steps)


def steps(before: Parts, after: Parts) -> list[Step]:
    """Return the steps that lead from one state to another; the drawing and what follows from arrows are left out."""
    return [*_gone(before, after), *_come(before, after), *_changed(before, after), *_reordered(before, after)]


def groups(found: list[Step], before: Parts, after: Parts) -> list[Group]:
    """Put steps together that make no sense without each other: a new step with its arrows, what is removed with what led there."""
    bonds = _Bonds(found)
    moved: dict[str, list[Step]] = {}
    for step in found:
        for key in step.keys:
            moved.setdefault(key, []).append(step)
    arrows: dict[str, Step] = {}
    for step in found:
        for key in step.points | step.pointed:
            for other in moved.get(key, ()):
                bonds.tie(step, other)
        part = before.by_key.get(step.key) or after.by_key[step.key]
        if part.local in _ARROWS and (step.kind == EXISTS or "Ref" in step.kind):
            bonds.tie(arrows.setdefault(step.key, step), step)
    _tie_detours(found, before, after, bonds)
    return bonds.groups()


def _tie_detours(found: list[Step], before: Parts, after: Parts, bonds: _Bonds) -> None:
    """Tie an arrow that was taken out to new ones from the same step, or to the same: they lead where it led."""
    come: dict[tuple[str, str | None], Step] = {}
    for step in found:
        for key in step.keys if step.adds else ():
            for end in _arrow_ends(after.by_key[key]):
                bonds.tie(come.setdefault(end, step), step)
    for step in found:
        for key in step.keys if step.removes else ():
            for end in _arrow_ends(before.by_key[key]):
                if end in come:
                    bonds.tie(come[end], step)


def _arrow_ends(part: Part) -> Iterator[tuple[str, str | None]]:
    if part.local in _ARROWS:
        yield from ((end, part.attributes.get(end)) for end in ("sourceRef", "targetRef"))


class _Bonds:
    """Union-find over steps."""

    def __init__(self, found: Iterable[Step]) -> None:
        self._up: dict[Step, Step] = {step: step for step in found}

    def tie(self, one: Step, other: Step) -> None:
        self._up[self._top(other)] = self._top(one)

    def groups(self) -> list[Group]:
        found: dict[Step, Group] = {}
        for step in self._up:
            found.setdefault(self._top(step), Group()).steps.append(step)
        return list(found.values())

    def _top(self, step: Step) -> Step:
        while self._up[step] is not step:
            self._up[step] = self._up[self._up[step]]
            step = self._up[step]
        return step


def _counts(part: Part) -> bool:
    return not part.is_drawn and not part.is_arrow_end and not part.key.startswith("~")


def _gone(before: Parts, after: Parts) -> Iterator[Step]:
    for key, part in before.by_key.items():
        if key not in after.by_key and _counts(part) and (part.parent is None or part.parent in after.by_key):
            keys = tuple(each for each in before.subtree(key) if each not in after.by_key)
            yield Step(key=key, kind=EXISTS, value=None, keys=keys, pointed=_all_points(before, keys), is_empty=_is_empty(part, before))


def _come(before: Parts, after: Parts) -> Iterator[Step]:
    for key, part in after.by_key.items():
        if key not in before.by_key and _counts(part) and (part.parent is None or part.parent in before.by_key):
            keys = tuple(each for each in after.subtree(key) if each not in before.by_key)
            said = _said(after, keys)
            yield Step(key=key, kind=EXISTS, value=said, keys=keys, points=_all_points(after, keys), is_empty=_is_empty(part, after))


def _changed(before: Parts, after: Parts) -> Iterator[Step]:
    for key, old in before.by_key.items():
        new = after.by_key.get(key)
        if new is None or not _counts(old):
            continue
        if old.node.tag != new.node.tag:
            yield Step(key=key, kind=ELEMENT, value=new.node.tag)
        if old.parent != new.parent:
            yield Step(key=key, kind=PARENT, value=new.parent, points=_one(new.parent), pointed=_one(old.parent))
        if old.text.split() != new.text.split():
            yield Step(key=key, kind=TEXT, value=" ".join(new.text.split()), points=new.points, pointed=old.points)
        for name in dict.fromkeys([*old.attributes, *new.attributes]):
            was, now = old.attributes.get(name), new.attributes.get(name)
            if was != now:
                points, pointed_at = (_one(pointed(name, value)) if value else frozenset() for value in (now, was))
                yield Step(key=key, kind=f"@{name}", value=now, points=points, pointed=pointed_at)


def _reordered(before: Parts, after: Parts) -> Iterator[Step]:
    for key, old in before.by_key.items():
        new, kind = after.by_key.get(key), _ORDERED.get(old.local)
        if new is None or kind is None:
            continue
        both = set(old.children) & set(new.children)
        was, now = ([each for each in part.children if each in both and f"/{kind}:" in each] for part in (old, new))
        if was != now:
            yield Step(key=key, kind=ORDER, value=tuple(now))


def _said(after: Parts, keys: tuple[str, ...]) -> tuple[object, ...]:
    """Return what new parts say, whatever ids and spaces they have; what follows from arrows does not count."""
    found = (after.by_key[key] for key in keys)
    return tuple((part.node.tag, frozenset(part.attributes.items()), tuple(part.text.split())) for part in found if _counts(part))


def _all_points(parts: Parts, keys: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(parts.by_key[key].points for key in keys if _counts(parts.by_key[key])))


def _one(key: str | None) -> frozenset[str]:
    return frozenset() if key is None else frozenset({key})


def _is_empty(part: Part, parts: Parts) -> bool:
    """Tell whether a cell looks at nothing."""
    inside = [parts.by_key[key].text.strip() for key in parts.subtree(part.key)]
    return part.local in ("inputEntry", "annotationEntry") and all(text in _EMPTY for text in inside)
