"""A bare Flask endpoint that writes the rows of one submission in one transaction: the floor that the benchmark compares with.

It checks nothing, knows no person and runs no process; nobody but the benchmark starts it.
"""

from __future__ import annotations

import json
import os
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, jsonify, request
from psycopg import Connection
from psycopg_pool import ConnectionPool

app = Flask(__name__)
pool = ConnectionPool(os.environ["ONEDOOR_BARE"], min_size=1, max_size=4, open=False)

_READ = """
    SELECT c.id, c.jurisdiction, c.document, p.state FROM onedoor.work_item w
    JOIN onedoor.case_file c ON c.id = w.case_id JOIN onedoor.process_instance p ON p.case_id = c.id
    WHERE w.id = %s FOR UPDATE OF c
"""
_CASE = "UPDATE onedoor.case_file SET revision = revision + 1, document = %s WHERE id = %s"
_STATE = "UPDATE onedoor.process_instance SET state = %s WHERE case_id = %s"
_DONE = "UPDATE onedoor.work_item SET state = 'done', closed_at = now() WHERE id = %s"
_ITEM = """
    INSERT INTO onedoor.work_item (id, case_id, jurisdiction, task, element, code, title_zh, title_en, form, role, created_at, due,
                                   deadline, state)
    VALUES (%s, %s, %s, %s, 'round', 'ROUND', '一轮', 'Round', 'B2', 'R.MEDIATOR', now(), now() + interval '30 days', 'LONG', 'open')
"""
_SUBMISSION = """
    INSERT INTO onedoor.submission (id, case_id, jurisdiction, item, form, code, answers, actor, at)
    VALUES (%s, %s, %s, %s, 'B2', 'ROUND', %s, 'p1', now())
"""
_DISARM = "DELETE FROM onedoor.timer WHERE case_id = %s"
_ARM = """
    INSERT INTO onedoor.timer (case_id, jurisdiction, ref, kind, due, detail)
    VALUES (%(case)s, %(place)s, %(task)s, 'process', now() + interval '30 days', '{"element": "round_late", "deadline": "LONG"}'),
           (%(case)s, %(place)s, %(item)s, 'warning', now() + interval '24 days', '{"deadline": "LONG", "at": 80}')
"""
_HISTORY = """
    INSERT INTO onedoor.history (case_id, jurisdiction, seq, at, actor, kind, code, element, detail)
    SELECT %(case)s, %(place)s, n + (SELECT max(seq) FROM onedoor.history WHERE case_id = %(case)s), now(), 'p1', k, 'ROUND', 'round', '{}'
    FROM (VALUES (1, 'submitted'), (2, 'completed'), (3, 'created')) AS line (n, k)
"""


@app.get("/health")
def health() -> str:
    """Tell that the process answers."""
    pool.open()
    return "ok"


@app.post("/items/<uuid:item>")
def submit(item: UUID) -> Any:
    """Write what a submission writes."""
    answers = request.get_json()["answers"]
    pool.open()
    with pool.connection() as connection:
        _write(connection, item, answers)
    return jsonify(message="ok")


def _write(connection: Connection[Any], item: UUID, answers: dict[str, Any]) -> None:
    row = connection.execute(_READ, [item]).fetchone()
    assert row  # noqa: S101 - the benchmark has opened it
    case, place, document, state = row
    new, task, given = uuid4(), uuid4(), json.dumps(answers)
    connection.execute(_CASE, [json.dumps({**document, "session": answers}), case])
    connection.execute(_STATE, [state, case])
    connection.execute(_DONE, [item])
    connection.execute(_ITEM, [new, case, place, task])
    connection.execute(_SUBMISSION, [uuid4(), case, place, item, given])
    connection.execute(_DISARM, [case])
    connection.execute(_ARM, {"case": case, "place": place, "task": task, "item": new})
    connection.execute(_HISTORY, {"case": case, "place": place})
