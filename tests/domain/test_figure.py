"""Figures are exact, and what is shown never says more than is true."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.figure import Figure, FigureDefinition, rounded
from engine.errors import Text

TITLE = Text("化解率", "Resolution rate")


def a_rate(part: int, whole: int, **more: object) -> Figure:
    values = {"name": "rate", "title": TITLE, "version": 1, "address": 1, "formulas": {"sum": "=a", "of": "=b"}, **more}
    return Figure(definition=FigureDefinition(**values), sum=Decimal(part), of=Decimal(whole))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (3783, 3852, "98.2"),
        (2446, 3783, "64.7"),
        (1126, 1127, "99.9"),
        (9997, 10000, "99.9"),
        (999_999, 1_000_000, "99.9"),
        (1127, 1127, "100.0"),
        (1, 1_000_000, "0.1"),
        (0, 5, "0.0"),
        (10_001, 10_000, "100.1"),
        (1, 800, "0.1"),
        (1, 8, "12.5"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
    ],
)
def test_a_rate_is_rounded_half_up_and_never_to_all_or_nothing(part: int, whole: int, shown: str) -> None:
    """One late case of many shows 99.9 %, one in a million 0.1 %; 100 % is shown only where it is exact."""
    assert str(a_rate(part, whole).shown()) == shown


def test_a_rate_without_a_denominator_is_not_a_number() -> None:
    """Nothing is divided by zero, and no zero is made up."""
    assert (a_rate(0, 0).value, a_rate(0, 0).shown()) == (None, None)


def test_a_quotient_with_a_unit_is_no_percentage() -> None:
    """Days a case, for example."""
    mean = a_rate(25, 3, unit=Text("天", "days"))

    assert (mean.definition.is_share, str(mean.shown())) == (False, "8.3")


def test_a_sum_without_stated_places_is_shown_as_it_is() -> None:
    """Amounts keep their cents."""
    definition = FigureDefinition(name="amount", title=TITLE, version=1, address=1, formulas={"sum": "=a"})

    assert Figure(definition=definition, sum=Decimal("16000.50")).shown() == Decimal("16000.50")


@given(st.fractions(0, 2), st.integers(0, 4))
def test_rounding_moves_a_rate_by_no_more_than_one_unit_of_its_last_place(rate: Fraction, places: int) -> None:
    """Law: what is shown is near, on the same side of 0 and 100 as the truth, and equal to a bound only where the truth is."""
    exact = rate * 100
    shown = Fraction(rounded(exact, places, bounds=(0, 100)))

    assert abs(shown - exact) <= Fraction(1, 10**places)
    assert [(shown > bound) - (shown < bound) for bound in (0, 100)] == [(exact > bound) - (exact < bound) for bound in (0, 100)]
