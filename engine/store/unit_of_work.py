"""The unit of work over PostgreSQL: one transaction, bounded to a reach from its first statement on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from engine import errors
from engine.store import guard
from engine.store.attachments import SqlAttachments
from engine.store.cases import SqlCases
from engine.store.documents import SqlDocuments
from engine.store.packs import SqlPacks
from engine.store.rosters import SqlRosters
from engine.store.transaction import Transaction, translated

#: Longest wait for a case that another step holds; longest time that a forgotten transaction may hold one.
_PATIENCE, _FORGOTTEN = "10s", "60s"

_OPENING = sa.text(f"""
    SELECT set_config('{guard.REACH}', :reach, true), set_config('TimeZone', 'UTC', true),
           set_config('lock_timeout', '{_PATIENCE}', true),
           set_config('idle_in_transaction_session_timeout', '{_FORGOTTEN}', true)
""")


class SqlUnitOfWork:
    """Satisfies the port UnitOfWork."""

    cases: SqlCases
    packs: SqlPacks
    rosters: SqlRosters
    attachments: SqlAttachments
    documents: SqlDocuments
    transaction: Transaction

    def __init__(self, engine: sa.Engine, reach: Collection[str]) -> None:
        if any("," in code for code in reach):
            raise errors.NotAllowedError
        self._engine = engine
        self._reach = ",".join(sorted(reach))

    def __enter__(self) -> Self:
        with translated():
            self._connection = self._engine.connect()
        self.transaction = Transaction(self._connection)
        try:
            self.transaction.rows(_OPENING, {"reach": self._reach})
        except BaseException:
            self._connection.close()
            raise
        self.cases = SqlCases(self.transaction)
        self.packs = SqlPacks(self.transaction)
        self.rosters = SqlRosters(self.transaction)
        self.attachments = SqlAttachments(self.transaction)
        self.documents = SqlDocuments(self.transaction)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        # Closing rolls back what was not committed; a connection that died is thrown away by the pool.
        with translated():
            self._connection.close()

    def commit(self) -> None:
        """Make everything permanent."""
        with translated():
            self._connection.commit()


def beginner(engine: sa.Engine) -> Callable[[Collection[str]], SqlUnitOfWork]:
    """Return the port Begin over an engine."""
    return lambda reach: SqlUnitOfWork(engine, reach)
