"""The unit of work over PostgreSQL: one transaction, bounded to a reach from its first statement on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa

from engine import errors
from engine.errors import Text
from engine.store import guard
from engine.store.attachments import SqlAttachments
from engine.store.cases import SqlCases
from engine.store.documents import SqlDocuments
from engine.store.figures import SqlFigures
from engine.store.journey import Call
from engine.store.knocks import SqlKnocks
from engine.store.links import SqlLinks
from engine.store.notices import SqlNotices
from engine.store.packs import SqlPacks
from engine.store.prepared import Prepared
from engine.store.rhythms import SqlRhythms
from engine.store.rosters import SqlRosters
from engine.store.transaction import Transaction

#: Longest wait for a case that another step holds; longest time that a forgotten transaction may hold one.
_PATIENCE, _FORGOTTEN = "10s", "60s"

#: Puts a job into the queue, in the transaction; given by bootstrap, because the queue stands above the store.
Enqueue = Callable[..., None]

_BEGIN = Prepared("BEGIN")
#: Savepoints of the same name hide one another, so that they nest.
_NAME = "unit_within"
_SAVEPOINT = Prepared(f"SAVEPOINT {_NAME}")
_RELEASE = Prepared(f"RELEASE SAVEPOINT {_NAME}")
_SETTINGS = Prepared(f"""
    SELECT set_config('{guard.REACH}', :reach, true) AS reach, set_config('TimeZone', 'UTC', true) AS zone,
           set_config('lock_timeout', '{_PATIENCE}', true) AS patience,
           set_config('idle_in_transaction_session_timeout', '{_FORGOTTEN}', true) AS forgotten
""")


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
    notices: SqlNotices
    knocks: SqlKnocks
    transaction: Transaction

    def __init__(self, engine: sa.Engine, reach: Collection[str], enqueue: Enqueue | None = None) -> None:
        if any("," in code for code in reach):
            raise errors.NotAllowedError
        self._engine = engine
        self._reach = frozenset(reach)
        self._enqueue = enqueue
        self._opening: tuple[Call, ...] = ((_BEGIN, {}), (_SETTINGS, {"reach": ",".join(sorted(reach))}))

    def __enter__(self) -> Self:
        self._speak_to(Transaction(self._engine, self._opening))
        return self

    def _speak_to(self, transaction: Transaction, before: datetime | None = None) -> None:
        self.transaction = transaction
        self.cases = SqlCases(self.transaction)
        self.packs = SqlPacks(self.transaction)
        self.rosters = SqlRosters(self.transaction)
        self.attachments = SqlAttachments(self.transaction)
        self.documents = SqlDocuments(self.transaction)
        self.figures = SqlFigures(self.transaction)
        self.rhythms = SqlRhythms(self.transaction)
        self.links = SqlLinks(self.transaction, before)
        self.notices = SqlNotices(self.transaction)
        self.knocks = SqlKnocks(self.transaction)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.transaction.close()

    def put_job(self, job: str, *, after: int = 0, **arguments: Any) -> None:
        """Enqueue it in the transaction."""
        if self._enqueue is None:
            raise errors.SettingError(_no_queue(job))
        self._enqueue(self.transaction, job, after=after, **arguments)

    def commit(self) -> None:
        """Make everything permanent."""
        self.transaction.commit()

    def within(self, reach: Collection[str], *, before: datetime | None = None) -> SqlUnitOfWork:
        """Open a savepoint when the block begins, and go back to it at its end unless it was committed."""
        return _Inner(self, self._reach & set(reach), before)


class _Inner(SqlUnitOfWork):
    """A unit of work between two savepoints of another one."""

    def __init__(self, outer: SqlUnitOfWork, reach: frozenset[str], before: datetime | None) -> None:
        super().__init__(outer._engine, reach, outer._enqueue)  # noqa: SLF001 - of its own kind
        self._outer = outer
        self._before = before
        self._is_kept = False

    def __enter__(self) -> Self:
        self._speak_to(self._outer.transaction, self._before)
        self.transaction.together((_SAVEPOINT, {}), self._opening[1])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if not self._is_kept:
            self.transaction.rollback_to(_NAME)
        self.transaction.together((_RELEASE, {}), self._outer._opening[1])  # noqa: SLF001 - of its own kind

    def commit(self) -> None:
        """Leave it to the outer one."""
        self._is_kept = True


def beginner(engine: sa.Engine, enqueue: Enqueue | None = None) -> Callable[[Collection[str]], SqlUnitOfWork]:
    """Return the port Begin over an engine and what enqueues jobs."""
    return lambda reach: SqlUnitOfWork(engine, reach, enqueue)


def _no_queue(job: str) -> Text:
    return Text(f"没有接通后台任务队列，无法安排“{job}”。", f"No queue of background jobs is wired, so {job} cannot be enqueued.")
