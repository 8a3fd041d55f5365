"""When the database goes away: a sentence, nothing half written, and back without a restart."""

from __future__ import annotations

import psycopg
import pytest
import sqlalchemy as sa

from engine import errors
from engine.store import engines
from engine.store.prepared import Prepared
from engine.store.unit_of_work import beginner
from tests.postgres import Begin, Database
from tests.store.builders import a_release, an_opening, read, save


def drop_connections(database: Database) -> None:
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_lost_connection_is_reported_and_nothing_is_half_written(begin: Begin, database: Database) -> None:
    """The server ends the session in the middle of a step; the next step finds a new connection."""
    a_release(begin)
    step = an_opening()

    with begin({"longxi"}) as uow:
        uow.cases.save(step)
        drop_connections(database)
        with pytest.raises(errors.StoreUnavailableError):
            uow.commit()

    with pytest.raises(errors.NotFoundError):
        read(begin, step.case)
    assert read(begin, save(begin, step).case).case == step.case


def test_pooled_connection_that_died_is_replaced(begin: Begin, database: Database) -> None:
    """A restart of the database between two requests is not noticed by the second."""
    with begin({"longxi"}) as uow:
        uow.rosters.jurisdictions()
    drop_connections(database)

    with begin({"longxi"}) as uow:
        assert uow.rosters.jurisdictions()


def test_a_statement_alone_replaces_a_connection_that_died(begin: Begin, database: Database) -> None:
    """The same of the first question of a request."""
    with begin(()) as uow:
        uow.transaction.alone(Prepared("SELECT 1"), {})
    drop_connections(database)

    with begin(()) as uow:
        assert uow.transaction.alone(Prepared("SELECT 1"), {})


def test_unreachable_server_is_said_in_a_sentence() -> None:
    """No server at the address: the error is ours, in both languages."""
    engine = engines.create("postgresql://onedoor:x@127.0.0.1:1/onedoor")

    with pytest.raises(errors.StoreUnavailableError) as refused, beginner(engine)({"longxi"}):
        pass

    assert refused.value.text.zh == "数据库暂时无法连接，本次操作没有保存。请稍候再试；您填写的内容仍在页面上。"


def test_case_held_too_long_by_another_step_is_given_up(begin: Begin) -> None:
    """Waiting for a lock has an end, and says so instead of hanging."""
    a_release(begin)
    step = save(begin, an_opening())

    with begin({"longxi"}) as holder, begin({"longxi"}) as waiting:
        holder.cases.lock(step.case.id)
        waiting.transaction.run(sa.text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(errors.StoreUnavailableError):
            waiting.cases.lock(step.case.id)
