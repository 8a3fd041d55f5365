"""Sums and statistics (DMN 1.5, table 76)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel import comparing
from engine.feel.functions.building import built_in, decimals
from engine.feel.numbers import ARITHMETIC, compute
from engine.feel.running import current
from engine.feel.values import YearsMonths, kind, shallow


def _spread(values: tuple[Any, ...]) -> list[Any]:
    """Return the list that was given, or the arguments as a list."""
    found = list(values[0]) if len(values) == 1 and isinstance(values[0], list) else list(values)
    current().meter.step(len(found))
    return found


@built_in("min", "list: list")
@built_in("min", "c*: any")
def minimum(*values: Any) -> Any:
    """Return the smallest entry."""
    return _extreme(_spread(values), -1)


@built_in("max", "list: list")
@built_in("max", "c*: any")
def maximum(*values: Any) -> Any:
    """Return the greatest entry."""
    return _extreme(_spread(values), 1)


def _extreme(values: list[Any], wanted: int) -> Any:
    found: Any = shallow(values[0]) if values else None
    if kind(found) in {None, "list", "context", "boolean", "function", "range"}:
        return None
    for each in map(shallow, values[1:]):
        placed = comparing.order(each, found)
        if placed is None:
            return None
        found = each if placed == wanted else found
    return found


@built_in("sum", "list: list")
@built_in("sum", "n*: any")
def total(*values: Any) -> Any:
    """Return the sum of numbers, or of durations."""
    found = [shallow(each) for each in _spread(values)]
    return _reduced(found, ARITHMETIC.add) if found and isinstance(found[0], Decimal) else _total_length(found)


def _total_length(values: list[Any]) -> Any:
    if values and all(isinstance(each, YearsMonths) for each in values):
        return YearsMonths(sum(each.months for each in values))
    if not values or any(kind(each) != "days and time duration" for each in values):
        return None
    try:
        return sum(values[1:], start=values[0])
    except OverflowError:
        return None


def _reduced(values: list[Any], operation: Callable[[Decimal, Decimal], Decimal]) -> Decimal | None:
    numbers = decimals(values)
    if not numbers:
        return None
    found: Decimal | None = numbers[0]
    for each in numbers[1:]:
        found = None if found is None else compute(operation, found, each)
    return found


@built_in("product", "list: list")
@built_in("product", "n*: any")
def product(*values: Any) -> Decimal | None:
    """Return the product of numbers."""
    return _reduced(_spread(values), ARITHMETIC.multiply)


@built_in("mean", "list: list")
@built_in("mean", "n*: any")
def mean(*values: Any) -> Any:
    """Return the arithmetic mean of numbers."""
    return _mean(_spread(values))


def _mean(values: list[Any]) -> Decimal | None:
    found = _reduced(values, ARITHMETIC.add)
    return None if found is None else compute(ARITHMETIC.divide, found, Decimal(len(values)))


@built_in("median", "list: list")
@built_in("median", "n*: any")
def median(*values: Any) -> Decimal | None:
    """Return the middle number, or the mean of the two in the middle."""
    numbers = sorted(decimals(_spread(values)) or [])
    if not numbers:
        return None
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else _mean(numbers[middle - 1 : middle + 1])


@built_in("stddev", "list: list")
@built_in("stddev", "n*: any")
def standard_deviation(*values: Any) -> Decimal | None:
    """Return the standard deviation of a sample."""
    numbers = decimals(_spread(values)) or []
    middle = _mean(list(numbers)) if len(numbers) > 1 else None
    if middle is None:
        return None
    try:
        squares = [ARITHMETIC.power(ARITHMETIC.subtract(each, middle), Decimal(2)) for each in numbers]
        whole = _reduced(list(squares), ARITHMETIC.add) or Decimal(0)
        return ARITHMETIC.sqrt(ARITHMETIC.divide(whole, Decimal(len(numbers) - 1)))
    except ArithmeticError:
        return None


@built_in("mode", "list: list")
@built_in("mode", "n*: any")
def mode(*values: Any) -> list[Decimal] | None:
    """Return the most frequent numbers, the smallest first."""
    numbers = decimals(_spread(values)) if values else None
    if numbers is None:
        return None
    counts: dict[Decimal, int] = {}
    for each in numbers:
        counts[each] = counts.get(each, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)
