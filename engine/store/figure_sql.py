"""The statements that add counts up, and that bring them up to the definitions in force."""

from __future__ import annotations

import sqlalchemy as sa

# What is meant: some definitions, each with the last day on which something may have become known, in the jurisdiction
# and below it, in a span of days.
_ASKED = """
    onedoor.figure_count f
    JOIN unnest(CAST(:definitions AS bigint[]), CAST(:known_until AS date[])) AS d (id, known_until) ON d.id = f.definition
    JOIN onedoor.jurisdiction j ON j.id = f.jurisdiction"""
_WITHIN = """
    f.jurisdiction = ANY (ARRAY(SELECT p.id FROM onedoor.jurisdiction p WHERE :jurisdiction = ANY (p.path)))
    AND f.day BETWEEN :first AND :last AND (f.known_on IS NULL OR d.known_until IS NULL OR f.known_on <= d.known_until)"""

#: What parts the totals, by the field of `By` that is set.
GROUPED = {
    None: "CAST(NULL AS text)",
    "grouping": "g.value",
    "time": "to_char(date_trunc(:unit, CAST(f.day AS timestamp)), 'YYYY-MM-DD')",
    # The jurisdiction one level below the one that is asked for; the path begins with the root.
    "is_place": "coalesce(j.path[array_position(j.path, :jurisdiction) + 1], :jurisdiction)",
}
_JOINED = {"grouping": "LEFT JOIN onedoor.figure_group g ON g.case_id = f.case_id AND g.definition = :grouping"}


def totals(by: str | None, *, counts_cases: bool) -> sa.TextClause:
    """Return the statement that adds up."""
    cases = "count(DISTINCT f.case_id) FILTER (WHERE f.value IS NOT NULL)" if counts_cases else "0"
    return sa.text(f"""
        SELECT f.definition, f.part, {GROUPED[by]} AS "group", coalesce(sum(f.value), 0) AS sum,
               count(*) FILTER (WHERE f.value IS NULL) AS failed, {cases} AS cases
        FROM {_ASKED} {_JOINED.get(by or "", "")}
        WHERE {_WITHIN}
        GROUP BY 1, 2, 3
    """)  # noqa: S608 - constants


_PIECES = {
    "sum": "coalesce(sum(f.value) FILTER (WHERE f.part = 'sum'), 0)",
    "of": "coalesce(sum(f.value) FILTER (WHERE f.part = 'of'), 0)",
    "rest": "coalesce(sum(f.value) FILTER (WHERE f.part = 'of'), 0) - coalesce(sum(f.value) FILTER (WHERE f.part = 'sum'), 0)",
    "failed": "count(*) FILTER (WHERE f.value IS NULL)",
}


def _meant(piece: str, by: str | None) -> str:
    in_group = f"AND ({GROUPED[by]}) IS NOT DISTINCT FROM CAST(:group AS text)" if by else ""
    return f"""
        SELECT f.case_id, {_PIECES[piece]} AS value
        FROM {_ASKED} {_JOINED.get(by or "", "")}
        WHERE {_WITHIN} {in_group}
        GROUP BY f.case_id
        HAVING {_PIECES[piece]} <> 0"""  # noqa: S608 - constants


def cases(piece: str, by: str | None) -> sa.TextClause:
    """Return the statement that lists the cases of a piece of a figure."""
    return sa.text(f"""
        SELECT c.id, c.jurisdiction, c.release, c.number, c.title, c.state, c.dispute_type, c.opened_at, c.closed_at, c."end", m.value
        FROM ({_meant(piece, by)}) m JOIN onedoor.case_file c ON c.id = m.case_id
        ORDER BY c.opened_at DESC, c.id DESC LIMIT :limit OFFSET :offset
    """)  # noqa: S608 - constants


def number_of_cases(piece: str, by: str | None) -> sa.TextClause:
    """Return the statement that counts them."""
    return sa.text(f"SELECT count(*) AS number FROM ({_meant(piece, by)}) m")  # noqa: S608 - constants


#: Locked, so that no step comes between reading a case and writing what it gives.
PAGE = sa.text("""
    SELECT c.id FROM onedoor.case_file c
    WHERE c.jurisdiction = :jurisdiction
      AND (CAST(:at AS timestamptz) IS NULL OR (c.opened_at, c.id) > (CAST(:at AS timestamptz), CAST(:id AS uuid)))
      AND (CAST(:since AS timestamptz) IS NULL OR c.opened_at >= CAST(:since AS timestamptz))
    ORDER BY c.opened_at, c.id LIMIT :limit
    FOR UPDATE
""")

# In a statement of its own: the one that waited for the locks may have seen what was there before.
READ = sa.text("""
    SELECT c.*, NULL::jsonb AS parties FROM onedoor.case_file c WHERE c.id = ANY (CAST(:cases AS uuid[])) ORDER BY c.opened_at, c.id
""")

REPLACE = sa.text("""
    WITH forgotten AS (
        DELETE FROM onedoor.figure_count f
        WHERE f.case_id = ANY (CAST(:cases AS uuid[])) AND NOT EXISTS (
            SELECT FROM jsonb_to_recordset(CAST(:counts AS jsonb)) AS n (case_id uuid, definition bigint, part text, entry int)
            WHERE (n.case_id, n.definition, n.part, n.entry) = (f.case_id, f.definition, f.part, f.entry))
    ),
    joined AS (
        DELETE FROM onedoor.figure_group g
        WHERE g.case_id = ANY (CAST(:cases AS uuid[])) AND NOT EXISTS (
            SELECT FROM jsonb_to_recordset(CAST(:groups AS jsonb)) AS n (case_id uuid, definition bigint)
            WHERE (n.case_id, n.definition) = (g.case_id, g.definition))
    ),
    parted AS (
        INSERT INTO onedoor.figure_group AS g (case_id, jurisdiction, definition, value)
        SELECT n.case_id, :jurisdiction, n.definition, n.value
        FROM jsonb_to_recordset(CAST(:groups AS jsonb)) AS n (case_id uuid, definition bigint, value text)
        ON CONFLICT (case_id, definition) DO UPDATE SET value = excluded.value WHERE g.value IS DISTINCT FROM excluded.value
    )
    INSERT INTO onedoor.figure_count AS f (case_id, jurisdiction, definition, part, entry, day, value, known_on)
    SELECT n.case_id, :jurisdiction, n.definition, n.part, n.entry, n.day, n.value, n.known_on
    FROM jsonb_to_recordset(CAST(:counts AS jsonb)) AS n (
        case_id uuid, definition bigint, part text, entry int, day date, value numeric, known_on date)
    ON CONFLICT (case_id, definition, part, entry) DO UPDATE
        SET day = excluded.day, value = excluded.value, known_on = excluded.known_on
        WHERE (f.day, f.value, f.known_on) IS DISTINCT FROM (excluded.day, excluded.value, excluded.known_on)
""")

NUMBER = sa.text("SELECT count(*) AS number FROM onedoor.case_file WHERE jurisdiction = :jurisdiction")

RECOUNTINGS = sa.text("""
    SELECT r.* FROM onedoor.figure_recount r JOIN onedoor.jurisdiction j ON j.id = r.jurisdiction
    WHERE :jurisdiction = ANY (j.path) ORDER BY r.jurisdiction
""")
