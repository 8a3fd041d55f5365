"""One journey to the database: prepared statements that travel together, and the rows that come back.

The driver's own pipeline sends each statement as soon as it is known, so that the database is woken once for each of them, and
its cursors cost more than most of these statements take. This is the layer on which they stand.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import adapt, generators, pq
from psycopg.abc import PQGen, Transformer
from psycopg.adapt import PyFormat
from psycopg.errors import error_from_result
from psycopg.pq.abc import PGconn, PGresult

from engine.store.prepared import Prepared

#: A row; its columns are attributes.
Row = Any
#: A statement with its parameters.
Call = tuple[Prepared, Mapping[str, Any]]
#: A statement with the types of its parameters.
Key = tuple[bytes, tuple[int, ...]]
#: What a connection has prepared, with the names under which it has.
Names = dict[Key, bytes]

#: Statements that a connection keeps at most; then it begins anew.
MOST = 300


def travel(connection: psycopg.Connection[Any], calls: Sequence[Call], names: Names) -> list[Sequence[Row]]:
    """Send the statements and return the rows of each. Raises psycopg.Error for the first that failed; none after it was run."""
    pgconn, transformer = connection.pgconn, adapt.Transformer(connection)
    if len(names) > MOST:
        connection.execute("DEALLOCATE ALL")
        names.clear()
    pgconn.enter_pipeline_mode()
    try:
        sent = [key for statement, parameters in calls for key in _sent(pgconn, statement, parameters, transformer, names)]
        pgconn.pipeline_sync()
        results = connection.wait(_received(pgconn, len(sent)))
    finally:
        if pgconn.status == pq.ConnStatus.OK:
            pgconn.exit_pipeline_mode()
    for key, result in zip(sent, results, strict=True):
        if key and result.status != pq.ExecStatus.COMMAND_OK:
            del names[key]
    for result in results:
        if result.status == pq.ExecStatus.FATAL_ERROR:
            raise error_from_result(result, encoding="utf-8")
    return [_rows(result, transformer) for key, result in zip(sent, results, strict=True) if key is None]


def _sent(
    pgconn: PGconn, statement: Prepared, parameters: Mapping[str, Any], transformer: Transformer, names: Names
) -> Iterator[Key | None]:
    """Send a statement; yield its key where it has to be prepared first, and None for itself."""
    values = statement.values(parameters)
    written = transformer.dump_sequence(values, [PyFormat.AUTO] * len(values))
    key = statement.text, transformer.types or ()
    if key not in names:
        names[key] = b"onedoor_%d" % len(names)
        pgconn.send_prepare(names[key], *key)
        yield key
    pgconn.send_query_prepared(names[key], written, transformer.formats)
    yield None


def _received(pgconn: PGconn, number: int) -> PQGen[list[PGresult]]:
    """Wait for the results of so many commands, and for the end of the journey."""
    yield from generators.send(pgconn)
    results = []
    for _ in range(number):
        results += yield from generators.fetch_many(pgconn)
    yield from generators.fetch_many(pgconn)
    return results


def _rows(result: PGresult, transformer: Transformer) -> Sequence[Row]:
    if not result.nfields:
        return ()
    transformer.set_pgresult(result)
    return transformer.load_rows(0, result.ntuples, _maker(tuple(map(result.fname, range(result.nfields)))))


@lru_cache(maxsize=512)
def _maker(columns: tuple[bytes, ...]) -> Callable[[Sequence[Any]], Row]:
    made: Any = namedtuple("Row", [column.decode() for column in columns], rename=True)  # type: ignore[misc]  # noqa: PYI024
    return made._make
