"""Diagrams of other tools, written out so that they run here."""

from __future__ import annotations

from engine.bpmn.foreign import adopting, arrows, kinds, names, wording
from engine.bpmn.foreign.draft import Draft
from engine.bpmn.xmlfile import Element
from engine.errors import Problem


def translate(file: str, root: Element) -> list[Problem]:
    """Change a tree so that what it means is drawn, and return what was changed, as warnings."""
    draft = Draft(file, root)
    kinds.settle(draft)
    names.give(draft)
    wording.translate(draft)
    adopting.adopt(draft)
    arrows.draw(draft)
    draft.rewire()
    return draft.notes
