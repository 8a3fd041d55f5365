"""Matches a text against a program made of a regular expression."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.feel.errors import FeelLimitError
from engine.feel.limits import Meter
from engine.feel.patterns.program import Instruction, Jump, Mark, Split, program
from engine.feel.patterns.reading import PatternReader
from engine.feel.patterns.tree import Back, Character, End, PatternError, Start

FLAGS = frozenset("smixq")
LONGEST = 1_000


@dataclass(frozen=True)
class Match:
    """A place in a text where a pattern matches."""

    text: str
    #: Start and end of the match and of each group, None where a group took no part.
    marks: Sequence[int | None]

    @property
    def start(self) -> int:
        """The place where the match starts."""
        return self.marks[0] or 0

    @property
    def end(self) -> int:
        """The place behind the match."""
        return self.marks[1] or 0

    def group(self, number: int) -> str:
        """Return what a group matched; nothing if it took no part."""
        start, end = self.marks[2 * number], self.marks[2 * number + 1]
        return "" if start is None or end is None else self.text[start:end]


class Pattern:
    """A regular expression, ready to be matched. Raises PatternError and FeelLimitError."""

    def __init__(self, text: str, flags: str = "") -> None:
        if not set(flags) <= FLAGS:
            raise PatternError
        if len(text) > LONGEST:
            raise FeelLimitError(f"匹配模式过长，最多{LONGEST}字。", f"The pattern is too long; at most {LONGEST} characters are allowed.")
        reader = PatternReader(text, frozenset(flags))
        self._program = program(reader.read())
        self._has_lines = "m" in flags
        self._ignores_case = "i" in flags
        self._has_back_references = reader.has_back_references
        self.groups = reader.groups

    def search(self, text: str, meter: Meter, at: int = 0) -> Match | None:
        """Return the first match at or behind a place."""
        seen: set[object] = set()
        for start in range(at, len(text) + 1):
            marks = self._match(text, start, seen, meter)
            if marks:
                return Match(text, marks)
        return None

    def every(self, text: str, meter: Meter) -> Iterator[Match]:
        """Yield the matches from left to right, none inside another."""
        at = 0
        while at <= len(text) and (found := self.search(text, meter, at)):
            yield found
            at = found.end + (found.end == found.start)

    def _match(  # noqa: C901 - one machine, one loop: a call per instruction would take twice as long
        self, text: str, start: int, seen: set[object], meter: Meter
    ) -> Sequence[int | None] | None:
        """Try a match at one place.

        A choice that failed once at a place fails again, whatever was tried before: `seen` holds these, so that every
        choice is tried once for each place. With back references it is the marks, too, that decide.
        """
        steps = self._program
        unmarked: tuple[int | None, ...] = (None,) * (2 * self.groups + 2)
        stack = [(0, start, unmarked)]
        while stack:
            at, place, marks = stack.pop()
            while True:
                meter.step()
                step = steps[at]
                if isinstance(step, Character):
                    if place >= len(text) or not step.test(text[place]):
                        break
                    at, place = at + 1, place + 1
                elif isinstance(step, Split):
                    key = (at, place, marks) if self._has_back_references else (at, place)
                    if key in seen:
                        break
                    seen.add(key)
                    stack.append((step.second, place, marks))
                    at = step.first
                elif isinstance(step, Jump):
                    at = step.to
                elif isinstance(step, Mark):
                    marks = (*marks[: step.number], place, *marks[step.number + 1 :])
                    if step.number == 1:
                        return marks
                    at += 1
                elif (moved := self._assertion(step, text, place, marks)) is None:
                    break
                else:
                    at, place = at + 1, moved
        return None

    def _assertion(self, step: Instruction, text: str, place: int, marks: Sequence[int | None]) -> int | None:
        """Return the place after an anchor or back reference; None where it does not hold."""
        if isinstance(step, Back):
            return self._again(step, text, place, marks)
        if isinstance(step, Start):
            holds = place == 0 or (self._has_lines and text[place - 1] == "\n")
        else:
            holds = isinstance(step, End) and (place == len(text) or (self._has_lines and text[place] == "\n"))
        return place if holds else None

    def _again(self, step: Back, text: str, place: int, marks: Sequence[int | None]) -> int | None:
        start, end = marks[2 * step.group], marks[2 * step.group + 1]
        wanted = "" if start is None or end is None else text[start:end]
        found = text[place : place + len(wanted)]
        same = found.casefold() == wanted.casefold() if self._ignores_case else found == wanted
        return place + len(wanted) if same else None
