"""How often the public has knocked."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Knocks(Protocol):
    """Attempts without an account; of a sender only a digest is known. Row-level security hides foreign ones."""

    def put(self, jurisdiction: str, sender: str, at: datetime) -> None:
        """Store an attempt."""
        ...

    def count(self, jurisdiction: str, since: datetime, sender: str | None = None) -> int:
        """Count the attempts since an instant, of one sender or of all; waits for whoever is knocking at the same moment."""
        ...

    def drop(self, before: datetime) -> None:
        """Forget attempts before an instant."""
        ...
