"""Brings a database to the present tables, roles and rules."""

from __future__ import annotations

from pathlib import Path

import alembic.command
import alembic.config
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.store import engines, guard, transaction
from engine.store.schema import SCHEMA

_SCRIPTS = Path(__file__).parent / "migrations"
#: Number of the lock that lets one node at a time migrate; any number that nobody else uses.
_LOCK = 7_202_511_240_001


def migrate(owner_url: str) -> None:
    """Run the migrations that are missing and lay the guard; all or nothing, one node at a time.

    Raises StoreUnavailableError, and SettingError if the owner may not create the application's role.
    """
    engine = engines.create(owner_url).execution_options(isolation_level="READ COMMITTED")
    try:
        with transaction.translated(), engine.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            alembic.command.upgrade(config(connection), "head")
            guard.lay(connection, owner_url)
    finally:
        engine.dispose()


def is_current(owner_url: str) -> bool:
    """Tell whether no migration is missing. Raises StoreUnavailableError."""
    engine = engines.create(owner_url)
    try:
        with transaction.translated(), engine.connect() as connection:
            done = MigrationContext.configure(connection, opts={"version_table_schema": SCHEMA}).get_current_heads()
            return set(done) == set(ScriptDirectory.from_config(config(connection)).get_heads())
    finally:
        engine.dispose()


def config(connection: sa.Connection) -> alembic.config.Config:
    """Return Alembic's configuration for a connection."""
    made = alembic.config.Config(attributes={"connection": connection})
    made.set_main_option("script_location", str(_SCRIPTS))
    return made
