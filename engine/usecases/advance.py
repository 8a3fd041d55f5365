"""Advance a process instance and turn what it reports into one step of the case."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID, uuid4

from engine import errors
from engine.domain import same_matter
from engine.domain.calendar import WorkingCalendar
from engine.domain.case import Case, Entry, Json, PartyRow, Pause, Timer, TimerKind, WorkItem
from engine.domain.deadline import DeadlineRule, Stop
from engine.domain.process import ArmedTimer, OpenTask, Outcome, Run
from engine.domain.roster import Roster
from engine.errors import Text
from engine.usecases import context as contexts
from engine.usecases import opening, operations, ports
from engine.usecases.opening import OpenCase
from engine.usecases.operation import Context

#: Per cents before the first and after the last warning of any deadline.
NONE_GIVEN, ALL_GIVEN = -1, 1_000_000


@dataclass(kw_only=True)
class Advance:
    """One step of one case under way: it reads the case as it was and gathers what changes.

    Mutable on purpose; lives for one transaction and is turned into a CaseStep at its end.
    """

    uow: ports.UnitOfWork
    release: ports.Release
    #: The time of the case: what is caught up after an outage happens at the instant for which it was planned.
    now: datetime
    actor: str
    case: Case
    context: contexts.Context
    #: When it really happens, for the log; None means now.
    actual: datetime | None = None
    locked: ports.LockedCase | None = None
    entries: list[Entry] = field(default_factory=list)
    notices: list[ports.Notice] = field(default_factory=list)
    _calendar: WorkingCalendar | None = None

    @classmethod
    def of(cls, locked: ports.LockedCase, actor: str, uow: ports.UnitOfWork, context: contexts.Context, **more: Any) -> Self:
        """Go on with a stored case by the release with which it began; `more` are other fields, such as another `now`."""
        given = {"now": context.clock.now(), "release": context.releases.get(locked.case.release), **more}
        return cls(uow=uow, actor=actor, case=locked.case, context=context, locked=locked, **given)

    def run(self) -> Run:
        """Return what the process may read, write and call in this step."""
        document = copy.deepcopy(self.case.document)
        context = Context(
            uow=self.uow,
            release=self.release,
            printer=self.context.printer,
            workbooks=self.context.workbooks,
            optimiser=self.context.optimiser,
            open_case=self._open_other,
            now=self.now,
            actor=self.actor,
            case=self.case,
            document=document,
            notices=self.notices,
            entries=self.entries,
        )
        return Run(
            document=document,
            now=self.now,
            names=self.names(),
            due_of=self.due_of,
            operate=lambda name, inputs: operations.operate(name, inputs, context),
            actual=self.actual,
        )

    def _open_other(self, command: OpenCase) -> Case:
        """Open another case in the same transaction."""
        return opening.finish(opening.begin(command, self.uow, self.context, self._beside), self.context)

    def _beside(self, case: Case, release: ports.Release) -> Advance:
        return Advance(uow=self.uow, release=release, context=self.context, now=case.opened_at, actor=self.actor, case=case)

    def names(self) -> Mapping[str, Any]:
        """Return the names that expressions may read beside the document."""
        return {"case": self.case.facts(), "parameters": self.release.parameters}

    def check(self, form: ports.Form, answers: Json, item: WorkItem | None = None) -> None:
        """Check the answers to a form, of an item if there is one. Raises AnswersRefusedError with all problems at once."""
        roster = self.uow.rosters.roster(self.case.jurisdiction) if form.asks_roster else Roster()
        problems = form.check(answers, roster.only(item.offered) if item else roster)
        if problems:
            raise errors.AnswersRefusedError(problems)

    def note(self, kind: str, *, code: str | None = None, element: str | None = None, **detail: Any) -> None:
        """Add a line to the history."""
        self.entries.append(Entry(at=self.actual or self.now, actor=self.actor, kind=kind, code=code, element=element, detail=detail))

    def due_of(self, deadline: str, start: datetime, stops: Sequence[Stop] = ()) -> datetime:
        """Return the due instant of a named deadline by the calendar that serves the case."""
        return self.rule(deadline).due(start, self.calendar, stops).astimezone(UTC)

    def rule(self, deadline: str) -> DeadlineRule:
        """Return the rule of a named deadline or of a period. Raises ProcessError for a computed name that is neither."""
        return self.release.deadline(deadline)

    @property
    def calendar(self) -> WorkingCalendar:
        """Return the working calendar, read once a step and only if a deadline asks for it."""
        if self._calendar is None:
            read = self.locked.calendar if self.locked else None
            self._calendar = read or self.uow.rosters.calendar(self.case.jurisdiction)
        return self._calendar

    def step(self, process: str, outcome: Outcome, document: Json, **more: Any) -> ports.CaseStep:
        """Return the CaseStep that leaves the case where the outcome says."""
        self._note_events(outcome)
        items = tuple(self._items(outcome))
        self._note_withdrawn(items, more.get("finished"))
        case = self._moved(outcome, document)
        if outcome.is_ended and (message := opening.report_back(case, self.now)):
            self.uow.cases.post(message)
        timers = (*self._process_timers(outcome), *filter(None, map(self._warning, items)), *self._messages())
        return ports.CaseStep(
            before=self.locked,
            case=case,
            process=process,
            state=outcome.state,
            items=items,
            timers=timers,
            entries=tuple(self.entries),
            notices=tuple(self.notices),
            **more,
        )

    def _note_withdrawn(self, items: Collection[WorkItem], finished: UUID | None) -> None:
        """Say of items that vanished undone that nobody need do them any more."""
        left = {item.id for item in items} | {finished}
        for item in self.locked.items if self.locked else ():
            if item.id not in left:
                self.note("withdrawn", code=item.code, element=item.element)

    def _note_events(self, outcome: Outcome) -> None:
        for event in outcome.events:
            self.note(event.kind, code=event.code, element=event.element, title=list(event.title), **event.detail)
        if outcome.is_ended:
            self.note("ended", code=outcome.end)

    def _moved(self, outcome: Outcome, document: Json) -> Case:
        shown = self.release.project(document)
        return replace(
            self.case,
            revision=self.case.revision + 1,
            document=document,
            state=outcome.case_state or self.case.state,
            title=shown.title,
            dispute_type=shown.dispute_type,
            place=same_matter.place_key(shown.place),
            parties=tuple(PartyRow(**party) for party in shown.parties),
            closed_at=self.now if outcome.is_ended else None,
            end=outcome.end,
        )

    def _items(self, outcome: Outcome) -> Iterator[WorkItem]:
        before = {item.task: item for item in self.locked.items} if self.locked else {}
        for task in outcome.tasks:
            item = before.get(task.task) or self._new_item(task)
            if task.awaited and item.due and item.due >= self.now:
                item = self._paused(item, task.awaited)
            elif item.pause and not task.awaited:
                item = self._resumed(item, item.pause)
            yield item

    def _new_item(self, task: OpenTask) -> WorkItem:
        self._refuse_unknown_role(task)
        due = self.due_of(task.deadline, task.since or self.now) if task.deadline else None
        self.note("created", code=task.code, element=task.element, due=due.isoformat() if due else None)
        return WorkItem(
            id=uuid4(),
            case=self.case.id,
            jurisdiction=self.case.jurisdiction,
            task=task.task,
            element=task.element,
            code=task.code,
            title=task.title,
            form=task.form,
            role=task.role,
            assigned=task.assigned,
            entry=task.entry,
            created_at=self.now,
            due=due,
            deadline=task.deadline,
            since=task.since,
        )

    def _refuse_unknown_role(self, task: OpenTask) -> None:
        """Refuse a computed role that the pack does not know: nobody could ever do the work."""
        known = self.release.labels("roles")
        if task.role and not {task.role, task.role.partition(":")[0]} & set(known):
            raise errors.ProcessError(
                Text(
                    f"“{task.title.zh}”交给岗位“{task.role}”，模板包中没有这个岗位。",
                    f"{task.title.en} goes to the role {task.role}, which the pack does not have.",
                )
            )

    def _paused(self, item: WorkItem, awaited: Text) -> WorkItem:
        due = item.due
        assert due  # noqa: S101 - only a running deadline is asked to stand still
        armed = self._armed_warning(item)
        # Warnings from the one that was armed on are still to come; none armed for a known item means that all were given.
        warned = int(armed.detail["at"]) - 1 if armed else ALL_GIVEN if self._is_known(item) else NONE_GIVEN
        self.note("paused", code=item.code, element=item.element, deadline=item.deadline, awaited=list(awaited), due=due.isoformat())
        return replace(item, due=None, pause=Pause(since=self.now, awaited=awaited, due=due, warned=warned))

    def _resumed(self, item: WorkItem, pause: Pause) -> WorkItem:
        stops = (*item.stops, Stop(since=pause.since, until=self.now))
        due = self.due_of(str(item.deadline), item.runs_from, stops)
        self.note("resumed", code=item.code, element=item.element, deadline=item.deadline, due=due.isoformat())
        return replace(item, due=due, stops=stops, pause=None)

    def _process_timers(self, outcome: Outcome) -> Iterator[Timer]:
        for armed in outcome.timers:
            yield Timer(
                case=self.case.id,
                jurisdiction=self.case.jurisdiction,
                ref=armed.task,
                kind=TimerKind.PROCESS,
                due=armed.due,
                detail=_detail(armed),
            )

    def _messages(self) -> Iterator[Timer]:
        """Yield what other cases have sent and has not been delivered yet."""
        return (timer for timer in (self.locked.timers if self.locked else ()) if timer.kind is TimerKind.MESSAGE)

    def _warning(self, item: WorkItem) -> Timer | None:
        """Return the warning that comes next for an item: the armed one, the first of a new one, the next after a pause."""
        before = next((known for known in self.locked.items if known.id == item.id), None) if self.locked else None
        if item.pause:
            return None
        if before is None:
            return self.first_warning(item)
        return self.warning_after(item, before.pause.warned) if before.pause else self._armed_warning(item)

    def _armed_warning(self, item: WorkItem) -> Timer | None:
        timers = self.locked.timers if self.locked else ()
        return next((t for t in timers if t.kind is TimerKind.WARNING and t.ref == item.id), None)

    def _is_known(self, item: WorkItem) -> bool:
        return self.locked is not None and any(known.id == item.id for known in self.locked.items)

    def first_warning(self, item: WorkItem) -> Timer | None:
        """Return the timer of an item's first warning, if its deadline has any."""
        return self.warning_after(item, NONE_GIVEN)

    def warning_after(self, item: WorkItem, percent: int) -> Timer | None:
        """Return the timer of the first warning past a per cent of the item's time."""
        if not (item.due and item.deadline):
            return None
        coming = self.rule(item.deadline).warning_instants(item.created_at, item.due, item.stops)
        found = next(((at, w) for at, w in coming if w.at > percent), None)
        if not found:
            return None
        # After a pause the shares are of another length, and one may fall before it: that warning is due now.
        due, detail = max(found[0], self.now), {"deadline": item.deadline, "at": found[1].at}
        return Timer(case=item.case, jurisdiction=item.jurisdiction, ref=item.id, kind=TimerKind.WARNING, due=due, detail=detail)


def _detail(armed: ArmedTimer) -> Json:
    """Return what a timer's row keeps, so that it can be computed anew without reading the process."""
    detail: Json = {"element": armed.element, "deadline": armed.deadline}
    if armed.since:
        detail["since"] = armed.since.isoformat()
    if armed.stops:
        detail["stops"] = [[stop.since.isoformat(), stop.until.isoformat()] for stop in armed.stops]
    return detail
