"""A unit of work for playing many cases in a row: rosters and calendars are read once, as they stood when it began."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Self

import sqlalchemy as sa

from engine.domain.calendar import WorkingCalendar
from engine.domain.roster import Roster
from engine.store.rosters import SqlRosters
from engine.store.transaction import Transaction
from engine.store.unit_of_work import Enqueue, SqlUnitOfWork


@dataclass(frozen=True)
class _Memory:
    rosters: dict[str, Roster] = field(default_factory=dict)
    calendars: dict[str, WorkingCalendar] = field(default_factory=dict)


class _Rosters(SqlRosters):
    def __init__(self, transaction: Transaction, memory: _Memory) -> None:
        super().__init__(transaction)
        self._memory = memory

    def roster(self, jurisdiction: str) -> Roster:
        if jurisdiction not in self._memory.rosters:
            self._memory.rosters[jurisdiction] = super().roster(jurisdiction)
        return self._memory.rosters[jurisdiction]

    def calendar(self, jurisdiction: str) -> WorkingCalendar:
        if jurisdiction not in self._memory.calendars:
            self._memory.calendars[jurisdiction] = super().calendar(jurisdiction)
        return self._memory.calendars[jurisdiction]


class _UnitOfWork(SqlUnitOfWork):
    def __init__(self, engine: sa.Engine, reach: Collection[str], enqueue: Enqueue | None, memory: _Memory) -> None:
        super().__init__(engine, reach, enqueue)
        self._memory = memory

    def __enter__(self) -> Self:
        super().__enter__()
        self.rosters = _Rosters(self.transaction, self._memory)
        return self


def beginner(engine: sa.Engine, enqueue: Enqueue | None = None) -> Callable[[Collection[str]], SqlUnitOfWork]:
    """Return the port Begin over an engine and what enqueues jobs; its units of work share one memory."""
    memory = _Memory()
    return lambda reach: _UnitOfWork(engine, reach, enqueue, memory)
