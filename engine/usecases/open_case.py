"""Open a case: the door's form is checked, the process starts, the first work appears."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4

from engine import errors
from engine.domain import document as places
from engine.domain.access import Actor
from engine.domain.calendar import ZONE
from engine.domain.case import Case, Json, Submission
from engine.usecases import counting, ports
from engine.usecases.advance import Advance
from engine.usecases.context import Context


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


class NoReleaseError(errors.EngineError):
    """本辖区还没有发布任何流程，无法登记新案件。请联系配置管理员。

    This jurisdiction has no released process yet, so no case can be opened. Ask the configuration administrator.
    """


def open_case(command: OpenCase, context: Context) -> Case:
    """Open a case and return it; a draft that has opened one already returns that.

    Raises AnswersRefusedError, NotAllowedError, ProcessError.
    """
    if command.jurisdiction not in command.actor.reach:
        raise errors.NotAllowedError
    with context.begin(command.actor.reach) as uow:
        in_force = uow.packs.in_force(command.jurisdiction)
        if not in_force:
            raise NoReleaseError
        release = context.releases.get(in_force[0])
        door = _door(command, release)
        advance = _begin(command, uow, release, context)
        if earlier := _opened_before(command, uow):
            return earlier
        run = advance.run()
        submission = _take_answers(command, door, advance, run.document)
        outcome = release.processes.start(door.process, run)
        step = advance.step(door.process, outcome, run.document, submission=submission)
        uow.cases.save(counting.counted(step, in_force, context))
        if command.draft:
            uow.cases.drop_draft(command.draft)
        uow.commit()
    return step.case


def _door(command: OpenCase, release: ports.Release) -> ports.Door:
    for door in release.doors:
        if command.process in (None, door.process):
            return door
    raise errors.NotFoundError


def _begin(command: OpenCase, uow: ports.UnitOfWork, release: ports.Release, context: Context) -> Advance:
    now = context.clock.now()
    year = now.astimezone(ZONE).year
    serial = uow.cases.next_serial(command.jurisdiction, year)
    case = Case(
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
    advance = Advance(uow=uow, release=release, now=now, actor=command.actor.person, case=case, printer=context.printer)
    advance.note("opened")
    return advance


def _query_code() -> str:
    """Return twelve characters that nobody guesses, to be read out over the telephone."""
    return secrets.token_hex(6).upper()


def _opened_before(command: OpenCase, uow: ports.UnitOfWork) -> Case | None:
    """Return the case that the draft has opened: a second click, or an answer that was lost on its way.

    The serial number is drawn before: whoever comes second has waited for the first to commit.
    """
    if command.draft is None:
        return None
    try:
        earlier = uow.cases.lock(command.draft).case
    except errors.NotFoundError:
        return None
    if earlier.opened_by != command.actor.person:
        raise errors.NotAllowedError
    return earlier


def _take_answers(command: OpenCase, door: ports.Door, advance: Advance, document: Json) -> Submission | None:
    if door.form is None:
        return None
    form = advance.release.form(door.form)
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
