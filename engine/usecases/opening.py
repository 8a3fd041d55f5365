"""Begin a case within a transaction: draw its number, take the answers of its door, start its process."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from engine import errors
from engine.domain import document as places
from engine.domain.access import Actor
from engine.domain.calendar import ZONE
from engine.domain.case import Case, Json, Message, Submission
from engine.usecases import counting, ports
from engine.usecases.context import Context

if TYPE_CHECKING:
    from engine.usecases.advance import Advance

#: Makes the step in which a case begins; a step of another case gives its own transaction to it.
Stepping = Callable[[Case, ports.Release], "Advance"]
#: Place in which a case finds the one that has opened it.
OPENER = "opener"
#: Place of what a case reports to its opener when it ends.
RESULT = "result"


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """A dispute comes through the door."""

    jurisdiction: str
    actor: Actor
    answers: Json
    #: Process of the door; None takes the pack's first door.
    process: str | None = None
    #: Draft from which the answers come: it is forgotten, and its id becomes the case's, so that one draft opens one case.
    draft: UUID | None = None
    #: What the history says beside “opened”, for example by which rhythm.
    because: Json = field(default_factory=dict)
    #: The case that opens it, as its process may read it.
    opener: Json | None = None


class NoReleaseError(errors.EngineError):
    """本辖区还没有发布任何流程，无法登记新案件。请联系配置管理员。

    This jurisdiction has no released process yet, so no case can be opened. Ask the configuration administrator.
    """


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A case that has its number and nothing else yet."""

    command: OpenCase
    door: ports.Door
    advance: Advance
    #: Releases by which the cases of the jurisdiction are measured.
    in_force: tuple[str, ...]


def begin(command: OpenCase, uow: ports.UnitOfWork, context: Context, stepping: Stepping) -> Begun:
    """Draw number and id. Raises NoReleaseError, NotFoundError."""
    in_force = uow.packs.in_force(command.jurisdiction)
    if not in_force:
        raise NoReleaseError
    release = context.releases.get(in_force[0])
    door = _door(command, release)
    advance = stepping(_numbered(command, uow, release, context), release)
    advance.note("opened", **command.because)
    return Begun(command=command, door=door, advance=advance, in_force=tuple(in_force))


def finish(begun: Begun, context: Context) -> Case:
    """Take the answers, start the process and save the case; the caller commits. Raises AnswersRefusedError, ProcessError."""
    advance = begun.advance
    run = advance.run()
    if begun.command.opener:
        run.document[OPENER] = begun.command.opener
    submission = _take_answers(begun, run.document)
    outcome = advance.release.processes.start(begun.door.process, run)
    step = advance.step(begun.door.process, outcome, run.document, submission=submission)
    advance.uow.cases.save(counting.counted(step, begun.in_force, context))
    return step.case


def report_back(case: Case, now: datetime) -> Message | None:
    """Return what a case that has ended tells the one that opened it; None if nobody did."""
    opener = case.document.get(OPENER)
    if not opener:
        return None
    payload = {"case": str(case.id), "number": case.number, "end": case.end, "title": case.title, "result": case.document.get(RESULT)}
    return Message(
        case=UUID(opener["case"]), jurisdiction=case.jurisdiction, name=opener["message"], payload=payload, sender=case.number, at=now
    )


def _door(command: OpenCase, release: ports.Release) -> ports.Door:
    for door in release.doors:
        if command.process in (None, door.process):
            return door
    raise errors.NotFoundError


def _numbered(command: OpenCase, uow: ports.UnitOfWork, release: ports.Release, context: Context) -> Case:
    now = context.clock.now()
    year = now.astimezone(ZONE).year
    serial = uow.cases.next_serial(command.jurisdiction, year)
    return Case(
        id=command.draft or uuid4(),
        jurisdiction=command.jurisdiction,
        release=release.id,
        number=release.number_pattern.format(year=year, serial=serial),
        revision=0,
        state="registered",
        document={},
        opened_at=now,
        opened_by=command.actor.person,
        query_code=_query_code(),
    )


def _query_code() -> str:
    """Return twelve characters that nobody guesses, to be read out over the telephone."""
    return secrets.token_hex(6).upper()


def _take_answers(begun: Begun, document: Json) -> Submission | None:
    if begun.door.form is None:
        return None
    command, advance = begun.command, begun.advance
    form = advance.release.form(begun.door.form)
    advance.check(form, command.answers)
    open_part, sealed = form.split(command.answers)
    places.write(document, form.writes, open_part)
    advance.note("submitted", code="INTAKE.REGISTER", form=form.code)
    return Submission(
        id=uuid4(),
        case=advance.case.id,
        jurisdiction=command.jurisdiction,
        item=None,
        form=form.code,
        code="INTAKE.REGISTER",
        answers=open_part,
        sealed=sealed,
        actor=command.actor.person,
        at=advance.now,
    )
