"""Says up to which length of text a pattern is safe to try.

A regular expression of a few characters can keep a processor busy for years. So patterns are kept to the part of the
language that browsers and Python read alike, and the ways in which one can match a text are counted beforehand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

#: The most ways to match that a check may try.
MAX_WAYS = 10_000_000
#: Lengths that are tried, longest first; a pattern not even safe at the last is refused.
LENGTHS = (20_000, 5_000, 2_000, 1_000, 500, 200, 100)
MAX_PATTERN = 500

_TOKEN = re.compile(
    r"(?P<open>\((?:\?:)?(?!\?))|(?P<close>\))|(?P<bar>\|)|(?P<quantity>[*+?]\??|\{\d{1,4}(?:,\d{0,4})?\}\??)"
    # Escapes are those that browsers accept in Unicode mode; they refuse `\-` outside a class, for example.
    r"|(?P<item>\[\^?(?:\\[dDwWsSnrtfv^$\\.*+?()\[\]{}|/-]|\\u[0-9a-fA-F]{4}|[^\]\\])+\]"
    r"|\\[dDwWsSbBnrtfv^$\\.*+?()\[\]{}|/]|\\u[0-9a-fA-F]{4}|[^\\()\[\]{}|*+?])"
)


class UnsafePatternError(Exception):
    """The pattern is outside the part of the language that is read here."""


@dataclass(frozen=True)
class _Ways:
    """How a part of a pattern can match: number of ways, and whether all have the same length."""

    ways: int
    #: None where the length varies.
    width: int | None


@lru_cache(maxsize=1024)
def safe_length(pattern: str) -> int:
    """Return the longest text on which the pattern may be tried; 0 if it may not be used at all."""
    try:
        compiled(pattern)
        return next((length for length in LENGTHS if _ways(pattern, length) <= MAX_WAYS), 0)
    except (UnsafePatternError, re.error, OverflowError, RecursionError):
        return 0


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern to mean what it means in a browser: `$` is the very end, digits are 0 to 9."""
    text = "".join(r"\Z" if part == "$" else part for _, part in _tokens(pattern))
    return re.compile(text, re.ASCII)


def _ways(pattern: str, length: int) -> int:
    starts = 1 if pattern.startswith("^") and "|" not in pattern else length
    return _Reader(pattern, length).ways() * starts


class _Reader:
    """Counts the ways of one pattern for one length of text, by recursive descent."""

    def __init__(self, pattern: str, length: int) -> None:
        self.length = length
        self.tokens = list(_tokens(pattern))
        self.at = 0

    def ways(self) -> int:
        found = self._alternatives()
        if self.at != len(self.tokens):
            raise UnsafePatternError
        return found.ways

    def _alternatives(self) -> _Ways:
        found = self._sequence()
        while self._next("bar"):
            other = self._sequence()
            found = _Ways(found.ways + other.ways, found.width if found.width == other.width else None)
        return found

    def _sequence(self) -> _Ways:
        found = _Ways(1, 0)
        while self.at < len(self.tokens) and self.tokens[self.at][0] not in {"bar", "close"}:
            part = self._repeated(self._atom())
            width = None if found.width is None or part.width is None else found.width + part.width
            found = _Ways(min(found.ways * part.ways, MAX_WAYS**2), width)
        return found

    def _atom(self) -> _Ways:
        if self._next("open"):
            found = self._alternatives()
            if not self._next("close"):
                raise UnsafePatternError
            return found
        text = self._next("item")
        if not text:
            raise UnsafePatternError
        return _Ways(1, 0 if text in {"^", "$", r"\b", r"\B"} else 1)

    def _repeated(self, part: _Ways) -> _Ways:
        text = self._next("quantity")
        if not text:
            return part
        low, high = _bounds(text)
        most = self.length if high is None else min(high, self.length)
        if part.ways > 1:
            return _Ways(_several_ways(part.ways, low, most), None)
        # One way per count, because every turn takes the same number of characters.
        return _Ways(max(most - low, 0) + 1, part.width * low if part.width is not None and low == high else None)

    def _next(self, kind: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == kind:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""


def _several_ways(ways: int, low: int, most: int) -> int:
    total = 0
    for count in range(low, most + 1):
        total += ways**count
        if total > MAX_WAYS**2:
            raise UnsafePatternError
    return total


def _tokens(pattern: str) -> list[tuple[str, str]]:
    if len(pattern) > MAX_PATTERN:
        raise UnsafePatternError
    found, at = [], 0
    while at < len(pattern):
        match = _TOKEN.match(pattern, at)
        if match is None or match.lastgroup is None:
            raise UnsafePatternError
        found.append((match.lastgroup, match.group()))
        at = match.end()
    return found


def _bounds(text: str) -> tuple[int, int | None]:
    text = text.rstrip("?") or "?"
    if text in {"*", "+", "?"}:
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[text]
    low, comma, high = text.strip("{}").partition(",")
    return int(low), (int(high) if high else None) if comma else int(low)
