"""Finds what was put between two steps of a diagram, so that one sentence says it instead of one for each arrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.decisions import xml

_ARROW = "sequenceFlow"


@dataclass(frozen=True, kw_only=True)
class Inserted:
    """New steps between two that there were, and that an arrow led between."""

    before: str
    behind: str
    #: Ids of the new steps, in the order of the file.
    steps: tuple[str, ...]
    #: Ids of everything that the sentence about them covers: steps and arrows.
    covered: frozenset[str]


def found(a: xml.Element, b: xml.Element) -> Iterator[Inserted]:
    """Yield what was inserted between `a` and `b`."""
    old = {element.get("id", "") for element in a.iter() if isinstance(element.tag, str)}
    before, after = _arrows(a), _arrows(b)
    cut = {ends: arrow for arrow, ends in before.items() if after.get(arrow) != ends}
    if not cut:
        return
    for steps in _runs(after, old):
        touching = {arrow: ends for arrow, ends in after.items() if steps & set(ends)}
        entries = [ends[0] for ends in touching.values() if ends[0] not in steps]
        exits = [ends[1] for ends in touching.values() if ends[1] not in steps]
        arrow = cut.get((entries[0], exits[0])) if len(entries) == len(exits) == 1 else None
        if arrow is not None:
            order = tuple(each for element in b.iter() if isinstance(element.tag, str) and (each := element.get("id", "")) in steps)
            yield Inserted(before=entries[0], behind=exits[0], steps=order, covered=frozenset({*steps, *touching, arrow}))


def _arrows(root: xml.Element) -> dict[str, tuple[str, str]]:
    elements = (element for element in root.iter() if isinstance(element.tag, str) and xml.local_name(element) == _ARROW)
    return {each.get("id", ""): (each.get("sourceRef", ""), each.get("targetRef", "")) for each in elements}


def _runs(arrows: dict[str, tuple[str, str]], old: set[str]) -> Iterator[set[str]]:
    """Yield the new steps that hang together by arrows."""
    beside: dict[str, set[str]] = {}
    for ends in arrows.values():
        for one, other in (ends, ends[::-1]):
            if one not in old:
                beside.setdefault(one, set()).add(other)
    left = dict.fromkeys(beside)
    while left:
        run, waiting = set(), [next(iter(left))]
        while waiting:
            step = waiting.pop()
            if step in beside and step not in run:
                run.add(step)
                left.pop(step, None)
                waiting += beside[step]
        yield run
