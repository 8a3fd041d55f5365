"""Row-level security: what a query forgets, the database remembers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa

from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Draft
from engine.domain.rhythm import Beat
from engine.domain.roster import Absence, Distance, Person, Post, Roster, Team, Turn, Unit
from engine.errors import Text
from engine.jobs import queue
from engine.store import guard, migration
from engine.store.schema import Guard, metadata
from engine.store.unit_of_work import beginner
from engine.usecases import ports
from engine.usecases.ports import Recounting
from tests.postgres import EVERYWHERE, TEMPLATE, Begin, Database, copied
from tests.store.builders import (
    FILES,
    NOW,
    RELEASE,
    a_count,
    a_document,
    a_link,
    a_received,
    a_release,
    a_report,
    an_opening,
    read,
    save,
    the_next,
)

assert guard.DECLARED_IN
TABLES = {table.name: table for table in metadata.sorted_tables}
BOUND = sorted(name for name, table in TABLES.items() if table.info["guard"] is Guard.REACH)
OPEN = sorted(name for name, table in TABLES.items() if table.info["guard"] is Guard.OPEN)
APPEND_ONLY = sorted(name for name, table in TABLES.items() if table.info["append_only"])


def fill(begin: Begin, jurisdiction: str) -> None:
    """Put at least one row of a jurisdiction into every table that has a guard."""
    a_release(begin, jurisdiction)
    step = save(begin, an_opening(jurisdiction, counted=a_count()))
    save(begin, the_next(read(begin, step.case)))
    other = save(begin, an_opening(jurisdiction))
    with begin({jurisdiction}) as uow:
        uow.links.put(a_link(step.case, other.case))
        uow.cases.next_serial(jurisdiction, 2025)
        uow.cases.put_draft(Draft(item=uuid4(), actor="wang", answers={}, revision=1, saved_at=NOW), None, jurisdiction, 0)
        uow.documents.next_serial(jurisdiction, "F18", 2025)
        uow.documents.put(a_document(step.case))
        uow.documents.put_received(*a_received(step.case))
        uow.cases.log_reading(step.case.id, "wang", "P2", "办理")
        uow.packs.adopt(jurisdiction, RELEASE, NOW, "qian")
        draft = {"jurisdiction": jurisdiction, "pack": "base", "base": RELEASE, "author": "zhao", "revision": 1, "state": "open"}
        uow.packs.put_draft(ports.PackDraft(id=uuid4(), files=FILES, **draft), None)
        uow.rosters.put_roster(jurisdiction, a_roster(jurisdiction))
        uow.attachments.put(an_attachment(jurisdiction))
        uow.rosters.withdraw_year(jurisdiction, 2025, NOW, "li")
        uow.rhythms.put(Beat(jurisdiction=jurisdiction, rhythm="weekly", planned=NOW, actual=NOW))
        uow.figures.put_recounting(Recounting(jurisdiction=jurisdiction, wanted="x", done=1, total=1, is_finished=True))
        uow.figures.publish(a_report(jurisdiction))
        uow.notices.mark(Actor(person="wang", name="王某", posts=(), below={jurisdiction: frozenset({jurisdiction})}), NOW)
        uow.knocks.put(jurisdiction, "192.0.2.1", NOW)
        uow.commit()


def a_roster(jurisdiction: str) -> Roster:
    code = f"{jurisdiction}-wang"
    return Roster(
        units=(Unit(code="centre", title=Text("中心", "Centre"), kind="centre", jurisdiction=jurisdiction),),
        people=(Person(code=code, name="王某", jurisdiction=jurisdiction, active_from=date(2024, 1, 1)),),
        teams=(Team(code="team", title=Text("团队", "Team"), jurisdiction=jurisdiction, lead=code, members=(code,)),),
        posts=(Post(person=code, role="R.INTAKE", jurisdiction=jurisdiction),),
        turns=(Turn(person=code, weekdays=frozenset({1}), jurisdiction=jurisdiction),),
        absences=(Absence(person=code, first=date(2025, 6, 2), last=date(2025, 6, 3), jurisdiction=jurisdiction),),
        distances=(Distance(towns=frozenset({"东镇", "西镇"}), kilometres=9, jurisdiction=jurisdiction),),
    )


def an_attachment(jurisdiction: str) -> ports.Attachment:
    values: dict[str, Any] = {"name": "照片.jpg", "media_type": "image/jpeg", "content": b"\xff\xd8", "uploaded_by": "wang", "at": NOW}
    return ports.Attachment(id=uuid4(), jurisdiction=jurisdiction, case=None, **values)


@pytest.fixture(scope="module")
def filled(server: str) -> Iterator[Database]:
    """Have one database with rows of a county in every guarded table; whatever the tests below try there is refused or rolled back."""
    with copied(server, TEMPLATE) as copy:
        fill(beginner(copy.engine, queue.enqueue), "longxi")
        yield copy


@pytest.fixture
def begin(filled: Database) -> Begin:
    return beginner(filled.engine, queue.enqueue)


def count(begin: Begin, reach: set[str], table: str) -> int:
    with begin(reach) as uow:
        row = uow.transaction.row(sa.text(f"SELECT count(*) AS n FROM onedoor.{table}"))  # noqa: S608 - names of our tables
        assert row
        return int(row.n)


@pytest.mark.parametrize("table", BOUND)
def test_query_without_any_filter_sees_nothing_foreign(table: str, begin: Begin) -> None:
    """Every table of cases and drafts: rows of a jurisdiction are there for it, and for no other and for nobody."""
    assert count(begin, {"longxi"}, table) > 0
    assert count(begin, {"suzhou", "gansu"}, table) == 0
    assert count(begin, set(), table) == 0


@pytest.mark.parametrize("table", OPEN)
def test_open_tables_are_seen_by_all_but_changed_only_within_reach(table: str, begin: Begin) -> None:
    """Rosters and releases are no secret, but a foreign one cannot be changed."""
    with begin({"suzhou"}) as uow:
        if not TABLES[table].info["append_only"]:
            assert uow.transaction.run(sa.text(f"DELETE FROM onedoor.{table}")) == 0  # noqa: S608 - names of our tables
        row = sa.text(f"INSERT INTO onedoor.{table} OVERRIDING SYSTEM VALUE SELECT * FROM onedoor.{table} LIMIT 1")  # noqa: S608
        with pytest.raises(errors.NotAllowedError):
            uow.transaction.run(row)
    assert count(begin, {"suzhou"}, table) > 0


@pytest.mark.parametrize("table", BOUND)
def test_row_of_a_foreign_jurisdiction_cannot_be_written(table: str, begin: Begin, filled: Database) -> None:
    """Whatever a use case gets wrong, nothing lands with the neighbours."""
    columns = ", ".join(f'"{column.name}"' for column in TABLES[table].columns)
    with psycopg.connect(filled.owner_url) as owner:
        # A copy that the application can read but that stands outside the guard.
        owner.execute(f"CREATE TABLE public.copied_{table} AS SELECT {columns} FROM onedoor.{table} LIMIT 1")  # noqa: S608
        owner.execute(f"GRANT SELECT ON public.copied_{table} TO {guard.APP_ROLE}")

    copy = f"INSERT INTO onedoor.{table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM public.copied_{table}"  # noqa: S608
    with begin({"suzhou"}) as uow, pytest.raises(errors.NotAllowedError):
        uow.transaction.run(sa.text(copy))


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE onedoor.{0} SET {1} = {1}", "DELETE FROM onedoor.{0}", "TRUNCATE onedoor.{0}"])
def test_record_can_be_neither_changed_nor_deleted(table: str, change: str, begin: Begin) -> None:
    """History, answers, reading log, releases: written once, for good."""
    column = next(column.name for column in TABLES[table].columns if column.identity is None)

    with begin(EVERYWHERE) as uow, pytest.raises(errors.NotAllowedError):
        uow.transaction.run(sa.text(change.format(table, column)))


def test_history_submissions_and_reading_log_are_records() -> None:
    """The list above cannot lose the tables for which it was made."""
    assert {"history", "submission", "sealed_part", "reading_log", "release", "pack_file"} <= set(APPEND_ONLY)


def test_every_table_with_a_jurisdiction_has_a_guard() -> None:
    """A new table with a jurisdiction cannot be declared as belonging to nobody."""
    shared = {name for name, table in TABLES.items() if table.info["guard"] is Guard.SHARED}

    assert shared == {"jurisdiction", "calendar_year", "pack_file", "release_file"}
    assert all("jurisdiction" in TABLES[name].columns for name in (*BOUND, *OPEN))


def test_reach_ends_with_the_transaction(begin: Begin, filled: Database) -> None:
    """The next user of a pooled connection starts with no reach at all."""
    assert count(begin, {"longxi"}, "case_file") > 0

    with filled.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM onedoor.case_file")) == 0


def test_reach_cannot_be_widened_by_a_comma(begin: Begin) -> None:
    """A code that contains the separator is refused before it reaches the database."""
    with pytest.raises(errors.NotAllowedError):
        begin({"suzhou,longxi"})


def test_application_role_has_no_way_around(filled: Database) -> None:
    """It is no superuser, passes by no policy, owns nothing and creates nothing."""
    with psycopg.connect(filled.url) as app:
        role = app.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        owned = app.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole").fetchone()
        creates = app.execute("SELECT has_schema_privilege('onedoor', 'CREATE'), has_schema_privilege('public', 'CREATE')").fetchone()

    assert role == (False, False, False, False)
    assert owned == (0,)
    assert creates == (False, False)


def test_search_stays_within_the_reach(begin: Begin) -> None:
    """The search function runs as the owner, so it must bound itself."""
    found = sa.text("SELECT onedoor.found_cases('漏水', NULL, 50, '{}')")

    with begin({"suzhou"}) as uow:
        assert uow.transaction.rows(found) == []
    with begin({"longxi"}) as uow:
        assert len(uow.transaction.rows(found)) == 2


def test_migrating_again_changes_nothing_and_keeps_the_data(begin: Begin, filled: Database) -> None:
    """Every start migrates; the second time there is nothing to do."""
    migration.migrate(filled.owner_url)

    assert count(begin, {"longxi"}, "case_file") == 2
    assert count(begin, {"suzhou"}, "case_file") == 0


def test_owner_without_password_is_refused_in_a_sentence() -> None:
    """The application's password follows from the owner's, so there must be one."""
    with pytest.raises(errors.SettingError) as refused:
        guard.app_url("postgresql://onedoor@db.example/onedoor")

    assert refused.value.text.zh == "DATABASE_URL 中缺少密码。请写成 postgresql://用户名:密码@主机/数据库。"
