"""Counts of cases by figure, how far they are recounted, and published reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from engine import errors
from engine.domain.case import Case
from engine.domain.figure import Counted, Part, Piece
from engine.errors import Text
from engine.store import case_values, figure_sql
from engine.store.engines import to_json
from engine.store.figure_tables import figure_recount, published_report
from engine.store.transaction import Transaction
from engine.usecases import ports
from engine.usecases.ports import Asked, By


class SqlFigures:
    """Satisfies the port Figures."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def totals(self, asked: Asked, by: By | None = None) -> Sequence[ports.Total]:
        """Add up with one statement."""
        kind, parameters = _by(by)
        rows = self._transaction.rows(figure_sql.totals(kind, counts_cases=asked.counts_cases), {**_asked(asked), **parameters})
        return [
            ports.Total(
                definition=row.definition, part=Part(row.part), group=row.group, sum=Decimal(row.sum), failed=row.failed, cases=row.cases
            )
            for row in rows
        ]

    def cases(self, asked: Asked, piece: Piece, by: tuple[By, str | None] | None, limit: int, offset: int) -> Sequence[ports.CountedCase]:
        """Read one page of the cases."""
        kind, parameters = _by(by[0] if by else None)
        group = {"group": by[1]} if by else {}
        rows = self._transaction.rows(
            figure_sql.cases(piece, kind), {**_asked(asked), **parameters, **group, "limit": limit, "offset": offset}
        )
        return [_counted_case(row) for row in rows]

    def counted_cases(self, asked: Asked, piece: Piece, by: tuple[By, str | None] | None) -> int:
        """Count the cases."""
        kind, parameters = _by(by[0] if by else None)
        group = {"group": by[1]} if by else {}
        row = self._transaction.row(figure_sql.number_of_cases(piece, kind), {**_asked(asked), **parameters, **group})
        return int(row.number) if row else 0

    def page(self, jurisdiction: str, after: tuple[datetime, UUID] | None, since: datetime | None, limit: int) -> Sequence[Case]:
        """Lock along the index, then read."""
        position = {"at": after and after[0], "id": after and after[1]}
        locked = self._transaction.rows(figure_sql.PAGE, {"jurisdiction": jurisdiction, **position, "since": since, "limit": limit})
        rows = self._transaction.rows(figure_sql.READ, {"cases": [row.id for row in locked]}) if locked else ()
        return [case_values.case(row) for row in rows]

    def replace(self, counted: Mapping[UUID, Counted], jurisdiction: str) -> None:
        """Write a page of cases with one statement."""
        counts = [{"case_id": case, **case_values.count(count)} for case, each in counted.items() for count in each.counts]
        groups = [
            {"case_id": case, "definition": address, "value": value}
            for case, each in counted.items()
            for address, value in each.groups.items()
        ]
        self._transaction.run(
            figure_sql.REPLACE,
            {"cases": list(counted), "jurisdiction": jurisdiction, "counts": to_json(counts), "groups": to_json(groups)},
        )

    def recounting(self, jurisdiction: str) -> ports.Recounting | None:
        """Read one row."""
        row = self._transaction.row(sa.select(figure_recount).where(figure_recount.c.jurisdiction == jurisdiction))
        return _recounting(row) if row else None

    def put_recounting(self, recounting: ports.Recounting) -> None:
        """Write one row."""
        values = vars(recounting)
        insert = pg.insert(figure_recount).values(**values)
        changed = {name: value for name, value in values.items() if name != "jurisdiction"}
        self._transaction.run(insert.on_conflict_do_update(index_elements=["jurisdiction"], set_=changed))

    def recountings(self, jurisdiction: str) -> Sequence[ports.Recounting]:
        """Read the rows of the tree below."""
        return [_recounting(row) for row in self._transaction.rows(figure_sql.RECOUNTINGS, {"jurisdiction": jurisdiction})]

    def number_of_cases(self, jurisdiction: str) -> int:
        """Count along the index."""
        row = self._transaction.row(figure_sql.NUMBER, {"jurisdiction": jurisdiction})
        return int(row.number) if row else 0

    def publish(self, report: ports.PublishedReport) -> None:
        """Add a row; nobody may change it."""
        values = {name: value for name, value in vars(report).items() if name != "title"}
        self._transaction.run(published_report.insert().values(**values, title_zh=report.title.zh, title_en=report.title.en))

    def published(self, jurisdiction: str, *, only_public: bool = False) -> Sequence[ports.PublishedReport]:
        """Read the rows without what they hold."""
        columns = [column for column in published_report.c if column.name != "content"]
        wanted = sa.select(*columns, sa.literal(None).label("content")).where(published_report.c.jurisdiction == jurisdiction)
        if only_public:
            wanted = wanted.where(published_report.c.is_public)
        return [_published(row) for row in self._transaction.rows(wanted.order_by(published_report.c.at.desc(), published_report.c.id))]

    def report(self, report: UUID) -> ports.PublishedReport:
        """Read one row."""
        row = self._transaction.row(sa.select(published_report).where(published_report.c.id == report))
        if row is None:
            raise errors.NotFoundError
        return _published(row)


def _asked(asked: Asked) -> dict[str, Any]:
    return {
        "jurisdiction": asked.jurisdiction,
        "first": asked.first,
        "last": asked.last,
        "definitions": list(asked.definitions),
        "known_until": list(asked.definitions.values()),
    }


def _by(by: By | None) -> tuple[str | None, dict[str, Any]]:
    """Return which field is set, and what the statement takes for it."""
    if by is None:
        return None, {}
    if by.grouping is not None:
        return "grouping", {"grouping": by.grouping}
    return ("time", {"unit": by.time.value}) if by.time else ("is_place", {})


def _counted_case(row: sa.Row[Any]) -> ports.CountedCase:
    values = {**row._asdict(), "opened_at": row.opened_at.astimezone(UTC), "closed_at": row.closed_at and row.closed_at.astimezone(UTC)}
    return ports.CountedCase(**values)


def _recounting(row: sa.Row[Any]) -> ports.Recounting:
    return ports.Recounting(**{**row._asdict(), "opened_at": row.opened_at and row.opened_at.astimezone(UTC)})


def _published(row: sa.Row[Any]) -> ports.PublishedReport:
    values = {**row._asdict(), "at": row.at.astimezone(UTC), "title": Text(row.title_zh, row.title_en), "content": row.content or {}}
    return ports.PublishedReport(**{name: values[name] for name in ports.PublishedReport.__dataclass_fields__})
