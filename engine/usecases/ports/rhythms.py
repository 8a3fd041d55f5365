"""When rhythms have begun."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from engine.domain.rhythm import Beat


class Rhythms(Protocol):
    """When rhythms have begun; row-level security hides foreign ones."""

    def last(self, jurisdiction: str, rhythm: str) -> datetime | None:
        """Return the newest beat as planned, or from when the rhythm is watched; waits for whoever is beginning one."""
        ...

    def put(self, beat: Beat) -> None:
        """Store a beat."""
        ...
