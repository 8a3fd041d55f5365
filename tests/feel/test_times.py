# ruff: noqa: E501 - tables of short expressions
"""Dates, times, durations, and the calendar of civil law."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine import feel

_MONTHS = [
    ("2025-01-31", "P1M", "2025-02-28"),
    ("2024-01-31", "P1M", "2024-02-29"),
    ("2024-02-29", "P1Y", "2025-02-28"),
    ("2025-03-31", "-P1M", "2025-02-28"),
    ("2025-01-31", "P13M", "2026-02-28"),
    ("2025-12-15", "P1M", "2026-01-15"),
    ("9999-12-31", "P1D", "10000-01-01"),
    ("10000-01-01", "-P1D", "9999-12-31"),
    ("0001-01-01", "-P1D", "0000-12-31"),
]


@pytest.mark.parametrize(("day", "length", "expected"), _MONTHS)
def test_a_day_that_the_month_lacks_becomes_its_last_day(day: str, length: str, expected: str) -> None:
    """Claim: months are added by the calendar and clamp; years go beyond Python's calendar."""
    text = f'string(@"{day}" + @"{length}")'

    assert feel.evaluate(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('string(@"2025-01-31T10:00:00+08:00" + @"P1M")', "2025-02-28T10:00:00+08:00"),
        ('string(@"2025-06-03T10:00:00@Asia/Shanghai")', "2025-06-03T10:00:00@Asia/Shanghai"),
        ('string(@"2025-06-03" - @"2025-06-01")', "P2D"),
        ('string(@"2025-06-03T12:00:00Z" - @"2025-06-03T12:00:00+08:00")', "PT8H"),
        ('string(@"2025-06-03T12:00:00@Asia/Shanghai" - @"2025-06-03T02:00:00Z")', "PT2H"),
        ('string(@"23:30:00" + @"PT1H")', "00:30:00"),
        ('string(@"00:30:00" - @"PT1H")', "23:30:00"),
        ('string(@"10:00:00" - @"09:30:00")', "PT30M"),
        ('string(@"P1DT2H" * 2)', "P2DT4H"),
        ('string(@"P1D" / 2)', "PT12H"),
        ('@"P1D" / @"PT6H"', 4),
        ('@"P1Y" / @"P3M"', 4),
        ('string(@"P1Y6M" + @"P7M")', "P2Y1M"),
        ('string(-@"P1Y")', "-P1Y"),
        ('string(abs(@"-PT5M"))', "PT5M"),
        ("string(date(2025, 6, 3))", "2025-06-03"),
        ('string(date(@"2025-06-03T23:00:00"))', "2025-06-03"),
        ('string(date and time(@"2025-06-03", @"16:00:00"))', "2025-06-03T16:00:00"),
        ('string(date and time("2025-06-03T16:00"))', "2025-06-03T16:00:00"),
        ('string(date and time("2025-06-03T24:00:00"))', "2025-06-04T00:00:00"),
        ('string(date and time(2025, 6, 3, 16, 0, 0, @"PT8H"))', "2025-06-03T16:00:00+08:00"),
        ('string(date and time(2025, 6, 3, 16, 0, 0, "Asia/Shanghai"))', "2025-06-03T16:00:00@Asia/Shanghai"),
        ('string(time(16, 0, 1.5, @"PT8H"))', "16:00:01.5+08:00"),
        ('string(time(@"2025-06-03T16:00:00Z"))', "16:00:00Z"),
        ('string(years and months duration(@"2024-01-31", @"2025-03-30"))', "P1Y1M"),
        ('string(years and months duration(@"2025-03-30", @"2024-01-31"))', "-P1Y1M"),
        ('string(duration("PT90M"))', "PT1H30M"),
        ('string(@"-999999999-12-31")', "-999999999-12-31"),
        ('@"2025-06-03".weekday', 2),
        ('@"-P1Y2M".months', -2),
        ('@"P1DT2H3M4.5S".seconds', 4.5),
        ('string(@"10:00:00+08:00".time offset)', "PT8H"),
        ('@"2025-06-03T10:00:00@Asia/Shanghai".timezone', "Asia/Shanghai"),
        ('day of year(@"2024-12-31")', 366),
        ('day of week(@"2025-06-03")', "Tuesday"),
        ('month of year(@"2025-06-03")', "June"),
        ('week of year(@"2021-01-03")', 53),
        ('@"2025-06-03" < @"2025-06-04T00:00:00Z"', True),
        ('@"2025-06-03T16:00:00" < @"2025-06-03T16:30:00@Asia/Shanghai"', True),
        ('is(@"10:00:00Z", @"10:00:00+00:00")', True),
        ('is(@"2025-06-03T08:00:00+08:00", @"2025-06-03T00:00:00Z")', False),
    ],
)  # fmt: skip
def test_times_follow_the_calendar(text: str, value: Any) -> None:
    """Claim: tables 56 to 60, 67, 73 and 79 of DMN 1.5 hold for dates, times and durations."""
    assert feel.to_json(feel.evaluate(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        'date("2025-2-3")', 'date("01211-12-31")', 'date("+2025-01-01")', "date(2025, 13, 1)", 'date("9999999999-12-25")', 'time("24:00:00")',
        'time("10:00")', 'time("10:00:00+19:00")', 'time("10:00:00@No/Where")', 'duration("P")', 'duration("PT")', 'duration("P1H")',
        '@"2025-01-01" + @"2025-01-01"', '@"10:00:00" - @"2025-01-01"', '@"P1D" + @"P1M"', '@"999999999-12-31" + @"P1D"',
    ],
)  # fmt: skip
def test_what_is_no_time_is_null(text: str) -> None:
    """Claim: texts that are no date, and sums that mean nothing, are null."""
    assert feel.evaluate(text) is None


def test_now_is_what_the_caller_says() -> None:
    """Claim: the present moment comes from outside, so that a rehearsal can move it."""
    moment = datetime(2025, 6, 3, 16, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

    value = feel.compile('now() - @"2025-06-03T15:00:00@Asia/Shanghai"').evaluate({}, now=moment)
    day = feel.compile("today()").evaluate({}, moment)

    assert value == timedelta(hours=1)
    assert day == date(2025, 6, 3)


def test_now_is_the_same_throughout_an_evaluation() -> None:
    """Claim: two calls of now() in one expression agree, even without a moment from outside."""
    before = datetime.now(UTC)

    equal, moment = feel.evaluate("[is(now(), now()), now()]")

    assert equal is True
    assert before <= moment <= datetime.now(UTC)


def test_lengths_across_a_change_of_the_clock_are_true_lengths() -> None:
    """Claim: subtraction in a zone with summer time counts the hours that passed."""
    value = feel.evaluate('string(@"2025-03-30T12:00:00@Europe/Paris" - @"2025-03-29T12:00:00@Europe/Paris")')

    assert value == "PT23H"
