"""The parts of a regular expression, and the program they become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

#: Tells whether a character is meant.
Test = Callable[[str], bool]


class PatternError(Exception):
    """The text is no regular expression."""


@dataclass(frozen=True)
class Character:
    """One character."""

    test: Test


@dataclass(frozen=True)
class Start:
    """The start of the text, or of a line."""


@dataclass(frozen=True)
class End:
    """The end of the text, or of a line."""


@dataclass(frozen=True)
class Back:
    """What a group matched, again."""

    group: int


@dataclass(frozen=True)
class Group:
    """A group; without a number it is not remembered."""

    number: int | None
    part: Part


@dataclass(frozen=True)
class Row:
    """Parts one after the other."""

    parts: Sequence[Part]


@dataclass(frozen=True)
class Choice:
    """One of several parts, the first preferred."""

    parts: Sequence[Part]


@dataclass(frozen=True)
class Repeat:
    """A part several times; `most` is None without bound."""

    part: Part
    least: int
    most: int | None
    is_greedy: bool


Part = Character | Start | End | Back | Group | Row | Choice | Repeat
