"""Links between cases, and the search for earlier cases about the same matter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from engine import errors
from engine.domain.case import PartyRow
from engine.domain.linking import Link, LinkedCase, LinkKind
from engine.domain.same_matter import Earlier, Matter
from engine.store.case_tables import case_link
from engine.store.transaction import Transaction
from engine.usecases import ports

#: Most cases that are looked at; a county does not register more of one kind at one place within the time asked for.
_MOST = 200

_SHOWN = """
    c.id, c.jurisdiction, c.number, c.title, c.state, c."end", c.opened_at, c.closed_at, c.dispute_type, c.place,
    (SELECT jsonb_agg(to_jsonb(y) ORDER BY y.seq) FROM onedoor.party y WHERE y.case_id = c.id) AS parties"""

# Whoever sees a case has a post in its jurisdiction or above, and so sees those below too: nothing is shown that they may not see.
_RESEMBLING = sa.text(f"""
    SELECT {_SHOWN}
    FROM onedoor.case_file c JOIN onedoor.jurisdiction j ON j.id = c.jurisdiction AND :jurisdiction = ANY (j.path)
    WHERE c.id <> :case AND c.dispute_type = :dispute_type
      AND c.opened_at >= :since AND (CAST(:before AS timestamptz) IS NULL OR c.opened_at < :before)
      AND (c.place = :place OR EXISTS (SELECT FROM onedoor.party p WHERE p.case_id = c.id AND p.name = ANY (CAST(:names AS text[]))))
    ORDER BY c.opened_at DESC, c.id LIMIT {_MOST}
""")  # noqa: S608 - constants

_FIND = sa.text(f"""
    SELECT {_SHOWN}
    FROM onedoor.case_file c JOIN onedoor.jurisdiction j ON j.id = c.jurisdiction AND :jurisdiction = ANY (j.path)
    WHERE c.id = :case
""")  # noqa: S608 - constants

_OF_CASE = sa.text("""
    SELECT c.id, c.number, c.title, c.state, c.closed_at, l.kind, l.case_id = :case AS leads_away, l.at
    FROM onedoor.case_link l
    JOIN onedoor.case_file c ON c.id = CASE WHEN l.case_id = :case THEN l.other_id ELSE l.case_id END
    WHERE :case IN (l.case_id, l.other_id)
    ORDER BY l.at, c.number
""")


_OF_DISPUTE = sa.text("""
    WITH RECURSIVE dispute (id) AS (
        SELECT CAST(:case AS uuid)
        UNION
        SELECT CASE WHEN l.case_id = d.id THEN l.other_id ELSE l.case_id END
        FROM dispute d JOIN onedoor.case_link l ON d.id IN (l.case_id, l.other_id) AND l.kind IN ('merged', 'reopens')
    )
    SELECT c.document -> CAST(:place AS text) AS found
    FROM dispute d JOIN onedoor.case_file c ON c.id = d.id
    WHERE d.id <> :case AND jsonb_typeof(c.document -> CAST(:place AS text)) = 'array'
    ORDER BY c.opened_at, c.id
""")


class SqlLinks:
    """Satisfies the port Links."""

    def __init__(self, transaction: Transaction, before: datetime | None = None) -> None:
        self._transaction = transaction
        #: Only cases opened before are found by `resembling`; None is all.
        self._before = before

    def resembling(self, wanted: ports.Resembling) -> Sequence[Earlier]:
        """Read along the index of the newest cases."""
        matter = wanted.matter
        found = self._transaction.rows(
            _RESEMBLING,
            {
                "case": wanted.case,
                "before": self._before,
                "jurisdiction": wanted.jurisdiction,
                "since": wanted.since,
                "dispute_type": matter.dispute_type,
                "place": matter.place,
                "names": [party.name for party in matter.parties],
            },
        )
        return [_earlier(row) for row in found]

    def find(self, case: UUID, jurisdiction: str) -> Earlier:
        """Read one case."""
        row = self._transaction.row(_FIND, {"case": case, "jurisdiction": jurisdiction})
        if row is None:
            raise errors.NotFoundError
        return _earlier(row)

    def put(self, link: Link) -> None:
        """Write one row unless the two are linked so already; the case from which it leads may be written later in the same transaction."""
        self._transaction.run(
            pg.insert(case_link)
            .values(
                case_id=link.case,
                jurisdiction=link.jurisdiction,
                kind=link.kind.value,
                other_id=link.other,
                other_jurisdiction=link.other_jurisdiction,
                by=link.by,
                at=link.at,
            )
            .on_conflict_do_nothing()
        )

    def of_dispute(self, case: UUID, place: str) -> Sequence[Sequence[Any]]:
        """Follow the links of the dispute as far as they lead, in either direction."""
        return [row.found for row in self._transaction.rows(_OF_DISPUTE, {"case": case, "place": place})]

    def of_case(self, case: UUID) -> Sequence[LinkedCase]:
        """Read the links from both ends, as far as both cases are within reach."""
        return [
            LinkedCase(
                id=row.id,
                number=row.number,
                title=row.title,
                state=row.state,
                is_closed=row.closed_at is not None,
                kind=LinkKind(row.kind),
                leads_away=row.leads_away,
            )
            for row in self._transaction.rows(_OF_CASE, {"case": case})
        ]


def _earlier(row: Any) -> Earlier:
    parties = tuple(PartyRow(role=p["role"], name=p["name"], phone=p["phone"]) for p in row.parties or ())
    return Earlier(
        id=row.id,
        jurisdiction=row.jurisdiction,
        number=row.number,
        title=row.title,
        state=row.state,
        end=row.end,
        opened_at=row.opened_at.astimezone(UTC),
        closed_at=row.closed_at and row.closed_at.astimezone(UTC),
        matter=Matter(dispute_type=row.dispute_type, place=row.place, parties=parties),
    )
