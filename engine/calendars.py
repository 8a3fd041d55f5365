"""Working calendars from the factory: the State Council's notices in config/calendars, and what the law says for other years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import holidays

from engine.domain.calendar import WorkingCalendar
from engine.packs import schemas

#: Years before and after the present one for which deadlines must be computable.
BEFORE, AFTER = 2, 3


def announced(house: Path) -> Iterator[WorkingCalendar]:
    """Read config/calendars, a year each. Raises CheckFailedError."""
    for file in sorted((house / "config" / "calendars").glob("*.yaml")):
        content = schemas.read_checked(f"config/calendars/{file.name}", file.read_bytes(), "calendar").value
        yield WorkingCalendar(
            years=frozenset({content["year"]}),
            holidays=frozenset(day for row in content["holidays"] for day in _days(row["from"], row["until"])),
            make_up_days=frozenset(map(date.fromisoformat, content["make_up_days"])),
        )


def estimated(year: int) -> WorkingCalendar:
    """Return a year by the statutory festivals alone (全国年节及纪念日放假办法), until its notice is entered."""
    china = holidays.country_holidays("CN", years=year)
    make_up_days = frozenset(day for day in getattr(china, "weekend_workdays", ()) if day.year == year)
    days_off = frozenset(day for day in china if day.year == year)
    return WorkingCalendar(years=frozenset({year}), holidays=days_off, make_up_days=make_up_days, estimated=frozenset({year}))


def needed(today: date) -> range:
    """Return the years around a day for which there must be a calendar."""
    return range(today.year - BEFORE, today.year + AFTER + 1)


def _days(first: str, last: str) -> Iterator[date]:
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        yield day
        day += timedelta(days=1)
