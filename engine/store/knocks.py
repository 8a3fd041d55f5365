"""How often the public has knocked."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from engine.store.tables import knock
from engine.store.transaction import Transaction

#: Many at once are counted one after the other.
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtext('knock ' || :jurisdiction))")


class SqlKnocks:
    """Satisfies the port Knocks."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put(self, jurisdiction: str, sender: str, at: datetime) -> None:
        """Add a row."""
        self._transaction.run(knock.insert().values(jurisdiction=jurisdiction, sender=sender, at=at))

    def count(self, jurisdiction: str, since: datetime, sender: str | None = None) -> int:
        """Wait, then count rows."""
        self._transaction.rows(_LOCK, {"jurisdiction": jurisdiction})
        is_meant = (knock.c.jurisdiction == jurisdiction) & (knock.c.at >= since)
        is_meant = is_meant if sender is None else is_meant & (knock.c.sender == sender)
        row = self._transaction.row(sa.select(sa.func.count().label("knocks")).select_from(knock).where(is_meant))
        return int(row.knocks) if row else 0

    def drop(self, before: datetime) -> None:
        """Delete rows."""
        self._transaction.run(knock.delete().where(knock.c.at < before))
