"""Statements that travel together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from engine.store import journey
from engine.store.prepared import Prepared
from tests.postgres import Database


@pytest.fixture
def connection(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.url, autocommit=True) as opened:
        yield opened


def test_each_statement_gets_its_own_rows(connection: psycopg.Connection[Any]) -> None:
    """In the order in which they were sent, with the columns by name; what returns nothing has none."""
    calls = [
        (Prepared("SELECT :a AS a, :b AS b"), {"a": 1, "b": "二"}),
        (Prepared("BEGIN"), {}),
        (Prepared("SELECT 3 AS c WHERE false"), {}),
    ]

    (first,), begun, none = journey.travel(connection, calls, {})

    assert (first.a, first.b) == (1, "二")
    assert (list(begun), list(none)) == ([], [])


def test_the_first_failure_is_told_and_nothing_after_it_runs(connection: psycopg.Connection[Any]) -> None:
    """What went before it is undone with it; the connection goes on being of use."""
    mark = Prepared("SELECT set_config('onedoor.mark', :mark, false)")
    calls = [(Prepared("SELECT 1 / :zero"), {"zero": 0}), (mark, {"mark": "set"})]

    with pytest.raises(psycopg.errors.DivisionByZero):
        journey.travel(connection, calls, names := {})

    assert journey.travel(connection, [(Prepared("SELECT current_setting('onedoor.mark', true) AS mark"), {})], names)[0][0].mark is None


def test_a_statement_that_could_not_be_prepared_is_prepared_anew(connection: psycopg.Connection[Any]) -> None:
    """It fails for the same reason again, and those that were to be prepared after it do not fail at all."""
    names: journey.Names = {}
    lost, good = (Prepared("SELECT * FROM nowhere"), {}), (Prepared("SELECT 2 AS two"), {})

    for _again in range(2):
        with pytest.raises(psycopg.errors.UndefinedTable):
            journey.travel(connection, [lost, good], names)

    assert journey.travel(connection, [good], names)[0][0].two == 2


def test_a_connection_keeps_so_many_statements(connection: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are, the database does not fill up with them, and all of them go on working."""
    monkeypatch.setattr(journey, "MOST", 3)
    names: journey.Names = {}

    for number in (*range(6), *range(6)):
        assert journey.travel(connection, [(Prepared(f"SELECT {number} AS number"), {})], names)[0][0].number == number

    kept = connection.execute("SELECT count(*) FROM pg_prepared_statements").fetchone()
    assert kept == (len(names),)
    assert len(names) <= 4
