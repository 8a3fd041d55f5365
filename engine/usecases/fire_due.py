"""Fire what is due in a case: warnings of its work items, then timers of its process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from engine.domain import access, deadline
from engine.domain.case import Case, Timer, TimerKind, WorkItem
from engine.errors import Text
from engine.usecases import ports
from engine.usecases.advance import Advance
from engine.usecases.context import Context


@dataclass(frozen=True, kw_only=True)
class FireDue:
    """The clock has passed an instant for which a case was armed."""

    case: UUID
    jurisdiction: str


def fire_due(command: FireDue, context: Context) -> Case:
    """Fire everything due in one case, in one transaction; nothing due leaves it as it is."""
    with context.begin({command.jurisdiction}) as uow:
        locked = uow.cases.lock(command.case)
        if any(timer.due <= context.clock.now() for timer in locked.timers):
            locked = fire_locked(locked, uow, context)
            uow.commit()
    return locked.case


def fire_locked(locked: ports.LockedCase, uow: ports.UnitOfWork, context: Context) -> ports.LockedCase:
    """Fire what is due in a locked case and save it; the caller commits.

    After an outage several instants may have passed: a warning is given only if its item was
    still open at that instant, so warnings wait for the process timers that came before them.
    """
    now = context.clock.now()
    actor = access.system({locked.case.jurisdiction}).person
    advance = Advance(uow=uow, release=context.releases.get(locked.case.release), now=now, actor=actor, case=locked.case, locked=locked)
    first_process = min((t.due for t in locked.timers if t.kind is TimerKind.PROCESS), default=None)
    rearmed = _warn(advance, locked.items, locked.timers, before=first_process)
    step = _fired(advance, replace(locked, timers=rearmed))
    items = {item.id for item in locked.items}
    timers = _warn(advance, [i for i in step.items if i.id in items], step.timers, before=None)
    step = replace(step, timers=timers, entries=tuple(advance.entries), notices=tuple(advance.notices))
    uow.cases.save(step)
    return ports.LockedCase(case=step.case, process=step.process, state=step.state, items=step.items, timers=timers)


def _fired(advance: Advance, locked: ports.LockedCase) -> ports.CaseStep:
    advance.locked = locked
    run = advance.run()
    processes = advance.release.processes
    is_due = any(t.kind is TimerKind.PROCESS and t.due <= advance.now for t in locked.timers)
    move = processes.fire if is_due else processes.inspect
    outcome = move(locked.process, locked.state, run)
    step = advance.step(locked.process, outcome, run.document)
    # A warning moves nothing: pages that people have open must not become stale by it.
    return step if is_due else replace(step, case=locked.case)


def _warn(
    advance: Advance, items: tuple[WorkItem, ...] | list[WorkItem], timers: tuple[Timer, ...], before: datetime | None
) -> tuple[Timer, ...]:
    """Give the warnings that are due before an instant and return the timers as they stand then."""
    by_id = {item.id: item for item in items}
    kept: list[Timer] = []
    for timer in timers:
        current: Timer | None = timer
        while current and _is_due_warning(current, advance.now, before) and current.ref in by_id:
            item = by_id[current.ref]
            _give_warning(advance, item, current)
            current = advance.warning_after(item, int(current.detail["at"]))
        if current:
            kept.append(current)
    return tuple(kept)


def _is_due_warning(timer: Timer, now: datetime, before: datetime | None) -> bool:
    return timer.kind is TimerKind.WARNING and timer.due <= now and (before is None or timer.due < before)


def _give_warning(advance: Advance, item: WorkItem, timer: Timer) -> None:
    warning = _warning(advance, timer)
    advance.note(
        "warned", code=warning.code, element=item.element, at=warning.at, planned=timer.due.isoformat(), actual=advance.now.isoformat()
    )
    for to in _addressees(item, warning):
        advance.notices.append(_notice(advance, item, warning, to))


def _warning(advance: Advance, timer: Timer) -> deadline.Warning:
    rule = advance.rule(str(timer.detail["deadline"]))
    return next(w for w in rule.warnings if w.at == timer.detail["at"])


def _addressees(item: WorkItem, warning: deadline.Warning) -> list[str]:
    holder = [f"person:{item.holder}"] if item.holder else list(item.assigned) or [f"role:{item.role}"]
    return [address for to in warning.tell for address in (holder if to == "holder" else [f"role:{to}"])]


def _notice(advance: Advance, item: WorkItem, warning: deadline.Warning, to: str) -> ports.Notice:
    share = f"{warning.at}%"
    text = Text(
        f"“{advance.case.number}”的“{item.title.zh}”期限已用{share},请及时办理。",
        f"{item.title.en} of {advance.case.number} has used {share} of its time; please see to it.",
    )
    return ports.Notice(case=item.case, jurisdiction=item.jurisdiction, to=to, code=warning.code, text=text, at=advance.now)
