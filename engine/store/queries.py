"""What the workspace shows: lists and pages, each read with one statement, whatever number of cases is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from engine import errors
from engine.domain import disclosure
from engine.domain.access import Actor
from engine.domain.case import Case, Entry, Submission, WorkItem
from engine.errors import Text
from engine.store import case_values, query_sql
from engine.store.transaction import Transaction

#: Rows of a list on one page.
PAGE = 50


class Scope(StrEnum):
    """Whose work a list shows."""

    #: What I hold, and what is assigned to me by name.
    MINE = "mine"
    #: All that I may do and nobody else holds.
    UNIT = "unit"
    #: All open work within reach, for those who oversee it.
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """An open work item with what its case is about."""

    item: WorkItem
    number: str
    case_title: str
    case_state: str
    dispute_type: str | None
    #: Release of the case, for the words of its codes.
    release: str
    #: Name of who has claimed it.
    holder: str | None


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many open items a scope holds."""

    total: int = 0
    overdue: int = 0


@dataclass(frozen=True, kw_only=True)
class OwnDraft:
    """A new case that somebody began to enter and has not sent."""

    id: UUID
    jurisdiction: str
    #: Process of the door.
    door: str
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """One page of open work, the most urgent first."""

    rows: tuple[InboxRow, ...]
    #: Items on all pages; 0 on a page past the last.
    total: int


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A case as lists show it."""

    id: UUID
    jurisdiction: str
    #: For the words of its codes.
    release: str
    number: str
    title: str
    dispute_type: str | None
    state: str
    opened_at: datetime
    closed_at: datetime | None
    end: str | None
    #: Names of the parties in the order of the document.
    parties: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CaseList:
    """One page of cases, the newest first."""

    rows: tuple[CaseRow, ...]
    has_more: bool


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """Something that somebody was told."""

    id: int
    case: UUID
    number: str
    #: `person:…`, `team:…`, `unit:…` or `role:…`.
    to: str
    code: str
    text: Text
    at: datetime
    #: Whether the actor has read it; on the page of a case nobody asks.
    is_read: bool = False


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """Everything that the page of a case shows, but for what is sealed."""

    case: Case
    process: str
    #: With it a party asks how the case stands, without an account.
    query_code: str
    #: Open items first, then those done or withdrawn.
    items: tuple[WorkItem, ...]
    history: tuple[Entry, ...]
    submissions: tuple[Submission, ...]
    #: Ids of the submissions that have a sealed part.
    sealed: frozenset[UUID]
    notices: tuple[NoticeRow, ...]


def inbox(transaction: Transaction, actor: Actor, *, scope: Scope = Scope.MINE, search: str = "", page: int = 1) -> Inbox:
    """Return open work items: overdue and soonest due first, those without a deadline last."""
    wanted = search.strip()
    statement = (query_sql.INBOX_FOUND if wanted else query_sql.INBOX)[scope]
    asked = {"wanted": wanted, **standing(actor), "limit": PAGE, "offset": (page - 1) * PAGE}
    rows = transaction.rows(statement, asked)
    return Inbox(rows=tuple(map(_inbox_row, rows)), total=rows[0].total if rows else 0)


def inbox_counts(transaction: Transaction, actor: Actor, now: datetime) -> dict[Scope, Count]:
    """Count the open items of every scope."""
    row = transaction.row(query_sql.INBOX_COUNTS, {**standing(actor), "now": now})
    assert row  # noqa: S101 - the statement always returns one
    return {scope: Count(total=getattr(row, scope), overdue=getattr(row, f"{scope}_overdue")) for scope in Scope}


def own_drafts(transaction: Transaction, actor: Actor) -> tuple[OwnDraft, ...]:
    """Return what the actor began to enter as new cases, the newest first."""
    rows = transaction.rows(query_sql.OWN_DRAFTS, {"person": actor.person, "limit": PAGE})
    return tuple(OwnDraft(id=r.item, jurisdiction=r.jurisdiction, door=r.door, saved_at=r.saved_at.astimezone(UTC)) for r in rows)


def cases(transaction: Transaction, actor: Actor, *, search: str = "", is_open: bool | None = None, page: int = 1) -> CaseList:
    """Return the cases that an actor may open, newest first; search finds any piece of number, title or a party's name."""
    wanted = search.strip()
    statement = query_sql.CASES_FOUND if wanted else query_sql.CASES[is_open]
    asked = {**standing(actor), "limit": PAGE + 1, "offset": (page - 1) * PAGE}
    rows = transaction.rows(statement, {**asked, "wanted": wanted, "is_open": is_open} if wanted else asked)
    return CaseList(rows=tuple(map(_case_row, rows[:PAGE])), has_more=len(rows) > PAGE)


def case_page(transaction: Transaction, case: UUID) -> CasePage:
    """Return a case with its work, history, answers and notices. Raises NotFoundError."""
    row = transaction.row(query_sql.CASE_PAGE, {"case": case})
    if row is None:
        raise errors.NotFoundError
    return CasePage(
        case=case_values.case(row),
        process=row.process,
        query_code=row.query_code,
        items=tuple(map(case_values.work_item, row.items or ())),
        history=tuple(case_values.entries(row.history or ())),
        submissions=tuple(map(case_values.submission, row.submissions or ())),
        sealed=frozenset(UUID(s["id"]) for s in row.submissions or () if s["is_sealed"]),
        notices=tuple(_notice({**notice, "number": row.number, "at": case_values.instant(notice["at"])}) for notice in row.notices or ()),
    )


def slice_of(page: CasePage, actor: Actor, is_told: Callable[[str], bool]) -> CasePage:
    """Return what somebody sees of a case who is only called to it: the own work, and the forms that speak to those called.

    Whoever sees the whole case gets it back. Raises NotFoundError for a case without work of theirs.
    """
    if not disclosure.sees_slice(actor, page.case):
        return page
    items = tuple(item for item in page.items if disclosure.is_called(actor, item))
    if not items:
        raise errors.NotFoundError
    submissions = tuple(each for each in page.submissions if each.actor == actor.person or is_told(each.form))
    return replace(
        page,
        case=replace(page.case, parties=(), document={}),
        query_code="",
        items=items,
        history=tuple(entry for entry in page.history if entry.actor == actor.person),
        submissions=submissions,
        sealed=page.sealed & {each.id for each in submissions if each.actor == actor.person},
        notices=tuple(notice for notice in page.notices if notice.to in actor.addresses),
    )


def notices(transaction: Transaction, actor: Actor, *, limit: int = PAGE) -> tuple[NoticeRow, ...]:
    """Return what the actor was told in person, by team, unit or role, newest first."""
    rows = transaction.rows(query_sql.NOTICES, {**standing(actor), "limit": limit})
    return tuple(_notice({**row._asdict(), "at": row.at.astimezone(UTC)}) for row in rows)


def unread_notices(transaction: Transaction, actor: Actor, *, limit: int = PAGE) -> int:
    """Count what the list of notices shows and the actor has not read."""
    row = transaction.row(query_sql.UNREAD_NOTICES, {**standing(actor), "limit": limit})
    assert row  # noqa: S101 - the statement always returns one
    return int(row.unread)


def standing(actor: Actor) -> dict[str, Any]:
    """Say who somebody is, as parameters: addresses, and roles with the jurisdictions for which they are held."""
    held = sorted({(post.role, place) for post in actor.posts for place in actor.below.get(post.jurisdiction, ())})
    return {
        "person": actor.person,
        "addresses": sorted(actor.addresses),
        "roles": [role for role, _ in held],
        "places": [place for _, place in held],
        "sliced": sorted(place for place in actor.reach if actor.is_called_only(place)),
    }


def _inbox_row(row: Any) -> InboxRow:
    return InboxRow(
        item=case_values.work_item(row.item),
        number=row.number,
        case_title=row.case_title,
        case_state=row.case_state,
        dispute_type=row.dispute_type,
        release=row.release,
        holder=row.holder,
    )


def _case_row(row: Any) -> CaseRow:
    return CaseRow(
        id=row.id,
        jurisdiction=row.jurisdiction,
        release=row.release,
        number=row.number,
        title=row.title,
        dispute_type=row.dispute_type,
        state=row.state,
        opened_at=row.opened_at.astimezone(UTC),
        closed_at=row.closed_at and row.closed_at.astimezone(UTC),
        end=row.end,
        parties=tuple(row.parties or ()),
    )


def _notice(row: dict[str, Any]) -> NoticeRow:
    return NoticeRow(
        id=row["id"],
        case=UUID(str(row["case_id"])),
        number=row["number"],
        to=row["addressee"],
        code=row["code"],
        is_read=row.get("is_read", False),
        text=Text(row["text_zh"], row["text_en"]),
        at=row["at"],
    )
