"""The sweep costs what is due, not what is parked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from engine.store import case_sql
from tests.postgres import EVERYWHERE, Begin, Database
from tests.store.builders import NOW, a_release, an_opening, save

PARKED = 50_000


@pytest.fixture
def parked(begin: Begin, database: Database) -> Begin:
    """Park fifty thousand timers, due a minute apart from NOW on."""
    a_release(begin)
    case = save(begin, an_opening()).case
    engine = sa.create_engine(sa.make_url(database.owner_url).set(drivername="postgresql+psycopg"))
    with engine.begin() as owner:
        owner.execute(
            sa.text("""
                INSERT INTO onedoor.timer (case_id, jurisdiction, ref, kind, due, detail)
                SELECT :case, 'longxi', gen_random_uuid(), 'process', CAST(:now AS timestamptz) + n * interval '1 minute', '{}'
                FROM generate_series(1, :parked) AS n
            """),
            {"case": case.id, "now": NOW, "parked": PARKED},
        )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as owner:
        owner.execute(sa.text("ANALYZE onedoor.timer"))
    engine.dispose()
    return begin


def plan(begin: Begin, now: datetime) -> str:
    with begin(EVERYWHERE) as uow:
        explain = sa.text(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF) {case_sql.DUE.text}")
        return "\n".join(row[0] for row in uow.transaction.rows(explain, {"now": now, "limit": 500}))


@pytest.mark.parametrize("minutes", [0, 50, PARKED], ids=["none due", "50 due", "all due"])
def test_a_look_reads_the_index_of_due_instants_only(parked: Begin, minutes: int) -> None:
    """Whether nothing, little or everything is due: no table is read through, and no more rows than may be returned."""
    found = plan(parked, NOW + timedelta(minutes=minutes))

    assert "Seq Scan" not in found
    assert "timer_due_ix" in found
    assert max(int(rows) for rows in re.findall(r"actual rows=(\d+)", found)) <= 500
    assert int(re.findall(r"Buffers: shared hit=(\d+)", found)[0]) < 100


def test_a_look_returns_each_case_once_and_the_rest_waits(parked: Begin) -> None:
    """All timers of one case are one entry."""
    with parked(EVERYWHERE) as uow:
        assert len(uow.cases.due(NOW + timedelta(minutes=PARKED), 500)) == 1
        assert uow.cases.due(NOW, 500) == []
