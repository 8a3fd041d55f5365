"""One transaction over one connection, with PostgreSQL's errors turned into ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
import psycopg
import sqlalchemy as sa

from engine import errors


class UnstorableError(errors.EngineError):
    """填写的内容中有无法保存的字符（例如空字符）。请删除从其他软件粘贴来的特殊字符后再试。

    The text contains characters that cannot be stored, such as a null character. Remove special characters pasted from other programs.
    """


class DiskFullError(errors.StoreUnavailableError):
    """服务器的磁盘已满，本次操作没有保存。请告诉管理员清理磁盘；您填写的内容仍在页面上。

    The server's disk is full and nothing was saved. Tell the administrator to free some space; what you entered is still on the page.
    """


class Transaction:
    """What repositories speak to; statements go out in the order of the calls."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def rows(self, statement: sa.Executable, parameters: Mapping[str, Any] | None = None) -> Sequence[sa.Row[Any]]:
        """Run a statement and return its rows."""
        with translated():
            return self._connection.execute(statement, parameters or {}).all()

    def row(self, statement: sa.Executable, parameters: Mapping[str, Any] | None = None) -> sa.Row[Any] | None:
        """Run a statement and return its first row, if any."""
        with translated():
            return self._connection.execute(statement, parameters or {}).first()

    def run(self, statement: sa.Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None) -> int:
        """Run a statement that returns nothing and return the number of rows that it touched."""
        with translated():
            return self._connection.execute(statement, parameters or {}).rowcount

    def rollback(self) -> None:
        """Undo everything now, because what was written must not stay even if the caller goes on."""
        with translated():
            self._connection.rollback()

    @property
    def driver_connection(self) -> psycopg.Connection[Any]:
        """Return psycopg's own connection, for jobs that are enqueued in the same transaction."""
        return driver(self._connection)


def driver(connection: sa.Connection) -> psycopg.Connection[Any]:
    """Return psycopg's own connection below SQLAlchemy's."""
    found = connection.connection.driver_connection
    assert isinstance(found, psycopg.Connection)  # noqa: S101 - our engines use no other driver
    return found


@contextmanager
def translated() -> Iterator[None]:
    """Raise our errors instead of SQLAlchemy's; what is a defect of ours stays as it is."""
    try:
        yield
    except sa.exc.TimeoutError as error:
        raise errors.StoreUnavailableError from error
    except sa.exc.DBAPIError as error:
        ours = _ours(error)
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
