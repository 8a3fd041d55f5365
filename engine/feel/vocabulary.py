"""Names that a single word would not read: those with spaces or signs. They must be known before reading begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

#: Letters, and the pictures and rare letters beyond the first plane (DMN 1.5, 10.3.1.2, rule 28).
_START = r"(?:[^\W\d]|[\U00010000-\U000EFFFF])"
WORD = re.compile(rf"{_START}(?:\w|[\u00b7\u0300-\u036f\u203f\u2040\u200c\u200d\ufe0f\U00010000-\U000EFFFF])*|\?")
_TOKEN = re.compile(rf"{WORD.pattern}|\d+|\s+|\S")
_DEPTH = 6
_MOST_NAMES = 5_000


class Vocabulary:
    """Known names, found by their first character."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[int, re.Pattern[str], str]]] = {}
        self._seen: set[str] = set()
        self.add_all(names)

    def copy(self) -> Vocabulary:
        """Return a vocabulary that can grow without changing this one."""
        other = Vocabulary(())
        other._by_first = {first: list(entries) for first, entries in self._by_first.items()}
        other._seen = set(self._seen)
        return other

    def add_all(self, names: Iterable[str]) -> None:
        """Add names; of a mapping also the names inside, some levels deep."""
        queue: list[tuple[Any, int]] = [(names, 0)]
        while queue and len(self._seen) < _MOST_NAMES:
            found, depth = queue.pop()
            for name in found:
                self.add(str(name))
            if isinstance(found, Mapping) and depth < _DEPTH:
                queue.extend((inner, depth + 1) for value in found.values() if (inner := _context_in(value)) is not None)

    def add(self, name: str) -> None:
        """Add one name, unless a single word reads it."""
        name = " ".join(name.split())
        if not name or name in self._seen or WORD.fullmatch(name):
            return
        self._seen.add(name)
        entries = self._by_first.setdefault(name[0], [])
        entries.append((len(name), _pattern(name), name))
        entries.sort(key=lambda entry: -entry[0])

    def match(self, text: str, at: int) -> tuple[str, int] | None:
        """Return the longest known name at a place, with the place behind it."""
        for _, pattern, name in self._by_first.get(text[at : at + 1], ()):
            found = pattern.match(text, at)
            if found:
                return name, found.end()
        return None


def _context_in(value: Any) -> Mapping[str, Any] | None:
    found = value[0] if isinstance(value, list | tuple) and value else value
    return found if isinstance(found, Mapping) else None


def _pattern(name: str) -> re.Pattern[str]:
    """Return a pattern for a name: blanks may be wider than written, and stand around signs."""
    tokens = [token for token in _TOKEN.findall(name) if not token.isspace()]
    parts = []
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        both_words = _is_word(token) and _is_word(following)
        parts.append(re.escape(token) + ("" if not following else r"\s+" if both_words else r"\s*"))
    return re.compile("".join(parts) + (r"(?!\w)" if _is_word(tokens[-1]) else ""))


def _is_word(token: str) -> bool:
    return bool(token) and (token[0].isalnum() or token[0] == "_")
