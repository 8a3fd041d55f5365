"""Advance a process instance and turn what it reports into one step of the case."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from engine import errors
from engine.domain.calendar import WorkingCalendar
from engine.domain.case import Case, Entry, Json, PartyRow, Timer, TimerKind, WorkItem
from engine.domain.deadline import DeadlineRule
from engine.domain.process import Outcome, Run
from engine.domain.roster import Roster
from engine.usecases import operations, ports


@dataclass(kw_only=True)
class Advance:
    """One step of one case under way: it reads the case as it was and gathers what changes.

    Mutable on purpose; lives for one transaction and is turned into a CaseStep at its end.
    """

    uow: ports.UnitOfWork
    release: ports.Release
    now: datetime
    actor: str
    case: Case
    locked: ports.LockedCase | None = None
    entries: list[Entry] = field(default_factory=list)
    notices: list[ports.Notice] = field(default_factory=list)
    _calendar: WorkingCalendar | None = None

    def run(self) -> Run:
        """Return what the process may read, write and call in this step."""
        document = copy.deepcopy(self.case.document)
        context = operations.Context(
            uow=self.uow, release=self.release, now=self.now, case=self.case, document=document, notices=self.notices
        )
        return Run(
            document=document,
            now=self.now,
            names=self.names(),
            due_of=self.due_of,
            operate=lambda name, inputs: operations.operate(name, inputs, context),
        )

    def names(self) -> Mapping[str, Any]:
        """Return the names that expressions may read beside the document."""
        return {"case": self.case.facts(), "parameters": self.release.parameters}

    def check(self, form: ports.Form, answers: Json) -> None:
        """Check the answers to a form. Raises AnswersRefusedError with all problems at once."""
        roster = self.uow.rosters.roster(self.case.jurisdiction) if form.asks_roster else Roster()
        problems = form.check(answers, roster)
        if problems:
            raise errors.AnswersRefusedError(problems)

    def note(self, kind: str, *, code: str | None = None, element: str | None = None, **detail: Any) -> None:
        """Add a line to the history."""
        self.entries.append(Entry(at=self.now, actor=self.actor, kind=kind, code=code, element=element, detail=detail))

    def due_of(self, deadline: str, start: datetime) -> datetime:
        """Return the due instant of a named deadline by the calendar that serves the case."""
        return self.rule(deadline).due(start, self.calendar)

    def rule(self, deadline: str) -> DeadlineRule:
        """Return a row of the pack's deadline table; the check has made sure that it exists."""
        return self.release.deadlines[deadline]

    @property
    def calendar(self) -> WorkingCalendar:
        """Return the working calendar, read once a step and only if a deadline asks for it."""
        if self._calendar is None:
            self._calendar = self.uow.rosters.calendar(self.case.jurisdiction)
        return self._calendar

    def step(self, process: str, outcome: Outcome, document: Json, **more: Any) -> ports.CaseStep:
        """Return the CaseStep that leaves the case where the outcome says."""
        self._note_events(outcome)
        items = tuple(self._items(outcome))
        timers = (*self._process_timers(outcome), *self._warnings(items))
        return ports.CaseStep(
            before=self.locked,
            case=self._moved(outcome, document),
            process=process,
            state=outcome.state,
            items=items,
            timers=timers,
            entries=tuple(self.entries),
            notices=tuple(self.notices),
            **more,
        )

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
            parties=tuple(PartyRow(**party) for party in shown.parties),
            closed_at=self.now if outcome.is_ended else None,
            end=outcome.end,
        )

    def _items(self, outcome: Outcome) -> Iterator[WorkItem]:
        before = {item.task: item for item in self.locked.items} if self.locked else {}
        for task in outcome.tasks:
            if task.task in before:
                yield before[task.task]
                continue
            due = self.due_of(task.deadline, self.now) if task.deadline else None
            self.note("created", code=task.code, element=task.element, due=due.isoformat() if due else None)
            yield WorkItem(
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
            )

    def _process_timers(self, outcome: Outcome) -> Iterator[Timer]:
        for armed in outcome.timers:
            yield Timer(
                case=self.case.id,
                jurisdiction=self.case.jurisdiction,
                ref=armed.task,
                kind=TimerKind.PROCESS,
                due=armed.due,
                detail={"element": armed.element, "deadline": armed.deadline},
            )

    def _warnings(self, items: Iterable[WorkItem]) -> Iterator[Timer]:
        armed = self._armed_warnings()
        for item in items:
            timer = armed[item.id] if item.id in armed else self.first_warning(item)
            if timer:
                yield timer

    def _armed_warnings(self) -> dict[UUID, Timer | None]:
        if not self.locked:
            return {}
        known: dict[UUID, Timer | None] = {item.id: None for item in self.locked.items}
        known.update({t.ref: t for t in self.locked.timers if t.kind is TimerKind.WARNING})
        return known

    def first_warning(self, item: WorkItem) -> Timer | None:
        """Return the timer of an item's first warning, if its deadline has any."""
        return self.warning_after(item, -1)

    def warning_after(self, item: WorkItem, percent: int) -> Timer | None:
        """Return the timer of the first warning past a per cent of the item's time."""
        if not (item.due and item.deadline):
            return None
        coming = self.rule(item.deadline).warning_instants(item.created_at, item.due)
        found = next(((at, w) for at, w in coming if w.at > percent), None)
        if not found:
            return None
        detail = {"deadline": item.deadline, "at": found[1].at}
        return Timer(case=item.case, jurisdiction=item.jurisdiction, ref=item.id, kind=TimerKind.WARNING, due=found[0], detail=detail)
