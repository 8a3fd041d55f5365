"""Search over more cases than it looks through at once: what it leaves out, and what it does not."""

from __future__ import annotations

from collections.abc import Collection

import psycopg
import pytest
import sqlalchemy as sa

from tests.postgres import Begin, Database
from tests.store.builders import NOW, a_release

#: More than the search looks through at first; the eldest has the highest number.
CASES = 12_000
REACH = frozenset({"longxi", "longxi.wenfeng"})
#: By word: which cases contain it.
WORDS = {
    "纠纷": "true",
    "每百": "n % 100 = 0",
    "少见": "n % 4000 = 1",
    "早年": f"n > {CASES - 1500}",
    "近来": "n <= 20",
    "邻县": "n % 10 = 3",
    "李": "n % 700 = 5",
}
_FILL = """
    INSERT INTO onedoor.case_file (id, jurisdiction, release, number, revision, state, document, title, opened_at, opened_by, closed_at,
                                   searched, query_code)
    SELECT md5('case' || n)::uuid, (ARRAY['longxi', 'longxi.wenfeng', 'suzhou'])[1 + (n % 10) / 2 % 3], %s, 'N' || n, 1, 'S', '{}', '',
           %s - n * interval '1 minute', 'li', CASE WHEN n % 5 > 0 THEN now() END, 'N' || n || E'\\n' || concat_ws(' ', {words}), 'Q' || n
    FROM generate_series(1, %s) AS n
"""
# What search means, without an index: the newest that contain the words.
_MEANT = """
    SELECT id FROM onedoor.case_file
    WHERE jurisdiction = ANY (%s) AND strpos(lower(searched), lower(%s)) > 0 AND (%s::boolean IS NULL OR (closed_at IS NULL) = %s)
    ORDER BY opened_at DESC, id DESC LIMIT %s
"""


@pytest.fixture
def filled(begin: Begin, database: Database) -> Database:
    release = a_release(begin)
    words = ", ".join(f"CASE WHEN {condition} THEN '{word}' END" for word, condition in WORDS.items())
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute(_FILL.replace("{words}", words).replace(" % ", " %% "), [release.id, NOW, CASES])
        owner.execute("ANALYZE onedoor.case_file")
    return database


def found(begin: Begin, reach: Collection[str], wanted: str, is_open: bool | None, needed: int) -> set[object]:
    statement = sa.text("SELECT onedoor.found_cases(:wanted, :is_open, :needed, '{}')")
    with begin(reach) as uow:
        return {case for (case,) in uow.transaction.rows(statement, {"wanted": wanted, "is_open": is_open, "needed": needed})}


def test_search_finds_the_newest_that_contain_the_words(begin: Begin, filled: Database) -> None:
    """However many cases contain them, whether these are new or old, open or closed, of one jurisdiction or of several."""
    asked = [
        (reach, wanted, is_open, needed)
        for reach in (REACH, {"longxi"}, {"suzhou"}, frozenset())
        for wanted in (*WORDS, "纠纷 每百", "N11", "N11999", "无此")
        for is_open in (None, True, False)
        for needed in (51, 700)
    ]

    with psycopg.connect(filled.owner_url, autocommit=True) as owner:
        for reach, wanted, is_open, needed in asked:
            meant = {case for (case,) in owner.execute(_MEANT, [sorted(reach), wanted, is_open, is_open, needed]).fetchall()}

            assert found(begin, reach, wanted, is_open, needed) == meant, (reach, wanted, is_open, needed)
