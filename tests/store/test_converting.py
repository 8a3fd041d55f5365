"""Rows of an older version are what they were after the migration."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import alembic.command
import psycopg
import sqlalchemy as sa

from engine.domain.case import Entry, Submission
from engine.store import engines, guard, migration
from engine.store.schema import SCHEMA
from engine.store.unit_of_work import beginner
from tests.store.builders import NOW, RELEASE

CASE, DONE, OPEN, FORMED = (uuid4() for _ in range(4))
LATER = NOW + timedelta(minutes=5)
LINES = (
    Entry(at=NOW, actor="wang", kind="opened"),
    Entry(at=NOW, actor="wang", kind="decided", element="route", detail={"title": ["分流", 'The "route"'], "rules": ["r1", "r2"]}),
    Entry(at=NOW, actor="system", kind="proposed", detail={"because": "a, b: c"}),
    Entry(at=NOW, actor="wang", kind="created", code="ACCEPT", element="accept", detail={"due": None}),
    Entry(at=LATER, actor="li", kind="submitted", code="ACCEPT"),
)
#: The answers to two forms, and a step that asked nothing.
GIVEN = tuple(
    Submission(id=uuid4(), case=CASE, jurisdiction="longxi", item=item, form=form, code=code, answers=answers, actor=actor, at=at)
    for item, form, code, answers, actor, at in (
        (None, "F01", "INTAKE.REGISTER", {"facts": "漏水" * 300}, "wang", NOW),
        (DONE, "", "ACCEPT", {}, "li", LATER),
        (FORMED, "F02", "FACT.FIND", {"found": True}, "sun", LATER + timedelta(minutes=1)),
    )
)


@contextmanager
def at_revision(server: str, revision: str) -> Iterator[str]:
    """Have an empty database as an older version has left it; yields the owner's URL."""
    name = f"older_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        url = sa.make_url(server).set(database=name).render_as_string(hide_password=False)
        engine = engines.create(url).execution_options(isolation_level="READ COMMITTED")
        with engine.begin() as owner:
            owner.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
            alembic.command.upgrade(migration.config(owner), revision)
        engine.dispose()
        yield url
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def fill(owner: psycopg.Connection) -> None:
    """Write a case as the version before 0020 did: a row a line, a row a submission."""
    owner.execute("INSERT INTO onedoor.jurisdiction VALUES ('longxi', NULL, 'county', '陇西县', 'Longxi', 'base', '{longxi}')")
    owner.execute("INSERT INTO onedoor.release VALUES (%s, DEFAULT, 'longxi', 'base', '1', NULL, %s, 'a', 'b', '')", [RELEASE, NOW])
    owner.execute(
        """INSERT INTO onedoor.case_file (id, jurisdiction, release, number, revision, state, document, title, opened_at, opened_by,
                                         searched, query_code)
           VALUES (%s, 'longxi', %s, '1', 3, 'accepted', '{}', '漏水', %s, 'wang', '1', 'A1')""",
        [CASE, RELEASE, NOW],
    )
    owner.execute("INSERT INTO onedoor.process_instance VALUES (%s, 'longxi', 'main', '')", [CASE])
    for item, form, closed_at in ((DONE, None, LATER), (FORMED, "F02", LATER + timedelta(minutes=1)), (OPEN, None, None)):
        owner.execute(
            """INSERT INTO onedoor.work_item (id, case_id, jurisdiction, task, element, code, title_zh, title_en, form, created_at, state,
                                          closed_at)
               VALUES (%s, %s, 'longxi', %s, 'e', %s, '受理', 'Accept', %s, %s, %s, %s)""",
            [item, CASE, uuid4(), "FACT.FIND" if form else "ACCEPT", form, NOW, "done" if closed_at else "open", closed_at],
        )
    for seq, line in enumerate(LINES, 1):
        owner.execute(
            "INSERT INTO onedoor.history VALUES (%s, 'longxi', %s, %s, %s, %s, %s, %s, %s)",
            [CASE, seq, line.at, line.actor, line.kind, line.code, line.element, json.dumps(line.detail)],
        )
    for answer in GIVEN:
        owner.execute(
            "INSERT INTO onedoor.submission VALUES (%s, %s, 'longxi', %s, %s, %s, %s, %s, %s)",
            [answer.id, CASE, answer.item, answer.form, answer.code, json.dumps(answer.answers), answer.actor, answer.at],
        )


def test_history_and_submissions_of_older_rows_are_read_as_they_were(server: str) -> None:
    """Every line and every submission is there, in order; the one without answers goes by its item's id from now on."""
    with at_revision(server, "0019") as owner_url:
        with psycopg.connect(owner_url) as owner:
            fill(owner)
        migration.migrate(owner_url)
        engine = engines.create(guard.app_url(owner_url))
        with beginner(engine)({"longxi"}) as uow:
            history, submissions = uow.cases.history(CASE), uow.cases.submissions(CASE)
            rows = uow.transaction.rows(sa.text("SELECT json_array_length(lines) AS size FROM onedoor.history ORDER BY seq"))
        engine.dispose()

    assert tuple(history) == LINES
    assert [row.size for row in rows] == [2, 1, 1, 1]
    assert list(submissions) == [GIVEN[0], replace(GIVEN[1], id=DONE), GIVEN[2]]
