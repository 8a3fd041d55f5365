"""A real PostgreSQL for tests: one embedded server for the whole run, a fresh copy of a migrated database per test.

A folder's conftest.py imports the fixtures: `from tests.postgres import begin, database, server`.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from engine.domain.calendar_year import CalendarYear, Source
from engine.errors import Text
from engine.jobs import queue
from engine.store import embedded, engines, guard, migration, throwaway
from engine.store.rosters import Jurisdiction
from engine.store.unit_of_work import SqlUnitOfWork, beginner

TEMPLATE = "template_onedoor"
#: Bytes that the run's databases may come to need.
_ROOM = 2 * 1024**3

#: Two counties under two cities of one province, one of them with a town.
TREE = (
    Jurisdiction(id="gansu", level="province", title=Text("甘肃省", "Gansu")),
    Jurisdiction(id="dingxi", level="city", title=Text("定西市", "Dingxi"), parent="gansu"),
    Jurisdiction(id="longxi", level="county", title=Text("陇西县", "Longxi"), parent="dingxi"),
    Jurisdiction(id="longxi.wenfeng", level="town", title=Text("文峰镇", "Wenfeng"), parent="longxi"),
    Jurisdiction(id="jiuquan", level="city", title=Text("酒泉市", "Jiuquan"), parent="gansu"),
    Jurisdiction(id="suzhou", level="county", title=Text("肃州区", "Suzhou"), parent="jiuquan"),
)
EVERYWHERE = frozenset(jurisdiction.id for jurisdiction in TREE)

Begin = Callable[[Collection[str]], SqlUnitOfWork]


@dataclass(frozen=True)
class Database:
    """A database of one test."""

    #: For the role that owns the tables.
    owner_url: str
    #: For the role of web and worker.
    url: str
    engine: sa.Engine


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Serve the run, all its worker processes included; yields the owner's URL."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    home = _folder() / f"onedoor-tests-{run}"
    home.mkdir(mode=0o755, exist_ok=True)
    with embedded.server(home / "pgdata") as running:
        with (home / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _ensure_template(running.url)
        yield running.url
    if not (home / "pgdata" / "data" / "postmaster.pid").exists():
        shutil.rmtree(home, ignore_errors=True)


def _folder() -> Path:
    """Return where files cost least: in memory, if that has room, for a database is some four hundred files."""
    memory = Path("/dev/shm")  # noqa: S108 - every account may use it, and so must the database's
    has_room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM
    return memory if has_room else Path(tempfile.gettempdir())


@pytest.fixture
def database(server: str) -> Iterator[Database]:
    """Copy the migrated database for one test."""
    with copied(server, TEMPLATE) as copy:
        yield copy


@pytest.fixture
def begin(database: Database) -> Begin:
    """Return the port Begin over the test's database."""
    return beginner(database.engine, queue.enqueue)


@contextlib.contextmanager
def copied(server: str, template: str) -> Iterator[Database]:
    """Have a copy of a database while the block runs."""
    name = f"test_{secrets.token_hex(6)}"
    _as_owner(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    owner_url = _named(server, name)
    engine = engines.create(guard.app_url(owner_url))
    try:
        yield Database(owner_url, guard.app_url(owner_url), engine)
    finally:
        engine.dispose()
        _as_owner(server, f"DROP DATABASE {name} WITH (FORCE)")


def make_template(server: str, name: str, fill: Callable[[str], None], template: str = TEMPLATE) -> None:
    """Make a database to be copied, once in a run: the migrated one, or another, filled through its owner's URL."""
    with psycopg.connect(server, autocommit=True) as owner:
        # Worker processes of one run wait for the first.
        owner.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
        if not owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            owner.execute(f"CREATE DATABASE {name}_making TEMPLATE {template} STRATEGY file_copy")
            fill(_named(server, f"{name}_making"))
            owner.execute(f"ALTER DATABASE {name}_making RENAME TO {name}")


def _ensure_template(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as owner:
        if owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            return
        throwaway.hasten(owner)
        owner.execute("ALTER SYSTEM SET max_wal_size = '256MB'")
        owner.execute("SELECT pg_reload_conf()")
        owner.execute("CREATE DATABASE onedoor_making")
        migration.migrate(_named(url, "onedoor_making"))
        _fill(_named(url, "onedoor_making"))
        owner.execute(f"ALTER DATABASE onedoor_making RENAME TO {TEMPLATE}")


def _fill(owner_url: str) -> None:
    engine = engines.create(guard.app_url(owner_url))
    with beginner(engine)(EVERYWHERE) as uow:
        uow.rosters.put_jurisdictions(TREE)
        for year in (2025, 2026):
            uow.rosters.supply_year(CalendarYear(year=year, holidays=(), make_up_days=(), source=Source.NOTICE))
        uow.commit()
    engine.dispose()


def _as_owner(url: str, statement: str) -> None:
    with contextlib.closing(psycopg.connect(url, autocommit=True)) as owner:
        owner.execute(statement)


def _named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)
