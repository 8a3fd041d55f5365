"""Alembic's entry: runs the migrations over the connection that `engine.store.migration` gives."""

from alembic import context

from engine.store.guard import DECLARED_IN
from engine.store.schema import SCHEMA, metadata

assert DECLARED_IN  # noqa: S101 - the tables are declared by importing their modules

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table_schema=SCHEMA,
    include_schemas=True,
    include_name=lambda name, kind, _parents: kind != "schema" or name == SCHEMA,
)
with context.begin_transaction():
    context.run_migrations()
