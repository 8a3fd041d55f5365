"""What people were told, and whether they have read it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from engine.domain.access import Actor


class Notices(Protocol):
    """Marks of reading; row-level security hides notices beyond reach."""

    def mark(self, actor: Actor, at: datetime, notice: int | None = None) -> None:
        """Mark one notice to the actor as read, None all that the list shows; one to somebody else is left alone."""
        ...
