"""The figures of the benchmark: what the ratio and the aims say."""

from __future__ import annotations

import pytest

from engine.bench import table
from engine.bench.rows import percentile, row


def test_the_ratio_is_how_many_times_the_floor() -> None:
    """Twice as long as the floor is 2; half as many in a second is 2 as well."""
    assert row("submit", 6.0, "ms", floor=3.0).ratio == 2
    assert row("throughput", 50.0, "/s", floor=100.0, is_rate=True).ratio == 2
    assert row("alone", 6.0, "ms").ratio is None


@pytest.mark.parametrize(
    ("value", "floor", "is_ok"),
    [(10.0, 6.0, True), (16.0, 9.0, False), (10.0, 4.0, False)],
)
def test_every_aim_must_be_met(value: float, floor: float, is_ok: bool) -> None:
    """A figure may be fast enough and still too many times its floor, or the other way round."""
    assert row("submit", value, "ms", floor=floor, most=15, most_ratio=2).ok is is_ok


def test_a_figure_without_aim_is_neither_met_nor_missed() -> None:
    """Only aims are judged."""
    assert row("submit", 10.0, "ms", floor=1.0).ok is None


def test_the_table_names_what_is_missed() -> None:
    """Columns stand below each other; figures at the right, words at the left."""
    rows = [row("提交", 16.0, "ms", floor=4.0, most=15, most_ratio=2), row("commits", 1.0, "", most=1)]

    assert table(rows).splitlines() == [
        "         value  unit  floor  ratio  aim",
        "提交        16  ms        4  4.00×  ≤ 15 ms, ≤ 2×  MISSED",
        "commits      1                      ≤ 1            ok",
    ]


def test_the_percentile_is_of_the_figures_themselves() -> None:
    """The median of an odd number is the one in the middle."""
    assert percentile([1.0, 2.0, 100.0], 50) == 2.0
