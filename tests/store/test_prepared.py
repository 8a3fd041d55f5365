"""Statements that PostgreSQL keeps a plan of."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from engine.store import case_sql, engines
from engine.store.prepared import Prepared
from engine.store.unit_of_work import SqlUnitOfWork
from tests.postgres import Begin, Database
from tests.store.builders import a_release, an_opening, save, the_next

_KEPT = "SELECT statement FROM pg_prepared_statements"


def kept(uow: SqlUnitOfWork) -> list[str]:
    return [statement for (statement,) in uow.transaction.driver_connection.execute(_KEPT).fetchall()]


def test_a_name_stands_for_one_place_wherever_it_is_used_again() -> None:
    """Names become places in the order in which they first come; casts are left alone, and so is what is given too much."""
    statement = Prepared("SELECT x::text,\n       :least, CAST(:most AS int) + :least")

    assert statement.text == b"SELECT x::text, $1, CAST($2 AS int) + $1"
    assert statement.values({"most": 2, "least": 1, "other": 3}) == (1, 2)


def test_plans_outlive_a_transaction_that_was_undone(begin: Begin) -> None:
    """Reading ends without a commit; what the connection has prepared is there for the next step."""
    a_release(begin)
    item = save(begin, an_opening()).items[0].id

    for _ in range(2):
        with begin({"longxi"}) as uow:
            uow.cases.lock_item(item)

    with begin({"longxi"}) as uow:
        assert sum("FOR UPDATE OF c" in statement for statement in kept(uow)) == 1


def test_lists_are_planned_for_what_is_looked_for(begin: Begin) -> None:
    """However often a list is read, its plan is not kept: what fits one county would be slow for another."""
    with begin({"longxi"}) as uow:
        for _ in range(10):
            uow.rosters.jurisdictions()

        assert not any("jurisdiction.id" in statement for statement in kept(uow))


def test_nothing_of_an_undone_step_stays(begin: Begin) -> None:
    """Leaving without a commit undoes what was written on prepared statements, too."""
    a_release(begin)
    with begin({"longxi"}) as uow:
        uow.cases.save(an_opening())

    with begin({"longxi"}) as uow:
        assert uow.transaction.driver_connection.execute("SELECT count(*) FROM onedoor.case_file").fetchone() == (0,)


def test_a_step_prepares_to_write_only_what_it_carries(begin: Begin, database: Database) -> None:
    """A step without notices, figures, secrets and files does not name their tables; one that changes the parties names theirs."""
    a_release(begin)
    item = save(begin, an_opening()).items[0].id

    with engines.counting(database.engine) as sent, begin({"longxi"}) as uow:
        locked, _ = uow.cases.lock_item(item)
        plain = the_next(locked, submission=None)
        uow.cases.save(plain)
        uow.cases.save(replace(plain, before=replace(locked, case=plain.case), case=replace(plain.case, revision=3, parties=())))

    _, _, first, second = sent.statements
    assert not any(table in first for table in ("notice", "figure_count", "attachment", "sealed_part", "party"))
    assert "onedoor.party" in second


def test_a_statement_alone_begins_nothing_and_reaches_nothing(begin: Begin) -> None:
    """What is asked before anybody is known sees no case, and leaves the transaction of the reach still to be begun."""
    a_release(begin)
    save(begin, an_opening())
    count = Prepared("SELECT count(*) AS number FROM onedoor.case_file")

    with begin({"longxi"}) as uow:
        before = uow.transaction.alone(count, {})
        within = uow.transaction.row(count)

    assert before
    assert within
    assert (before.number, within.number) == (0, 1)


@pytest.mark.parametrize("statement", [case_sql.LOCK, case_sql.LOCK_BY_ITEM, case_sql.READ], ids=["by case", "by item", "reading"])
def test_one_case_is_read_without_the_others(begin: Begin, statement: Prepared) -> None:
    """Bounded to a reach, the database still finds a case by its index."""
    a_release(begin)
    with begin({"longxi"}) as uow:
        connection = uow.transaction.driver_connection
        connection.execute("SET LOCAL enable_seqscan = off")
        plan = "\n".join(line for (line,) in connection.execute(b"EXPLAIN (GENERIC_PLAN) " + statement.text))

    assert re.search(r"Index Scan using \w+ on case_file.*\n +Index Cond: \(+id = ", plan)
