"""The adapter of the optimisation library: exact, lexicographic, deterministic, and loaded late."""

from __future__ import annotations

import subprocess
import sys
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.optimising import Linear, Model, Row, TooHardError, total_of
from engine.solving import Highs, highs

bounds = st.none() | st.integers(-3, 6)


@st.composite
def models(draw: st.DrawFn) -> tuple[Model, list[Linear]]:
    uppers = tuple(draw(st.lists(st.integers(0, 3), min_size=1, max_size=5)))
    sums = st.dictionaries(st.integers(0, len(uppers) - 1), st.integers(-4, 4), max_size=5)
    rows = [Row(terms=draw(sums), least=draw(bounds), most=draw(bounds)) for _ in range(draw(st.integers(0, 4)))]
    return Model(uppers=uppers, rows=tuple(rows)), draw(st.lists(sums, max_size=3))


@given(models())
def test_the_answer_is_the_least_of_all_in_the_order_of_the_costs(asked: tuple[Model, list[Linear]]) -> None:
    """Held against every combination of values."""
    model, costs = asked

    found = Highs().best(model, costs)

    possible = [dict(enumerate(values)) for values in product(*(range(upper + 1) for upper in model.uppers))]
    allowed = [values for values in possible if all(row.holds(values) for row in model.rows)]
    measured = [[total_of(cost, values) for cost in costs] for values in allowed]
    assert (found is None) == (not allowed)
    if found is not None:
        assert dict(enumerate(found)) in allowed
        assert [total_of(cost, dict(enumerate(found))) for cost in costs] == min(measured)
    assert Highs().best(model, costs) == found


def test_a_question_beyond_the_limit_is_refused_and_never_half_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit counts branches, not seconds: it is met on every machine alike."""
    monkeypatch.setattr(highs, "_MOST_NODES", 1)
    weights = [(n * 7919) % 97 + 50 for n in range(40)]
    model = Model(
        uppers=(1,) * 40,
        rows=tuple(Row(terms={n: weights[(n + r) % 40] for n in range(40)}, least=1733 + r, most=1733 + r) for r in range(3)),
    )

    with pytest.raises(TooHardError):
        Highs().best(model, [])


def test_the_library_is_loaded_with_the_first_question() -> None:
    """A web server that chooses nobody does not carry it."""
    script = "import sys; import engine.bootstrap; import engine.solving; print('highspy' in sys.modules, 'numpy' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False False"
