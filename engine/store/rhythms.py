"""When rhythms have begun."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from engine.domain.rhythm import Beat
from engine.store.tables import beat
from engine.store.transaction import Transaction

#: Whoever comes second waits here, so that one beat begins one case.
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtext('rhythm ' || :jurisdiction || ' ' || :rhythm))")


class SqlRhythms:
    """Satisfies the port Rhythms."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def last(self, jurisdiction: str, rhythm: str) -> datetime | None:
        """Wait, then read the newest beat."""
        self._transaction.rows(_LOCK, {"jurisdiction": jurisdiction, "rhythm": rhythm})
        is_meant = (beat.c.jurisdiction == jurisdiction) & (beat.c.rhythm == rhythm)
        row = self._transaction.row(sa.select(sa.func.max(beat.c.planned).label("planned")).where(is_meant))
        return row.planned.astimezone(UTC) if row and row.planned else None

    def put(self, given: Beat) -> None:
        """Add a row."""
        self._transaction.run(beat.insert().values(**vars(given)))
