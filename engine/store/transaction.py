"""One transaction over one connection, with PostgreSQL's errors turned into ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
import psycopg
import sqlalchemy as sa

from engine import errors
from engine.store import journey
from engine.store.journey import Call, Row
from engine.store.prepared import Prepared


class UnstorableError(errors.EngineError):
    """填写的内容中有无法保存的字符（例如空字符）。请删除从其他软件粘贴来的特殊字符后再试。

    The text contains characters that cannot be stored, such as a null character. Remove special characters pasted from other programs.
    """


class DiskFullError(errors.StoreUnavailableError):
    """服务器的磁盘已满，本次操作没有保存。请告诉管理员清理磁盘；您填写的内容仍在页面上。

    The server's disk is full and nothing was saved. Tell the administrator to free some space; what you entered is still on the page.
    """


class Transaction:
    """What repositories speak to; statements go out in the order of the calls.

    What begins the transaction travels with the first of them, because each journey to the database costs as much as a small
    statement. A connection that has died in the pool is replaced then, and those beside it.
    """

    def __init__(self, engine: sa.Engine, opening: Sequence[Call]) -> None:
        self._engine = engine
        self._opening = opening
        with translated():
            self._connect()

    def rows(self, statement: sa.Executable | Prepared, parameters: Mapping[str, Any] | None = None) -> Sequence[Row]:
        """Run a statement and return its rows."""
        if isinstance(statement, Prepared):
            return self.together((statement, parameters or {}))[0]
        return self._execute(statement, parameters).all()

    def row(self, statement: sa.Executable | Prepared, parameters: Mapping[str, Any] | None = None) -> Row | None:
        """Run a statement and return its first row, if any."""
        if isinstance(statement, Prepared):
            return next(iter(self.together((statement, parameters or {}))[0]), None)
        return self._execute(statement, parameters).first()

    def run(self, statement: sa.Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None) -> int:
        """Run a statement that returns nothing and return the number of rows that it touched."""
        return self._execute(statement, parameters).rowcount

    def together(self, *calls: Call) -> list[Sequence[Row]]:
        """Send several statements on one journey and return the rows of each; a later one sees what an earlier one waited for."""
        opening, self._opening = self._opening, ()
        return self._answers(calls, opening, is_first=bool(opening))

    def alone(self, statement: Prepared, parameters: Mapping[str, Any]) -> Row | None:
        """Run a reading statement in a transaction of its own, before anything else and within no reach; return its first row."""
        return next(iter(self._answers([(statement, parameters)], is_first=True)[0]), None)

    def commit(self) -> None:
        """Make everything permanent."""
        try:
            self._driver.commit()
        except psycopg.OperationalError as error:
            self._connection.invalidate(error)
            raise of_driver(error) or error from error

    def rollback(self) -> None:
        """Undo everything now, because what was written must not stay even if the caller goes on.

        The driver's own way would throw away the prepared statements, in case they named something created in the transaction;
        ours creates nothing but rows.
        """
        connection = self._driver
        if connection.pgconn.transaction_status in (psycopg.pq.TransactionStatus.INTRANS, psycopg.pq.TransactionStatus.INERROR):
            connection.pgconn.exec_(b"ROLLBACK")

    def rollback_to(self, savepoint: str) -> None:
        """Undo everything since a savepoint, in the way of `rollback`."""
        with translated():
            self._driver.pgconn.exec_(b"ROLLBACK TO SAVEPOINT " + savepoint.encode())

    def close(self) -> None:
        """Undo what was not committed and give the connection back; the pool throws away one that has died."""
        if self._connection.invalidated:
            self._connection.close()
            return
        self.rollback()
        with translated():
            if self._driver.closed:
                self._connection.invalidate()
            self._connection.close()

    @property
    def driver_connection(self) -> psycopg.Connection[Any]:
        """Return psycopg's own connection, for jobs that are enqueued in the same transaction."""
        self._begin()
        return self._driver

    def _begin(self) -> None:
        if self._opening:
            self.together()

    def _execute(self, statement: sa.Executable, parameters: Any) -> sa.CursorResult[Any]:
        self._begin()
        with translated():
            return self._connection.execute(statement, parameters or {})

    def _answers(self, calls: Sequence[Call], opening: Sequence[Call] = (), *, is_first: bool) -> list[Sequence[Row]]:
        for statement, parameters in calls:
            self._note(statement, parameters)
        with translated():
            try:
                answers = journey.travel(self._driver, (*opening, *calls), self._names)
            except psycopg.OperationalError:
                if not is_first or not self._driver.closed:
                    raise
                self._replace()
                answers = journey.travel(self._driver, (*opening, *calls), self._names)
        return answers[len(opening) :]

    def _note(self, statement: Prepared, parameters: Mapping[str, Any]) -> None:
        """Tell who listens to the engine, as SQLAlchemy does of what passes through it."""
        for listener in self._connection.dispatch.before_cursor_execute:
            listener(self._connection, None, statement.text.decode(), parameters, None, False)

    def _replace(self) -> None:
        self._connection.invalidate()
        self._connection.close()
        self._engine.dispose()
        self._connect()

    def _connect(self) -> None:
        self._connection = self._engine.connect()
        self._driver = driver(self._connection)
        self._names: journey.Names = self._connection.info.setdefault("prepared", {})


def driver(connection: sa.Connection) -> psycopg.Connection[Any]:
    """Return psycopg's own connection below SQLAlchemy's."""
    found = connection.connection.driver_connection
    assert isinstance(found, psycopg.Connection)  # noqa: S101 - our engines use no other driver
    return found


@contextmanager
def translated() -> Iterator[None]:
    """Raise our errors instead of SQLAlchemy's and psycopg's; what is a defect of ours stays as it is."""
    try:
        yield
    except sa.exc.TimeoutError as error:
        raise errors.StoreUnavailableError from error
    except sa.exc.DBAPIError as error:
        ours = _ours(error)
        if ours is None:
            raise
        raise ours from error
    except psycopg.Error as error:
        ours = of_driver(error)
        if ours is None:
            raise
        raise ours from error
    except (orjson.JSONEncodeError, UnicodeEncodeError) as error:
        raise UnstorableError from error


def _ours(error: sa.exc.DBAPIError) -> errors.EngineError | None:
    return of_driver(error.orig) or (errors.StoreUnavailableError() if error.connection_invalidated else None)


def of_driver(cause: BaseException | None) -> errors.EngineError | None:
    """Return our error for one of psycopg's; what is a defect of ours has none."""
    match cause:
        case psycopg.errors.InsufficientPrivilege():
            return errors.NotAllowedError()
        case psycopg.DataError():
            return UnstorableError()
        case psycopg.errors.DiskFull():
            return DiskFullError()
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return errors.StoreUnavailableError()
    return None
