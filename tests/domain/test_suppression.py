"""What is published gives no small number away, neither by itself nor by a difference."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.figure import Figure, FigureDefinition
from engine.domain.suppression import (
    FEWEST,
    Bound,
    Published,
    gives_total_away,
    is_small,
    near,
    published,
    published_parts,
    withheld,
    withholds_total,
)
from engine.errors import Text

ROWS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), max_size=8)


def a_figure(cases: int, of_cases: int | None = None, **more: Decimal) -> Figure:
    formulas = {"sum": "=a"} if of_cases is None else {"sum": "=a", "of": "=b"}
    definition = FigureDefinition(name="x", title=Text("数", "Figure"), version=1, address=1, formulas=formulas)
    values = {"sum": Decimal(cases), "of": Decimal(of_cases or 0), **more}
    return Figure(definition=definition, cases=cases, of_cases=of_cases or 0, **values)


def test_one_small_cell_takes_the_next_smallest_with_it() -> None:
    """Else the total less the others would be the small one."""
    assert withheld({"a": 3, "b": 40, "c": 7, "d": 0}) == {"a", "c"}


def test_small_cells_that_are_few_together_take_another_with_them() -> None:
    """Two ones have the sum two, and each could only be one."""
    assert withheld({"a": 1, "b": 1, "c": 9}) == {"a", "b", "c"}


def test_cells_that_hide_each_other_need_no_other() -> None:
    """Three and four can be two and five as well."""
    assert withheld({"a": 3, "b": 4, "c": 9}) == {"a", "b"}


def test_a_total_is_withheld_where_nothing_can_hide_its_cell() -> None:
    """A row with one small cell only."""
    assert [withholds_total(cells) for cells in ({"a": 3, "b": 0}, {"a": 3, "b": 6}, {"a": 5})] == [True, False, False]


def test_figures_of_a_group_that_are_near_each_other_are_not_both_published() -> None:
    """The difference would tell as much; what is equal or far apart tells nothing."""
    assert near([22, 18, 18, 10]) == {1, 2}
    assert near([22, 22, 17]) == frozenset()
    assert withheld({"a": 18, "b": 30, "c": 9}, also={"a"}) == {"a", "c"}


@given(ROWS)
def test_no_small_cell_can_be_worked_out(cells: dict[str, int]) -> None:
    """Law: whatever is shown with its total leaves at least two numbers possible for every small cell; nothing else is lost in vain."""
    hidden = withheld(cells)

    assert hidden >= {key for key, value in cells.items() if is_small(value)}
    assert all(cells[key] > 0 for key in hidden)
    if hidden and not withholds_total(cells):
        left = sum(cells[key] for key in hidden)
        assert len(hidden) > 1
        # Any of them could be one less and another one more, and none is known to be the only one.
        assert left >= FEWEST
    if not any(map(is_small, cells.values())):
        assert not hidden


@given(ROWS.filter(lambda cells: any(map(is_small, cells.values()))))
def test_no_more_is_withheld_than_needed(cells: dict[str, int]) -> None:
    """Law: leaving out any of the additional cells would give a small one away, or a smaller choice does not exist."""
    hidden = withheld(cells)
    added = {key for key in hidden if not is_small(cells[key])}
    small = hidden - added

    for fewer in range(len(added)):
        for kept in combinations(sorted(added), fewer):
            rest = small | set(kept)
            assert len(rest) == 1 or sum(cells[key] for key in rest) < FEWEST


@pytest.mark.parametrize(
    ("cases", "of_cases", "said"),
    [
        (1, None, Published(value=None)),
        (4, None, Published(value=None)),
        (5, None, Published(value=Decimal(5))),
        (0, None, Published(value=Decimal(0))),
        (10, 19, Published(value=None)),
        (10, 20, Published(value=Decimal("50.0"))),
        (1126, 1127, Published(value=Decimal("99.6"), bound=Bound.AT_LEAST)),
        (1123, 1127, Published(value=Decimal("99.6"), bound=Bound.AT_LEAST)),
        (1122, 1127, Published(value=Decimal("99.6"))),
        (1127, 1127, Published(value=Decimal("100.0"))),
        (1, 1000, Published(value=Decimal("0.5"), bound=Bound.AT_MOST)),
        (4, 1000, Published(value=Decimal("0.5"), bound=Bound.AT_MOST)),
        (0, 1000, Published(value=Decimal("0.0"))),
    ],
)
def test_a_figure_alone_tells_no_small_number(cases: int, of_cases: int | None, said: Published) -> None:
    """Small numbers are withheld; a rate that would tell one is a bound that is the same for all small numbers."""
    assert published(a_figure(cases, of_cases)) == said


def test_an_amount_of_few_cases_is_withheld_however_large() -> None:
    """Seventy thousand yuan in one case is what one person was paid."""
    assert published(a_figure(1, sum=Decimal(70_000))) == Published(value=None)


def test_groups_are_published_beside_each_other() -> None:
    """A small one with the next smallest; an empty one is shown; rates are looked at each by itself."""
    parts = {"a": a_figure(3), "b": a_figure(9), "c": a_figure(20), "d": a_figure(0)}

    assert {key: found.value for key, found in published_parts(parts).items()} == {"a": None, "b": None, "c": 20, "d": 0}
    assert (gives_total_away(parts), gives_total_away({"a": a_figure(3)})) == (False, True)
    assert published_parts({"a": a_figure(3, 30)}) == {"a": Published(value=Decimal("16.7"), bound=Bound.AT_MOST)}
