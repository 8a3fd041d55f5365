"""Documents issued and received, with their bytes: written once, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from engine import errors
from engine.domain.letter import Letter
from engine.errors import Text
from engine.store.case_tables import issued_document as table
from engine.store.case_tables import received_document as received_table
from engine.store.transaction import Transaction
from engine.usecases import ports


class DocumentNumberTakenError(errors.EngineError):
    """这个文号已被使用。请配置管理员检查文书的编号格式，其中应包含年份和序号。

    This document number is already taken. Ask the configuration administrator to check its pattern, which needs year and serial.
    """


_NEXT_SERIAL = sa.text("""
    INSERT INTO onedoor.letter_serial AS s (jurisdiction, series, year, last) VALUES (:jurisdiction, :series, :year, 1)
    ON CONFLICT (jurisdiction, series, year) DO UPDATE SET last = s.last + 1
    RETURNING last
""")
_LISTED = [column for column in table.c if column.name not in ("letter", "pdf")]


class SqlDocuments:
    """Satisfies the port Documents."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def next_serial(self, jurisdiction: str, series: str, year: int) -> int:
        """Count up; whoever numbers in the same series at the same time waits for this transaction."""
        row = self._transaction.row(_NEXT_SERIAL, {"jurisdiction": jurisdiction, "series": series, "year": year})
        assert row  # noqa: S101 - the statement always returns one
        return int(row.last)

    def put(self, document: ports.StoredDocument) -> None:
        """Insert the document. Raises DocumentNumberTakenError."""
        row = document.row
        plain = {name: value for name, value in vars(row).items() if name not in ("case", "title")}
        values = {**plain, "case_id": row.case, "title_zh": row.title.zh, "title_en": row.title.en}
        try:
            self._transaction.run(table.insert().values(**values, letter=document.letter.plain(), pdf=document.pdf))
        except sa.exc.IntegrityError as error:
            if "issued_document_jurisdiction_code_number_uq" in str(error.orig):
                raise DocumentNumberTakenError from error
            raise

    def get(self, document: UUID) -> ports.StoredDocument:
        """Read the document with its bytes."""
        row = self._transaction.row(sa.select(table).where(table.c.id == document))
        if row is None:
            raise errors.NotFoundError
        return ports.StoredDocument(row=_issued(row), letter=Letter.of(row.letter), pdf=bytes(row.pdf))

    def of_case(self, case: UUID) -> Sequence[ports.IssuedDocument]:
        """Read the documents of a case without their bytes."""
        newest = (table.c.at.desc(), table.c.number.desc(), table.c.id)
        return [_issued(row) for row in self._transaction.rows(sa.select(*_LISTED).where(table.c.case_id == case).order_by(*newest))]

    def put_received(self, document: ports.ReceivedDocument, content: bytes) -> None:
        """Insert the document with its content."""
        values = {name: value for name, value in vars(document).items() if name != "case"}
        self._transaction.run(received_table.insert().values(**values, case_id=document.case, content=content))

    def received(self, document: UUID) -> tuple[ports.ReceivedDocument, bytes]:
        """Read the document with its content."""
        row = self._transaction.row(sa.select(received_table).where(received_table.c.id == document))
        if row is None:
            raise errors.NotFoundError
        return _received(row), bytes(row.content)

    def received_in(self, case: UUID) -> Sequence[ports.ReceivedDocument]:
        """Read what was received in a case without the contents."""
        c = received_table.c
        listed = [column for column in c if column.name != "content"]
        rows = self._transaction.rows(sa.select(*listed).where(c.case_id == case).order_by(c.at.desc(), c.id))
        return [_received(row) for row in rows]


def _received(row: Any) -> ports.ReceivedDocument:
    return ports.ReceivedDocument(
        id=row.id,
        case=row.case_id,
        jurisdiction=row.jurisdiction,
        title=row.title,
        issuer=row.issuer,
        number=row.number,
        dated_on=row.dated_on,
        answers=row.answers,
        privacy=row.privacy,
        name=row.name,
        media_type=row.media_type,
        sha256=row.sha256,
        received_by=row.received_by,
        at=row.at.astimezone(UTC),
    )


def _issued(row: Any) -> ports.IssuedDocument:
    return ports.IssuedDocument(
        id=row.id,
        case=row.case_id,
        jurisdiction=row.jurisdiction,
        code=row.code,
        title=Text(row.title_zh, row.title_en),
        number=row.number,
        locale=row.locale,
        privacy=row.privacy,
        release=row.release,
        sha256=row.sha256,
        issued_by=row.issued_by,
        at=row.at.astimezone(UTC),
    )
