"""The bare transaction: the rows of a step written with plain statements, nothing checked, nobody asked, no process run."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

from psycopg import Connection

from engine.domain.case import Json
from engine.store import packing

_READ = """
    SELECT c.id, c.jurisdiction, c.document, p.state FROM onedoor.work_item w
    JOIN onedoor.case_file c ON c.id = w.case_id JOIN onedoor.process_instance p ON p.case_id = c.id
    WHERE w.id = %s FOR UPDATE OF c
"""
_CASE = "UPDATE onedoor.case_file SET revision = revision + 1, document = %s WHERE id = %s"
_STATE = "UPDATE onedoor.process_instance SET state = %s WHERE case_id = %s"
_DONE = "UPDATE onedoor.work_item SET state = 'done', closed_at = now(), done_by = 'p1' WHERE id = %s"
_ITEM = """
    INSERT INTO onedoor.work_item (id, case_id, jurisdiction, task, element, code, title_zh, title_en, form, role, created_at, due,
                                   deadline, state)
    VALUES (%s, %s, %s, %s, 'round', 'ROUND', '一轮', 'Round', 'B2', 'R.MEDIATOR', now(), now() + interval '30 days', 'LONG', 'open')
"""
_SUBMISSION = """
    INSERT INTO onedoor.submission (id, case_id, jurisdiction, item, form, code, answers, packed, actor, at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'p1', now())
"""
_DISARM = "DELETE FROM onedoor.timer WHERE case_id = %s"
_ARM = """
    INSERT INTO onedoor.timer (case_id, jurisdiction, ref, kind, due, detail)
    VALUES (%(case)s, %(place)s, %(task)s, 'process', now() + interval '30 days', '{"element": "round_late", "deadline": "LONG"}'),
           (%(case)s, %(place)s, %(item)s, 'warning', now() + interval '24 days', '{"deadline": "LONG", "at": 80}')
"""
_HISTORY = """
    INSERT INTO onedoor.history (case_id, jurisdiction, at, actor, lines) VALUES (%s, %s, now(), 'p1', %s)
"""
_OPEN = """
    INSERT INTO onedoor.case_file (id, jurisdiction, release, number, revision, state, document, title, opened_at, opened_by,
                                   searched, query_code)
    SELECT %(case)s, jurisdiction, release, %(number)s, 1, state, %(document)s, title, now(), 'p1', searched,
           upper(substr(md5(%(number)s), 1, 12))
    FROM onedoor.case_file WHERE id = %(like)s RETURNING jurisdiction
"""
_BEGIN = """
    INSERT INTO onedoor.process_instance (case_id, jurisdiction, process, state)
    SELECT %(case)s, jurisdiction, process, state FROM onedoor.process_instance WHERE case_id = %(like)s
"""
_PEOPLE = """
    INSERT INTO onedoor.party (case_id, jurisdiction, seq, role, name)
    VALUES (%(case)s, %(place)s, 0, 'applicant', '赵某'), (%(case)s, %(place)s, 1, 'respondent', '钱某')
"""
_LOAD = """
    SELECT c.document, p.state FROM onedoor.case_file c JOIN onedoor.process_instance p ON p.case_id = c.id WHERE c.id = %s
"""


def submit(connection: Connection[Any], item: UUID, answers: Json) -> None:
    """Write what a submission writes; the caller commits."""
    row = connection.execute(_READ, [item]).fetchone()
    assert row  # noqa: S101 - the benchmark has opened it
    case, place, document, state = row
    connection.execute(_CASE, [json.dumps({**document, "session": answers}), case])
    connection.execute(_STATE, [state, case])
    connection.execute(_DONE, [item])
    _go_on(connection, case, place, (item, "B2", "ROUND", answers), ["submitted", "created"])


def open_case(connection: Connection[Any], like: UUID, answers: Json) -> UUID:
    """Write what opening a case writes, with the release and state of another; the caller commits."""
    case = uuid4()
    named = {"case": case, "like": like, "number": str(case), "document": json.dumps({"intake": answers})}
    row = connection.execute(_OPEN, named).fetchone()
    assert row  # noqa: S101 - the benchmark has opened the other
    connection.execute(_BEGIN, named)
    connection.execute(_PEOPLE, {"case": case, "place": row[0]})
    _go_on(connection, case, row[0], (None, "B1", "INTAKE.REGISTER", answers), ["opened", "submitted", "created"])
    return case


def load(connection: Connection[Any], case: UUID) -> Any:
    """Read the document and the state of a case."""
    return connection.execute(_LOAD, [case]).fetchone()


def _go_on(connection: Connection[Any], case: UUID, place: str, given: tuple[UUID | None, str, str, Json], kinds: list[str]) -> None:
    """Write the answers, the next work item, its timers and a line of history of each kind."""
    item, form, code, answers = given
    kept = packing.packed(answers)
    new, task = uuid4(), uuid4()
    connection.execute(_ITEM, [new, case, place, task])
    connection.execute(_SUBMISSION, [uuid4(), case, place, item, form, code, kept["answers"], kept["packed"]])
    connection.execute(_DISARM, [case])
    connection.execute(_ARM, {"case": case, "place": place, "task": task, "item": new})
    connection.execute(_HISTORY, [case, place, json.dumps([[kind, "ROUND", "round"] for kind in kinds])])
