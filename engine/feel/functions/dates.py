"""Functions of dates and times (DMN 1.5, table 79)."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine.feel import comparing
from engine.feel.calendar import near
from engine.feel.functions.building import built_in
from engine.feel.running import current
from engine.feel.values import Far, kind

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@built_in("is", "value1: any, value2: any")
def is_same(left: Any, right: Any) -> bool:
    """Tell whether two values are the same: of one kind, equal, and written in the same zone."""
    if kind(left) != kind(right):
        return False
    return comparing.equal(left, right, current().meter) is True and _zone(left) == _zone(right)


def _zone(value: Any) -> Any:
    moment = value.near if isinstance(value, Far) else value
    if not isinstance(moment, datetime | time) or moment.tzinfo is None:
        return None
    offset = moment.utcoffset()
    return moment.tzinfo if offset is None else offset


@built_in("day of year", "date: date|date and time")
def day_of_year(value: date | Far) -> Decimal:
    """Return the number of the day in its year."""
    return Decimal(near(value).timetuple().tm_yday)


@built_in("day of week", "date: date|date and time")
def day_of_week(value: date | Far) -> str:
    """Return the English name of the day of the week."""
    return _WEEKDAYS[near(value).weekday()]


@built_in("month of year", "date: date|date and time")
def month_of_year(value: date | Far) -> str:
    """Return the English name of the month."""
    return MONTHS[near(value).month - 1]


@built_in("week of year", "date: date|date and time")
def week_of_year(value: date | Far) -> Decimal:
    """Return the number of the week by ISO 8601."""
    return Decimal(near(value).isocalendar().week)


@built_in("now", "")
def now() -> datetime:
    """Return the present moment of the evaluation."""
    return current().now()


@built_in("today", "")
def today() -> date:
    """Return the present day of the evaluation."""
    return current().now().date()
