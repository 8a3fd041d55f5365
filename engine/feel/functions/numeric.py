"""Functions of numbers (DMN 1.5, table 77)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from engine.feel.arithmetic import negate
from engine.feel.functions.building import built_in
from engine.feel.numbers import ARITHMETIC, compute, round_to, whole
from engine.feel.values import YearsMonths


@built_in("decimal", "n: number, scale: number")
def decimal(number: Decimal, scale: Decimal) -> Decimal | None:
    """Round to the nearest, halves to the even digit."""
    return round_to(number, scale, "decimal")


@built_in("floor", "n: number, scale?: number")
def floor(number: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
    """Round down."""
    return round_to(number, scale, "floor")


@built_in("ceiling", "n: number, scale?: number")
def ceiling(number: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
    """Round up."""
    return round_to(number, scale, "ceiling")


@built_in("round up", "n: number, scale: number")
def round_up(number: Decimal, scale: Decimal) -> Decimal | None:
    """Round away from zero."""
    return round_to(number, scale, "round up")


@built_in("round down", "n: number, scale: number")
def round_down(number: Decimal, scale: Decimal) -> Decimal | None:
    """Round towards zero."""
    return round_to(number, scale, "round down")


@built_in("round half up", "n: number, scale: number")
def round_half_up(number: Decimal, scale: Decimal) -> Decimal | None:
    """Round to the nearest, halves away from zero."""
    return round_to(number, scale, "round half up")


@built_in("round half down", "n: number, scale: number")
def round_half_down(number: Decimal, scale: Decimal) -> Decimal | None:
    """Round to the nearest, halves towards zero."""
    return round_to(number, scale, "round half down")


@built_in("abs", "n: number|days and time duration|years and months duration")
def absolute(value: Any) -> Any:
    """Return a number or duration without its sign."""
    nothing = {timedelta: timedelta(), YearsMonths: YearsMonths(0)}.get(value.__class__, Decimal(0))
    return negate(value) if value < nothing else value


@built_in("modulo", "dividend: number, divisor: number")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """Return what is left of a division; it has the sign of the divisor."""
    if not divisor:
        return None
    try:
        rest = ARITHMETIC.remainder(dividend, divisor)
    except ArithmeticError:
        return _modulo_of_far(dividend, divisor)
    return ARITHMETIC.add(rest, divisor) if rest and rest.is_signed() != divisor.is_signed() else rest


def _modulo_of_far(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """Divide numbers so far apart that the whole part has more than 34 digits."""
    quotient = compute(ARITHMETIC.divide, dividend, divisor)
    if quotient is None:
        return None
    product = compute(ARITHMETIC.multiply, divisor, quotient.to_integral_value(ROUND_FLOOR))
    return None if product is None else compute(ARITHMETIC.subtract, dividend, product)


def _function(operation: Callable[[Decimal], Decimal], value: Decimal) -> Decimal | None:
    try:
        found = operation(value)
    except ArithmeticError:
        return None
    return found if found.is_finite() else None


@built_in("sqrt", "number: number")
def square_root(number: Decimal) -> Decimal | None:
    """Return the square root."""
    return _function(ARITHMETIC.sqrt, number)


@built_in("log", "number: number")
def logarithm(number: Decimal) -> Decimal | None:
    """Return the natural logarithm."""
    return _function(ARITHMETIC.ln, number)


@built_in("exp", "number: number")
def exponential(number: Decimal) -> Decimal | None:
    """Return Euler's number to a power."""
    return _function(ARITHMETIC.exp, number)


@built_in("odd", "number: number")
def odd(number: Decimal) -> bool | None:
    """Tell whether a whole number is odd."""
    found = _is_even(number)
    return None if found is None else not found


@built_in("even", "number: number")
def even(number: Decimal) -> bool | None:
    """Tell whether a whole number is even."""
    return _is_even(number)


def _is_even(number: Decimal) -> bool | None:
    value = whole(number)
    if value is None:
        # Beyond 34 digits a whole number ends in zeros.
        return True if number == number.to_integral_value() else None
    return value % 2 == 0
