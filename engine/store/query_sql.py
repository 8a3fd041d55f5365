"""The statements behind the workspace's lists and pages."""

from __future__ import annotations

import sqlalchemy as sa

# The same rule as WorkItem.is_for, over the parameters of `queries._standing`.
_MAY_DO = """(
    CASE WHEN cardinality(w.assigned) > 0 THEN w.assigned && CAST(:addresses AS text[])
         ELSE w.role IS NULL OR (w.role, w.jurisdiction) IN (SELECT * FROM unnest(CAST(:roles AS text[]), CAST(:places AS text[])))
    END)"""

# Whoever is only called to cases sees no other work than the own.
_IS_SEEN = f"(w.jurisdiction <> ALL (CAST(:sliced AS text[])) OR w.holder = :person OR {_MAY_DO})"

_IS_MINE = "(w.holder = :person OR (w.holder IS NULL AND 'person:' || :person = ANY (w.assigned)))"
_IS_FREE_FOR_ME = f"((w.holder IS NULL OR w.holder = :person) AND {_MAY_DO})"

# Both partial indexes on open items bound what is read; cases that are closed have none.
INBOX = sa.text(f"""
    SELECT to_jsonb(w) AS item, c.number, c.title AS case_title, c.state AS case_state, c.dispute_type, c.release,
           (SELECT p.name FROM onedoor.person p WHERE p.code = w.holder) AS holder, count(*) OVER () AS total
    FROM onedoor.work_item w JOIN onedoor.case_file c ON c.id = w.case_id
    WHERE w.state = 'open'
      AND CASE CAST(:scope AS text)
              WHEN 'mine' THEN {_IS_MINE}
              WHEN 'unit' THEN {_IS_FREE_FOR_ME}
              ELSE {_IS_SEEN}
          END
      AND strpos(lower(c.searched), lower(:wanted)) > 0
    ORDER BY w.due NULLS LAST, w.created_at, w.id
    LIMIT :limit OFFSET :offset
""")  # noqa: S608 - constants

INBOX_COUNTS = sa.text(f"""
    SELECT count(*) FILTER (WHERE is_mine) AS mine, count(*) FILTER (WHERE is_mine AND is_overdue) AS mine_overdue,
           count(*) FILTER (WHERE is_free) AS unit, count(*) FILTER (WHERE is_free AND is_overdue) AS unit_overdue,
           count(*) AS "all", count(*) FILTER (WHERE is_overdue) AS all_overdue
    FROM (SELECT coalesce({_IS_MINE}, false) AS is_mine, {_IS_FREE_FOR_ME} AS is_free, coalesce(w.due < :now, false) AS is_overdue
          FROM onedoor.work_item w WHERE w.state = 'open' AND {_IS_SEEN}) counted
""")  # noqa: S608 - constants

OWN_DRAFTS = sa.text("""
    SELECT d.item, d.jurisdiction, d.door, d.saved_at
    FROM onedoor.form_draft d
    WHERE d.case_id IS NULL AND d.actor = :person AND d.door IS NOT NULL
      AND NOT EXISTS (SELECT FROM onedoor.case_file c WHERE c.id = d.item)
    ORDER BY d.saved_at DESC LIMIT :limit
""")

_SHOWN = """
    c.id, c.jurisdiction, c.release, c.number, c.title, c.dispute_type, c.state, c.opened_at, c.closed_at, c."end",
    (SELECT array_agg(p.name ORDER BY p.seq) FROM onedoor.party p WHERE p.case_id = c.id) AS parties"""


# The same for cases: those with work that is or was the actor's.
_IS_OPEN_TO = """(
    {case}.jurisdiction <> ALL (CAST(:sliced AS text[])) OR {case}.opened_by = :person OR EXISTS (
        SELECT FROM onedoor.work_item w
        WHERE w.case_id = {case}.id AND (w.holder = :person OR w.assigned && CAST(:addresses AS text[]))))"""


def _cases(condition: str) -> sa.TextClause:
    """Take the newest of each jurisdiction from its index, then the newest of these."""
    return sa.text(f"""
        SELECT {_SHOWN}
        FROM (
            SELECT newest.* FROM unnest(string_to_array(current_setting('onedoor.reach', true), ',')) AS reach (id)
            CROSS JOIN LATERAL (
                SELECT * FROM onedoor.case_file f WHERE f.jurisdiction = reach.id AND {condition} AND {_IS_OPEN_TO.format(case="f")}
                ORDER BY f.opened_at DESC, f.id DESC LIMIT CAST(:limit AS int) + CAST(:offset AS int)) newest
            ORDER BY newest.opened_at DESC, newest.id DESC LIMIT :limit OFFSET :offset
        ) c
        ORDER BY c.opened_at DESC, c.id DESC
    """)  # noqa: S608 - constants


#: Lists of all cases, of open ones and of closed ones.
CASES = {None: _cases("true"), True: _cases("f.closed_at IS NULL"), False: _cases("f.closed_at IS NOT NULL")}

CASES_FOUND = sa.text(f"""
    SELECT {_SHOWN}
    FROM onedoor.case_file c
    WHERE c.id IN (SELECT onedoor.found_cases(:wanted))
      AND (CAST(:is_open AS boolean) IS NULL OR (c.closed_at IS NULL) = :is_open)
      AND {_IS_OPEN_TO.format(case="c")}
    ORDER BY c.opened_at DESC, c.id DESC
    LIMIT :limit OFFSET :offset
""")  # noqa: S608 - constants

CASE_PAGE = sa.text("""
    SELECT c.*, i.process,
        (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.seq) FROM onedoor.party p WHERE p.case_id = c.id) AS parties,
        (SELECT jsonb_agg(to_jsonb(w) ORDER BY w.state <> 'open', w.due, w.created_at, w.id)
         FROM onedoor.work_item w WHERE w.case_id = c.id) AS items,
        (SELECT jsonb_agg(to_jsonb(h) ORDER BY h.seq) FROM onedoor.history h WHERE h.case_id = c.id) AS history,
        (SELECT jsonb_agg(to_jsonb(s) || jsonb_build_object('is_sealed', EXISTS (
                    SELECT FROM onedoor.sealed_part x WHERE x.submission = s.id)) ORDER BY s.at, s.id)
         FROM onedoor.submission s WHERE s.case_id = c.id) AS submissions,
        (SELECT jsonb_agg(to_jsonb(n) ORDER BY n.at DESC, n.id DESC) FROM onedoor.notice n WHERE n.case_id = c.id) AS notices
    FROM onedoor.case_file c JOIN onedoor.process_instance i ON i.case_id = c.id
    WHERE c.id = :case
""")

NOTICES = sa.text("""
    SELECT n.*, c.number
    FROM onedoor.notice n JOIN onedoor.case_file c ON c.id = n.case_id
    WHERE n.addressee = ANY (CAST(:addresses AS text[]))
       OR (n.addressee, n.jurisdiction) IN (
            SELECT 'role:' || held.role, held.place FROM unnest(CAST(:roles AS text[]), CAST(:places AS text[])) AS held (role, place))
    ORDER BY n.at DESC, n.id DESC
    LIMIT :limit
""")
