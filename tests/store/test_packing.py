"""Answers that are long are packed, and every answer comes back as it was given."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.store.packing import LONG, packed, unpacked

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=40,
)


@given(st.dictionaries(st.text(max_size=8), _VALUES, max_size=20))
def test_answers_come_back_as_they_were_given(answers: dict[str, Any]) -> None:
    """Exactly one of the two columns is filled, and it holds everything."""
    kept = packed(answers)

    assert (kept["answers"] is None) is not (kept["packed"] is None)
    if kept["packed"] is not None:
        assert unpacked(None, "\\x" + kept["packed"].hex()) == answers


def test_short_answers_stay_open_to_sql() -> None:
    """They would gain little; from so many bytes on they are packed."""
    room = LONG - len('{"a":""}')

    assert packed({"a": "x" * (room - 1)})["packed"] is None
    assert packed({"a": "x" * room})["answers"] is None
