"""Migrations lead to what the code declares."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from engine.store import engines
from engine.store.schema import SCHEMA, metadata
from tests.postgres import Database


def test_migrations_and_declared_tables_agree(database: Database) -> None:
    """Alembic finds nothing to add, change or drop after all migrations."""
    engine = engines.create(database.owner_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_schemas": True,
                "include_name": lambda name, kind, _parents: kind != "schema" or name == SCHEMA,
                "version_table_schema": SCHEMA,
                "compare_type": True,
            },
        )
        differences = compare_metadata(context, metadata)
        checks = set(connection.scalars(sa.text("SELECT conname FROM pg_constraint WHERE contype = 'c'")))
    engine.dispose()

    assert differences == []
    assert {c.name for t in metadata.tables.values() for c in t.constraints if isinstance(c, sa.CheckConstraint)} <= checks
