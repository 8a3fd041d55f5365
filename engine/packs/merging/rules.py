"""Finds which rules of three states of a decision table are the same rule, whatever ids they bear."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.packs.merging.source import Node

#: Hit policies by which several rules for the same conditions all count.
_ALL_COUNT = ("COLLECT", "RULE ORDER")


@dataclass(frozen=True, kw_only=True, eq=False)
class _Rule:
    node: Node
    #: Its id, else its number.
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    @property
    def content(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what the rule says."""
        return self.inputs, self.outputs


def named(base: Node | None, sides: Sequence[Node | None]) -> dict[Node, str]:
    """Return a name for each rule of a table; the same name stands for the same rule.

    Rules of a side are matched with those of the base by content, then by id, then by conditions. Rules that both sides
    added are one if they say the same, or if they answer the same conditions where one answer counts.
    """
    before = list(_rules(base))
    found = {rule.node: rule.name for rule in before}
    policy = (base.get("hitPolicy") if base is not None else None) or "UNIQUE"
    same: Callable[[_Rule], object] = (lambda rule: rule.content) if policy in _ALL_COUNT else (lambda rule: rule.inputs)
    added: dict[object, str] = {}
    for number, side in enumerate(sides):
        taken: set[str] = set()
        for rule in _unmatched(before, list(_rules(side)), found):
            name = added.setdefault(same(rule), f"new{number}-{rule.name}")
            found[rule.node] = name if name not in taken else f"new{number}-{rule.name}-again"
            taken.add(found[rule.node])
    return found


def _unmatched(before: Sequence[_Rule], after: Sequence[_Rule], found: dict[Node, str]) -> Sequence[_Rule]:
    """Match what can be matched, surest first; return the rest."""
    free = dict.fromkeys(before)
    for feature in _FEATURES:
        known: dict[object, list[_Rule]] = {}
        for rule in reversed(free):
            known.setdefault(feature(rule), []).append(rule)
        left = []
        for rule in after:
            if candidates := known.get(feature(rule)):
                match = candidates.pop()
                found[rule.node] = match.name
                del free[match]
            else:
                left.append(rule)
        after = left
    return after


#: By what a rule is known again.
_FEATURES: tuple[Callable[[_Rule], object], ...] = (
    lambda rule: (rule.name, rule.content),
    lambda rule: rule.content,
    lambda rule: rule.name,
    lambda rule: rule.inputs,
)


def _rules(table: Node | None) -> Iterator[_Rule]:
    nodes = [child for child in table.children if child.local == "rule"] if table is not None else []
    seen: set[str] = set()
    for number, node in enumerate(nodes, 1):
        name = node.get("id") or f"rule{number}"
        name = name if name not in seen else f"{name}-{number}"
        seen.add(name)
        yield _Rule(node=node, name=name, inputs=_cells(node, "inputEntry"), outputs=_cells(node, "outputEntry"))


def _cells(rule: Node, kind: str) -> tuple[str, ...]:
    return tuple(said(cell) or "-" for cell in rule.children if cell.local == kind)


def said(node: Node) -> str:
    """Return all text of an element in one line."""
    return " ".join("".join(each.text for each in node.iter()).split())
