"""What an optimisation library is asked: whole numbers, linear rules, and costs to be made least one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.errors import EngineError

#: Coefficients by the number of their variable.
Linear = Mapping[int, int]


class TooHardError(EngineError):
    """人选的组合太多，未能在限定的步数内算出结果。请缩小可选范围，例如先指定团队。

    There are too many combinations of people to settle within the limit of steps. Narrow the choice, for example by naming a team.
    """


@dataclass(frozen=True, kw_only=True)
class Row:
    """A linear rule: the sum lies between two bounds; None is no bound."""

    terms: Linear
    least: int | None = None
    most: int | None = None

    def holds(self, values: Mapping[int, int]) -> bool:
        """Tell whether values keep the rule, in exact numbers."""
        total = total_of(self.terms, values)
        return (self.least is None or self.least <= total) and (self.most is None or total <= self.most)


@dataclass(frozen=True, kw_only=True)
class Model:
    """Variables that are whole numbers from 0 up to a bound, and the rules between them."""

    uppers: tuple[int, ...]
    rows: tuple[Row, ...]


class Optimiser(Protocol):
    """Solves models exactly; the same model gives the same answer on every machine."""

    def best(self, model: Model, costs: Sequence[Linear]) -> tuple[int, ...] | None:
        """Return values that keep every row, with the first cost least, among those the second, and so on; None if no values do.

        Raises TooHardError.
        """
        ...


def total_of(terms: Linear, values: Mapping[int, int]) -> int:
    """Return the value of a linear sum; a variable that the values do not name is 0."""
    return sum(terms.get(variable, 0) * value for variable, value in values.items())
