"""Puts jobs into the queue, in the transaction of the rows that they belong to."""

from __future__ import annotations

from typing import Any

import procrastinate

from engine import errors
from engine.store.transaction import Transaction

#: The job that fires what is due in one case.
FIRE_DUE = "fire_due"


def enqueue(transaction: Transaction, task: str, *, lock: str | None = None, after: int = 0, **arguments: Any) -> None:
    """Enqueue a job that exists only if the transaction is committed; jobs of one lock run one after the other.

    It begins `after` so many seconds at the earliest. Arguments are plain JSON. A job may run twice after a crash,
    so what it does must bear that.
    """
    # Without `open` the connector has no connection of its own: it uses the transaction's.
    app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
    try:
        app.configure_task(
            task, lock=lock, connection=transaction.driver_connection, schedule_in={"seconds": after} if after else None
        ).defer(**arguments)
    except procrastinate.exceptions.ConnectorException as error:
        raise errors.StoreUnavailableError from error


def lock_of(case: str) -> str:
    """Return the lock that jobs of one case share."""
    return f"case:{case}"
