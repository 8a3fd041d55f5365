"""Deadlines: periods in their own units, by the working calendar."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.calendar import ZONE, CalendarYearMissingError, local_date
from engine.domain.deadline import DeadlineRule, OfficeHoursMissingError, Period, PeriodError, Roll, Stop, Warning, add_months
from engine.domain.office_hours import OfficeHours, OfficeHoursError
from engine.errors import Text
from tests.domain.calendars import YEAR_2025


def a_rule(period: str, roll: Roll = Roll.NONE, warnings: tuple[Warning, ...] = ()) -> DeadlineRule:
    title, hours = Text("接单", "Accept"), OfficeHours.parse("08:30-12:00, 14:30-18:00")
    return DeadlineRule(name="accept", title=title, period=Period.parse(period), roll=roll, warnings=warnings, hours=hours)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "period", "roll", "due"),
    [
        ("2025-06-03T16:00", "1 wd", Roll.NONE, "2025-06-04T23:59:59"),
        ("2025-05-30T16:00", "1 wd", Roll.NONE, "2025-06-03T23:59:59"),
        ("2025-04-25T09:00", "1 wd", Roll.NONE, "2025-04-27T23:59:59"),
        ("2025-06-09T10:00", "5 wd", Roll.NONE, "2025-06-16T23:59:59"),
        ("2025-06-11T15:00", "30 d", Roll.NEXT_WORKING_DAY, "2025-07-11T23:59:59"),
        ("2025-09-05T15:00", "30 d", Roll.NEXT_WORKING_DAY, "2025-10-09T23:59:59"),
        ("2025-09-05T15:00", "30 d", Roll.NONE, "2025-10-05T23:59:59"),
        ("2025-06-03T16:00", "2 h", Roll.NONE, "2025-06-03T18:00:00"),
        ("2025-06-03T16:00", "4 oh", Roll.NONE, "2025-06-04T10:30:00"),
        ("2025-06-03T12:30", "2 oh", Roll.NONE, "2025-06-03T16:30:00"),
        ("2025-04-25T17:00", "2 oh", Roll.NONE, "2025-04-27T09:30:00"),
        ("2025-05-30T19:00", "1 oh", Roll.NONE, "2025-06-03T09:30:00"),
        ("2025-06-03T16:00", "end of day", Roll.NONE, "2025-06-03T23:59:59"),
        ("2025-01-31T16:00", "1 mo", Roll.NONE, "2025-02-28T23:59:59"),
    ],
)
def test_due_instant_follows_the_calendar(start: str, period: str, roll: Roll, due: str) -> None:
    """Each unit counts what it says, and only a rolling deadline moves off a holiday."""
    rule = a_rule(period, roll)

    found = rule.due(at(start), YEAR_2025)

    assert at(due) == found


@pytest.mark.parametrize("text", ["", "3", "3 weeks", "-1 d", "99999 wd", "3 wd;", "１ wd ok"])
def test_a_nonsense_period_is_refused_with_the_ways_to_write_it(text: str) -> None:
    """A clerk who mistypes a period is told how it is written."""
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)

    assert "请写成“3 wd”（工作日）" in caught.value.text.zh
    assert 'Write "3 wd" (working days)' in caught.value.text.en


@given(st.integers(0, 1000), st.sampled_from(["wd", "d", "h", "oh", "mo"]))
def test_a_period_reads_back_as_it_is_shown(length: int, unit: str) -> None:
    """Reading what str shows gives the same period."""
    length = min(length, 240)
    period = Period.parse(f"{length} {unit}")

    assert period == Period.parse(str(period))


@given(st.integers(1, 120), st.integers(0, 60), st.integers(0, 300))
def test_working_days_add_up(first: int, second: int, offset: int) -> None:
    """Adding a then b working days is adding a + b."""
    start = date(2025, 1, 1) + timedelta(days=offset % 60)

    in_steps = YEAR_2025.add_working_days(YEAR_2025.add_working_days(start, first), second)

    assert YEAR_2025.add_working_days(start, first + second) == in_steps
    assert YEAR_2025.is_working_day(in_steps)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 240))
def test_adding_months_keeps_the_day_or_takes_the_months_last(day: date, count: int) -> None:
    """The month is count months on; the day is the same or the last of a shorter month."""
    found = add_months(day, count)

    assert (day.year * 12 + day.month + count) == (found.year * 12 + found.month)
    assert found.day == day.day or (found + timedelta(days=1)).month != found.month


def test_a_year_that_was_not_entered_is_named() -> None:
    """Nobody computes a deadline by a calendar that is not there."""
    with pytest.raises(CalendarYearMissingError) as caught:
        a_rule("1 wd").due(at("2025-12-31T10:00"), YEAR_2025)

    assert caught.value.text.zh == "工作日历缺少2026年，无法计算期限。请在“日历”中录入该年的放假与调休安排。"


def test_warnings_fall_at_their_share_of_the_time() -> None:
    """80, 100 and 120 per cent of ten hours are eight, ten and twelve hours."""
    steps = tuple(Warning(at=percent, tell=("holder",), code="SUP.REMIND") for percent in (120, 80, 100))
    rule, start = a_rule("10 h", warnings=steps), at("2025-06-03T08:00")

    found = [instant for instant, _ in rule.warning_instants(start, rule.due(start, YEAR_2025))]

    assert [start + timedelta(hours=h) for h in (8, 10, 12)] == found


def test_the_local_day_is_beijings() -> None:
    """Half past four in the afternoon in UTC is the next day in Beijing."""
    instant = datetime.fromisoformat("2025-06-03T16:30:00+00:00")

    assert date(2025, 6, 4) == local_date(instant)


@pytest.mark.parametrize(
    ("period", "roll", "since", "until", "due"),
    [
        # Two of five days used; the day on which it runs again is not counted.
        ("5 wd", Roll.NONE, "2025-06-11T10:00", "2025-06-18T09:00", "2025-06-23T23:59:59"),
        # Nothing left but the rest of the day on which it stopped: it ends on the day on which it runs again.
        ("1 wd", Roll.NONE, "2025-06-10T10:00", "2025-06-18T09:00", "2025-06-18T23:59:59"),
        ("1 wd", Roll.NONE, "2025-06-10T10:00", "2025-06-21T09:00", "2025-06-23T23:59:59"),
        # Within one day nothing is lost.
        ("5 wd", Roll.NONE, "2025-06-11T10:00", "2025-06-11T17:00", "2025-06-16T23:59:59"),
        # It had passed before it stopped.
        ("1 wd", Roll.NONE, "2025-06-11T10:00", "2025-06-18T09:00", "2025-06-10T23:59:59"),
        ("10 d", Roll.NONE, "2025-06-11T10:00", "2025-06-18T09:00", "2025-06-26T23:59:59"),
        ("10 d", Roll.NEXT_WORKING_DAY, "2025-06-11T10:00", "2025-06-20T09:00", "2025-06-30T23:59:59"),
        ("1 mo", Roll.NONE, "2025-06-11T10:00", "2025-06-18T09:00", "2025-07-16T23:59:59"),
        ("72 h", Roll.NONE, "2025-06-11T10:00", "2025-06-11T18:00", "2025-06-12T17:00:00"),
        ("4 oh", Roll.NONE, "2025-06-09T11:00", "2025-06-10T17:00", "2025-06-11T09:30:00"),
    ],
)
def test_time_in_which_a_party_is_awaited_does_not_count(period: str, roll: Roll, since: str, until: str, due: str) -> None:
    """A deadline that began on Monday 9 June at nine stands still and then runs on with what was left of it."""
    stop = Stop(since=at(since), until=at(until))

    found = a_rule(period, roll).due(at("2025-06-09T09:00"), YEAR_2025, [stop])

    assert at(due) == found


def test_warnings_leave_out_the_time_in_which_a_deadline_stood_still() -> None:
    """Half of ten hours had gone when it stopped for a day: the warning at 80 per cent comes three hours after it runs again."""
    steps = tuple(Warning(at=percent, tell=("holder",), code="SUP.REMIND") for percent in (40, 80, 100, 120))
    rule, start = a_rule("10 h", warnings=steps), at("2025-06-03T08:00")
    stops = [Stop(since=at("2025-06-03T13:00"), until=at("2025-06-04T13:00"))]
    due = rule.due(start, YEAR_2025, stops)

    found = [instant for instant, _ in rule.warning_instants(start, due, stops)]

    assert due == at("2025-06-04T18:00")
    assert found == [at("2025-06-03T12:00"), at("2025-06-04T16:00"), due, at("2025-06-04T20:00")]


@pytest.mark.parametrize("text", ["", "8-12", "08:30-12:00, 11:00-18:00", "12:00-08:30", "25:00-26:00", "08:30-08:30", ["08:30-12:00", 5]])
def test_nonsense_office_hours_are_refused_with_the_way_to_write_them(text: str) -> None:
    """Hours that overlap or run backwards are a slip of the pen."""
    with pytest.raises(OfficeHoursError) as caught:
        OfficeHours.parse(text)

    assert caught.value.text.zh == "办公时间的写法不对。请写成“08:30-12:00, 14:30-18:00”，按先后排列，不要重叠。"


def test_office_hours_are_read_as_they_are_shown() -> None:
    """A list of spans, Chinese punctuation and a long dash mean the same."""
    shown = "08:30-12:00, 14:30-18:00"

    assert str(OfficeHours.parse(["8:30–12:00", "14:30至18:00"])) == shown
    assert OfficeHours.parse("08:30—12:00、14:30~18:00") == OfficeHours.parse(shown)


def test_a_deadline_in_office_hours_without_office_hours_is_said() -> None:
    """The sentence names the parameter that is missing."""
    rule = DeadlineRule(name="accept", title=Text("接单", "Accept"), period=Period.parse("4 oh"))

    with pytest.raises(OfficeHoursMissingError) as caught:
        rule.due(at("2025-06-03T09:00"), YEAR_2025)

    assert "（参数 office_hours）" in caught.value.text.zh
