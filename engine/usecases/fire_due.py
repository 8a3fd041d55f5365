"""Fire what is due in a case: timers of its process, messages of other cases, warnings of its work items."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from engine import errors
from engine.domain import access, deadline
from engine.domain.case import Case, Timer, TimerKind, WorkItem
from engine.errors import Text
from engine.usecases import counting, ports
from engine.usecases.advance import Advance
from engine.usecases.context import Context

#: Most firings in one transaction.
MOST = 100


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

    Each firing happens at the instant for which it was planned, in the order of these instants: after an
    outage the case stands where it would stand without it. The log says when it really happened. After
    MOST firings the rest stays due and is left to the next look.
    """
    actual = context.clock.now()
    advance = _advance(locked, uow, context, actual)
    standing, has_moved = locked, False
    for _ in range(MOST):
        timer = _next_due(standing, actual)
        if timer is None:
            break
        advance.now = max(advance.now, timer.due)
        advance.case, advance.locked = standing.case, standing
        standing = _FIRINGS[timer.kind](advance, standing, timer)
        has_moved |= standing.case is not advance.case
    # A warning moves nothing: pages that people have open must not become stale by it.
    standing = replace(standing, case=replace(standing.case, revision=locked.case.revision + has_moved))
    uow.cases.save(counting.counted(_step(locked, standing, advance), locked.measured_by, context))
    return standing


def _advance(locked: ports.LockedCase, uow: ports.UnitOfWork, context: Context, actual: datetime) -> Advance:
    # A timer that was armed for the past, or moved there by a change of the calendar, does not turn the case's time back.
    now = max((locked.case.opened_at, *(item.created_at for item in locked.items)))
    return Advance.of(locked, access.system({locked.case.jurisdiction}).person, uow, context, now=now, actual=actual)


def _next_due(standing: ports.LockedCase, now: datetime) -> Timer | None:
    """Return what comes first; at one instant the process goes before messages, and both before warnings, which they may make void."""
    due = [timer for timer in standing.timers if timer.due <= now]
    return min(due, key=lambda timer: (timer.due, list(_FIRINGS).index(timer.kind), timer.ref), default=None)


def _fired(advance: Advance, standing: ports.LockedCase, _timer: Timer) -> ports.LockedCase:
    run = advance.run()
    outcome = advance.release.processes.fire(standing.process, standing.state, run)
    return _after(advance.step(standing.process, outcome, run.document), standing)


def _delivered(advance: Advance, standing: ports.LockedCase, timer: Timer) -> ports.LockedCase:
    """Give a message of another case to what waits for it; if nothing does, the history alone says that it came."""
    left = replace(standing, timers=tuple(other for other in standing.timers if other is not timer))
    advance.locked = left
    name, run = str(timer.detail["message"]), advance.run()
    try:
        outcome = advance.release.processes.send(left.process, left.state, name, timer.detail["payload"], run)
    except errors.MessageNotAwaitedError:
        advance.note("message", code=name, sender=timer.detail["sender"], awaited=False)
        return left
    advance.note("message", code=name, sender=timer.detail["sender"])
    return _after(advance.step(left.process, outcome, run.document), left)


def _after(step: ports.CaseStep, before: ports.LockedCase) -> ports.LockedCase:
    return replace(before, case=step.case, process=step.process, state=step.state, items=step.items, timers=step.timers)


def _warned(advance: Advance, standing: ports.LockedCase, timer: Timer) -> ports.LockedCase:
    item = next((item for item in standing.items if item.id == timer.ref), None)
    following = None
    if item:
        _give_warning(advance, item, timer)
        following = advance.warning_after(item, int(timer.detail["at"]))
    others = tuple(other for other in standing.timers if other is not timer)
    return replace(standing, timers=(*others, following) if following else others)


#: What each kind of timer does, in the order in which they go at one instant.
_FIRINGS: Mapping[TimerKind, Callable[[Advance, ports.LockedCase, Timer], ports.LockedCase]] = {
    TimerKind.PROCESS: _fired,
    TimerKind.MESSAGE: _delivered,
    TimerKind.WARNING: _warned,
}


def _step(before: ports.LockedCase, after: ports.LockedCase, advance: Advance) -> ports.CaseStep:
    return ports.CaseStep(
        before=before,
        case=after.case,
        process=after.process,
        state=after.state,
        items=after.items,
        timers=after.timers,
        entries=tuple(advance.entries),
        notices=tuple(advance.notices),
    )


def _give_warning(advance: Advance, item: WorkItem, timer: Timer) -> None:
    warning, actual = _warning(advance, timer), advance.actual or advance.now
    advance.note("warned", code=warning.code, element=item.element, at=warning.at, planned=timer.due.isoformat(), actual=actual.isoformat())
    for to in _addressees(item, warning):
        advance.notices.append(_notice(advance, item, warning, to, actual))


def _warning(advance: Advance, timer: Timer) -> deadline.Warning:
    rule = advance.rule(str(timer.detail["deadline"]))
    return next(w for w in rule.warnings if w.at == timer.detail["at"])


def _addressees(item: WorkItem, warning: deadline.Warning) -> list[str]:
    holder = [f"person:{item.holder}"] if item.holder else list(item.assigned) or [f"role:{item.role}"]
    return [address for to in warning.tell for address in (holder if to == "holder" else [f"role:{to}"])]


def _notice(advance: Advance, item: WorkItem, warning: deadline.Warning, to: str, actual: datetime) -> ports.Notice:
    share = f"{warning.at}%"
    text = Text(
        f"“{advance.case.number}”的“{item.title.zh}”期限已用{share}，请及时办理。",
        f"{item.title.en} of {advance.case.number} has used {share} of its time; please see to it.",
    )
    return ports.Notice(case=item.case, jurisdiction=item.jurisdiction, to=to, code=warning.code, text=text, at=actual)
