"""Brings what two sides made of a pack together: element by element, never by lines of text."""

from engine.packs.merging.files import merge
from engine.packs.merging.inherited import merge_over_parents

__all__ = ["merge", "merge_over_parents"]
