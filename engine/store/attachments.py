"""Uploaded files, kept in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from engine import errors
from engine.store.case_tables import attachment as table
from engine.store.transaction import Transaction
from engine.usecases import ports

_DROP_UNBOUND = sa.text("""
    DELETE FROM onedoor.attachment a
    WHERE a.case_id IS NULL AND a.at < :before
      AND NOT EXISTS (SELECT FROM onedoor.form_draft d WHERE strpos(CAST(d.answers AS text), CAST(a.id AS text)) > 0)
""")


class SqlAttachments:
    """Satisfies the port Attachments."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put(self, attachment: ports.Attachment) -> None:
        """Store the file with its size."""
        self._transaction.run(
            table.insert().values(
                id=attachment.id,
                jurisdiction=attachment.jurisdiction,
                case_id=attachment.case,
                name=attachment.name,
                media_type=attachment.media_type,
                size=len(attachment.content),
                content=attachment.content,
                uploaded_by=attachment.uploaded_by,
                at=attachment.at,
            )
        )

    def get(self, attachment: UUID) -> ports.Attachment:
        """Read the file with its content."""
        row = self._transaction.row(sa.select(table).where(table.c.id == attachment))
        if row is None:
            raise errors.NotFoundError
        return ports.Attachment(
            id=row.id,
            jurisdiction=row.jurisdiction,
            case=row.case_id,
            name=row.name,
            media_type=row.media_type,
            content=bytes(row.content),
            uploaded_by=row.uploaded_by,
            at=row.at,
        )

    def names(self, attachments: Collection[UUID]) -> Mapping[UUID, tuple[str, int]]:
        """Read names and sizes without the contents."""
        found = self._transaction.rows(sa.select(table.c.id, table.c.name, table.c.size).where(table.c.id.in_(attachments)))
        return {row.id: (row.name, row.size) for row in found}

    def drop_unbound(self, before: datetime) -> int:
        """Look for the ids in the text of the drafts, of which there are few."""
        return self._transaction.run(_DROP_UNBOUND, {"before": before})
