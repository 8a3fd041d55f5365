"""Fill a database with cases: copies of one real case, written by PostgreSQL itself."""

from __future__ import annotations

import json
from typing import Any

from psycopg import Connection, sql

from engine.bench.stage import JURISDICTION, Stage

#: Cases with open work; all others are closed or parked until a timer fires, however many there are.
OPEN = 500
#: A name that is in twenty cases, and one that is in every hundredth; both have two characters.
RARE, COMMON = "洮砚", "柳湾"

_TABLES = ("case_file", "process_instance", "party", "submission", "history", "work_item", "timer", "figure_count", "figure_group")
#: Days over which the cases came in.
DAYS = 1095
#: Which cases get the rows of a table: closed ones have no timer, and parked ones have two.
_WHICH = {"timer": f"n <= {OPEN} OR n %% 2 = 1"}

# A template row, with what differs from case to case laid over it. jsonb keeps this true when a table gets another column.
# Numbers that count up are copied too: they are unique within a case only.
_COPY = """
    INSERT INTO onedoor.{table} OVERRIDING SYSTEM VALUE
    SELECT made.* FROM generate_series(%(first)s::int, %(last)s::int) AS n
    CROSS JOIN jsonb_array_elements(%(rows)s::jsonb) WITH ORDINALITY AS template (row, k)
    CROSS JOIN LATERAL jsonb_populate_record(NULL::onedoor.{table}, template.row || {changes}) AS made
    WHERE {which}
"""
_CASE = "md5('case' || n)::uuid"
_TITLE = f"CASE WHEN n <= 20 THEN '{RARE}' WHEN n %% 100 = 7 THEN '{COMMON}' ELSE '第' || n || '村' END || '的地界纠纷'"
_CLOSED = f"CASE WHEN n > {OPEN} AND n %% 2 = 0 THEN to_jsonb(now()) ELSE 'null'::jsonb END"
_CHANGES = {
    "case_file": f"""jsonb_build_object('id', {_CASE}, 'number', 'SEED-' || n, 'title', {_TITLE}, 'closed_at', {_CLOSED},
        'searched', 'SEED-' || n || E'\\n' || {_TITLE}, 'opened_at', now() - n * interval '1 second',
        'query_code', upper(substr(md5('query' || n), 1, 12)))""",
    "submission": f"jsonb_build_object('case_id', {_CASE}, 'id', md5('submission' || n || '.' || k)::uuid)",
    "work_item": f"""jsonb_build_object('case_id', {_CASE}, 'id', md5('item' || n)::uuid, 'task', md5('task' || n)::uuid,
        'state', CASE WHEN n <= {OPEN} THEN 'open' ELSE 'done' END, 'due', now() + (10 + n %% 50) * interval '1 day',
        'closed_at', CASE WHEN n <= {OPEN} THEN 'null'::jsonb ELSE to_jsonb(now()) END)""",
    "figure_count": f"jsonb_build_object('case_id', {_CASE}, 'day', current_date - n %% {DAYS})",
    "figure_group": f"jsonb_build_object('case_id', {_CASE}, 'value', 'kind ' || n %% 12)",
    "timer": f"jsonb_build_object('case_id', {_CASE}, 'due', now() + interval '30 days' + n * interval '1 second')",
}
_OTHERS = f"jsonb_build_object('case_id', {_CASE})"
# A role is told something in every fifth case.
_NOTICES = f"""
    INSERT INTO onedoor.notice (case_id, jurisdiction, addressee, code, text_zh, text_en, at)
    SELECT {_CASE}, '{JURISDICTION}', 'role:R.MEDIATOR', 'urge', '已经超期', 'Overdue', now() - n * interval '1 second'
    FROM generate_series(%(first)s::int, %(last)s::int) AS n WHERE n %% 5 = 0
"""  # noqa: S608 - constants


def seed(on: Stage, number: int) -> None:
    """Fill up to so many cases, and bring the planner's figures up to date."""
    with on.owner() as owner:
        found = owner.execute("SELECT count(*) FROM onedoor.case_file WHERE number LIKE 'SEED-%'").fetchone()
        first = (found[0] if found else 0) + 1
        if first <= number:
            with owner.transaction():
                _fill(owner, _template(on, owner), first, number)
        for table in (*_TABLES, "notice"):
            owner.execute(sql.SQL("VACUUM (ANALYZE) onedoor.{}").format(sql.Identifier(table)))


def _template(on: Stage, owner: Connection[Any]) -> dict[str, list[Any]]:
    """Return the rows of a real case whose first step is open."""
    case = on.open_case("bench_rounds").id
    rows = {}
    for table in _TABLES:
        key = sql.Identifier("id" if table == "case_file" else "case_id")
        query = sql.SQL("SELECT to_jsonb(t) - 'id' FROM onedoor.{} t WHERE {} = %s").format(sql.Identifier(table), key)
        rows[table] = [row for (row,) in owner.execute(query, [case]).fetchall()]
    return rows


def _fill(owner: Connection[Any], template: dict[str, list[Any]], first: int, last: int) -> None:
    # Nobody else reads or writes meanwhile: foreign keys hold by construction, and one large index is built at once.
    owner.execute("SET LOCAL session_replication_role = replica")
    owner.execute("SET LOCAL maintenance_work_mem = '512MB'")
    owner.execute("DROP INDEX onedoor.case_file_searched_ix")
    for table in _TABLES:
        statement = _COPY.format(table=table, changes=_CHANGES.get(table, _OTHERS), which=_WHICH.get(table, "true"))
        owner.execute(statement.encode(), {"first": first, "last": last, "rows": json.dumps(template[table], default=str)})
    owner.execute(_NOTICES.encode(), {"first": first, "last": last})
    owner.execute("CREATE INDEX case_file_searched_ix ON onedoor.case_file USING gin (onedoor.pieces(searched))")
