"""A clock that stands still until it is moved, for playing what happened or may happen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(kw_only=True)
class MovableClock:
    """Satisfies the port Clock."""

    instant: datetime = datetime(2025, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the instant to which the clock was moved."""
        return self.instant
