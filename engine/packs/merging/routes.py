"""Boxes of a drawing and the ways between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
#: How far an arrow that leads back goes below the shapes.
_UNDER = 30


@dataclass(frozen=True, kw_only=True)
class Box:
    """The rectangle of a shape."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Return its centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, right: float, down: float) -> Box:
        """Return it somewhere else."""
        return Box(x=self.x + right, y=self.y + down, width=self.width, height=self.height)

    def grown(self, by: float) -> Box:
        """Return it with room around it."""
        return Box(x=self.x - by, y=self.y - by, width=self.width + 2 * by, height=self.height + 2 * by)

    def overlaps(self, other: Box) -> bool:
        """Tell whether the two cover a place together."""
        beside = self.x + self.width <= other.x or other.x + other.width <= self.x
        return not beside and self.y < other.y + other.height and other.y < self.y + self.height


def route(source: Box, target: Box) -> Sequence[Point]:
    """Return an arrow of right angles: onwards or upright where it can be, else around below."""
    (left, top), (right, bottom) = source.middle, target.middle
    begin, end = (source.x + source.width, top), (target.x, bottom)
    if begin[0] <= end[0]:
        middle = (begin[0] + end[0]) / 2
        return (begin, end) if top == bottom else (begin, (middle, top), (middle, bottom), end)
    if left == right and not source.overlaps(target):
        is_down = top < bottom
        return (left, source.y + source.height * is_down), (right, target.y + target.height * (not is_down))
    below = max(source.y + source.height, target.y + target.height) + _UNDER
    return (left, source.y + source.height), (left, below), (right, below), (right, target.y + target.height)
