"""Figures: what each case gives to each of them, the sums of a span of days, and how they are shown without saying too much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from engine.errors import Text

_PER_CENT = 100
#: Digits behind the point of a rate that states none.
RATE_PLACES = 1


class Part(StrEnum):
    """What a figure is made of."""

    #: What is added up: the numerator of a rate.
    SUM = "sum"
    #: The denominator of a rate.
    OF = "of"


class Piece(StrEnum):
    """Which cases of a figure are meant when somebody looks at them."""

    SUM = "sum"
    OF = "of"
    #: Those in the denominator that are not wholly in the numerator.
    REST = "rest"
    #: Those for which the definition gave no result.
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class FigureDefinition:
    """What a figure counts, as one version of its definition says."""

    name: str
    title: Text
    version: int
    #: Follows from everything on which a result depends: two releases with the same address count the same.
    address: int
    #: The expressions as written, by key of pack.yaml: sum, of, date, of_date, each, cut_off.
    formulas: Mapping[str, str]
    #: What the result is counted in; None for a rate in per cent.
    unit: Text | None = None
    #: Digits behind the point; None shows a sum as it is.
    places: int | None = None
    #: What a published figure of that name may have meant.
    note: Text | None = None
    #: Name of the figure that this one counts in another way.
    instead_of: str | None = None
    #: Days after the end of a span within which something must have become known to count in it.
    cut_off: timedelta | None = None

    @property
    def is_rate(self) -> bool:
        """Tell whether it is a quotient of two sums."""
        return "of" in self.formulas

    @property
    def is_share(self) -> bool:
        """Tell whether it is a quotient shown in per cent."""
        return self.is_rate and self.unit is None


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """A way to part figures, for example by type of dispute."""

    name: str
    title: Text
    address: int
    #: Where the words for its values stand: a kind of label, `units`, `teams`, `people`, or `FORM.field`.
    words: str | None = None


@dataclass(frozen=True, kw_only=True)
class Count:
    """What one case gives to one part of a figure on one day."""

    #: Address of the definition.
    definition: int
    part: Part
    #: Which entry of a list it is; 0 where the case itself is counted.
    entry: int = 0
    #: The day that puts it into a span.
    day: date
    #: None where the definition gave no result for this case.
    value: Decimal | None
    #: The day on which it became known, for definitions with a cut-off.
    known_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What a case gives to all figures of some definitions."""

    #: Addresses that were looked at; what they gave before and give no more is forgotten.
    definitions: frozenset[int] = frozenset()
    counts: tuple[Count, ...] = ()
    #: Value of each grouping that was looked at, by address.
    groups: Mapping[int, str | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure of a span, with what it was made of."""

    definition: FigureDefinition
    sum: Decimal = Decimal(0)
    of: Decimal = Decimal(0)
    #: How many cases the definition gave no result for.
    failed: int = 0
    #: How many cases gave something to the numerator and to the denominator; counted only where it is asked for.
    cases: int = 0
    of_cases: int = 0

    @property
    def value(self) -> Decimal | Fraction | None:
        """Return the sum, or the exact quotient; None where the denominator is 0."""
        if not self.definition.is_rate:
            return self.sum
        return Fraction(self.sum) / Fraction(self.of) if self.of else None

    @property
    def rest(self) -> Decimal:
        """Return what the numerator lacks to the denominator."""
        return self.of - self.sum

    def shown(self) -> Decimal | None:
        """Return the figure in its stated places, a share in per cent; see `rounded`."""
        if self.value is None:
            return None
        if self.definition.places is None and not self.definition.is_rate:
            return self.sum
        places = RATE_PLACES if self.definition.places is None else self.definition.places
        if self.definition.is_share:
            return rounded(Fraction(self.value) * _PER_CENT, places, bounds=(0, _PER_CENT))
        return rounded(Fraction(self.value), places)


def rounded(exact: Fraction, places: int, bounds: tuple[int, ...] = ()) -> Decimal:
    """Round half up, but never on to a bound that is not reached: 99.97 % in one place is 99.9 %, and 0.02 % is 0.1 %."""
    step = Fraction(1, 10**places)
    # Half up means away from zero for what is below it, as everywhere in book-keeping.
    size = (abs(exact) / step + Fraction(1, 2)).__floor__()
    shown = size * step * (1 if exact >= 0 else -1)
    for bound in bounds:
        if shown == bound != exact:
            shown = bound + (step if exact > bound else -step)
    return Decimal(int(shown / step)).scaleb(-places)
