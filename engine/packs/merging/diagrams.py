"""Merges diagrams and decision files element by element."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.decisions import xml
from engine.packs import xmldiff
from engine.packs.merging import inserting, joining, layout, parts, source, writer
from engine.packs.merging.conflicts import Conflict, Side, conflicts
from engine.packs.merging.joining import Joint
from engine.packs.merging.parts import AmbiguousError, Parts
from engine.packs.merging.source import local
from engine.packs.merging.steps import EXISTS, Group, Step, groups, steps
from engine.usecases.ports.workshop import BOTH, OURS, OURS_FIRST, THEIRS, Clash

#: With more conflicts than this a person chooses one of the two files.
MOST = 60


class UnmergeableError(Exception):
    """The file cannot be merged by its elements: a person chooses it whole."""


@dataclass(frozen=True, kw_only=True)
class _Versions:
    """The three states of a file."""

    base: Parts
    ours: Side
    theirs: Side


def merge(path: str, was: bytes, mine: bytes, other: bytes, chosen: Mapping[str, str]) -> tuple[bytes, list[Clash]]:
    """Return a file with both sides' changes, and what nobody has chosen yet: there ours stands. Raises UnmergeableError."""
    try:
        found = _versions(was, mine, other)
        clashing = conflicts(found.ours, found.theirs)
        if len(clashing) > MOST:
            raise UnmergeableError
        clashes = list(zip(_clashes(path, clashing, (was, mine, other), found), clashing, strict=True))
        sides = {conflict: chosen.get(clash.name, "") for clash, conflict in clashes}
        content = _joined(found, sides)
    except (xml.UnreadableXmlError, AmbiguousError, joining.TornError) as error:
        raise UnmergeableError from error
    return content, [clash for clash, conflict in clashes if sides[conflict] not in clash.choices]


def _versions(was: bytes, mine: bytes, other: bytes) -> _Versions:
    base, ours, theirs = parts.of_three(source.read(was), source.read(mine), source.read(other))
    sides = [Side(parts=each, groups=groups(steps(base, each), base, each)) for each in (ours, theirs)]
    return _Versions(base=base, ours=sides[0], theirs=sides[1])


def _joined(found: _Versions, sides: Mapping[Conflict, str]) -> bytes:
    """Take what nobody disputes, and of each conflict what was chosen."""
    taken: dict[str, list[Step]] = {}
    for name, side in ((OURS, found.ours), (THEIRS, found.theirs)):
        dropped = {group for conflict, choice in sides.items() if _lost(choice) == name for group in (*conflict.ours, *conflict.theirs)}
        taken[name] = [step for group in side.groups if group not in dropped for step in group.steps]
    welds = [weld for conflict, choice in sides.items() if (weld := _weld(conflict, choice, found)) is not None]
    states = [(found.ours.parts, taken[OURS]), (found.theirs.parts, taken[THEIRS])]
    return _written(found.base, states, (found.theirs.parts, found.ours.parts, found.base), welds)


def _lost(choice: str) -> str | None:
    """Return whose steps are given up."""
    return None if choice in BOTH else OURS if choice == THEIRS else THEIRS


def _weld(conflict: Conflict, choice: str, found: _Versions) -> Callable[[dict[str, Joint]], None] | None:
    both = _insertions(conflict, found)
    if choice not in BOTH or both is None:
        return None
    first, second = both if choice == OURS_FIRST else reversed(both)
    return lambda joints: inserting.weld(joints, first, second)


def _insertions(conflict: Conflict, found: _Versions) -> tuple[inserting.Insertion, inserting.Insertion] | None:
    one = inserting.insertion(conflict.ours, found.base, found.ours.parts)
    other = inserting.insertion(conflict.theirs, found.base, found.theirs.parts)
    return (one, other) if one is not None and other is not None and inserting.fit(one, other) else None


def _written(
    base: Parts,
    states: Sequence[tuple[Parts, Iterable[Step]]],
    look: Sequence[Parts],
    welds: Sequence[Callable[[dict[str, Joint]], None]] = (),
) -> bytes:
    joined = joining.join(base, states, look, welds)
    ours, theirs = states[0][0], states[-1][0]
    content = writer.write(joined, layout.draw(joined, base, ours, theirs))
    xml.parse(content)
    return content


# --- conflicts as data ---------------------------------------------------------------------------------------------------


def _clashes(path: str, found: Sequence[Conflict], files: tuple[bytes, bytes, bytes], versions: _Versions) -> Iterator[Clash]:
    base, mine, other = files
    taken: Counter[str] = Counter()
    titles = [xmldiff.titles(xml.parse(each)) for each in files] if found else []
    for conflict in found:
        place = _place(conflict, versions)
        taken[place] += 1
        identity = place.partition(".")[0]
        yield Clash(
            file=path,
            place=place if taken[place] == 1 else f"{place}[{taken[place]}]",
            title=next((each[identity] for each in titles if identity in each), None),
            base=base,
            ours=_alone(versions.ours, conflict.ours, versions.base) or mine,
            theirs=_alone(versions.theirs, conflict.theirs, versions.base) or other,
            choices=(OURS, THEIRS) + (BOTH if _insertions(conflict, versions) else ()),
        )


def _alone(side: Side, chosen: Sequence[Group], base: Parts) -> bytes | None:
    """Return the base with the steps of one side in a conflict alone; None if they do not stand alone."""
    try:
        return _written(base, [(side.parts, [step for group in chosen for step in group.steps])], (base, side.parts))
    except joining.TornError:
        return None


def _place(conflict: Conflict, versions: _Versions) -> str:
    """Return the id of what a conflict is about, with what of it if that is a single trait."""
    states = (versions.base, versions.ours.parts, versions.theirs.parts)
    known = {key: parts for parts in reversed(states) for key in parts.by_key}
    # A step before an arrow, what is gone before what is changed.
    key, kind = min(conflict.places, key=lambda place: (_is_arrow(place[0], known[place[0]]), place[1] != EXISTS, len(place[0]), place))
    state = known[key]
    part = next((state.by_key[each] for each in state.above(key) if state.by_key[each].node.get("id")), state.by_key[key])
    inner = key.removeprefix(part.key).replace("/", ".")
    return (part.node.get("id") or "") + inner + ("" if kind == EXISTS else f".{local(kind).removeprefix('@')}")


def _is_arrow(key: str, state: Parts) -> bool:
    return state.by_key[key].local == "sequenceFlow"
