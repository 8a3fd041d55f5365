"""What of a table may be published: figures of few cases are withheld, and with them whatever would give them away.

The rule is the threshold with complementary suppression that statistical offices use (reference: domain analysis 3.5,
个人信息保护法 art. 25: nothing of a person is public without consent).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from engine.domain.figure import RATE_PLACES, Figure, rounded

#: A figure of at least one case and fewer than this tells too much of those who are counted.
FEWEST = 5
#: A rate of fewer cases than this is not published at all.
FEWEST_FOR_RATE = 20
_PER_CENT = 100

Key = TypeVar("Key", bound=Hashable)


class Bound(StrEnum):
    """How a published figure stands to the true one."""

    EXACT = "exact"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, kw_only=True)
class Published:
    """A figure as the public may see it; None where it is withheld."""

    value: Decimal | None
    bound: Bound = Bound.EXACT


WITHHELD = Published(value=None)


def is_small(cases: int | Decimal) -> bool:
    """Tell whether a number of cases is too small to be published; nobody at all is no secret."""
    return 0 < cases < FEWEST


def withheld(cells: Mapping[Key, int], also: Collection[Key] = ()) -> frozenset[Key]:
    """Return which cells of a row are withheld if their total is published, by the number of cases in each; `also` are any way.

    Beside every small cell others are withheld until the total less what is shown leaves more than one possibility: at
    least two cells, and together no small number. The smallest go first, so that little is lost.
    """
    hidden = {key for key, cases in cells.items() if is_small(cases) or key in also}
    others = sorted((key for key, cases in cells.items() if cases >= FEWEST and key not in hidden), key=lambda key: (cells[key], str(key)))
    while others and _gives_away(cells, hidden):
        hidden.add(others.pop(0))
    return frozenset(hidden)


def withholds_total(cells: Mapping[Key, int], also: Collection[Key] = ()) -> bool:
    """Tell whether even the total would give a withheld cell away, because there is nothing to withhold beside it."""
    return _gives_away(cells, withheld(cells, also))


def near(cells: Sequence[int]) -> frozenset[int]:
    """Return which figures of one group are withheld because they differ from a larger one by a small number.

    Of 22 cases 18 were settled: the difference would tell of four who were not.
    """
    return frozenset(n for n, cases in enumerate(cells) if any(is_small(other - cases) for other in cells))


def _gives_away(cells: Mapping[Key, int], hidden: frozenset[Key] | set[Key]) -> bool:
    return bool(hidden) and (len(hidden) == 1 or sum(cells[key] for key in hidden) < FEWEST)


def published(figure: Figure) -> Published:
    """Return a figure that stands alone as it may be published; `cases` and `of_cases` must have been counted.

    A rate of few is withheld. Where the numerator or what it lacks to the denominator is small, only a bound is given,
    the same for every number below five: so the denominator does not give the number away.
    """
    if not figure.definition.is_rate:
        return WITHHELD if is_small(figure.cases) else Published(value=figure.shown())
    if figure.of_cases < FEWEST_FOR_RATE:
        return WITHHELD
    if not figure.definition.is_share:
        return WITHHELD if is_small(figure.cases) else Published(value=figure.shown())
    if is_small(figure.rest):
        return Published(value=_share(figure, figure.of - FEWEST), bound=Bound.AT_LEAST)
    if is_small(figure.cases):
        return Published(value=_share(figure, Decimal(FEWEST)), bound=Bound.AT_MOST)
    return Published(value=figure.shown())


def published_parts(parts: Mapping[Key, Figure], also: Collection[Key] = ()) -> Mapping[Key, Published]:
    """Return the figures of all groups as they may be published beside each other, and beside their total."""
    hidden = withheld(_cases(parts), also)
    return {
        key: published(part) if part.definition.is_rate else WITHHELD if key in hidden else Published(value=part.shown())
        for key, part in parts.items()
    }


def gives_total_away(parts: Mapping[Key, Figure], also: Collection[Key] = ()) -> bool:
    """Tell whether the total must be withheld because of one of the groups."""
    return withholds_total(_cases({key: part for key, part in parts.items() if not part.definition.is_rate}), also)


def _cases(parts: Mapping[Key, Figure]) -> Mapping[Key, int]:
    return {key: part.cases for key, part in parts.items()}


def _share(figure: Figure, part: Decimal) -> Decimal:
    places = RATE_PLACES if figure.definition.places is None else figure.definition.places
    return rounded(Fraction(part) / Fraction(figure.of) * _PER_CENT, places, bounds=(0, _PER_CENT))
