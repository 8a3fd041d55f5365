"""What a process asks for and reports: the values that cross the door to the process engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.domain.case import Json
from engine.domain.deadline import Stop
from engine.errors import Text

#: Computes the due instant of a named deadline that starts to run at an instant, and stood still in some spans.
DueOf = Callable[[str, datetime, Sequence[Stop]], datetime]
#: Carries out a named operation with evaluated inputs and returns its plain JSON result.
Operate = Callable[[str, Json], Any]


@dataclass(kw_only=True)
class Run:
    """One advance of a process instance: what it may read, write and call. Mutable on purpose.

    `document` is the working copy of the case document; the engine writes decisions' and
    operations' results into it and reads every expression from it.
    """

    document: Json
    #: The time of the case: what is caught up after an outage happens at the instant for which it was planned.
    now: datetime
    #: Read-only names beside the document: `case`, `parameters`.
    names: Mapping[str, Any]
    due_of: DueOf
    operate: Operate
    #: When it really happens, for the log; None means now.
    actual: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class OpenTask:
    """A user task that waits for a person."""

    task: UUID
    element: str
    title: Text
    code: str
    form: str | None
    role: str | None
    assigned: tuple[str, ...]
    #: Name of the deadline rule, if the element has one.
    deadline: str | None
    #: The multi-instance entry under its item name, for example {"party": {…}}.
    entry: Json | None
    #: From when the deadline runs; None lets it run from now.
    since: datetime | None = None
    #: Name of the element for which the deadline stands still, if it does.
    awaited: Text | None = None
    #: The call activities inside which it waits, outermost first: the first one stands in the diagram of the case.
    within: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ArmedTimer:
    """A timer event that waits for its instant."""

    task: UUID
    element: str
    due: datetime
    deadline: str | None
    code: str | None
    #: When its deadline began to run, for a named one, and the spans in which it stood still.
    since: datetime | None = None
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StepEvent:
    """Something that happened while the process advanced; becomes a history line."""

    #: decided, operated, fired, paused, resumed, recounted, state, message, signal, ended, computed.
    kind: str
    element: str
    title: Text
    code: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Where a process instance stands after an advance."""

    #: Opaque, pruned; stored as bytes and given back unchanged.
    state: bytes
    tasks: tuple[OpenTask, ...]
    timers: tuple[ArmedTimer, ...]
    events: tuple[StepEvent, ...]
    #: Names of messages that the instance waits for.
    awaited: tuple[str, ...] = ()
    #: The last case state set by an element, if any.
    case_state: str | None = None
    #: End code of the end event reached, once the instance has ended.
    end: str | None = None
    is_ended: bool = False
