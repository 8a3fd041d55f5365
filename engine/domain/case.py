"""A case and what belongs to it: work items, timers, submissions, history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from engine import errors
from engine.domain import access
from engine.domain.deadline import Stop

#: A plain JSON object.
Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class PartyRow:
    """A party as lists and search show it; derived from the document after each step."""

    role: str
    name: str
    phone: str | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """One matter from registration to archive."""

    id: UUID
    jurisdiction: str
    #: The release that the case began with; it never changes by itself.
    release: str
    #: The shown number, for example 陇综调〔2025〕0011号.
    number: str
    #: Raised by one with every step; the pledge of optimistic locking.
    revision: int
    state: str
    #: The typed case document: one place per form, decision and operation.
    document: Json
    opened_at: datetime
    opened_by: str
    #: With it a party asks how the case stands, without an account.
    query_code: str = ""
    title: str = ""
    dispute_type: str | None = None
    #: Where it happened, in the spelling in which places are compared.
    place: str | None = None
    parties: tuple[PartyRow, ...] = ()
    closed_at: datetime | None = None
    #: End code such as E.CONFIRMED, once the process has ended.
    end: str | None = None

    @property
    def is_closed(self) -> bool:
        """Tell whether the process has ended."""
        return self.closed_at is not None

    def facts(self) -> Json:
        """Return what expressions may read of the case itself, under the name `case`."""
        return {
            "number": self.number,
            "state": self.state,
            "jurisdiction": self.jurisdiction,
            "dispute_type": self.dispute_type,
            "opened_at": self.opened_at.isoformat(),
        }


class ItemState(StrEnum):
    """What has become of a work item."""

    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Pause:
    """A deadline that stands still now, because somebody is awaited (中止)."""

    since: datetime
    #: Name of the step that is waited for.
    awaited: errors.Text
    #: The due instant until then.
    due: datetime
    #: Per cent up to which warnings had been given.
    warned: int


@dataclass(frozen=True, kw_only=True)
class WorkItem:
    """An open user task: code, who may do it, until when, which form."""

    id: UUID
    case: UUID
    jurisdiction: str
    #: The engine's task; with it the process is moved on.
    task: UUID
    #: Id of the BPMN element, for the diagram only.
    element: str
    code: str
    title: errors.Text
    form: str | None
    role: str | None
    #: `person:…`, `team:…`, `unit:…` or `post:role:unit`; empty means everybody with the role.
    assigned: tuple[str, ...] = ()
    #: The multi-instance entry that this item is for, for example a party.
    entry: Json | None = None
    created_at: datetime
    #: None while the deadline stands still.
    due: datetime | None = None
    #: Name of the deadline rule behind `due`.
    deadline: str | None = None
    #: From when the deadline runs, where that is not the creation of the item.
    since: datetime | None = None
    #: Spans in which the deadline stood still, and the one in which it does now.
    stops: tuple[Stop, ...] = ()
    pause: Pause | None = None
    #: Person code of who has claimed it.
    holder: str | None = None
    state: ItemState = ItemState.OPEN

    @property
    def runs_from(self) -> datetime:
        """Return from when the deadline runs."""
        return self.since or self.created_at

    @property
    def offered(self) -> frozenset[str] | None:
        """Return the people among whom the item asks to choose: `people` of its entry; None is everybody on the roster."""
        named = [
            entry["people"] for entry in (self.entry or {}).values() if isinstance(entry, dict) and isinstance(entry.get("people"), list)
        ]
        return frozenset(map(str, named[0])) if named else None

    def is_for(self, actor: access.Actor) -> bool:
        """Tell whether an actor may do this item."""
        if self.assigned:
            return bool(actor.addresses & set(self.assigned)) and self.jurisdiction in actor.reach
        return self.role is None or self.role in actor.roles_in(self.jurisdiction)

    def may_hand_over(self, actor: access.Actor) -> bool:
        """Tell whether an actor may give this item to somebody else."""
        return self.holder == actor.person or bool(access.OVERSEERS & actor.roles_in(self.jurisdiction))

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether the item is open past its due instant."""
        return self.state is ItemState.OPEN and self.due is not None and self.due < now

    def held_by(self, person: str | None) -> WorkItem:
        """Return the item as claimed by a person, or as free."""
        return replace(self, holder=person)


class TimerKind(StrEnum):
    """What a due timer does."""

    #: Wakes the process: a boundary or intermediate timer event.
    PROCESS = "process"
    #: Reminds of a work item's deadline; the process does not move.
    WARNING = "warning"
    #: Brings a message from another case.
    MESSAGE = "message"


@dataclass(frozen=True, kw_only=True)
class Timer:
    """One armed instant; a parked case costs this one indexed row."""

    case: UUID
    jurisdiction: str
    #: The engine's task for a process timer, the work item for a warning, an id of its own for a message.
    ref: UUID
    kind: TimerKind
    #: When it falls due; a warning moves on to the next per cent after firing.
    due: datetime
    #: Deadline rule and, for a warning, the per cent reached next; name and content of a message.
    detail: Json = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Message:
    """Something that one case tells another, delivered by the worker."""

    #: The case that is told.
    case: UUID
    jurisdiction: str
    #: Name for which its process waits.
    name: str
    payload: Json
    #: Number of the case that tells it.
    sender: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One immutable answer to a form."""

    id: UUID
    case: UUID
    jurisdiction: str
    item: UUID | None
    form: str
    code: str
    answers: Json
    #: Answers of class P3; readable only by those who are on the case.
    sealed: Json | None = None
    actor: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the append-only history."""

    at: datetime
    actor: str
    #: opened, proposed, submitted, issued, received, claimed, released, reassigned, created, withdrawn, fired, warned, paused, resumed,
    #: recounted, decided, computed, operated, message, signal, alert, state or ended.
    kind: str
    code: str | None = None
    element: str | None = None
    #: Codes, instants and reasons; never personal data of class P2 or P3.
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Answers being written, kept until they are submitted."""

    item: UUID
    actor: str
    answers: Json
    revision: int
    saved_at: datetime
    #: Process with which the case will start; None for the form of a work item.
    door: str | None = None
