"""Text with expressions inside: `申请人{=case.title}` is literal text and one piece of FEEL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine import errors, feel
from engine.errors import Text

_OPENING = "{="

#: Evaluates an expression where the letter stands.
Evaluate = Callable[[feel.Expression], Any]


class PieceError(errors.EngineError):
    """“{=”没有对应的“}”。

    A "{=" has no closing "}".
    """


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """A text in one language, its expressions compiled."""

    parts: tuple[str | feel.Expression, ...]

    @classmethod
    def read(cls, text: str, names: Iterable[str]) -> Pieces:
        """Compile a text. Raises PieceError, FeelError."""
        known = tuple(names)
        return cls(parts=tuple(feel.compile(part, known) if is_formula else part for part, is_formula in _split(text) if part))

    def expressions(self) -> Iterator[feel.Expression]:
        """Yield the expressions inside."""
        yield from (part for part in self.parts if isinstance(part, feel.Expression))


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text in both languages."""

    by_language: Mapping[str, Pieces]

    @classmethod
    def read(cls, text: Mapping[str, str] | str, names: Iterable[str]) -> Words:
        """Compile a bilingual text; a plain one serves both languages. Raises PieceError, FeelError."""
        known = tuple(names)
        texts = {"zh": text, "en": text} if isinstance(text, str) else text
        return cls(by_language={language: Pieces.read(texts[language], known) for language in ("zh", "en")})

    def of(self, locale: str) -> Pieces:
        """Return the text of a language."""
        return self.by_language["en" if locale.lower().startswith("en") else "zh"]

    def expressions(self) -> Iterator[feel.Expression]:
        """Yield the expressions of both languages."""
        for pieces in self.by_language.values():
            yield from pieces.expressions()


def _split(text: str) -> Iterator[tuple[str, bool]]:
    """Yield literal text and the insides of `{=…}` in turn, with whether it is an expression."""
    rest = text
    while (start := rest.find(_OPENING)) >= 0:
        yield rest[:start], False
        end = _closing(rest, start + len(_OPENING))
        yield rest[start + len(_OPENING) : end], True
        rest = rest[end + 1 :]
    yield rest, False


def _closing(text: str, start: int) -> int:
    """Return where an expression ends; braces of contexts and texts in quotation marks belong to it. Raises PieceError."""
    depth, quoted, position = 0, False, start
    while position < len(text):
        character = text[position]
        if quoted:
            position += character == "\\"
            quoted = character != '"'
        elif character == '"':
            quoted = True
        elif character == "}" and depth == 0:
            return position
        else:
            depth += (character == "{") - (character == "}")
        position += 1
    place = text[start - len(_OPENING) : start + 20]
    raise PieceError(Text(f"“{place}…”没有对应的“}}”。", f'"{place}…" has no closing "}}".'))
