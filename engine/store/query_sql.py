"""The statements behind the workspace's lists and pages."""

from __future__ import annotations

import sqlalchemy as sa

from engine.store import case_sql

# The same rule as WorkItem.is_for, over the parameters of `queries._standing`.
_MAY_DO = """(
    CASE WHEN cardinality(w.assigned) > 0 THEN w.assigned && CAST(:addresses AS text[])
         ELSE w.role IS NULL OR (w.role, w.jurisdiction) IN (SELECT * FROM unnest(CAST(:roles AS text[]), CAST(:places AS text[])))
    END)"""

# Whoever is only called to cases sees no other work than the own.
_IS_SEEN = f"(w.jurisdiction <> ALL (CAST(:sliced AS text[])) OR w.holder = :person OR {_MAY_DO})"

_IS_MINE = "(w.holder = :person OR (w.holder IS NULL AND 'person:' || :person = ANY (w.assigned)))"
_IS_FREE_FOR_ME = f"((w.holder IS NULL OR w.holder = :person) AND {_MAY_DO})"


def _inbox(whose: str, found: str) -> sa.TextClause:
    """Read the open items along their partial indexes; only what is on the page is read with its case."""
    return sa.text(f"""
        SELECT to_jsonb(w) AS item, c.number, c.title AS case_title, c.state AS case_state, c.dispute_type, c.release,
               (SELECT p.name FROM onedoor.person p WHERE p.code = w.holder) AS holder, page.total
        FROM (
            SELECT w.id, count(*) OVER () AS total FROM onedoor.work_item w {found}
            WHERE w.state = 'open' AND {whose}
            ORDER BY w.due NULLS LAST, w.created_at, w.id
            LIMIT :limit OFFSET :offset
        ) page JOIN onedoor.work_item w ON w.id = page.id JOIN onedoor.case_file c ON c.id = w.case_id
        ORDER BY w.due NULLS LAST, w.created_at, w.id
    """)  # noqa: S608 - constants


_WHOSE = {"mine": _IS_MINE, "unit": _IS_FREE_FOR_ME, "all": _IS_SEEN}
_FOUND = "JOIN onedoor.case_file c ON c.id = w.case_id AND strpos(lower(c.searched), lower(:wanted)) > 0"
#: Lists of open work by scope, and those among which something is looked for.
INBOX = {scope: _inbox(whose, "") for scope, whose in _WHOSE.items()}
INBOX_FOUND = {scope: _inbox(whose, _FOUND) for scope, whose in _WHOSE.items()}

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


# Where somebody is only called to cases, those with work that is or was theirs; everywhere else all.
_CALLED = "SELECT onedoor.called_cases(:person, CAST(:addresses AS text[]), CAST(:sliced AS text[]))"


def _cases(condition: str) -> sa.TextClause:
    """Take the newest of each jurisdiction from its index, then the newest of these."""
    return sa.text(f"""
        SELECT {_SHOWN}
        FROM (
            SELECT newest.* FROM unnest(string_to_array(current_setting('onedoor.reach', true), ',')) AS reach (id)
            CROSS JOIN LATERAL (
                SELECT * FROM onedoor.case_file f WHERE f.jurisdiction = reach.id AND {condition}
                ORDER BY f.opened_at DESC, f.id DESC LIMIT CAST(:limit AS int) + CAST(:offset AS int)) newest
            WHERE reach.id <> ALL (CAST(:sliced AS text[]))
            UNION ALL
            SELECT f.* FROM onedoor.case_file f WHERE f.id IN ({_CALLED}) AND {condition}
            ORDER BY opened_at DESC, id DESC LIMIT :limit OFFSET :offset
        ) c
        ORDER BY c.opened_at DESC, c.id DESC
    """)  # noqa: S608 - constants


#: Lists of all cases, of open ones and of closed ones.
CASES = {None: _cases("true"), True: _cases("f.closed_at IS NULL"), False: _cases("f.closed_at IS NOT NULL")}

CASES_FOUND = sa.text(f"""
    SELECT {_SHOWN}
    FROM onedoor.case_file c
    WHERE c.id IN (
        SELECT onedoor.found_cases(:wanted, CAST(:is_open AS boolean), CAST(:limit AS int) + CAST(:offset AS int), CAST(:sliced AS text[]))
        UNION ALL
        SELECT f.id FROM onedoor.case_file f
        WHERE f.id IN ({_CALLED}) AND strpos(lower(f.searched), lower(:wanted)) > 0
          AND (CAST(:is_open AS boolean) IS NULL OR (f.closed_at IS NULL) = :is_open))
    ORDER BY c.opened_at DESC, c.id DESC
    LIMIT :limit OFFSET :offset
""")  # noqa: S608 - constants

CASE_PAGE = sa.text(f"""
    SELECT c.*, i.process,
        (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.seq) FROM onedoor.party p WHERE p.case_id = c.id) AS parties,
        (SELECT jsonb_agg(to_jsonb(w) ORDER BY w.state <> 'open', w.due, w.created_at, w.id)
         FROM onedoor.work_item w WHERE w.case_id = c.id) AS items,
        (SELECT jsonb_agg(to_jsonb(h) ORDER BY h.seq) FROM onedoor.history h WHERE h.case_id = c.id) AS history,
        (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.at, s.id) FROM ({case_sql.SUBMITTED}) s WHERE s.case_id = c.id) AS submissions,
        (SELECT jsonb_agg(to_jsonb(n) ORDER BY n.at DESC, n.id DESC) FROM onedoor.notice n WHERE n.case_id = c.id) AS notices
    FROM onedoor.case_file c JOIN onedoor.process_instance i ON i.case_id = c.id
    WHERE c.id = :case
""")  # noqa: S608 - constants

# The newest of each address from its index, then the newest of these: a role is told something in every case.
_NEWEST_NOTICES = """
        SELECT newest.* FROM unnest(CAST(:addresses AS text[])) AS me (address) CROSS JOIN LATERAL (
            SELECT * FROM onedoor.notice f WHERE f.addressee = me.address ORDER BY f.at DESC, f.id DESC LIMIT :limit) newest
        UNION ALL
        SELECT newest.* FROM unnest(CAST(:roles AS text[]), CAST(:places AS text[])) AS held (role, place) CROSS JOIN LATERAL (
            SELECT * FROM onedoor.notice f WHERE f.addressee = 'role:' || held.role AND f.jurisdiction = held.place
            ORDER BY f.at DESC, f.id DESC LIMIT :limit) newest
        ORDER BY at DESC, id DESC LIMIT :limit
"""

_IS_READ = "EXISTS (SELECT FROM onedoor.notice_reading r WHERE r.person = :person AND r.notice = n.id)"

NOTICES = sa.text(f"""
    SELECT n.*, c.number, {_IS_READ} AS is_read
    FROM ({_NEWEST_NOTICES}) n JOIN onedoor.case_file c ON c.id = n.case_id
    ORDER BY n.at DESC, n.id DESC
""")  # noqa: S608 - put together from the constants above

UNREAD_NOTICES = sa.text(f"SELECT count(*) AS unread FROM ({_NEWEST_NOTICES}) n WHERE NOT {_IS_READ}")  # noqa: S608 - as above

READ_NOTICES = sa.text(f"""
    INSERT INTO onedoor.notice_reading (notice, jurisdiction, person, at)
    SELECT n.id, n.jurisdiction, :person, :at FROM ({_NEWEST_NOTICES}) n
    WHERE CAST(:notice AS bigint) IS NULL OR n.id = :notice
    ON CONFLICT DO NOTHING
""")  # noqa: S608 - as above
