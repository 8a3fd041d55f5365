"""The statements that write one step of a case: few, because each costs a journey to the database."""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa

from engine.store import calendar_years
from engine.store.prepared import Prepared

_OPENED = """
    moved AS (
        INSERT INTO onedoor.case_file (id, jurisdiction, release, number, revision, state, document, title, dispute_type, place,
                                       opened_at, opened_by, closed_at, "end", query_code, searched)
        VALUES (:case, :jurisdiction, :release, :number, :revision, :state, CAST(:document AS jsonb), :title, :dispute_type, :place,
                :opened_at, :opened_by, :closed_at, :end, :query_code, :searched)
        RETURNING id
    ),
    instance AS (
        INSERT INTO onedoor.process_instance (case_id, jurisdiction, process, state)
        VALUES (:case, :jurisdiction, :process, :process_state)
    ),"""

_MOVED = """
    moved AS (
        UPDATE onedoor.case_file
        SET revision = :revision, state = :state, document = CAST(:document AS jsonb), title = :title, dispute_type = :dispute_type,
            place = :place, closed_at = :closed_at, "end" = :end, searched = :searched
        WHERE id = :case AND revision = :revision - 1
        RETURNING id
    ),
    instance AS (
        UPDATE onedoor.process_instance SET process = :process, state = :process_state WHERE case_id = :case
    ),"""

_PEOPLE = """
    named AS (
        INSERT INTO onedoor.party AS p (case_id, jurisdiction, seq, role, name, phone)
        SELECT :case, :jurisdiction, n.seq, n.role, n.name, n.phone
        FROM jsonb_to_recordset(CAST(:parties AS jsonb)) AS n (seq int, role text, name text, phone text)
        ON CONFLICT (case_id, seq) DO UPDATE SET role = excluded.role, name = excluded.name, phone = excluded.phone
            WHERE (p.role, p.name, p.phone) IS DISTINCT FROM (excluded.role, excluded.name, excluded.phone)
    ),
    unnamed AS (
        DELETE FROM onedoor.party WHERE case_id = :case AND seq >= jsonb_array_length(CAST(:parties AS jsonb))
    ),"""

_WORK = """
    closed AS (
        UPDATE onedoor.work_item
        SET state = CASE WHEN id = CAST(:finished AS uuid) THEN 'done' ELSE 'withdrawn' END, closed_at = coalesce(:at, now()),
            done_by = CASE WHEN id = CAST(:finished AS uuid) THEN :finished_by END
        WHERE case_id = :case AND state = 'open' AND id <> ALL (CAST(:open AS uuid[]))
    ),
    opened AS (
        INSERT INTO onedoor.work_item (id, case_id, jurisdiction, task, element, code, title_zh, title_en, form, role, assigned,
                                       entry, created_at, due, deadline, since, stops, pause, holder, state)
        SELECT n.id, :case, :jurisdiction, n.task, n.element, n.code, n.title_zh, n.title_en, n.form, n.role, n.assigned,
               n.entry, n.created_at, n.due, n.deadline, n.since, n.stops, n.pause, n.holder, 'open'
        FROM jsonb_to_recordset(CAST(:items AS jsonb)) AS n (
            id uuid, task uuid, element text, code text, title_zh text, title_en text, form text, role text, assigned text[],
            entry jsonb, created_at timestamptz, due timestamptz, deadline text,
            since timestamptz, stops jsonb, pause jsonb, holder text)
        ON CONFLICT (id) DO UPDATE
            SET assigned = excluded.assigned, due = excluded.due, deadline = excluded.deadline, holder = excluded.holder,
                stops = excluded.stops, pause = excluded.pause
    ),
    submitted AS (
        DELETE FROM onedoor.form_draft WHERE item = CAST(:finished AS uuid)
    ),"""

_ANSWERED = """
    answered AS (
        INSERT INTO onedoor.submission (id, case_id, jurisdiction, item, form, code, answers, packed, actor, at)
        VALUES (:submission, :case, :jurisdiction, :item, :form, :code, CAST(:answers AS jsonb), :packed, :actor, :submitted_at)
    ),"""

_SEALED = """
    kept_secret AS (
        INSERT INTO onedoor.sealed_part (submission, case_id, jurisdiction, content)
        VALUES (:submission, :case, :jurisdiction, CAST(:sealed AS jsonb))
    ),"""

_ATTACHED = """
    attached AS (
        UPDATE onedoor.attachment SET case_id = :case WHERE id = ANY (CAST(:files AS uuid[])) AND case_id IS NULL
    ),"""

# The timers in the database decide, not those that the step has read: a warning that was given in
# between has already moved on in memory. A message that came in between stays.
_TIME = """
    disarmed AS (
        DELETE FROM onedoor.timer t
        WHERE t.case_id = :case AND (t.kind <> 'message' OR t.ref = ANY (CAST(:delivered AS uuid[]))) AND NOT EXISTS (
            SELECT FROM jsonb_to_recordset(CAST(:timers AS jsonb)) AS n (ref uuid, kind text) WHERE n.ref = t.ref AND n.kind = t.kind)
    ),
    armed AS (
        INSERT INTO onedoor.timer AS t (case_id, jurisdiction, ref, kind, due, detail)
        SELECT :case, :jurisdiction, n.ref, n.kind, n.due, n.detail
        FROM jsonb_to_recordset(CAST(:timers AS jsonb)) AS n (ref uuid, kind text, due timestamptz, detail jsonb)
        ON CONFLICT (case_id, ref, kind) DO UPDATE SET due = excluded.due, detail = excluded.detail
            WHERE (t.due, t.detail) IS DISTINCT FROM (excluded.due, excluded.detail)
    ),"""

# What a case gives to the figures that were looked at; of the others nothing changes.
_COUNTED = """
    forgotten AS (
        DELETE FROM onedoor.figure_count f
        WHERE f.case_id = :case AND f.definition = ANY (CAST(:counted AS bigint[])) AND NOT EXISTS (
            SELECT FROM jsonb_to_recordset(CAST(:counts AS jsonb)) AS n (definition bigint, part text, entry int)
            WHERE (n.definition, n.part, n.entry) = (f.definition, f.part, f.entry))
    ),
    counted AS (
        INSERT INTO onedoor.figure_count AS f (case_id, jurisdiction, definition, part, entry, day, value, known_on)
        SELECT :case, :jurisdiction, n.definition, n.part, n.entry, n.day, n.value, n.known_on
        FROM jsonb_to_recordset(CAST(:counts AS jsonb)) AS n (
            definition bigint, part text, entry int, day date, value numeric, known_on date)
        ON CONFLICT (case_id, definition, part, entry) DO UPDATE
            SET day = excluded.day, value = excluded.value, known_on = excluded.known_on
            WHERE (f.day, f.value, f.known_on) IS DISTINCT FROM (excluded.day, excluded.value, excluded.known_on)
    ),
    parted AS (
        INSERT INTO onedoor.figure_group AS g (case_id, jurisdiction, definition, value)
        SELECT :case, :jurisdiction, n.definition, n.value
        FROM jsonb_to_recordset(CAST(:groups AS jsonb)) AS n (definition bigint, value text)
        ON CONFLICT (case_id, definition) DO UPDATE SET value = excluded.value WHERE g.value IS DISTINCT FROM excluded.value
    ),"""

_NOTICED = """
    told AS (
        INSERT INTO onedoor.notice (case_id, jurisdiction, addressee, code, text_zh, text_en, at)
        SELECT n.case_id, n.jurisdiction, n.addressee, n.code, n.text_zh, n.text_en, n.at
        FROM jsonb_to_recordset(CAST(:notices AS jsonb)) AS n (
            case_id uuid, jurisdiction text, addressee text, code text, text_zh text, text_en text, at timestamptz)
    ),"""

_TOLD = """
    written AS (
        INSERT INTO onedoor.history (case_id, jurisdiction, at, actor, lines)
        SELECT :case, :jurisdiction, n.at, n.actor, n.lines
        FROM json_to_recordset(CAST(:entries AS json)) AS n (n int, at timestamptz, actor text, lines json)
        ORDER BY n.n
    )
    SELECT id FROM moved"""

_WARNED = """
    moved AS (SELECT id FROM onedoor.case_file WHERE id = :case AND revision = :revision),"""

_BEGINNINGS = {"open": f"{_OPENED}{_WORK}", "move": f"{_MOVED}{_WORK}", "warn": _WARNED}
#: What only some steps carry; PostgreSQL prepares to write a table, with all its indexes, even if there is nothing to write.
_CARRIED = {"answers": _ANSWERED, "parties": _PEOPLE, "sealed": _SEALED, "files": _ATTACHED, "counted": _COUNTED, "notices": _NOTICED}


@cache
def step(kind: str, carried: frozenset[str]) -> Prepared:
    """Return the statement of a step: the first of a case (`open`), one that moves it or one that only warns.

    It returns nothing if another step was faster.
    """
    parts = "".join(text for name, text in _CARRIED.items() if name in carried)
    return Prepared(f"WITH {_BEGINNINGS[kind]}{parts}{_TIME}{_TOLD}")


LOCK = Prepared("SELECT id FROM onedoor.case_file WHERE id = :case FOR UPDATE")
LOCK_BY_ITEM = Prepared("""
    SELECT c.id FROM onedoor.case_file c JOIN onedoor.work_item w ON w.case_id = c.id WHERE w.id = :item FOR UPDATE OF c
""")

# Read in a statement after the lock: one that had to wait for the lock would see the work of before. What is open is looked for
# by itself, because a case may have a thousand items that are done. CASE where COALESCE would read better: below row-level security
# PostgreSQL takes that for leaky, and reads all cases for one.
READ = Prepared(f"""
    SELECT c.*, p.process, p.state AS process_state,
           (SELECT jsonb_agg(to_jsonb(w) ORDER BY w.created_at, w.due, w.id) FROM (
                SELECT * FROM onedoor.work_item o WHERE o.case_id = c.id AND o.state = 'open'
                UNION ALL SELECT * FROM onedoor.work_item a WHERE a.id = CAST(:item AS uuid) AND a.state <> 'open') w) AS items,
           ARRAY(SELECT adopted.release FROM onedoor.jurisdiction j CROSS JOIN unnest(j.path) WITH ORDINALITY AS above (id, depth)
                 CROSS JOIN LATERAL (SELECT a.release FROM onedoor.adoption a WHERE a.jurisdiction = above.id
                                     ORDER BY a.id DESC LIMIT 1) adopted
                 WHERE j.id = c.jurisdiction ORDER BY above.depth DESC) AS measured_by,
           (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.due, t.ref) FROM onedoor.timer t WHERE t.case_id = c.id) AS timers,
           (SELECT jsonb_agg(to_jsonb(y) ORDER BY y.seq) FROM onedoor.party y WHERE y.case_id = c.id) AS parties,
           ({calendar_years.written("c.jurisdiction")}) AS calendar
    FROM onedoor.case_file c JOIN onedoor.process_instance p ON p.case_id = c.id
    WHERE c.id = CASE WHEN CAST(:case AS uuid) IS NULL
                      THEN (SELECT w.case_id FROM onedoor.work_item w WHERE w.id = CAST(:item AS uuid)) ELSE CAST(:case AS uuid) END
""")  # noqa: S608 - constants

ITEMS = sa.text("SELECT to_jsonb(w) AS item FROM onedoor.work_item w WHERE w.case_id = :case ORDER BY w.created_at, w.id")

OPEN_WITHIN = sa.text("""
    SELECT c.*, (SELECT jsonb_agg(to_jsonb(y) ORDER BY y.seq) FROM onedoor.party y WHERE y.case_id = c.id) AS parties,
           (SELECT count(*) FROM onedoor.work_item w WHERE w.case_id = c.id AND w.state = 'open' AND w.due < :now) AS overdue
    FROM onedoor.case_file c JOIN onedoor.jurisdiction j ON j.id = c.jurisdiction AND :jurisdiction = ANY (j.path)
    WHERE c.closed_at IS NULL
      AND (CAST(:at AS timestamptz) IS NULL OR (c.opened_at, c.id) > (CAST(:at AS timestamptz), CAST(:id AS uuid)))
    ORDER BY c.opened_at, c.id LIMIT :limit
""")

# The newest of each jurisdiction from its index, then the newest of these.
NEWEST = sa.text("""
    SELECT c.*, i.process, (SELECT jsonb_agg(to_jsonb(y) ORDER BY y.seq) FROM onedoor.party y WHERE y.case_id = c.id) AS parties
    FROM (
        SELECT newest.* FROM onedoor.jurisdiction j CROSS JOIN LATERAL (
            SELECT * FROM onedoor.case_file f WHERE f.jurisdiction = j.id AND (f.closed_at IS NOT NULL) = :is_closed
            ORDER BY f.opened_at DESC, f.id DESC LIMIT :most) newest
        WHERE :jurisdiction = ANY (j.path)
        ORDER BY opened_at DESC, id DESC LIMIT :most
    ) c JOIN onedoor.process_instance i ON i.case_id = c.id
    ORDER BY c.opened_at DESC, c.id DESC
""")

# However many are due after an outage, one look reads as many rows as it may return.
DUE = sa.text("""
    SELECT case_id, jurisdiction
    FROM (SELECT case_id, jurisdiction, due FROM onedoor.timer WHERE due <= :now ORDER BY due LIMIT :limit) AS first
    GROUP BY case_id, jurisdiction
    ORDER BY min(due)
""")

# What began before the last of the days and ends after the first of them; the rest is not even read.
RUNNING = sa.text("""
    SELECT w.case_id, w.jurisdiction, c.release, w.deadline, coalesce(w.since, w.created_at) AS since, w.due, w.stops
    FROM onedoor.work_item w JOIN onedoor.case_file c ON c.id = w.case_id JOIN onedoor.jurisdiction j ON j.id = w.jurisdiction
    WHERE w.state = 'open' AND w.deadline IS NOT NULL AND w.due >= :first AND coalesce(w.since, w.created_at) < :end
      AND (CAST(:jurisdiction AS text) IS NULL OR :jurisdiction = ANY (j.path))
    UNION ALL
    SELECT t.case_id, t.jurisdiction, c.release, t.detail ->> 'deadline', CAST(t.detail ->> 'since' AS timestamptz),
           t.due, t.detail -> 'stops'
    FROM onedoor.timer t JOIN onedoor.case_file c ON c.id = t.case_id JOIN onedoor.jurisdiction j ON j.id = t.jurisdiction
    WHERE t.kind = 'process' AND t.due >= :first AND CAST(t.detail ->> 'since' AS timestamptz) < :end
      AND (CAST(:jurisdiction AS text) IS NULL OR :jurisdiction = ANY (j.path))
""")

PUT_ITEM = sa.text("""
    WITH held AS (
        UPDATE onedoor.work_item SET holder = :holder WHERE id = :item AND state = 'open' RETURNING case_id, jurisdiction
    )
    INSERT INTO onedoor.history (case_id, jurisdiction, at, actor, lines)
    SELECT held.case_id, held.jurisdiction, :at, :actor, CAST(:lines AS json) FROM held
""")

#: What was submitted. A step that asks nothing leaves no answers: of what it was, who did it and when, the work item tells.
SUBMITTED = """
    SELECT s.id, s.case_id, s.jurisdiction, s.item, s.form, s.code, s.answers, s.packed, s.actor, s.at,
           EXISTS (SELECT FROM onedoor.sealed_part p WHERE p.submission = s.id) AS is_sealed
    FROM onedoor.submission s
    UNION ALL
    SELECT w.id, w.case_id, w.jurisdiction, w.id, '', w.code, '{}', NULL, w.done_by, w.closed_at, false
    FROM onedoor.work_item w WHERE w.state = 'done' AND w.form IS NULL
"""
SUBMISSIONS = sa.text(f"SELECT to_jsonb(s) AS submission FROM ({SUBMITTED}) s WHERE s.case_id = :case ORDER BY s.at, s.id")  # noqa: S608 - constants
HISTORY = sa.text("SELECT to_jsonb(h) AS row FROM onedoor.history h WHERE h.case_id = :case ORDER BY h.seq")

SEALED = sa.text("""
    WITH found AS (SELECT * FROM onedoor.sealed_part WHERE submission = :submission),
    logged AS (
        INSERT INTO onedoor.reading_log (case_id, jurisdiction, actor, compartment, purpose)
        SELECT case_id, jurisdiction, :actor, 'P3', :purpose FROM found
    )
    SELECT content FROM found
""")

LOG_READING = sa.text("""
    INSERT INTO onedoor.reading_log (case_id, jurisdiction, actor, compartment, purpose)
    SELECT id, jurisdiction, :actor, :compartment, :purpose FROM onedoor.case_file WHERE id = :case
""")

PUT_DRAFT = sa.text("""
    INSERT INTO onedoor.form_draft AS d (item, case_id, jurisdiction, actor, answers, revision, saved_at, door)
    SELECT :item, :case, :jurisdiction, :actor, CAST(:answers AS jsonb), :revision, :saved_at, :door
    WHERE :seen = 0 OR EXISTS (SELECT FROM onedoor.form_draft WHERE item = :item)
    ON CONFLICT (item) DO UPDATE
        SET actor = excluded.actor, answers = excluded.answers, revision = excluded.revision, saved_at = excluded.saved_at
        WHERE d.revision = :seen
    RETURNING item
""")

NEXT_SERIAL = sa.text("""
    INSERT INTO onedoor.serial_number AS s (jurisdiction, year, last) VALUES (:jurisdiction, :year, 1)
    ON CONFLICT (jurisdiction, year) DO UPDATE SET last = s.last + 1
    RETURNING last
""")

OPEN_LOAD = sa.text("""
    SELECT p.person, count(DISTINCT w.case_id) AS cases
    FROM unnest(CAST(:people AS text[])) AS p (person)
    JOIN onedoor.work_item w ON w.state = 'open' AND (w.holder = p.person OR 'person:' || p.person = ANY (w.assigned))
    GROUP BY p.person
""")
