"""When cases begin by themselves."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.calendar import ZONE, CalendarYearMissingError
from engine.domain.rhythm import EVERY, Rhythm
from engine.errors import Text
from tests.domain.calendars import YEAR_2025


def a_rhythm(every: str, at: str = "09:00") -> Rhythm:
    return Rhythm(name="r", title=Text("例会", "Meeting"), process="meeting", every=every, at=time.fromisoformat(at))


def beats(every: str, first: str, last: str, at: str = "09:00") -> list[str]:
    found = a_rhythm(every, at).beats(beijing(first), beijing(last), YEAR_2025)
    return [beat.astimezone(ZONE).strftime("%m-%d %H:%M") for beat in found]


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_a_meeting_on_mondays_ignores_holidays() -> None:
    """6 October 2025 is a Monday within the National Day holidays: whoever wants none writes working days."""
    assert beats("monday", "2025-09-28T00:00", "2025-10-14T00:00") == ["09-29 09:00", "10-06 09:00", "10-13 09:00"]


def test_working_days_follow_the_calendar() -> None:
    """28 September and 11 October 2025 are worked in exchange for the holidays."""
    assert beats("working-day", "2025-09-27T00:00", "2025-10-12T00:00", "17:30") == [
        "09-28 17:30",
        "09-29 17:30",
        "09-30 17:30",
        "10-09 17:30",
        "10-10 17:30",
        "10-11 17:30",
    ]


def test_the_first_and_the_last_working_day_of_a_month() -> None:
    """In October 2025 the first eight days are holidays."""
    assert beats("month-first-working-day", "2025-09-30T00:00", "2025-11-05T00:00") == ["10-09 09:00", "11-03 09:00"]
    assert beats("month-last-working-day", "2025-09-20T00:00", "2025-11-05T00:00") == ["09-30 09:00", "10-31 09:00"]


def test_a_turn_that_has_been_is_not_taken_again() -> None:
    """The instant after which it is looked is left out, the last one counts."""
    assert beats("day", "2025-06-03T09:00", "2025-06-04T09:00") == ["06-04 09:00"]


def test_the_next_beat_is_told_in_advance() -> None:
    """Scenarios move the clock from one to the next."""
    found = a_rhythm("friday").next_beat(beijing("2025-06-06T09:00"), YEAR_2025)

    assert found == datetime(2025, 6, 13, 1, 0, tzinfo=UTC)


def test_a_year_without_calendar_is_refused_in_words() -> None:
    """Working days of a year that nobody has entered are not guessed."""
    with pytest.raises(CalendarYearMissingError):
        list(a_rhythm("working-day").beats(beijing("2027-01-01T00:00"), beijing("2027-01-03T00:00"), YEAR_2025))


@given(
    every=st.sampled_from(sorted(EVERY)),
    start=st.integers(0, 270 * 24 * 60),
    lengths=st.lists(st.integers(0, 3 * 24 * 60), max_size=8),
)
def test_looking_more_often_finds_the_same_turns(every: str, start: int, lengths: list[int]) -> None:
    """However the time is cut into looks, each beat is found once."""
    rhythm, cuts = a_rhythm(every), [datetime(2025, 1, 2, tzinfo=UTC) + timedelta(minutes=start)]
    for minutes in lengths:
        cuts.append(cuts[-1] + timedelta(minutes=minutes))

    pieces = [beat for a, b in pairwise(cuts) for beat in rhythm.beats(a, b, YEAR_2025)]

    assert pieces == list(rhythm.beats(cuts[0], cuts[-1], YEAR_2025))
