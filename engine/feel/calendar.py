"""Calendar arithmetic (DMN 1.5, 10.3.2.3): months clamp to the last day, years reach beyond Python's."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.feel.values import MONTHS, Far, YearsMonths

CYCLE_YEARS, CYCLE_DAYS = 400, 146_097
LAST_YEAR, FARTHEST_YEAR = 9999, 999_999_999
DAY_SECONDS, MICRO = 86_400, 1_000_000
_ANCHOR = 2000

#: A date, or a date and time, of any year.
Day = date | Far


def day_of(year: int, month: int, day: int) -> Day | None:
    """Return a date of any year; null if there is no such day."""
    if abs(year) > FARTHEST_YEAR:
        return None
    cycles, rest = divmod(year - _ANCHOR, CYCLE_YEARS)
    try:
        return settle(cycles, date(_ANCHOR + rest, month, day))
    except ValueError:
        return None


def lift(value: Day) -> tuple[int, date]:
    """Return a date or date and time as cycles of 400 years and its like in the years 2000 to 2399."""
    cycles, near = (value.cycles, value.near) if isinstance(value, Far) else (0, value)
    more, rest = divmod(near.year - _ANCHOR, CYCLE_YEARS)
    return cycles + more, near.replace(year=_ANCHOR + rest)


def settle(cycles: int, near: date) -> Day | None:
    """Return Python's own value where it has one; null beyond the farthest year."""
    year = near.year + cycles * CYCLE_YEARS
    if 1 <= year <= LAST_YEAR:
        return near.replace(year=year)
    return Far(cycles, near) if abs(year) <= FARTHEST_YEAR else None


def year_of(value: Day) -> int:
    """Return the year of a date or date and time."""
    return value.near.year + value.cycles * CYCLE_YEARS if isinstance(value, Far) else value.year


def near(value: Day) -> date:
    """Return a Python value with the same month, day, time and day of the week."""
    return value.near if isinstance(value, Far) else value


def same_kind(value: Day, changed: date) -> Day | None:
    """Return a changed `near` at the distance of the value it came from."""
    cycles = value.cycles if isinstance(value, Far) else 0
    more, rest = divmod(changed.year - _ANCHOR, CYCLE_YEARS)
    return settle(cycles + more, changed.replace(year=_ANCHOR + rest))


def add_months(value: Day, count: int) -> Day | None:
    """Add calendar months; a day that the month lacks becomes its last day."""
    cycles, start = lift(value)
    year, month = divmod(start.year * MONTHS + start.month - 1 + count, MONTHS)
    more, rest = divmod(year - _ANCHOR, CYCLE_YEARS)
    year = _ANCHOR + rest
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return settle(cycles + more, start.replace(year=year, month=month + 1, day=day))


def add_length(value: Day, length: timedelta) -> Day | None:
    """Add a days and time duration; a date counts from its midnight and stays a date."""
    cycles, start = lift(value)
    more, days = divmod(length.days, CYCLE_DAYS)
    rest = timedelta(days=days, seconds=length.seconds, microseconds=length.microseconds)
    if isinstance(start, datetime):
        return _settled(cycles + more, start + rest)
    return _settled(cycles + more, (datetime.combine(start, time()) + rest).date())


def _settled(cycles: int, value: date) -> Day | None:
    more, rest = divmod(value.year - _ANCHOR, CYCLE_YEARS)
    return settle(cycles + more, value.replace(year=_ANCHOR + rest))


def add_to_time(value: time, length: timedelta) -> time:
    """Add a days and time duration to a time of day, around the clock."""
    return (datetime.combine(date(_ANCHOR, 1, 2), value) + timedelta(seconds=length.seconds, microseconds=length.microseconds)).timetz()


def difference(left: Day, right: Day) -> timedelta | None:
    """Return the length from the right moment to the left one; null if it cannot be told."""
    left_cycles, left_near = lift(left)
    right_cycles, right_near = lift(right)
    first, second = _moments(left_near, right_near)
    try:
        return first - second + timedelta(days=(left_cycles - right_cycles) * CYCLE_DAYS)
    except OverflowError:
        return None


def _moments(left: date, right: date) -> tuple[datetime, datetime]:
    """Return both as moments: a date is its midnight in UTC, a local date and time is read in the other's zone."""
    first, second = _moment(left), _moment(right)
    if first.tzinfo and not second.tzinfo:
        second = second.replace(tzinfo=first.tzinfo if isinstance(right, datetime) else UTC)
    if second.tzinfo and not first.tzinfo:
        first = first.replace(tzinfo=second.tzinfo if isinstance(left, datetime) else UTC)
    if first.tzinfo and second.tzinfo:
        # Python subtracts wall times where both have the same zone object, even across a change of the clock.
        return first.astimezone(UTC), second.astimezone(UTC)
    return first, second


def _moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def time_difference(left: time, right: time) -> timedelta:
    """Return the length from the right time of day to the left one; one without zone is read in the other's."""
    first, second = _moments(datetime.combine(date(_ANCHOR, 1, 2), left), datetime.combine(date(_ANCHOR, 1, 2), right))
    return first - second


def order_days(left: Day, right: Day) -> int:
    """Return -1, 0 or 1 as one moment lies before, at or after the other."""
    left_cycles, left_near = lift(left)
    right_cycles, right_near = lift(right)
    if abs(left_cycles - right_cycles) > 1:
        return 1 if left_cycles > right_cycles else -1
    first, second = _moments(left_near, right_near)
    length = first - second + timedelta(days=(left_cycles - right_cycles) * CYCLE_DAYS)
    return (length > timedelta()) - (length < timedelta())


def between(start: Day, end: Day) -> YearsMonths:
    """Return the whole months from one day to another (DMN 1.5, years and months duration())."""
    first, last = near(start), near(end)
    months = (year_of(end) - year_of(start)) * MONTHS + last.month - first.month
    if months > 0 and _in_month(last) < _in_month(first):
        months -= 1
    elif months < 0 and _in_month(last) > _in_month(first):
        months += 1
    return YearsMonths(months)


def _in_month(value: date) -> tuple[int, time]:
    return value.day, value.time() if isinstance(value, datetime) else time()


def seconds_of(length: timedelta) -> Decimal:
    """Return a length in seconds, exactly."""
    return Decimal(length.days * DAY_SECONDS + length.seconds) + Decimal(length.microseconds) / MICRO


def of_seconds(seconds: Decimal) -> timedelta | None:
    """Return the length of a number of seconds; null beyond what a length can hold."""
    try:
        return timedelta(microseconds=int((seconds * MICRO).to_integral_value()))
    except (OverflowError, ArithmeticError):
        return None


def zone_offset(value: Any) -> timedelta | None:
    """Return how far a time, or a date and time, is ahead of UTC; null without a zone."""
    moment: Any = value.near if isinstance(value, Far) else value
    if isinstance(moment, time) and moment.tzinfo is not None and moment.utcoffset() is None:
        # A named zone has no offset without a day; the winter's is taken.
        moment = datetime.combine(date(_ANCHOR, 1, 1), moment)
    offset: timedelta | None = moment.utcoffset()
    return offset
