"""Says which places of the case document an expression of a pack reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine import feel

#: A name with what is read inside it: `("order", "team")`.
Path = tuple[str, ...]


def read_by(text: str, known: Iterable[str]) -> Iterator[Path]:
    """Yield what an expression reads, in the order of the alphabet; one that cannot be read is reported where it is compiled."""
    try:
        expression = feel.compile(text, known)
    except feel.FeelError:
        return
    for path in sorted(expression.paths):
        yield tuple(path.split("."))
