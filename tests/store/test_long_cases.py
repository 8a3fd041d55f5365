"""A case that has gone on for long costs no more a step than a young one."""

from __future__ import annotations

import sqlalchemy as sa

from engine.usecases import ports
from tests.postgres import Begin
from tests.store.builders import a_release, an_opening, read, save, the_next

ROUNDS = 60
#: Rows that the connection has read lately, by table.
_READ = sa.text("""
    SELECT relname, coalesce(idx_tup_fetch, 0) + coalesce(seq_tup_read, 0) AS rows FROM pg_stat_xact_user_tables
    WHERE schemaname = 'onedoor' AND relname IN ('work_item', 'history', 'submission', 'timer')
""")


def test_a_step_reads_as_much_after_many_rounds_as_after_one(begin: Begin) -> None:
    """Work that is done, lines of the history and answers are left alone, however many there are."""
    a_release(begin)
    step = save(begin, an_opening())
    early = _rows_read(begin, step)

    for _ in range(ROUNDS):
        step = save(begin, the_next(read(begin, step.case)))

    assert _rows_read(begin, step) == early


def test_a_case_is_written_where_it_stands(begin: Begin) -> None:
    """Its page keeps room for the next version, which then needs no page of its own; how many it takes depends on who looks on."""
    with begin({"longxi"}) as uow:
        row = uow.transaction.row(sa.text("SELECT reloptions FROM pg_class WHERE oid = 'onedoor.case_file'::regclass"))

    assert row
    assert "fillfactor=75" in row.reloptions


def _rows_read(begin: Begin, step: ports.CaseStep) -> dict[str, int]:
    """Take a step, undo it, and return how many rows it has read."""
    with begin({"longxi"}) as uow:
        before = {row.relname: row.rows for row in uow.transaction.rows(_READ)}
        locked, _item = uow.cases.lock_item(step.items[0].id)
        uow.cases.save(the_next(locked))
        return {row.relname: row.rows - before.get(row.relname, 0) for row in uow.transaction.rows(_READ)}
