"""Submit the form of a work item: the one path by which a case moves on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from engine import errors
from engine.domain import document as places
from engine.domain.access import Actor
from engine.domain.calendar import local_date
from engine.domain.case import Case, ItemState, Json, Submission, TimerKind, WorkItem
from engine.domain.composition import said
from engine.domain.deadline import DeadlineRule
from engine.errors import Text
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
        if item.state is not ItemState.OPEN:
            raise _closed(item, locked.case, uow, context)
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
    except errors.DeadlinePassedError:
        raise
    except errors.WorkItemClosedError as closed:
        raise errors.DeadlinePassedError from closed


def _is_late(locked: ports.LockedCase, now: datetime) -> bool:
    return any(timer.kind is TimerKind.PROCESS and timer.due <= now for timer in locked.timers)


def _closed(item: WorkItem, case: Case, uow: ports.UnitOfWork, context: Context) -> errors.WorkItemClosedError:
    """Say why an item can no longer be done: its deadline took it away, by which rule, or something else did."""
    rule = context.releases.get(case.release).deadlines.get(item.deadline or "")
    if rule is None or item.due is None or item.state is not ItemState.WITHDRAWN:
        return errors.WorkItemClosedError()
    entries = (e for e in uow.cases.history(case.id) if (e.kind, e.element) == ("withdrawn", item.element) and e.at >= item.created_at)
    withdrawn = next(entries, None)
    return errors.WorkItemClosedError() if withdrawn is None or withdrawn.at < item.due else _passed(rule, item.due)


def _passed(rule: DeadlineRule, due: datetime) -> errors.DeadlinePassedError:
    last, by = local_date(due), said(rule.source)
    return errors.DeadlinePassedError(
        Text(
            f"“{rule.title.zh}”到{last}为止（{by.zh}），期限已过，流程已转入下一步，本次提交未生效；您填写的内容已保存为草稿。",
            f"{rule.title.en} could be done until {last} ({by.en}). That has passed and the case has moved on, "
            "so this answer was not taken; it is kept as a draft.",
        )
    )


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
    return submission(item, answers, sealed, advance)


def submission(item: WorkItem, answers: Json, sealed: Json | None, advance: Advance) -> Submission:
    """Note in the history that a work item was done, and return the answers as they are stored."""
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
        actor=advance.actor,
        at=advance.now,
    )


def _accepted(command: SubmitForm, item: WorkItem, advance: Advance, document: Json) -> tuple[Json, Json | None]:
    if item.form is None:
        return {}, None
    form = advance.release.form(item.form).of_entry(item.entry)
    advance.check(form, command.answers, item)
    answers, sealed = form.split(command.answers)
    write(item, form, answers, document)
    return answers, sealed


def write(item: WorkItem, form: ports.Form, answers: Json, document: Json) -> None:
    """Write the answers to the form of a work item into the case document; an entry of a list says what it was for."""
    places.write(document, form.writes, {**(item.entry or {}), **answers} if form.writes.endswith("[]") else answers)
