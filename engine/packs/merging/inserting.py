"""Both sides put steps between the same two: one's may follow the other's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.packs.merging.joining import Joint, copied
from engine.packs.merging.parts import Part, Parts
from engine.packs.merging.steps import Group

_ARROW = "sequenceFlow"
_BEGIN, _END = "sourceRef", "targetRef"


@dataclass(frozen=True, kw_only=True)
class Insertion:
    """What one side put between two steps."""

    parts: Parts
    #: Ids of the two steps.
    before: str
    behind: str
    #: Key of the arrow between them that there was.
    arrow: str
    #: Keys of the arrows that lead in and out, and ids of the steps to which and from which they lead.
    entry: str
    exit: str
    first: str
    last: str


def insertion(groups: Sequence[Group], base: Parts, side: Parts) -> Insertion | None:
    """Return what groups put between two steps; None if they do anything else."""
    steps = [step for group in groups for step in group.steps]
    added = {key for step in steps if step.adds for key in step.keys}
    changed = {step.key for step in steps if not step.adds and not step.kind.endswith("default")}
    cut = [part for key in changed if (part := base.by_key.get(key)) is not None and part.local == _ARROW]
    if len(changed) != 1 or len(cut) != 1:
        return None
    arrows = [part for part in side.by_key.values() if part.local == _ARROW and _touches(part, added)]
    entries = [part for part in arrows if f"#{part.attributes.get(_BEGIN)}" not in added]
    exits = [part for part in arrows if f"#{part.attributes.get(_END)}" not in added]
    if len(entries) != 1 or len(exits) != 1 or entries == exits or {part.parent for part in (*cut, *arrows)} != {cut[0].parent}:
        return None
    found = Insertion(
        parts=side,
        before=entries[0].attributes.get(_BEGIN, ""),
        behind=exits[0].attributes.get(_END, ""),
        arrow=cut[0].key,
        entry=entries[0].key,
        exit=exits[0].key,
        first=entries[0].attributes.get(_END, ""),
        last=exits[0].attributes.get(_BEGIN, ""),
    )
    return found if (found.before, found.behind) == (cut[0].attributes.get(_BEGIN), cut[0].attributes.get(_END)) else None


def fit(one: Insertion | None, other: Insertion | None) -> bool:
    """Tell whether two insertions can follow each other."""
    if one is None or other is None or one.arrow != other.arrow:
        return False
    return _third(one, other) is not None and _third(other, one) is not None


def weld(joints: dict[str, Joint], first: Insertion, second: Insertion) -> None:
    """Let the steps of the second insertion follow those of the first, after both sides' steps were taken."""
    third = _third(first, second) or second.exit
    for key in {first.arrow, second.entry, second.exit}:
        _drop(key, joints)
    for key in (first.entry, first.exit):
        _put(key, first.parts, joints)
    _put(third, second.parts, joints)
    joints[first.exit].attributes[_END] = second.first
    if third == second.entry:
        # The words and the condition of the arrow that led in belong to the one that leads in now.
        for child in [key for key, joint in joints.items() if joint.parent == third]:
            _drop(child, joints)
        joints[third].attributes = {_BEGIN: "", _END: ""}
    joints[third].attributes |= {_BEGIN: second.last, _END: second.behind}


def _third(first: Insertion, second: Insertion) -> str | None:
    """Return the arrow of the second that leads out: each arrow has one name."""
    taken = (first.entry, first.exit)
    return next((key for key in (second.exit, second.entry) if key not in taken), None)


def _touches(part: Part, added: set[str]) -> bool:
    return any(f"#{part.attributes.get(end)}" in added for end in (_BEGIN, _END))


def _drop(key: str, joints: dict[str, Joint]) -> None:
    gone = [key]
    while gone:
        found = gone.pop()
        joints.pop(found, None)
        gone += [child for child, joint in joints.items() if joint.parent == found]


def _put(key: str, parts: Parts, joints: dict[str, Joint]) -> None:
    for inner in parts.subtree(key):
        joints[inner] = copied(parts.by_key[inner])
