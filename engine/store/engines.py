"""SQLAlchemy engines for our databases, and a counter of the statements that they send."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import orjson
import psycopg
import sqlalchemy as sa

#: Seconds of idleness after which a connection is asked whether it still lives.
IDLE = 1.0
#: Uses after which the driver lets PostgreSQL keep the plan of a statement unasked. Lists and searches want a plan for what is
#: looked for; what is to be kept says so (`prepared`).
_NEVER = 2**31
#: Seconds to wait for a free connection before a page says that the database is busy.
POOL_PATIENCE = 10


def create(url: str, *, size: int = 5) -> sa.Engine:
    """Return an engine for a `postgresql://` URL. Its connections begin no transaction of their own: units of work do."""
    return sa.create_engine(
        sqlalchemy_url(url),
        isolation_level="AUTOCOMMIT",
        pool_size=size,
        max_overflow=size,
        pool_timeout=POOL_PATIENCE,
        json_serializer=to_json,
        json_deserializer=orjson.loads,
        connect_args={"connect_timeout": POOL_PATIENCE, "prepare_threshold": _NEVER},
    )


def replace_dead(engine: sa.Engine) -> None:
    """Let a pool look whether a connection that has lain idle is still alive when it is taken; a busy one need not be asked."""

    @sa.event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info["idle_since"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def look(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("idle_since", math.inf) > IDLE:
            try:
                engine.dialect.do_ping(connection)
            except psycopg.Error as error:
                raise sa.exc.InvalidatePoolError from error


def sqlalchemy_url(url: str) -> str:
    """Return a libpq URL as SQLAlchemy wants it."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return f"postgresql+psycopg://{url.removeprefix(prefix)}"
    return url


def to_json(value: Any) -> str:
    """Write JSON as PostgreSQL takes it."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()


def _plain(value: Any) -> Any:
    """Return what orjson does not write by itself: sentences in two languages, decimals, other mappings."""
    match value:
        case tuple():
            return list(value)
        case Mapping():
            return dict(value)
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError


@dataclass(kw_only=True)
class Count:
    """Statements sent while counting; what opens and ends a transaction is not among them."""

    statements: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Return how many there were."""
        return len(self.statements)


@contextmanager
def counting(engine: sa.Engine) -> Iterator[Count]:
    """Count the statements of an engine while the block runs."""
    count = Count()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        count.statements.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield count
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
