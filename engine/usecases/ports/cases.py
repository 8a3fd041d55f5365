"""Cases in the store: what is read under lock, what one step writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from engine.domain.calendar import WorkingCalendar
from engine.domain.case import Case, Draft, Entry, Json, Message, Submission, Timer, WorkItem
from engine.domain.deadline import Stop
from engine.domain.figure import Counted
from engine.errors import Text


@dataclass(frozen=True, kw_only=True)
class LockedCase:
    """A case under lock with its process instance."""

    case: Case
    process: str
    state: bytes
    items: tuple[WorkItem, ...]
    timers: tuple[Timer, ...]
    #: Releases by whose figures the case is counted: those in force in its jurisdiction and above it.
    measured_by: tuple[str, ...] = ()
    #: The working calendar that serves the case, where it was read with it.
    calendar: WorkingCalendar | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class RanCase:
    """A case with the process by which it runs or ran."""

    case: Case
    process: str


@dataclass(frozen=True, kw_only=True)
class CaseStep:
    """Everything that one step changes; written together or not at all.

    A step whose case has the revision of `before` moved nothing but warnings: the store then
    leaves the case and its process alone and writes timers, entries and notices only.
    """

    before: LockedCase | None
    case: Case
    process: str
    state: bytes
    #: The open items and armed timers after the step: the store computes what to add, change and close.
    items: tuple[WorkItem, ...]
    timers: tuple[Timer, ...]
    entries: tuple[Entry, ...]
    submission: Submission | None = None
    #: The item that the submission finished.
    finished: UUID | None = None
    notices: tuple[Notice, ...] = ()
    #: What the case gives to the figures that the step may have changed.
    counted: Counted = field(default_factory=Counted)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something that a person or a role is told in the workspace."""

    case: UUID
    jurisdiction: str
    #: `person:…`, `team:…`, `unit:…`, `post:role:unit` or `role:…`.
    to: str
    code: str
    text: Text
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Running:
    """A deadline that runs, with all that is needed to compute it anew."""

    case: UUID
    jurisdiction: str
    release: str
    deadline: str
    since: datetime
    due: datetime
    stops: tuple[Stop, ...]


class Cases(Protocol):
    """Cases with their work, submissions and history; row-level security hides foreign ones."""

    def next_serial(self, jurisdiction: str, year: int) -> int:
        """Return the next case number of a jurisdiction and year; gaps are possible, repeats are not."""
        ...

    def lock(self, case: UUID) -> LockedCase:
        """Read a case for update. Raises NotFoundError."""
        ...

    def lock_item(self, item: UUID) -> tuple[LockedCase, WorkItem]:
        """Read the case of a work item for update, and the item in whatever state. Raises NotFoundError."""
        ...

    def save(self, step: CaseStep) -> None:
        """Write one step. Raises CaseChangedError if the stored revision is not `case.revision - 1`."""
        ...

    def put_item(self, item: WorkItem, entry: Entry) -> None:
        """Store a changed holder of an open item, with its history line; the case revision stays."""
        ...

    def post(self, message: Message) -> None:
        """Store a message for another case, which may be stored later in the same transaction; it is due at once."""
        ...

    def due(self, now: datetime, limit: int) -> Sequence[tuple[UUID, str]]:
        """Return cases (id, jurisdiction) with a timer due, earliest first."""
        ...

    def running(self, jurisdiction: str | None, first: date, last: date) -> Iterable[Running]:
        """Yield the deadlines that run on a day of a span, of open items and of timer events, in a jurisdiction and all below it.

        None is everywhere within reach.
        """
        ...

    def draft(self, item: UUID, actor: str) -> Draft | None:
        """Return the newest draft of an item that the actor may continue."""
        ...

    def put_draft(self, draft: Draft, case: UUID | None, jurisdiction: str, seen: int) -> None:
        """Store a draft if its stored revision is `seen` (0: none yet). Raises DraftChangedError.

        `case` is None for the form that will open a case; `draft.item` is then an id made by the page, and `draft.door` its process.
        """
        ...

    def drop_draft(self, item: UUID) -> None:
        """Forget the drafts of an item, because it was submitted."""
        ...

    def drop_unopened(self, before: datetime) -> int:
        """Forget drafts of cases that were never opened and not touched since an instant; returns how many."""
        ...

    def open_within(self, jurisdiction: str, now: datetime) -> Iterable[tuple[Case, int]]:
        """Yield the open cases of a jurisdiction and of all below it that are within reach, oldest first, each with its overdue items."""
        ...

    def newest(self, jurisdiction: str, most: int, *, is_closed: bool) -> Sequence[RanCase]:
        """Return closed or open cases of a jurisdiction and of all below it, the newest first."""
        ...

    def items(self, case: UUID) -> Sequence[WorkItem]:
        """Return the work items of a case in whatever state, oldest first."""
        ...

    def submissions(self, case: UUID) -> Sequence[Submission]:
        """Return the submissions of a case in order; sealed parts are left out."""
        ...

    def sealed(self, submission: UUID, actor: str, purpose: str) -> Json | None:
        """Read a sealed part and log the reading in the same transaction."""
        ...

    def history(self, case: UUID) -> Sequence[Entry]:
        """Return the history in order."""
        ...

    def open_load(self, people: Iterable[str]) -> Mapping[str, int]:
        """Return the number of open cases in which each person is the appointed mediator or holds work."""
        ...

    def log_reading(self, case: UUID, actor: str, compartment: str, purpose: str) -> None:
        """Record that somebody read P2 or P3 data."""
        ...
