"""Submit the form of a work item: the one path by which a case moves on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from engine import errors
from engine.domain import document as places
from engine.domain.access import Actor
from engine.domain.case import Case, ItemState, Json, Submission, TimerKind, WorkItem
from engine.usecases import counting, ports
from engine.usecases.advance import Advance
from engine.usecases.context import Context
from engine.usecases.fire_due import fire_locked


@dataclass(frozen=True, kw_only=True)
class SubmitForm:
    """Somebody answers the form of a work item."""

    item: UUID
    answers: Json
    actor: Actor
    #: The case revision that the page showed; None for a caller that has just read the case.
    seen_revision: int | None = None


def submit_form(command: SubmitForm, context: Context) -> Case:
    """Take the answers, move the case on and return it; raises as `submit` does."""
    return submit(command, context).case


def submit(command: SubmitForm, context: Context) -> ports.CaseStep:
    """Take the answers, move the case on and return the step that did it.

    Raises WorkItemClosedError, DeadlinePassedError, CaseChangedError, NotAllowedError,
    WorkItemTakenError, AnswersRefusedError and ProcessError; the case is then as it was,
    but for a deadline that had passed: that is fired first and stays fired.
    """
    with context.begin(command.actor.reach) as uow:
        locked, item = uow.cases.lock_item(command.item)
        _refuse_unless_open(item)
        _refuse_unless_theirs(item, command.actor)
        if command.seen_revision not in (None, locked.case.revision):
            raise errors.CaseChangedError
        now = context.clock.now()
        if not _is_late(locked, now):
            step = _step(command, item, Advance.of(locked, command.actor.person, uow, context, now=now), locked)
            uow.cases.save(counting.counted(step, locked.measured_by, context))
            uow.commit()
            return step
        fire_locked(locked, uow, context)
        uow.commit()
    return _submit_after_firing(command, context)


def _submit_after_firing(command: SubmitForm, context: Context) -> ports.CaseStep:
    """Take the answers after all if what was due left the item open."""
    try:
        return submit(replace(command, seen_revision=None), context)
    except errors.WorkItemClosedError as closed:
        raise errors.DeadlinePassedError from closed


def _is_late(locked: ports.LockedCase, now: datetime) -> bool:
    return any(timer.kind is TimerKind.PROCESS and timer.due <= now for timer in locked.timers)


def _refuse_unless_open(item: WorkItem) -> None:
    if item.state is not ItemState.OPEN:
        raise errors.WorkItemClosedError


def _refuse_unless_theirs(item: WorkItem, actor: Actor) -> None:
    if not item.is_for(actor):
        raise errors.NotAllowedError
    if item.holder not in (None, actor.person):
        raise errors.WorkItemTakenError


def _step(command: SubmitForm, item: WorkItem, advance: Advance, locked: ports.LockedCase) -> ports.CaseStep:
    run = advance.run()
    submission = _submission(command, item, advance, run.document)
    outcome = advance.release.processes.complete(locked.process, locked.state, item.task, run)
    return advance.step(locked.process, outcome, run.document, submission=submission, finished=item.id)


def _submission(command: SubmitForm, item: WorkItem, advance: Advance, document: Json) -> Submission:
    answers, sealed = _accepted(command, item, advance, document)
    advance.note("submitted", code=item.code, element=item.element, form=item.form)
    return Submission(
        id=uuid4(),
        case=advance.case.id,
        jurisdiction=item.jurisdiction,
        item=item.id,
        form=item.form or "",
        code=item.code,
        answers=answers,
        sealed=sealed,
        actor=command.actor.person,
        at=advance.now,
    )


def _accepted(command: SubmitForm, item: WorkItem, advance: Advance, document: Json) -> tuple[Json, Json | None]:
    if item.form is None:
        return {}, None
    form = advance.release.form(item.form).of_entry(item.entry)
    advance.check(form, command.answers, item)
    answers, sealed = form.split(command.answers)
    places.write(document, form.writes, {**(item.entry or {}), **answers} if form.writes.endswith("[]") else answers)
    return answers, sealed
