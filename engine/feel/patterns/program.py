"""Turns a regular expression into a list of instructions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.feel.errors import FeelLimitError
from engine.feel.patterns.tree import Back, Character, Choice, End, Group, Part, Repeat, Row, Start

#: Repetition counts are written out; this bounds what `(a{999}){999}` becomes.
LONGEST = 4_000


@dataclass
class Split:
    """Go on at `first`, and at `second` if that fails."""

    first: int
    second: int


@dataclass
class Jump:
    """Go on elsewhere."""

    to: int


@dataclass(frozen=True)
class Mark:
    """Remember the place: even numbers where a group starts, odd ones where it ends. The match itself is group 0."""

    number: int


Instruction = Character | Start | End | Back | Split | Jump | Mark


def program(part: Part) -> Sequence[Instruction]:
    """Return the instructions of a whole pattern; the last one marks the end of the match."""
    writer = _Writer()
    writer.add(Mark(0))
    writer.write(part)
    writer.add(Mark(1))
    return writer.found


class _Writer:
    def __init__(self) -> None:
        self.found: list[Instruction] = []

    def add(self, instruction: Instruction) -> int:
        if len(self.found) >= LONGEST:
            raise FeelLimitError("匹配模式的重复次数过大。", "The pattern repeats its parts too many times.")
        self.found.append(instruction)
        return len(self.found) - 1

    def write(self, part: Part) -> None:
        match part:
            case Row():
                for each in part.parts:
                    self.write(each)
            case Choice():
                self._choice(part.parts)
            case Group():
                self._group(part)
            case Repeat():
                self._repeat(part)
            case _:
                self.add(part)

    def _group(self, part: Group) -> None:
        if part.number is None:
            self.write(part.part)
            return
        self.add(Mark(2 * part.number))
        self.write(part.part)
        self.add(Mark(2 * part.number + 1))

    def _choice(self, parts: Sequence[Part]) -> None:
        jumps = []
        for each in parts[:-1]:
            split = Split(len(self.found) + 1, 0)
            self.add(split)
            self.write(each)
            jump = Jump(0)
            self.add(jump)
            jumps.append(jump)
            split.second = len(self.found)
        self.write(parts[-1])
        for jump in jumps:
            jump.to = len(self.found)

    def _repeat(self, part: Repeat) -> None:
        for _ in range(part.least):
            self.write(part.part)
        if part.most is None:
            self._loop(part)
        else:
            self._optional(part, part.most - part.least)

    def _loop(self, part: Repeat) -> None:
        split = Split(0, 0)
        place = self.add(split)
        self.write(part.part)
        self.add(Jump(place))
        self._direct(split, place + 1, len(self.found), is_greedy=part.is_greedy)

    def _optional(self, part: Repeat, count: int) -> None:
        splits = []
        for _ in range(count):
            split = Split(0, 0)
            splits.append((split, self.add(split) + 1))
            self.write(part.part)
        for split, inside in splits:
            self._direct(split, inside, len(self.found), is_greedy=part.is_greedy)

    def _direct(self, split: Split, inside: int, behind: int, *, is_greedy: bool) -> None:
        split.first, split.second = (inside, behind) if is_greedy else (behind, inside)
