"""Laws that every deadline obeys, whatever the calendar, the period and the time in which it stood still."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from engine.domain.calendar import ZONE, WorkingCalendar, end_of_day, local_date
from engine.domain.deadline import DeadlineRule, Period, Roll, Stop, Unit, Warning
from engine.domain.office_hours import OfficeHours
from engine.errors import Text

FIRST, LAST = date(2025, 1, 1), date(2025, 6, 30)
YEARS = frozenset(range(2025, 2029))
SHORT = {Unit.WORKING_DAY: 40, Unit.DAY: 90, Unit.HOUR: 200, Unit.OFFICE_HOUR: 60, Unit.MONTH: 6, Unit.END_OF_DAY: 0}
HOURS = OfficeHours.parse("08:30-12:00, 14:30-18:00")
STEPS = tuple(Warning(at=at, tell=("holder",), code="SUP.REMIND") for at in (50, 80, 100, 120))

days = st.dates(FIRST, date(2025, 12, 31))
instants = st.integers(0, 180 * 86400).map(lambda seconds: datetime(2025, 1, 1, tzinfo=ZONE) + timedelta(seconds=seconds))
lengths_of_time = st.timedeltas(timedelta(), timedelta(days=40)).map(lambda length: timedelta(seconds=length // timedelta(seconds=1)))


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    holidays = draw(st.frozensets(days, max_size=30))
    worked = draw(st.frozensets(days.filter(lambda day: day.weekday() >= 5), max_size=10))
    return WorkingCalendar(years=YEARS, holidays=holidays - worked, make_up_days=worked)


@st.composite
def rules(draw: st.DrawFn, units: tuple[Unit, ...] = tuple(Unit)) -> DeadlineRule:
    unit = draw(st.sampled_from(units))
    period = Period(length=draw(st.integers(0, SHORT[unit])), unit=unit)
    roll = draw(st.sampled_from(Roll)) if unit is not Unit.HOUR else Roll.NONE
    return DeadlineRule(name="any", title=Text("任何", "Any"), period=period, roll=roll, hours=HOURS, warnings=STEPS)


@st.composite
def stops_after(draw: st.DrawFn, start: datetime) -> list[Stop]:
    found, moment = [], start
    for _ in range(draw(st.integers(0, 3))):
        since = moment + draw(lengths_of_time)
        moment = since + draw(lengths_of_time)
        found.append(Stop(since=since, until=moment))
    return found


@given(rules(), instants, calendars(), st.data())
def test_a_deadline_never_ends_before_it_begins(
    rule: DeadlineRule, start: datetime, calendar: WorkingCalendar, data: st.DataObject
) -> None:
    """Law: the due instant lies at or after the start, and at or after the end of a stop that it outlived."""
    stops = data.draw(stops_after(start))

    due = rule.due(start, calendar, stops)

    assert due >= start
    assert all(due >= stop.until or due < stop.since for stop in stops)


@given(rules(), instants, lengths_of_time, calendars())
def test_beginning_later_never_ends_earlier(rule: DeadlineRule, start: datetime, later: timedelta, calendar: WorkingCalendar) -> None:
    """Law: monotone in the start."""
    assert rule.due(start, calendar) <= rule.due(start + later, calendar)


@given(rules(), instants, calendars(), st.integers(0, 10), st.data())
def test_more_time_never_ends_earlier(
    rule: DeadlineRule, start: datetime, calendar: WorkingCalendar, more: int, data: st.DataObject
) -> None:
    """Law: monotone in the length, stops or not."""
    stops = data.draw(stops_after(start))
    longer = replace(rule, period=Period(length=rule.period.length + more, unit=rule.period.unit))

    assert rule.due(start, calendar, stops) <= longer.due(start, calendar, stops)


@given(rules(), instants, calendars(), st.frozensets(days, max_size=10), st.data())
def test_a_further_holiday_never_shortens(
    rule: DeadlineRule, start: datetime, calendar: WorkingCalendar, more: frozenset[date], data: st.DataObject
) -> None:
    """Law: taking working days away moves no due instant forward."""
    stops = data.draw(stops_after(start))
    fewer = replace(calendar, holidays=calendar.holidays | more, make_up_days=calendar.make_up_days - more)

    assert rule.due(start, calendar, stops) <= rule.due(start, fewer, stops)


@given(rules(), instants, calendars(), calendars(), st.data())
def test_only_days_between_start_and_end_matter(
    rule: DeadlineRule, start: datetime, calendar: WorkingCalendar, other: WorkingCalendar, data: st.DataObject
) -> None:
    """Law: what changes before the day of the start or after the day of the end moves nothing; re-computation relies on it."""
    stops = data.draw(stops_after(start))
    due = rule.due(start, calendar, stops)
    span = {local_date(start) + timedelta(days=n) for n in range((local_date(due) - local_date(start)).days + 1)}
    changed = replace(
        calendar,
        holidays=(calendar.holidays & span) | (other.holidays - span),
        make_up_days=(calendar.make_up_days & span) | (other.make_up_days - span),
    )

    assert rule.due(start, changed, stops) == due


@given(rules(), instants, calendars(), calendars())
def test_a_rule_that_asks_no_calendar_has_none(
    rule: DeadlineRule, start: datetime, calendar: WorkingCalendar, other: WorkingCalendar
) -> None:
    """Law: hours, natural days and months that do not roll are the same by every calendar."""
    assume(not rule.asks_calendar)

    assert rule.due(start, calendar) == rule.due(start, other)


@given(rules((Unit.DAY, Unit.WORKING_DAY, Unit.MONTH)), instants, calendars(), st.times(), st.times())
def test_the_first_day_is_not_counted(
    rule: DeadlineRule, start: datetime, calendar: WorkingCalendar, morning: datetime, evening: datetime
) -> None:
    """Law (民法典 art. 201): the time of day at which a period of days begins does not matter."""
    day = local_date(start)
    early, late = (datetime.combine(day, moment, tzinfo=ZONE) for moment in (morning, evening))

    assert rule.due(early, calendar) == rule.due(late, calendar)


@given(rules((Unit.WORKING_DAY,)), instants, calendars())
def test_as_many_working_days_pass_as_were_given(rule: DeadlineRule, start: datetime, calendar: WorkingCalendar) -> None:
    """Law: between the first day, not counted, and the last day, counted, lie exactly the days of the period."""
    assume(rule.period.length)

    last = local_date(rule.due(start, calendar))

    assert calendar.is_working_day(last)
    assert calendar.working_days_between(local_date(start), last) == rule.period.length


@given(rules((Unit.OFFICE_HOUR,)), instants, calendars(), st.data())
def test_offices_are_open_for_as_long_as_was_given(
    rule: DeadlineRule, start: datetime, calendar: WorkingCalendar, data: st.DataObject
) -> None:
    """Law: what counts between start and end, stops left out, is the length to the second, and it ends while offices are open."""
    stops = data.draw(stops_after(start))
    assume(rule.period.length)

    due = rule.due(start, calendar, stops)

    lost = sum((HOURS.between(stop.since, stop.until, calendar) for stop in stops if stop.until <= due), timedelta())
    assert HOURS.between(start, due, calendar) - lost == timedelta(hours=rule.period.length)
    local = due.astimezone(ZONE).time()
    assert any(opens <= local <= closes for opens, closes in HOURS.spans) or due in {stop.until for stop in stops}


@given(rules((Unit.DAY, Unit.MONTH)), instants, calendars())
def test_only_a_rolling_deadline_leaves_its_day_and_only_for_the_next_working_day(
    rule: DeadlineRule, start: datetime, calendar: WorkingCalendar
) -> None:
    """Law (民法典 art. 203): every day jumped over is a day off, and the last day of a rolling period is worked."""
    plain, rolled = (local_date(replace(rule, roll=roll).due(start, calendar)) for roll in (Roll.NONE, Roll.NEXT_WORKING_DAY))

    assert not any(calendar.is_working_day(plain + timedelta(days=n)) for n in range((rolled - plain).days))
    assert calendar.is_working_day(rolled)


@given(rules(), instants, calendars(), st.tuples(lengths_of_time, lengths_of_time, lengths_of_time))
def test_standing_still_never_shortens(
    rule: DeadlineRule, start: datetime, calendar: WorkingCalendar, spans: tuple[timedelta, timedelta, timedelta]
) -> None:
    """Law: a stop moves the end back or leaves it, and a longer stop moves it no less."""
    ran, stood, more = spans
    since = start + ran
    due, stopped, longer = (
        rule.due(start, calendar, stops)
        for stops in (
            [],
            [Stop(since=since, until=since + stood)],
            [Stop(since=since, until=since + stood + more)],
        )
    )

    assert due <= stopped <= longer
    assert due < since or stopped >= since + stood


@given(rules(), instants, calendars(), st.data())
def test_what_stood_still_before_the_start_does_not_count(
    rule: DeadlineRule, start: datetime, calendar: WorkingCalendar, data: st.DataObject
) -> None:
    """Law: a deadline that runs from a later day is the same whether somebody was awaited before that day or not."""
    before = start - data.draw(lengths_of_time)
    until = data.draw(st.sampled_from([before, start]))
    later = data.draw(stops_after(start))

    found = rule.due(start, calendar, [Stop(since=before, until=until), *later])

    assert found == rule.due(start, calendar, later)


@given(rules((Unit.WORKING_DAY,)), instants, calendars(), lengths_of_time, lengths_of_time)
def test_working_days_in_which_it_stood_still_do_not_count(
    rule: DeadlineRule, start: datetime, calendar: WorkingCalendar, ran: timedelta, stood: timedelta
) -> None:
    """Law: what was used up before the stop and what runs after it add up to the period."""
    since = start + ran
    until = since + stood
    due = rule.due(start, calendar, [Stop(since=since, until=until)])
    assume(since <= rule.due(start, calendar))

    used = calendar.working_days_between(local_date(start), local_date(since))
    after = calendar.working_days_between(local_date(until), local_date(due))

    rest_of_day = local_date(due) != local_date(until) and used == rule.period.length
    assert used + after - (1 if rest_of_day else 0) == rule.period.length


@given(rules((Unit.HOUR,)), instants, calendars(), st.data())
def test_hours_run_as_long_as_was_given(rule: DeadlineRule, start: datetime, calendar: WorkingCalendar, data: st.DataObject) -> None:
    """Law (民法典 art. 201): hours count from the instant on, to the second, by day and by night."""
    stops = data.draw(stops_after(start))

    due = rule.due(start, calendar, stops)

    lost = sum((stop.until - stop.since for stop in stops if stop.until <= due), timedelta())
    assert due - start - lost == timedelta(hours=rule.period.length)


@given(rules(), instants, calendars(), st.data())
def test_warnings_come_in_order_and_the_full_hundred_at_the_due_instant(
    rule: DeadlineRule, start: datetime, calendar: WorkingCalendar, data: st.DataObject
) -> None:
    """Law: earliest first, 100 per cent is the due instant itself, and none falls into a stop."""
    stops = data.draw(stops_after(start))
    due = rule.due(start, calendar, stops)

    found = list(rule.warning_instants(start, due, stops))

    moments = [moment for moment, _ in found]
    assert moments == sorted(moments)
    assert {warning.at: moment for moment, warning in found}[100] == due
    assert not any(stop.since < moment < stop.until for moment in moments for stop in stops if stop.until <= due)


@given(days)
def test_a_day_ends_with_its_last_second(day: date) -> None:
    """Law (民法典 art. 203): a day deadline runs until midnight."""
    assert end_of_day(day) + timedelta(seconds=1) == datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=ZONE)
