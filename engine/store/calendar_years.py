"""The years of working calendars: what ships from the factory, and what administrators entered for their jurisdictions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from engine.domain.calendar import WorkingCalendar
from engine.domain.calendar_year import CalendarYear, Holiday, Source
from engine.errors import Text
from engine.store import tables
from engine.store.journey import Row
from engine.store.prepared import Prepared
from engine.store.transaction import Transaction

# Of each jurisdiction on the way up its newest entry counts, unless it was withdrawn; of these the nearest, before the factory's year.
_IN_FORCE = """
    WITH above AS (
        SELECT a.id, a.depth FROM onedoor.jurisdiction j CROSS JOIN unnest(j.path) WITH ORDINALITY AS a (id, depth)
        WHERE j.id = {jurisdiction}
    ),
    newest AS (
        SELECT DISTINCT ON (e.jurisdiction, e.year) e.*, above.depth
        FROM onedoor.calendar_entry e JOIN above ON above.id = e.jurisdiction
        ORDER BY e.jurisdiction, e.year, e.id DESC
    )
    SELECT DISTINCT ON (year) * FROM (
        SELECT year, holidays, make_up_days, source, NULL AS jurisdiction, NULL AS by, CAST(NULL AS timestamptz) AS at, 0 AS depth
        FROM onedoor.calendar_year
        UNION ALL
        SELECT year, holidays, make_up_days, 'entered', jurisdiction, by, at, depth FROM newest WHERE holidays IS NOT NULL
    ) y
    ORDER BY year, depth DESC
"""
_YEARS = sa.text(_IN_FORCE.format(jurisdiction=":jurisdiction"))


def written(jurisdiction: str) -> str:
    """Return the query for the calendar that counts for a jurisdiction, which SQL names; `of_written` makes one of what it finds.

    It comes as text, by which what was made of it before is known again: almost every step asks for one, and it changes once a year.
    """
    return f"SELECT CAST(jsonb_agg(to_jsonb(y)) AS text) AS written FROM ({_IN_FORCE.format(jurisdiction=jurisdiction)}) y"  # noqa: S608


_WORKING = Prepared(written(":jurisdiction"))


def in_force(transaction: Transaction, jurisdiction: str) -> Sequence[CalendarYear]:
    """Return each year once, as it counts for a jurisdiction."""
    return [_year(row) for row in transaction.rows(_YEARS, {"jurisdiction": jurisdiction})]


def working(transaction: Transaction, jurisdiction: str) -> WorkingCalendar:
    """Return the years that count for a jurisdiction as one calendar."""
    row = transaction.row(_WORKING, {"jurisdiction": jurisdiction})
    return of_written(row.written if row else None)


@lru_cache(maxsize=512)
def of_written(written: str | None) -> WorkingCalendar:
    """Return the calendar that PostgreSQL has written."""
    return WorkingCalendar.union(_year(_row(year)).working() for year in orjson.loads(written or "[]"))


def supply(transaction: Transaction, year: CalendarYear) -> None:
    """Add or renew a year from the factory; an estimate never replaces a notice."""
    values = {**_values(year), "source": str(year.source)}
    insert = pg.insert(tables.calendar_year).values(year=year.year, **values)
    stale = tables.calendar_year.c.source.in_(["estimate"] if year.source is Source.ESTIMATE else ["estimate", "notice"])
    transaction.run(insert.on_conflict_do_update(index_elements=["year"], set_=values, where=stale))


def supplied(transaction: Transaction, year: int) -> CalendarYear | None:
    """Return a year as it came from the factory."""
    table = tables.calendar_year
    nobody: list[Any] = [sa.null().label("jurisdiction"), sa.null().label("by"), sa.null().label("at")]
    row = transaction.row(sa.select(table, *nobody).where(table.c.year == year))
    return _year(row) if row else None


def enter(transaction: Transaction, year: CalendarYear) -> None:
    """Add an entry for the jurisdiction of the year; earlier ones are kept as the record."""
    entered = {"jurisdiction": year.jurisdiction, "year": year.year, "at": year.at, "by": year.by}
    transaction.run(tables.calendar_entry.insert().values(**entered, **_values(year)))


def withdraw(transaction: Transaction, jurisdiction: str, year: int, at: datetime, by: str) -> None:
    """Let the year of the jurisdictions above, or of the factory, count again."""
    entered = {"jurisdiction": jurisdiction, "year": year, "at": at, "by": by}
    transaction.run(tables.calendar_entry.insert().values(**entered, holidays=sa.null(), make_up_days=[]))


def _values(year: CalendarYear) -> dict[str, Any]:
    spans = [{"title": h.title._asdict(), "first": h.first.isoformat(), "last": h.last.isoformat()} for h in year.holidays]
    return {"holidays": spans, "make_up_days": list(year.make_up_days)}


def _year(row: Row) -> CalendarYear:
    return CalendarYear(
        year=row.year,
        holidays=tuple(_holiday(span) for span in row.holidays),
        make_up_days=tuple(row.make_up_days),
        source=Source(row.source),
        jurisdiction=row.jurisdiction,
        by=row.by,
        at=row.at and row.at.astimezone(UTC),
    )


def _row(written: dict[str, Any]) -> Row:
    """Return what was written as JSON as a row."""
    days, at = written["make_up_days"], written["at"]
    return SimpleNamespace(**{**written, "make_up_days": map(date.fromisoformat, days), "at": at and datetime.fromisoformat(at)})


def _holiday(span: dict[str, Any]) -> Holiday:
    first, last = date.fromisoformat(span["first"]), date.fromisoformat(span["last"])
    return Holiday(title=Text(**span["title"]), first=first, last=last)
