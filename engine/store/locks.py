"""Locks that processes hold against each other as long as they live."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from engine.store.transaction import Transaction, translated

#: Held while a demonstration plays cases by a clock of its own: nobody else may fire their deadlines meanwhile.
DEMONSTRATION = 7_202_601


@contextmanager
def held(engine: sa.Engine, lock: int) -> Iterator[bool]:
    """Hold a lock while the block runs; yields False at once if somebody else does. A process that dies gives it back."""
    with translated(), engine.connect() as connection:
        got = bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(lock))))
        try:
            yield got
        finally:
            if got:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(lock)))


def is_free(transaction: Transaction, lock: int) -> bool:
    """Tell whether nobody holds a lock; it cannot be taken before the end of the transaction."""
    row = transaction.row(sa.select(sa.func.pg_try_advisory_xact_lock_shared(lock).label("got")))
    return bool(row and row.got)
