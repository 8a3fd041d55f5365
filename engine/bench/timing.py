"""How long something takes on a machine that also does other things."""

from __future__ import annotations

import time
from collections.abc import Callable


def fastest(act: Callable[[], object], times: int) -> float:
    """Return the milliseconds of the fastest of so many times: the machine's other work is not what is measured."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        took.append((time.perf_counter() - begun) * 1000)
    return min(took)
