"""Statements of the path that every step takes: translated for the driver once, planned by PostgreSQL once a connection."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

#: A parameter; two colons are a cast.
_NAME = re.compile(r"(?<![:\w]):([a-z_]+)")
_SPACE = re.compile(r"\s+")


class Prepared:
    """A statement written with `:names`, as SQLAlchemy's `text` is, which reaches the driver without passing through SQLAlchemy.

    Each call of SQLAlchemy costs more than most of these statements take; and PostgreSQL plans the statement of a whole step,
    with its twenty tables, longer than it runs it.
    """

    def __init__(self, text: str) -> None:
        self._names = tuple(dict.fromkeys(_NAME.findall(text)))
        places = {name: f"${n}" for n, name in enumerate(self._names, 1)}
        # One object, so that its hash is computed once: the driver looks the statement up by its text.
        self.text = _SPACE.sub(" ", _NAME.sub(lambda found: places[found[1]], text)).strip().encode()

    def values(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the values in the order of their places; what the statement does not name is left out."""
        return tuple(map(parameters.__getitem__, self._names))
