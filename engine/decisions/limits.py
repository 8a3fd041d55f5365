"""Bounds the work of one whole decision, however many cells it has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from engine import feel
from engine.feel import limits, running

#: For all cells together; each expression is held to its own share by the expression language as well.
LIMITS = feel.Limits(steps=1_000_000, seconds=0.8)


@contextmanager
def shared_limits(now: datetime | None) -> Iterator[None]:
    """Let all expressions evaluated in the block count on one meter and see one time."""
    token = running.enter(running.Run(limits.Meter(LIMITS), now, None))
    try:
        yield
    finally:
        running.leave(token)


def count(size: int) -> None:
    """Count entries that are gone through outside of any expression. Raises FeelLimitError."""
    running.current().meter.step(1 + size)
