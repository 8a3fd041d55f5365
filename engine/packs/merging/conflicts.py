"""Finds where the steps of two sides cannot both be taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.packs import diffwords
from engine.packs.merging.parts import Parts
from engine.packs.merging.source import local
from engine.packs.merging.steps import Group, Step

_ARROW = "sequenceFlow"


@dataclass(eq=False, kw_only=True)
class Conflict:
    """Groups of both sides of which one side's count."""

    ours: list[Group]
    theirs: list[Group]
    #: What both sides change, or one removes and the other needs; the first is what it is about.
    places: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Side:
    """What one side did."""

    parts: Parts
    groups: Sequence[Group]

    def owners(self) -> dict[Step, Group]:
        """Return the group of each step."""
        return {step: group for group in self.groups for step in group.steps}


def conflicts(ours: Side, theirs: Side) -> list[Conflict]:
    """Return the conflicts, each with everything that hangs together with it."""
    mine, others = ours.owners(), theirs.owners()
    pairs = [(mine[one], others[other], place) for one, other, place in _pairs(ours, theirs)]
    of_group: dict[Group, Conflict] = {}
    for one, other, place in pairs:
        known = [found for found in (of_group.get(one), of_group.get(other)) if found is not None]
        conflict = known[0] if known else Conflict(ours=[], theirs=[], places=[])
        for extra in known[1:]:
            _absorb(conflict, extra, of_group)
        _add(conflict.ours, one)
        _add(conflict.theirs, other)
        conflict.places.append(place)
        of_group[one] = of_group[other] = conflict
    return list(dict.fromkeys(of_group.values()))


def _add(groups: list[Group], group: Group) -> None:
    if group not in groups:
        groups.append(group)


def _absorb(conflict: Conflict, extra: Conflict, of_group: dict[Group, Conflict]) -> None:
    if extra is conflict:
        return
    conflict.ours += extra.ours
    conflict.theirs += extra.theirs
    conflict.places += extra.places
    for group in (*extra.ours, *extra.theirs):
        of_group[group] = conflict


def _pairs(ours: Side, theirs: Side) -> Iterator[tuple[Step, Step, tuple[str, str]]]:
    """Yield the steps that exclude each other, and where."""
    yield from _both_changed(ours, theirs)
    yield from _removed(ours, theirs)
    yield from ((one, other, place) for other, one, place in _removed(theirs, ours))


def _both_changed(ours: Side, theirs: Side) -> Iterator[tuple[Step, Step, tuple[str, str]]]:
    known = {step.place: (step, group) for group in ours.groups for step in group.steps}
    for group in theirs.groups:
        for step in group.steps:
            same, own = known.get(step.place, (None, None))
            if same is None or own is None or _is_silent(step):
                continue
            if same.value != step.value or (_both_lead_elsewhere(step, own, group, ours, theirs)):
                yield same, step, step.place


def _both_lead_elsewhere(step: Step, own: Group, group: Group, ours: Side, theirs: Side) -> bool:
    """Tell whether both sides took an arrow out and lead on by other arrows, each by its own."""
    return step.removes and own.said != group.said and _leads(own, ours.parts) and _leads(group, theirs.parts)


def _leads(group: Group, parts: Parts) -> bool:
    return any(step.adds and parts.by_key[step.key].local == _ARROW for step in group.steps)


def _is_silent(step: Step) -> bool:
    return step.kind.startswith("@") and local(step.kind) in diffwords.SILENT


def _removed(one: Side, other: Side) -> Iterator[tuple[Step, Step, tuple[str, str]]]:
    """Yield what one side removed and the other changed, or needs."""
    gone = {key: step for group in one.groups for step in group.steps if step.removes for key in step.keys}
    for group in other.groups if gone else ():
        for step in group.steps:
            if (step.removes and step.key in gone) or step.is_empty:
                continue
            for key in (*other.parts.above(step.key), *sorted(step.points)):
                if key in gone and not (gone[key].is_empty and not step.points):
                    yield gone[key], step, (key, "exists")
                    break
