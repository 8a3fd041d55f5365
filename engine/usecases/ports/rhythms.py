"""When rhythms have begun."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from engine.domain.rhythm import Turn


class Rhythms(Protocol):
    """When rhythms have begun; row-level security hides foreign ones."""

    def last(self, jurisdiction: str, rhythm: str) -> datetime | None:
        """Return the newest turn as planned, or from when the rhythm is watched; waits for whoever is beginning one."""
        ...

    def put(self, turn: Turn) -> None:
        """Store a turn."""
        ...
