"""People are told something by a process."""

from __future__ import annotations

from typing import Any

import pytest

from engine import errors
from engine.errors import Text
from engine.usecases import operations, ports
from tests.fakes import a_house
from tests.usecases.operating import a_context


def tell(**inputs: Any) -> list[ports.Notice]:
    notices: list[ports.Notice] = []
    context = a_context(a_house(), number="2025-1", notices=notices)
    operations.operate("tell", inputs, context)
    return notices


def test_a_sentence_has_one_full_stop() -> None:
    """Whether the process wrote it or not."""
    (notice,) = tell(to="role:R.DIRECTOR", zh="预警已解除。", en="The warning is over.")

    assert (notice.text.zh[-7:], notice.text.en[-22:]) == ("：预警已解除。", ": The warning is over.")


def test_everybody_is_told_once() -> None:
    """Whoever is listed twice, or not at all, gets one notice or none; the number of the case stands before the text."""
    found = tell(to=["person:wu", None, "person:wu", "post:R.DEPT:housing"], code="CONF.MEET", zh="请参加会商", en="please attend")

    assert [(notice.to, notice.code) for notice in found] == [("person:wu", "CONF.MEET"), ("post:R.DEPT:housing", "CONF.MEET")]
    assert found[0].text == Text("“2025-1”：请参加会商。", "2025-1: please attend.")


@pytest.mark.parametrize("at", ["2025-06-04T07:00:00Z", "2025-06-04T15:00:00+08:00", "2025-06-04T15:00"])
def test_the_time_is_said_in_beijing(at: str) -> None:
    """A browser may send it by another zone; without one it is Beijing time."""
    (notice,) = tell(to="role:R.DIRECTOR", zh="请参加会商", at=at)

    assert notice.text == Text("“2025-1”：请参加会商，时间2025-06-04 15:00。", "2025-1: 请参加会商, 2025-06-04 15:00.")


@pytest.mark.parametrize(
    ("inputs", "said"), [({"to": ["wu"]}, "“wu” is nobody to tell"), ({"to": "person:wu", "at": "soon"}, "“soon” is no time.")]
)
def test_nobody_and_no_time_are_refused(inputs: dict[str, Any], said: str) -> None:
    """The sentence names what was written."""
    with pytest.raises(errors.ProcessError) as caught:
        tell(**inputs)

    assert caught.value.text.en.startswith(said)
