"""Play what happened in a case again, by whatever release is current, in a transaction that nobody keeps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from engine import errors
from engine.domain import access
from engine.domain import document as places
from engine.domain.case import Case, Entry, Json, Submission, WorkItem
from engine.domain.replay import Asked, Move, Record, Refused, Trace
from engine.domain.roster import Roster
from engine.errors import Text
from engine.usecases import counting, opening, ports, submit_form
from engine.usecases.advance import Advance
from engine.usecases.clock import MovableClock
from engine.usecases.context import Context
from engine.usecases.fire_due import FireDue, fire_due
from engine.usecases.letters import LaterPrinter
from engine.usecases.opening import OpenCase

#: Most new steps that are passed one after another where nobody had to do any.
_MOST_PASSED = 20


def read_record(ran: ports.RanCase, uow: ports.UnitOfWork, now: datetime) -> Record:
    """Gather what reached a case from outside; sealed answers are not read, and what messages said is not on record."""
    case = ran.case
    submissions, items = uow.cases.submissions(case.id), uow.cases.items(case.id)
    return Record(
        case=case.id,
        number=case.number,
        jurisdiction=case.jurisdiction,
        process=ran.process,
        opened_at=case.opened_at,
        opened_by=case.opened_by,
        answers=next((each.answers for each in submissions if each.item is None), {}),
        moves=tuple(_moves(submissions, items, uow.cases.history(case.id))),
        asked=tuple(item.code for item in _in_order(items)),
        until=case.closed_at or now,
    )


def _moves(submissions: Sequence[Submission], items: Sequence[WorkItem], history: Sequence[Entry]) -> Iterator[Move]:
    left = [each for each in submissions if each.item]
    entries = {item.id: item.entry for item in items}
    for line in history:
        if line.kind == "message":
            yield Move(at=line.at, actor=line.actor, code=str(line.code), is_message=True, answers={})
        elif line.kind == "submitted" and line.element:
            given = next((each for each in left if (each.at, each.code) == (line.at, line.code)), None)
            yield _done(line, given.answers if given else {}, entries.get(given.item) if given and given.item else None)
            left = [each for each in left if each is not given]


def _done(line: Entry, answers: Json, entry: Json | None) -> Move:
    return Move(at=line.at, actor=line.actor, code=str(line.code), element=line.element, entry=entry, answers=answers)


def replay(record: Record, outer: ports.UnitOfWork, context: Context, known: Collection[str] | None = None) -> Trace:
    """Play a case again from its door by the release that is current in the outer unit of work, which must never be committed.

    Nobody's rights are asked for, and answers that a form would refuse are noted and taken all the same: what is looked at is where
    they lead. Of steps whose codes are not `known`, those that ask for nothing are passed, and at the first other one the replay halts.
    """
    clock = MovableClock(instant=record.opened_at)
    trial = replace(context, begin=lambda reach: outer.within(reach, before=record.opened_at), clock=clock, printer=LaterPrinter())
    return _Replay(record=record, context=trial, clock=clock, known=known).run()


@dataclass(kw_only=True)
class _Replay:
    """One replay under way."""

    record: Record
    context: Context
    clock: MovableClock
    known: Collection[str] | None
    refused: list[Refused] = field(default_factory=list)
    case: UUID | None = None

    def run(self) -> Trace:
        try:
            self.case = self._open()
            halt = next(filter(None, map(self._take, self.record.moves)), None)
            if halt is None:
                self._come_to(self.record.until)
                halt = self._pass_until(None)
        except errors.EngineError as error:
            halt = error.text
        return self._trace(halt)

    def _open(self) -> UUID:
        """Begin as `open_case` does, whatever the form says of the answers."""
        place, answers = self.record.jurisdiction, self.record.answers
        command = OpenCase(jurisdiction=place, actor=self._actor(self.record.opened_by), answers=answers, process=self.record.process)
        with self._begin() as uow:

            def stepping(case: Case, release: ports.Release) -> Advance:
                return Advance(uow=uow, release=release, context=self.context, now=case.opened_at, actor=command.actor.person, case=case)

            begun = opening.begin(command, uow, self.context, stepping)
            advance, run = begun.advance, begun.advance.run()
            if begun.door.form:
                form = advance.release.form(begun.door.form)
                self._check(form, form.title(), answers, uow.rosters.roster(place) if form.asks_roster else Roster())
                places.write(run.document, form.writes, answers)
            outcome = advance.release.processes.start(begun.door.process, run)
            step = advance.step(begun.door.process, outcome, run.document)
            uow.cases.save(counting.counted(step, begun.in_force, self.context))
            uow.commit()
        return step.case.id

    def _take(self, move: Move) -> Text | None:
        """Do what was done then, if it is still asked for; return why the replay cannot go on."""
        self._come_to(move.at)
        if move.is_message:
            self._send(move)
            return None
        return self._pass_until(move)

    def _come_to(self, instant: datetime) -> None:
        """Let time pass; what falls due on the way fires at its own instant."""
        self.clock.instant = max(instant, self.clock.instant)
        fire_due(FireDue(case=self._case(), jurisdiction=self.record.jurisdiction), self.context)

    def _send(self, move: Move) -> None:
        with self._begin() as uow:
            locked = uow.cases.lock(self._case())
            advance = Advance.of(locked, move.actor, uow, self.context)
            run = advance.run()
            advance.note("message", code=move.code)
            try:
                outcome = advance.release.processes.send(locked.process, locked.state, move.code, move.answers, run)
            except errors.MessageNotAwaitedError:
                return
            uow.cases.save(counting.counted(advance.step(locked.process, outcome, run.document), locked.measured_by, self.context))
            uow.commit()

    def _pass_until(self, move: Move | None) -> Text | None:
        """Pass new steps until the one of a move is open, and do that; None passes all that are new."""
        for _ in range(_MOST_PASSED):
            with self._begin() as uow:
                locked = uow.cases.lock(self._case())
                meant = _meant(move, locked.items) if move else None
                if move and meant:
                    self._answer(meant, move, locked, uow)
                    return None
                new = next((each for each in locked.items if self.known is not None and each.code not in self.known), None)
                if new is None:
                    return None
                if not self._asks_nothing(new, locked, uow):
                    return _waits(new)
                self._answer(new, _nothing(new, self.clock.now()), locked, uow)
        return None

    def _answer(self, item: WorkItem, move: Move, locked: ports.LockedCase, uow: ports.UnitOfWork) -> None:
        advance = Advance.of(locked, move.actor, uow, self.context)
        run = advance.run()
        if item.form:
            form = advance.release.form(item.form).of_entry(item.entry)
            self._check(form, item.title, move.answers, self._roster(form, item, uow))
            submit_form.write(item, form, move.answers, run.document)
        submission = submit_form.submission(item, move.answers, None, advance)
        outcome = advance.release.processes.complete(locked.process, locked.state, item.task, run)
        step = advance.step(locked.process, outcome, run.document, submission=submission, finished=item.id)
        uow.cases.save(counting.counted(step, locked.measured_by, self.context))
        uow.commit()

    def _asks_nothing(self, item: WorkItem, locked: ports.LockedCase, uow: ports.UnitOfWork) -> bool:
        if item.form is None:
            return True
        form = self.context.releases.get(locked.case.release).form(item.form).of_entry(item.entry)
        return not form.check({}, self._roster(form, item, uow))

    def _check(self, form: ports.Form, title: Text, answers: Json, roster: Roster) -> None:
        """Note what the form would refuse."""
        for problem in form.check(answers, roster):
            self.refused.append(Refused(title=title, field=form.called(problem.path), problem=problem))

    def _roster(self, form: ports.Form, item: WorkItem, uow: ports.UnitOfWork) -> Roster:
        return uow.rosters.roster(item.jurisdiction).only(item.offered) if form.asks_roster else Roster()

    def _trace(self, halt: Text | None) -> Trace:
        if self.case is None:
            return Trace(asked=(), refused=tuple(self.refused), halt=halt)
        with self._begin() as uow:
            locked, history = uow.cases.lock(self.case), uow.cases.history(self.case)
            items = uow.cases.items(self.case)
        release, case = self.context.releases.get(locked.case.release), locked.case
        return Trace(
            asked=tuple(_asked(item, release) for item in _in_order(items)),
            issued=tuple(Text(*line.detail["title"]) for line in history if line.kind == "issued"),
            refused=tuple(self.refused),
            end=release.label("ends", case.end) if case.end else None,
            halt=halt,
        )

    def _begin(self) -> ports.UnitOfWork:
        return self.context.begin({self.record.jurisdiction})

    def _case(self) -> UUID:
        assert self.case  # noqa: S101 - it has been opened
        return self.case

    def _actor(self, person: str) -> access.Actor:
        return replace(access.system({self.record.jurisdiction}), person=person)


def _meant(move: Move, items: Sequence[WorkItem]) -> WorkItem | None:
    """Return the open item that a move did: the one for the same entry if there are several, of the same element if it still is there."""
    alike = [item for item in items if item.code == move.code]
    return next((item for item in alike if item.entry == move.entry and item.element == move.element), None) or next(
        (item for item in alike if item.entry == move.entry), next(iter(alike), None)
    )


def _in_order(items: Sequence[WorkItem]) -> list[WorkItem]:
    """Order by time; what was asked for at one instant has no order of its own."""
    return sorted(items, key=lambda each: (each.created_at, each.code))


def _nothing(item: WorkItem, now: datetime) -> Move:
    return Move(at=now, actor="system", code=item.code, element=item.element, answers={})


def _waits(item: WorkItem) -> Text:
    return Text(
        f"停在“{item.title.zh}”：当时没有这一步，以后的步骤没有演练",
        f"It stops at {item.title.en}: nobody had to do this step then, and what follows was not rehearsed",
    )


def _asked(item: WorkItem, release: ports.Release) -> Asked:
    role = release.label("roles", item.role) if item.role else None
    return Asked(code=item.code, title=item.title, role=role, form=item.form, due=item.due)
