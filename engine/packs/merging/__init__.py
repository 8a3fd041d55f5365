"""Brings what two sides made of a pack together: element by element, never by lines of text."""

from engine.packs.merging.files import merge

__all__ = ["merge"]
