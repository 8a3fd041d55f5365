"""Who has read which notice."""

from __future__ import annotations

from datetime import datetime

from engine.domain.access import Actor
from engine.store import queries, query_sql
from engine.store.transaction import Transaction


class SqlNotices:
    """Satisfies the port Notices."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def mark(self, actor: Actor, at: datetime, notice: int | None = None) -> None:
        """Insert the marks that are not there yet, from the same rows that the list shows."""
        self._transaction.run(query_sql.READ_NOTICES, {**queries.standing(actor), "limit": queries.PAGE, "notice": notice, "at": at})
