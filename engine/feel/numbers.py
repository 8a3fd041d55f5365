"""Numbers: IEEE 754-2008 decimal128, 34 digits (DMN 1.5, 10.3.2.3.1)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

DIGITS = 34
ARITHMETIC = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, Emax=6144, Emin=-6143, traps=[InvalidOperation, Overflow, DivisionByZero])
#: A scale beyond this says nothing about a number of 34 digits (DMN 1.5, table 77).
MAX_SCALE, MIN_SCALE = 6176, -6111
MODES = {
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
    "round up": ROUND_UP,
    "round down": ROUND_DOWN,
    "round half up": ROUND_HALF_UP,
    "round half down": ROUND_HALF_DOWN,
    "decimal": ROUND_HALF_EVEN,
}
_MOST_DIGITS_READ = 400


def compute(operation: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal) -> Decimal | None:
    """Carry out an operation of ARITHMETIC; what has no number as its result is null."""
    try:
        return operation(left, right)
    except ArithmeticError:
        return None


def number(value: Decimal) -> Decimal | None:
    """Return a number rounded to 34 digits; null if it is none or out of range."""
    try:
        rounded = ARITHMETIC.plus(value)
    except ArithmeticError:
        return None
    return rounded if rounded.is_finite() else None


def read_number(text: str) -> Decimal | None:
    """Read a number as FEEL writes it; null if it is none or out of range."""
    if len(text) > _MOST_DIGITS_READ:
        return None
    try:
        return number(Decimal(text))
    except ArithmeticError:
        return None


def round_to(value: Decimal, scale: Decimal, mode: str) -> Decimal | None:
    """Round to a number of digits after the point; a negative scale rounds before it."""
    places = integral(scale)
    if places is None or not MIN_SCALE <= places <= MAX_SCALE:
        return None
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -places:
        return value
    try:
        return ARITHMETIC.plus(value.quantize(Decimal((0, (1,), -places)), rounding=MODES[mode], context=_ROUNDING))
    except ArithmeticError:
        return None


#: Rounding may need more digits than it leaves.
_ROUNDING = Context(prec=DIGITS * 2, Emax=999_999, Emin=-999_999, traps=[InvalidOperation])


def whole(value: Decimal | None) -> int | None:
    """Return a number without fraction as an int, else None."""
    if isinstance(value, Decimal) and value.adjusted() < _WHOLE_DIGITS and value == value.to_integral_value():
        return int(value)
    return None


def integral(value: Decimal | None) -> int | None:
    """Return a position or length as an int, its fraction cut off; None if it is none or too great."""
    return int(value) if isinstance(value, Decimal) and value.adjusted() < _WHOLE_DIGITS else None


_WHOLE_DIGITS = 18
