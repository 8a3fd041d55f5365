"""Reads a regular expression."""

from __future__ import annotations

import re

from engine.feel.patterns import classes
from engine.feel.patterns.tree import Back, Character, Choice, End, Group, Part, PatternError, Repeat, Row, Start, Test

_COUNT = re.compile(r"\{(\d{1,5})(?:(,)(\d{1,5})?)?\}", re.ASCII)
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", **{sign: sign for sign in "\\|.?*+(){}-[]^$"}}
_MOST_NESTED = 50


class PatternReader:
    """One reading of one pattern. Raises PatternError."""

    def __init__(self, text: str, flags: frozenset[str]) -> None:
        self.text = text
        self.at = 0
        self.groups = 0
        self.has_back_references = False
        self._flags = flags
        self._open: list[int] = []
        self._nesting = 0

    def read(self) -> Part:
        """Read the whole pattern."""
        if "q" in self._flags:
            return Row([self._character(classes.single(sign)) for sign in self.text])
        part = self._choice()
        if self.at < len(self.text):
            raise PatternError
        return part

    def _peek(self) -> str:
        if "x" in self._flags:
            while self.text[self.at : self.at + 1].isspace():
                self.at += 1
        return self.text[self.at : self.at + 1]

    def _next(self) -> str:
        found = self.text[self.at : self.at + 1]
        if not found:
            raise PatternError
        self.at += 1
        return found

    def _choice(self) -> Part:
        self._nesting += 1
        if self._nesting > _MOST_NESTED:
            raise PatternError
        parts = [self._row()]
        while self._peek() == "|":
            self.at += 1
            parts.append(self._row())
        self._nesting -= 1
        return parts[0] if len(parts) == 1 else Choice(parts)

    def _row(self) -> Part:
        parts: list[Part] = []
        while self._peek() not in {"", "|", ")"}:
            parts.append(self._repeated(self._atom()))
        return Row(parts)

    def _repeated(self, part: Part) -> Part:
        bounds = self._bounds()
        if bounds is None:
            return part
        if isinstance(part, Start | End):
            raise PatternError
        is_greedy = self._peek() != "?"
        self.at += 0 if is_greedy else 1
        if self._peek() in {"*", "+", "?"}:
            raise PatternError
        return Repeat(part, *bounds, is_greedy)

    def _bounds(self) -> tuple[int, int | None] | None:
        sign = self._peek()
        if sign in _BOUNDS:
            self.at += 1
            return _BOUNDS[sign]
        if sign != "{":
            return None
        found = _COUNT.match(self.text, self.at)
        if not found:
            raise PatternError
        self.at = found.end()
        least = int(found[1])
        most = int(found[3]) if found[3] else None if found[2] else least
        if most is not None and most < least:
            raise PatternError
        return least, most

    def _atom(self) -> Part:
        sign = self._next()
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._character(self._class())
        if sign == "\\":
            return self._escape()
        if sign in {"^", "$"}:
            return Start() if sign == "^" else End()
        if sign in "*+?{}])":
            raise PatternError
        return self._character(classes.any_character(with_line_ends="s" in self._flags) if sign == "." else classes.single(sign))

    def _character(self, test: Test) -> Character:
        return Character(classes.ignoring_case(test) if "i" in self._flags else test)

    def _group(self) -> Part:
        number = None
        if self.text.startswith("?:", self.at):
            self.at += 2
        elif self._peek() == "?":
            raise PatternError
        else:
            self.groups += 1
            number = self.groups
            self._open.append(number)
        part = self._choice()
        if self._peek() != ")":
            raise PatternError
        self.at += 1
        if number is not None:
            self._open.pop()
        return Group(number, part)

    def _escape(self) -> Part:
        sign = self._next()
        if not sign.isdigit() or not sign.isascii():
            return self._character(self._escaped(sign))
        number = int(sign)
        # A further digit belongs to the number as long as there are so many groups.
        while self.text[self.at : self.at + 1].isdecimal() and int(f"{number}{self.text[self.at]}") <= self.groups:
            number = int(f"{number}{self._next()}")
        if not 1 <= number <= self.groups or number in self._open:
            raise PatternError
        self.has_back_references = True
        return Back(number)

    def _escaped(self, sign: str) -> Test:
        if sign in _SIGNS:
            return classes.single(_SIGNS[sign])
        if sign in {"p", "P"}:
            end = self.text.find("}", self.at)
            if self._next() != "{" or end < 0:
                raise PatternError
            test = classes.named(self.text[self.at : end])
            self.at = end + 1
            return test if sign == "p" else classes.negated(test)
        if sign.lower() not in classes.LETTERS:
            raise PatternError
        test = classes.LETTERS[sign.lower()]
        return test if sign.islower() else classes.negated(test)

    def _class(self) -> Test:
        """Read what follows `[`, with ranges and a class to take away at its end."""
        self._nesting += 1
        if self._nesting > _MOST_NESTED:
            raise PatternError
        is_negated = self.text.startswith("^", self.at)
        self.at += is_negated
        tests: list[Test] = []
        taken_away: Test | None = None
        while (sign := self._next()) != "]" or not tests:
            if sign == "-" and self.text.startswith("[", self.at) and tests:
                self.at += 1
                taken_away = self._class()
                if self._next() != "]":
                    raise PatternError
                break
            tests.append(self._member(sign))
        self._nesting -= 1
        return _joined(tests, taken_away, is_negated=is_negated)

    def _member(self, sign: str) -> Test:
        """Read a character, a range or a class inside brackets."""
        if sign in {"[", "]"}:
            raise PatternError
        if sign == "\\":
            sign = self._next()
            if sign not in _SIGNS:
                return self._escaped(sign)
            sign = _SIGNS[sign]
        if not self.text.startswith("-", self.at) or self.text[self.at + 1 : self.at + 2] in {"]", "["}:
            return classes.single(sign)
        self.at += 1
        return classes.between(sign, self._last_of_range())

    def _last_of_range(self) -> str:
        sign = self._next()
        if sign != "\\":
            return sign
        escaped = self._next()
        if escaped not in _SIGNS:
            raise PatternError
        return _SIGNS[escaped]


_BOUNDS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def _joined(tests: list[Test], taken_away: Test | None, *, is_negated: bool) -> Test:
    def any_of(character: str) -> bool:
        return any(test(character) for test in tests)

    test = classes.negated(any_of) if is_negated else any_of
    if taken_away is None:
        return test
    without = taken_away
    return lambda character: test(character) and not without(character)
