"""Rosters, jurisdictions and calendars in the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engine.domain.access import Actor
from engine.domain.calendar import WorkingCalendar
from engine.domain.calendar_year import CalendarYear
from engine.domain.roster import Roster
from engine.errors import Text


@dataclass(frozen=True, kw_only=True)
class Place:
    """A jurisdiction as processes see it."""

    id: str
    #: province, city, county, town or village.
    level: str
    title: Text


class Rosters(Protocol):
    """Rosters, jurisdictions and calendars."""

    def above(self, jurisdiction: str) -> Sequence[Place]:
        """Return a jurisdiction with its ancestors, lowest first."""
        ...

    def roster(self, jurisdiction: str) -> Roster:
        """Return the roster that serves a jurisdiction (its own and its ancestors')."""
        ...

    def below(self, jurisdiction: str) -> Mapping[str, Text]:
        """Return the names of a jurisdiction and of all below it by code, parents first."""
        ...

    def calendar(self, jurisdiction: str) -> WorkingCalendar:
        """Return the working calendar that serves a jurisdiction."""
        ...

    def calendar_years(self, jurisdiction: str) -> Sequence[CalendarYear]:
        """Return each year as it counts for a jurisdiction: entered here, else above, else as shipped from the factory."""
        ...

    def enter_year(self, year: CalendarYear) -> None:
        """Let a year count for its jurisdiction and all below it; earlier entries are kept as the record."""
        ...

    def withdraw_year(self, jurisdiction: str, year: int, at: datetime, by: str) -> None:
        """Let the year of the jurisdictions above, or of the factory, count again."""
        ...

    def actor(self, person: str) -> Actor:
        """Return a person with posts, teams and reach. Raises NotFoundError."""
        ...

    def lock_roster(self, jurisdiction: str) -> None:
        """Let nobody else change the roster of a jurisdiction until the transaction ends."""
        ...

    def put_roster(self, jurisdiction: str, roster: Roster) -> None:
        """Replace the roster of one jurisdiction."""
        ...
