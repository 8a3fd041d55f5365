"""The workspace's lists and pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Draft, PartyRow
from engine.domain.roster import Post
from engine.store import engines, queries
from engine.store.queries import PAGE, Inbox, Scope
from engine.usecases import ports
from tests.postgres import Begin, Database
from tests.store.builders import NOW, a_notice, a_release, an_entry, an_item, an_opening, read, save, the_next

WANG = Actor(
    person="wang",
    name="王某",
    posts=(Post(person="wang", role="R.INTAKE", jurisdiction="longxi", unit="centre"),),
    below={"longxi": frozenset({"longxi", "longxi.wenfeng"})},
    teams=frozenset({"road"}),
)


@pytest.fixture
def begin(begin: Begin) -> Iterator[Begin]:
    a_release(begin)
    return begin


def inbox(begin: Begin, scope: Scope, search: str = "", page: int = 1) -> Inbox:
    with begin(WANG.reach) as uow:
        return queries.inbox(uow.transaction, WANG, scope=scope, search=search, page=page)


def titles(begin: Begin, search: str = "", **more: bool) -> list[str]:
    with begin(WANG.reach) as uow:
        return [row.title for row in queries.cases(uow.transaction, WANG, search=search, **more).rows]


ITEMS = {
    "held by me": {"holder": "wang"},
    "held by another": {"holder": "li"},
    "by role": {},
    "by a role not mine": {"role": "R.DIRECTOR"},
    "for all": {"role": None},
    "for me": {"role": "R.DIRECTOR", "assigned": ("person:wang",)},
    "for my team": {"assigned": ("person:li", "team:road")},
    "for my unit": {"assigned": ("unit:centre",)},
    "for my post": {"assigned": ("post:R.INTAKE:centre",)},
    "for another post of my unit": {"assigned": ("post:R.DEPT:centre",)},
    "for another": {"assigned": ("person:li",)},
}


def test_inbox_shows_the_items_of_its_scope(begin: Begin) -> None:
    """Mine, those I may do, and all: the database applies the same rule as the domain."""
    for name, more in ITEMS.items():
        save(begin, an_opening(title=name, item=more))

    shown = {scope: inbox(begin, scope) for scope in Scope}

    assert {row.case_title for row in shown[Scope.MINE].rows} == {"held by me", "for me"}
    assert {row.case_title for row in shown[Scope.UNIT].rows} == {
        row.case_title for row in shown[Scope.ALL].rows if row.item.is_for(WANG) and row.item.holder in (None, "wang")
    }
    assert {row.case_title for row in shown[Scope.UNIT].rows} == {
        "held by me",
        "by role",
        "for all",
        "for me",
        "for my team",
        "for my post",
        "for my unit",
    }
    assert shown[Scope.ALL].total == len(ITEMS)


def test_inbox_counts_every_scope(begin: Begin) -> None:
    """The counts are those of the lists, and say how many are late."""
    for more in ITEMS.values():
        save(begin, an_opening(item={**more, "due": NOW - timedelta(days=1) if more.get("holder") == "wang" else None}))

    with begin(WANG.reach) as uow:
        counts = queries.inbox_counts(uow.transaction, WANG, NOW)

    assert {scope: count.total for scope, count in counts.items()} == {scope: inbox(begin, scope).total for scope in Scope}
    assert {count.overdue for count in counts.values()} == {1}


def test_inbox_counts_nothing_where_nothing_is_open(begin: Begin) -> None:
    """An empty list counts 0."""
    with begin(WANG.reach) as uow:
        assert queries.inbox_counts(uow.transaction, WANG, NOW) == dict.fromkeys(Scope, queries.Count())


def test_drafts_of_new_cases_are_listed_for_their_author(begin: Begin) -> None:
    """Until the case is opened, on whatever device; those of colleagues and of work items are not in the list."""
    opened = save(begin, an_opening())
    drafts = [a_draft(), a_draft(actor="li"), a_draft(item=opened.case.id)]
    with begin({"longxi"}) as uow:
        for draft in drafts:
            uow.cases.put_draft(draft, None, "longxi", 0)
        uow.cases.put_draft(a_draft(item=opened.items[0].id, door=None), opened.case.id, "longxi", 0)
        uow.commit()

    with begin(WANG.reach) as uow:
        found = queries.own_drafts(uow.transaction, WANG)

    assert found == (queries.OwnDraft(id=drafts[0].item, jurisdiction="longxi", door="main", saved_at=NOW),)


def a_draft(**more: Any) -> Draft:
    values = {"item": uuid4(), "actor": "wang", "answers": {}, "revision": 1, "saved_at": NOW, "door": "main", **more}
    return Draft(**values)


def test_inbox_puts_the_most_urgent_first(begin: Begin) -> None:
    """Overdue, due soon, due later, no deadline."""
    for title, due in {"later": NOW + timedelta(days=9), "none": None, "overdue": NOW - timedelta(days=9), "soon": NOW}.items():
        save(begin, an_opening(title=title, item={"due": due}))

    assert [row.case_title for row in inbox(begin, Scope.ALL).rows] == ["overdue", "soon", "later", "none"]


def test_inbox_comes_in_pages_and_can_be_searched(begin: Begin) -> None:
    """The total counts all pages; search looks at the case."""
    opening = an_opening(title="楼上漏水")
    items = tuple(an_item(opening.case.id) for _ in range(PAGE + 2))
    save(begin, replace(opening, items=items, timers=()))
    save(begin, an_opening(title="欠薪"))

    assert len(inbox(begin, Scope.ALL).rows) == PAGE
    assert inbox(begin, Scope.ALL).total == PAGE + 3
    assert len(inbox(begin, Scope.ALL, page=2).rows) == 3
    assert [row.case_title for row in inbox(begin, Scope.ALL, search="欠薪").rows] == ["欠薪"]


def test_cases_are_listed_newest_first_over_all_jurisdictions_in_reach(begin: Begin) -> None:
    """County and town in one list; the neighbour's cases are not in it."""
    for days, (title, jurisdiction) in enumerate({"甲": "longxi", "乙": "longxi.wenfeng", "丙": "suzhou", "丁": "longxi"}.items()):
        save(begin, an_opening(jurisdiction, title=title, opened_at=NOW + timedelta(days=days)))
    save(begin, an_opening(title="旧", opened_at=NOW - timedelta(days=9), closed_at=NOW))

    assert titles(begin) == ["丁", "乙", "甲", "旧"]
    assert titles(begin, is_open=True) == ["丁", "乙", "甲"]
    assert titles(begin, is_open=False) == ["旧"]


def test_case_list_tells_whether_there_is_more(begin: Begin) -> None:
    """One page and one case: the second page has it."""
    for _ in range(PAGE + 1):
        save(begin, an_opening())

    with begin(WANG.reach) as uow:
        first, second = queries.cases(uow.transaction, WANG), queries.cases(uow.transaction, WANG, page=2)

    assert (len(first.rows), first.has_more) == (PAGE, True)
    assert (len(second.rows), second.has_more) == (1, False)
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}


@pytest.mark.parametrize("wanted", ["漏水", "赵某", "0011", "〔2025〕", "水", "LX", "lx", "楼上漏水"])
def test_search_finds_any_piece_of_number_title_and_names(wanted: str, begin: Begin) -> None:
    """Two characters suffice, capital letters do not matter, one character is found too."""
    save(begin, an_opening(number="LX〔2025〕0011号", title="楼上漏水", parties=(PartyRow(role="a", name="赵某"),)))
    save(begin, an_opening(number="LY-1", title="欠薪", parties=(PartyRow(role="a", name="孙某"),)))

    found = titles(begin, wanted) if wanted not in ("LX", "lx") else titles(begin, wanted.swapcase())

    assert found == ["楼上漏水"]


@pytest.mark.parametrize("wanted", ["漏楼", "100%", "_", "\\", "'"])
def test_search_takes_every_character_for_itself(wanted: str, begin: Begin) -> None:
    """Pieces in another order, wildcards and quotes find nothing."""
    save(begin, an_opening(number="N1", title="楼上漏水"))

    assert titles(begin, wanted) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("水漏楼上aB%_ ", max_size=8), piece=st.text("水漏楼上aB%_", min_size=1, max_size=3))
def test_index_finds_what_the_text_contains(text: str, piece: str, database: Database) -> None:
    """The index never loses a text that contains the piece."""
    statement = sa.text("SELECT onedoor.pieces(:text) @> onedoor.pieces(:piece)")

    with database.engine.connect() as connection:
        is_candidate = connection.scalar(statement, {"text": text, "piece": piece})

    assert is_candidate or piece.lower() not in text.lower()


def test_page_of_a_case_shows_everything_but_what_is_sealed(begin: Begin, database: Database) -> None:
    """Case, work, history, answers and notices come with one statement."""
    step = save(begin, an_opening())
    following = save(begin, the_next(read(begin, step.case)))
    assert step.submission
    assert following.submission

    with begin({"longxi"}) as uow, engines.counting(database.engine) as count:
        page = queries.case_page(uow.transaction, step.case.id)

    assert count.number == 1
    assert page.case == following.case
    assert [(item.code, item.state) for item in page.items] == [("INTAKE.SCREEN", "open"), ("INTAKE.REGISTER", "done")]
    assert [entry.kind for entry in page.history] == ["opened", "created", "submitted"]
    assert {s.id for s in page.submissions} == {step.submission.id, following.submission.id}
    assert page.sealed == {following.submission.id}
    assert "不愿见面" not in repr(page)
    assert [notice.text.zh for notice in page.notices] == ["请办理。"]
    assert len(page.query_code) == 12


def test_page_of_a_foreign_case_is_not_found(begin: Begin) -> None:
    """Knowing the id does not help."""
    step = save(begin, an_opening())

    with begin({"suzhou"}) as uow, pytest.raises(errors.NotFoundError):
        queries.case_page(uow.transaction, step.case.id)
    with begin({"longxi"}) as uow, pytest.raises(errors.NotFoundError):
        queries.case_page(uow.transaction, uuid4())


def test_notices_reach_person_team_unit_and_role(begin: Begin) -> None:
    """A role's notice is for its holders where they hold it."""
    addressees = ["person:wang", "person:li", "team:road", "unit:centre", "role:R.INTAKE", "role:R.DIRECTOR"]
    opening = an_opening()
    told: tuple[ports.Notice, ...] = tuple(a_notice(opening.case, to) for to in addressees)
    save(begin, replace(opening, notices=told, entries=(an_entry("opened"),)))

    with begin(WANG.reach) as uow:
        found = queries.notices(uow.transaction, WANG)

    assert {notice.to for notice in found} == {"person:wang", "team:road", "unit:centre", "role:R.INTAKE"}
    assert {notice.number for notice in found} == {opening.case.number}
