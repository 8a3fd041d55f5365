"""What the operations of the catalogue answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine import errors
from engine.domain.deadline import DeadlineRule, Period, Roll
from engine.errors import Text
from engine.usecases import operations
from tests.domain.calendars import YEAR_2025
from tests.fakes import FakeRelease, StepByStep, a_house, a_task
from tests.usecases.operating import a_context

#: 30 days from 5 September 2025 end on 5 October, within the holidays that last until 8 October.
APPLY = DeadlineRule(name="apply", title=Text("申请", "Apply"), period=Period.parse("30 d"), roll=Roll.NEXT_WORKING_DAY)


def last_day(now: datetime, **inputs: Any) -> dict[str, Any]:
    house = a_house(a_task("A"))
    house.uow.rosters.working = YEAR_2025
    release = FakeRelease(processes=StepByStep(()), deadlines={"apply": APPLY})
    return operations.operate("last_day", inputs, a_context(house, release=release, now=now))


def test_the_last_day_rolls_off_the_holidays() -> None:
    """民事诉讼法 art. 85: if the last day is a holiday, the first working day after it is the last day."""
    found = last_day(datetime(2025, 9, 8, tzinfo=UTC), deadline="apply", since="2025-09-05")

    assert (found["day"], found["is_over"]) == ("2025-10-09", False)


def test_the_last_day_is_over_with_its_last_second() -> None:
    """By Beijing time: 16:00 UTC is midnight."""
    assert not last_day(datetime(2025, 10, 9, 15, 59, 59, tzinfo=UTC), deadline="apply", since="2025-09-05")["is_over"]
    assert last_day(datetime(2025, 10, 9, 16, 0, tzinfo=UTC), deadline="apply", since="2025-09-05")["is_over"]


def test_without_a_day_the_deadline_runs_from_now() -> None:
    """30 days from 3 June 2025."""
    assert last_day(datetime(2025, 6, 3, 4, tzinfo=UTC), deadline="apply")["day"] == "2025-07-03"


def test_an_unknown_deadline_is_named() -> None:
    """The case stays as it is; the sentence says what is wrong with the process."""
    with pytest.raises(errors.ProcessError, match="The pack has no deadline late"):
        last_day(datetime(2025, 6, 3, tzinfo=UTC), deadline="late")
