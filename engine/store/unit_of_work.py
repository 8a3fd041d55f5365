"""The unit of work over PostgreSQL: one transaction, bounded to a reach from its first statement on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from types import TracebackType
from typing import Any, Self

import psycopg
import sqlalchemy as sa
from psycopg import sql

from engine import errors
from engine.errors import Text
from engine.store import guard
from engine.store.attachments import SqlAttachments
from engine.store.cases import SqlCases
from engine.store.documents import SqlDocuments
from engine.store.figures import SqlFigures
from engine.store.links import SqlLinks
from engine.store.packs import SqlPacks
from engine.store.rhythms import SqlRhythms
from engine.store.rosters import SqlRosters
from engine.store.transaction import Transaction, driver, of_driver, translated

#: Longest wait for a case that another step holds; longest time that a forgotten transaction may hold one.
_PATIENCE, _FORGOTTEN = "10s", "60s"

#: Puts a job into the queue, in the transaction; given by bootstrap, because the queue stands above the store.
Enqueue = Callable[..., None]

# With BEGIN in one message: a step makes few journeys to the database, and this is one less.
_OPENING = sql.SQL(
    f"BEGIN; SELECT set_config('{guard.REACH}', {{reach}}, true), set_config('TimeZone', 'UTC', true), "
    f"set_config('lock_timeout', '{_PATIENCE}', true), set_config('idle_in_transaction_session_timeout', '{_FORGOTTEN}', true)"
)


class SqlUnitOfWork:
    """Satisfies the port UnitOfWork."""

    cases: SqlCases
    packs: SqlPacks
    rosters: SqlRosters
    attachments: SqlAttachments
    documents: SqlDocuments
    figures: SqlFigures
    rhythms: SqlRhythms
    links: SqlLinks
    transaction: Transaction

    def __init__(self, engine: sa.Engine, reach: Collection[str], enqueue: Enqueue | None = None) -> None:
        if any("," in code for code in reach):
            raise errors.NotAllowedError
        self._engine = engine
        self._enqueue = enqueue
        self._opening = _OPENING.format(reach=",".join(sorted(reach))).as_bytes(None)

    def __enter__(self) -> Self:
        self._connection = self._begun()
        self.transaction = Transaction(self._connection)
        self.cases = SqlCases(self.transaction)
        self.packs = SqlPacks(self.transaction)
        self.rosters = SqlRosters(self.transaction)
        self.attachments = SqlAttachments(self.transaction)
        self.documents = SqlDocuments(self.transaction)
        self.figures = SqlFigures(self.transaction)
        self.rhythms = SqlRhythms(self.transaction)
        self.links = SqlLinks(self.transaction)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        # Closing rolls back what was not committed; a connection that died is thrown away by the pool.
        with translated():
            self._connection.close()

    def put_job(self, job: str, *, after: int = 0, **arguments: Any) -> None:
        """Enqueue it in the transaction."""
        if self._enqueue is None:
            raise errors.SettingError(_no_queue(job))
        self._enqueue(self.transaction, job, after=after, **arguments)

    def commit(self) -> None:
        """Make everything permanent."""
        try:
            self.transaction.driver_connection.commit()
        except psycopg.OperationalError as error:
            self._connection.invalidate(error)
            raise of_driver(error) or error from error

    def _begun(self) -> sa.Connection:
        """Return a connection with a transaction; one that has died in the pool is replaced, and those beside it."""
        try:
            return self._opened()
        except psycopg.OperationalError:
            self._engine.dispose()
        try:
            return self._opened()
        except psycopg.OperationalError as error:
            raise errors.StoreUnavailableError from error

    def _opened(self) -> sa.Connection:
        with translated():
            connection = self._engine.connect()
        try:
            driver(connection).execute(self._opening)
        except BaseException as error:
            connection.invalidate(error)
            connection.close()
            raise
        return connection


def beginner(engine: sa.Engine, enqueue: Enqueue | None = None) -> Callable[[Collection[str]], SqlUnitOfWork]:
    """Return the port Begin over an engine and what enqueues jobs."""
    return lambda reach: SqlUnitOfWork(engine, reach, enqueue)


def _no_queue(job: str) -> Text:
    return Text(f"没有接通后台任务队列，无法安排“{job}”。", f"No queue of background jobs is wired, so {job} cannot be enqueued.")
