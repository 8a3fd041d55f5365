"""The metadata of all tables, the kinds of guard that a table may have, and columns that recur."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

SCHEMA = "onedoor"

metadata = sa.MetaData(
    schema=SCHEMA,
    naming_convention={
        "pk": "%(table_name)s_pk",
        "fk": "%(table_name)s_%(column_0_N_name)s_fk",
        "uq": "%(table_name)s_%(column_0_N_name)s_uq",
        "ck": "%(table_name)s_%(constraint_name)s_ck",
        "ix": "%(table_name)s_%(column_0_N_name)s_ix",
    },
)


class Guard(StrEnum):
    """Who may see and write the rows of a table; every table declares one (`info={"guard": …}`)."""

    #: Seen and written only within the reach of the transaction, by the column `jurisdiction`.
    REACH = "reach"
    #: Seen by all, written only within the reach.
    OPEN = "open"
    #: Belongs to no jurisdiction: calendars, the tree itself, files under their content address.
    SHARED = "shared"


def table(name: str, *parts: Any, guard: Guard, append_only: bool = False, **more: Any) -> sa.Table:
    """Declare a table with its guard; the application may neither change nor delete append-only rows."""
    return sa.Table(name, metadata, *parts, info={"guard": guard, "append_only": append_only}, **more)


def text(name: str, *parts: Any, null: bool = False, **more: Any) -> sa.Column[str]:
    """Declare a text column."""
    return sa.Column(name, sa.Text, *parts, nullable=null, **more)


def texts(name: str) -> sa.Column[list[str]]:
    """Declare a list of texts, empty unless given."""
    return sa.Column(name, pg.ARRAY(sa.Text), nullable=False, server_default="{}")


def instant(name: str, *, null: bool = False, **more: Any) -> sa.Column[Any]:
    """Declare an instant with time zone."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null, **more)


def uuid(name: str, *parts: Any, null: bool = False, **more: Any) -> sa.Column[Any]:
    """Declare a UUID column."""
    return sa.Column(name, sa.Uuid, *parts, nullable=null, **more)


def json(name: str, *, null: bool = False, **more: Any) -> sa.Column[Any]:
    """Declare a JSON column."""
    return sa.Column(name, pg.JSONB, nullable=null, **more)


def compact_json(name: str) -> sa.Column[Any]:
    """Declare JSON that is kept as the text it was written as: of small values it takes less room than `jsonb` does."""
    return sa.Column(name, sa.JSON, nullable=False)


def number(name: str, *parts: Any, null: bool = False, **more: Any) -> sa.Column[int]:
    """Declare a whole number."""
    return sa.Column(name, sa.Integer, *parts, nullable=null, **more)


def serial(name: str = "id") -> sa.Column[int]:
    """Declare a primary key that counts up."""
    return sa.Column(name, sa.BigInteger, sa.Identity(always=True), primary_key=True)


def jurisdiction(**more: Any) -> sa.Column[str]:
    """Declare the jurisdiction to which a row belongs."""
    return sa.Column("jurisdiction", sa.Text, sa.ForeignKey(f"{SCHEMA}.jurisdiction.id"), nullable=False, **more)


def of_case(*, null: bool = False, is_deferred: bool = False) -> tuple[Any, ...]:
    """Declare case and jurisdiction of a row; both must be those of one case, so that no row strays.

    A deferred row may be written before its case, in the same transaction.
    """
    return (
        uuid("case_id", null=null),
        jurisdiction(),
        sa.ForeignKeyConstraint(
            ["case_id", "jurisdiction"],
            [f"{SCHEMA}.case_file.id", f"{SCHEMA}.case_file.jurisdiction"],
            deferrable=is_deferred or None,
            initially="DEFERRED" if is_deferred else None,
        ),
    )


def one_of(column: str, *values: str) -> sa.CheckConstraint:
    """Declare that a text column holds one of a few codes."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)
