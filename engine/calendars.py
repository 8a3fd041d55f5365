"""Working calendars from the factory: the State Council's notices in config/calendars, and what the law says for other years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import holidays

from engine.domain.calendar import SATURDAY
from engine.domain.calendar_year import CalendarYear, Holiday, Source, runs
from engine.domain.case import Json
from engine.errors import Text
from engine.packs import schemas

#: Years before and after the present one for which deadlines must be computable.
BEFORE, AFTER = 2, 3
#: What the package adds to a name, what stands between two, its words for a day that is off only in exchange, and what we put between two.
_SAID_OF_IT = re.compile("[(\uff08].*[)\uff09]")
_BETWEEN = re.compile("[;、]|, ")
_ONLY_OFF = ("休息日", "Day off", "农历除夕", "Chinese New Year's Eve")
_AND = ("、", ", ")


def announced(house: Path) -> Iterator[CalendarYear]:
    """Read config/calendars, a year each. Raises CheckFailedError."""
    for file in sorted((house / "config" / "calendars").glob("*.yaml")):
        content = schemas.read_checked(f"config/calendars/{file.name}", file.read_bytes(), "calendar").value
        yield CalendarYear(
            year=content["year"],
            holidays=tuple(_holiday(row) for row in content["holidays"]),
            make_up_days=tuple(map(date.fromisoformat, content["make_up_days"])),
            source=Source.NOTICE,
        )


def estimated(year: int) -> CalendarYear:
    """Return a year by the statutory festivals alone (全国年节及纪念日放假办法), until its notice is entered."""
    chinese, english = (holidays.country_holidays("CN", years=year, language=language) for language in ("zh_CN", "en_US"))
    worked = frozenset(day for day in getattr(chinese, "weekend_workdays", ()) if day.year == year)
    days_off = {day for day in chinese if day.year == year}
    spans = tuple(
        Holiday(title=Text(_title(chinese, first, last), _title(english, first, last)), first=first, last=last)
        for first, last in runs(days_off | _bridged(days_off, worked))
    )
    return CalendarYear(year=year, holidays=spans, make_up_days=tuple(sorted(worked)), source=Source.ESTIMATE)


def needed(today: date) -> range:
    """Return the years around a day for which there must be a calendar."""
    return range(today.year - BEFORE, today.year + AFTER + 1)


def _holiday(row: Json) -> Holiday:
    return Holiday(title=Text(**row["title"]), first=date.fromisoformat(row["from"]), last=date.fromisoformat(row["until"]))


def _bridged(days_off: set[date], worked: frozenset[date]) -> set[date]:
    """Return the week-ends that lie between days off or beside them, so that a holiday is one span."""
    found: set[date] = set()
    for day in days_off:
        for step in (-1, 1):
            beside = day + timedelta(days=step)
            while beside.weekday() >= SATURDAY and beside not in worked and beside.year == day.year:
                found.add(beside)
                beside += timedelta(days=step)
    return found


def _title(named: holidays.HolidayBase, first: date, last: date) -> str:
    """Return the festivals of a span, without what the package says about substitution."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    said = (name for day in days if day in named for name in _BETWEEN.split(named[day]))
    names = dict.fromkeys(_SAID_OF_IT.sub("", name).strip() for name in said)
    festivals = [name for name in names if not name.startswith(_ONLY_OFF)] or list(names)
    return _AND[named.language == "en_US"].join(festivals)
