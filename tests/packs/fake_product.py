"""A product for the scenario runner's own tests: one small case that obeys simple rules, without store or engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Case, Entry, ItemState, Json, Timer, TimerKind, WorkItem
from engine.domain.process import ArmedTimer, OpenTask, Outcome
from engine.domain.roster import Post
from engine.errors import FieldProblem, Text
from engine.packs.product import Standing
from engine.packs.scenariofile import Given
from engine.usecases.ports import LockedCase

CASE = UUID(int=1)


@dataclass(kw_only=True)
class FakeProduct:
    """Opens with FACT.FIND, due in one day; done in time it ends, late it is escalated every day.

    Traits spoil one thing each, so that a test can see the runner notice it.
    """

    twice: bool = False
    forgetful: bool = False
    rewriting: bool = False
    ownerless: bool = False
    hasty_session: bool = False
    undeclared: bool = False
    silent_timer: bool = False
    restless: bool = False
    instant: datetime = datetime(2025, 1, 1, tzinfo=UTC)
    case: Case | None = None
    items: tuple[WorkItem, ...] = ()
    due: datetime | None = None
    history: list[Entry] = field(default_factory=list)
    given_so_far: list[Given] = field(default_factory=list)
    fired_at: list[datetime] = field(default_factory=list)

    def now(self) -> datetime:
        return self.instant

    def move(self, instant: datetime) -> None:
        self.instant = instant

    def given(self, given: Given) -> None:
        self.given_so_far.append(given)

    def actor(self, code: str) -> Actor:
        if code == "nobody":
            raise errors.NotFoundError
        post = Post(person=code, role="R.INTAKE", jurisdiction="longxi")
        return Actor(person=code, name="马某", posts=(post,), below={"longxi": frozenset({"longxi"})})

    def open_case(self, actor: Actor, process: str | None, channel: str | None, answers: Json) -> UUID:
        self.case = Case(
            id=CASE, jurisdiction="longxi", release="r", number="陇综调〔2025〕0001号", revision=1, state="accepted",
            document={"intake": answers}, opened_at=self.instant, opened_by=actor.person, title="工伤",
        )  # fmt: skip
        self._note("opened", actor=actor.person)
        self.due = self.instant + timedelta(days=1)
        if self.undeclared:
            self._note("submitted", code="CONSENT.ASK", actor="wang")
            self._note("submitted", code="CONSENT.ASK", actor="wang")
            self.case.document["consents"] = [{"agreed": True}, {"agreed": True}]
        self._add("MED.SESSION" if self.hasty_session or self.undeclared else "FACT.FIND", None if self.ownerless else "R.INTAKE")
        return CASE

    def submit(self, item: UUID, answers: Json, actor: Actor) -> None:
        found = next(each for each in self.items if each.id == item)
        if found.state is not ItemState.OPEN and not self.twice:
            raise errors.WorkItemClosedError
        if answers.get("seal") is False:
            raise errors.AnswersRefusedError(
                [FieldProblem(path="/seal", message=Text("须加盖委员会印章。", "The committee seal is needed."))]
            )
        self.items = tuple(replace(each, state=ItemState.DONE) if each.id == item else each for each in self.items)
        self._note("submitted", code=found.code, actor=actor.person)
        assert self.case
        self.case = replace(self.case, state="closed", end="E.SETTLED_PERFORMED", closed_at=self.instant)
        self.due = None

    def claim(self, item: UUID, actor: Actor) -> None:
        self.items = tuple(each.held_by(actor.person) if each.id == item else each for each in self.items)

    def send(self, case: UUID, message: str, payload: Json, actor: Actor) -> None:
        raise errors.MessageNotAwaitedError

    def next_due(self) -> datetime | None:
        return self.due

    def fire_due(self) -> None:
        assert self.due
        planned = {} if self.silent_timer else {"planned": self.due.isoformat()}
        self._note("fired", code="SUP.URGE", **planned)
        self.fired_at.append(self.instant)
        if not self.restless:
            self.due += timedelta(days=1)

    def begun(self) -> Mapping[str, UUID]:
        return {}

    def standing(self, case: UUID) -> Standing:
        assert self.case
        if self.rewriting and len(self.history) > 2:
            self.history[0] = replace(self.history[0], actor="somebody else")
        items = tuple(item for item in self.items if item.state is ItemState.OPEN)
        timers = self._timers()
        locked = LockedCase(case=self.case, process="p", state=b"", items=items, timers=timers)
        return Standing(locked=locked, history=tuple(self.history), reread=self._reread(items, timers))

    def evaluate(self, case: UUID, expression: str) -> Any:
        assert self.case
        return self.case.document["intake"].get(expression.removeprefix("=intake."))

    def statistics(self) -> Mapping[str, Any]:
        closed = self.case is not None and self.case.is_closed
        return {"settled_amount": 70000 if closed else 0, "batches": 1}

    def _add(self, code: str, role: str | None) -> None:
        item = WorkItem(
            id=uuid4(), case=CASE, jurisdiction="longxi", task=uuid4(), element="find", code=code, title=Text("调查", "Find facts"),
            form=None, role=role, created_at=self.instant, due=self.due, entry={"party": {"name": "高某"}},
            assigned=("person:ma",) if self.undeclared else (),
        )  # fmt: skip
        self.items += (item,)
        self._note("created", code=code)

    def _note(self, kind: str, *, actor: str = "system", code: str | None = None, **detail: Any) -> None:
        self.history.append(Entry(at=self.instant, actor=actor, kind=kind, code=code, detail=detail))

    def _timers(self) -> tuple[Timer, ...]:
        if self.due is None:
            return ()
        return (Timer(case=CASE, jurisdiction="longxi", ref=UUID(int=7), kind=TimerKind.PROCESS, due=self.due),)

    def _reread(self, items: tuple[WorkItem, ...], timers: tuple[Timer, ...]) -> Outcome:
        tasks = tuple(
            OpenTask(
                task=item.task, element=item.element, title=item.title, code=item.code, form=None, role=item.role, assigned=(),
                deadline=None, entry=None,
            )
            for item in items
        )  # fmt: skip
        armed = tuple(ArmedTimer(task=t.ref, element="t", due=t.due, deadline=None, code=None) for t in timers)
        ended = self.case is not None and self.case.is_closed
        return Outcome(state=b"", tasks=() if self.forgetful else tasks, timers=armed, events=(), is_ended=ended)
