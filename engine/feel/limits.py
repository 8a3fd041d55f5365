"""Hard limits on time, size and depth: counted, so that they need no thread and no process."""

from __future__ import annotations

import time
from dataclasses import dataclass

from engine.feel.errors import FeelLimitError

#: Steps between two looks at the wall clock.
LOOK = 256
#: Entries or characters that cost as much as one step when they are copied.
BULK = 32


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much an expression may use."""

    #: Longest source, in characters.
    source: int = 20_000
    #: Deepest nesting of the source.
    nesting: int = 60
    #: Longest chain of operators, paths or calls without parentheses.
    chain: int = 500
    #: Iterations, calls and comparisons of one evaluation.
    steps: int = 400_000
    #: Deepest nesting of function calls.
    calls: int = 80
    #: Most entries of a list, and most characters of a text, that may come to be.
    size: int = 100_000
    #: Most entries and characters that may come to be in one evaluation altogether.
    made: int = 2_000_000
    #: Longest wall time of one evaluation, in seconds.
    seconds: float = 0.4


DEFAULT = Limits()


class Meter:
    """Counts what one evaluation uses. Raises FeelLimitError when it is too much."""

    __slots__ = ("_deadline", "_look", "calls", "limits", "made", "steps")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.steps = 0
        self.calls = 0
        self.made = 0
        self._look = LOOK
        self._deadline: float | None = None

    def step(self, count: int = 1) -> None:
        """Count work; look at the clock now and then."""
        self.steps += count
        if self.steps >= self._look:
            self._check()

    def copied(self, size: int) -> None:
        """Count entries or characters that are gone through at once."""
        self.step(1 + size // BULK)

    def sized(self, size: int) -> None:
        """Count the size of a text or list that is about to come to be."""
        self.made += size
        if size > self.limits.size or self.made > self.limits.made:
            raise FeelLimitError(
                "表达式产生的列表或文字过大，已停止。请缩小范围。",
                "The expression was stopped because a list or text in it grew too large. Narrow it down.",
            )
        self.copied(size)

    def enter(self) -> None:
        """Count a function call that begins."""
        self.step()
        self.calls += 1
        if self.calls > self.limits.calls:
            raise deep_calls()

    def leave(self) -> None:
        """Count a function call that ended."""
        self.calls -= 1

    def _check(self) -> None:
        self._look = self.steps + LOOK
        now = time.monotonic()
        # The clock starts at the first look: a short expression never reads it.
        self._deadline = self._deadline or now + self.limits.seconds
        if self.steps > self.limits.steps or now > self._deadline:
            raise FeelLimitError(
                "表达式运算量过大，已停止。请缩小范围或改用更简单的写法。",
                "The expression takes too much work and was stopped. Narrow it down or write it more simply.",
            )


def deep_calls() -> FeelLimitError:
    """Return the error for functions that call each other without end."""
    return FeelLimitError(
        "函数相互调用的层次过深，已停止。请检查递归是否有出口。",
        "Functions call each other too deeply and were stopped. Check that the recursion comes to an end.",
    )
