"""Plays one case of a demonstration through the real use cases, by a clock that is moved along with it.

Whatever the process asks next is answered by the rules for its step code, so a demonstration follows every change of the
diagrams. A case that was broken off goes on where it stands: everything that is drawn follows from the number of the case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from engine import errors, feel
from engine.domain.access import Actor
from engine.domain.calendar import local_date
from engine.domain.case import Case, Entry, Json, WorkItem
from engine.domain.roster import Roster
from engine.errors import EngineError, Text
from engine.packs import drawing
from engine.packs.demofile import FUNCTIONS, Message, Path, Rule
from engine.packs.moments import Moments
from engine.packs.play import sentences
from engine.usecases import ports
from engine.usecases.clock import MovableClock
from engine.usecases.context import Context
from engine.usecases.fire_due import FireDue, fire_due
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.send_message import SendMessage, send_message
from engine.usecases.submit_form import SubmitForm, submit

#: More steps of one case mean that it goes round and round.
MOST_STEPS = 600
_INTAKE = "R.INTAKE"
_BEIJING = timezone(timedelta(hours=8))


class DemonstrationError(EngineError):
    """演示数据无法继续。

    The demonstration cannot go on.
    """


@dataclass(frozen=True, kw_only=True)
class Plot:
    """One case of a demonstration as it is planned."""

    id: UUID
    path: Path
    opened_at: datetime
    #: From it follows everything that is drawn.
    seed: str
    #: Which case of the demonstration it is; expressions read it as `number`.
    number: int


#: Where a case stands: as it was read, or as an answer left it.
_Standing = ports.LockedCase | ports.CaseStep


@dataclass(frozen=True, kw_only=True)
class _Act:
    """Something that somebody does at a moment."""

    at: datetime
    rule: Rule
    random: Random
    item: WorkItem
    message: str | None = None


@dataclass(kw_only=True)
class Stage:
    """A jurisdiction in which cases are played; `context.clock` must be the given clock."""

    context: Context
    clock: MovableClock
    jurisdiction: str
    moments: Moments
    actors: dict[str, Actor] = field(default_factory=dict)
    rosters: dict[str, Roster] = field(default_factory=dict)

    def play(self, plot: Plot, until: datetime) -> Case:
        """Play a case to its end, or as far as it comes before an instant. Raises DemonstrationError."""
        playing = _Playing(stage=self, plot=plot)
        try:
            return playing.play(until)
        except EngineError as error:
            raise DemonstrationError(_where(plot, playing.doing, error)) from error

    def actor(self, person: str) -> Actor:
        """Return a person, read once."""
        if person not in self.actors:
            with self.context.begin(()) as uow:
                self.actors[person] = uow.rosters.actor(person)
        return self.actors[person]

    def roster(self, place: str) -> Roster:
        """Return the roster that serves a place, read once."""
        if place not in self.rosters:
            with self.context.begin(()) as uow:
                self.rosters[place] = uow.rosters.roster(place)
        return self.rosters[place]

    def holders(self, role: str, place: str) -> list[Actor]:
        """Return those who hold a role for a place, in the roster's order."""
        people = dict.fromkeys(post.person for post in self.roster(place).posts if post.role == role)
        found = [actor for actor in map(self.actor, people) if role in actor.roles_in(place)]
        if not found:
            raise DemonstrationError(Text(f"名册中没有人担任{role}。", f"Nobody on the roster holds {role}."))
        return found


@dataclass(kw_only=True)
class _Playing:
    stage: Stage
    plot: Plot
    #: What is being done, for saying where it went wrong.
    doing: str = "open"
    drawn: dict[str, Any] = field(default_factory=dict)
    #: How often each step has been done.
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.evaluate = drawing.evaluator(self._functions())

    def play(self, until: datetime) -> Case:
        self.stage.clock.instant = self.plot.opened_at
        self.drawn = drawing.draw(self.plot.path.draw, self._scope(None, None), self._random("draw"), self.evaluate)
        place = str(self._value(self.plot.path.opening.place) or self.stage.jurisdiction)
        self._open_unless_there(place)
        left: _Standing | None = None
        for _ in range(MOST_STEPS):
            standing = left or self._read(place)
            act = min(self._acts(standing), key=lambda each: each.at, default=None)
            due = min((timer.due for timer in standing.timers), default=None)
            coming = min((moment for moment in (act.at if act else None, due) if moment), default=None)
            if standing.case.is_closed or coming is None or coming > until:
                return standing.case
            self.stage.clock.instant = max(coming, self.stage.clock.instant)
            if due is not None and due <= coming:
                fire_due(FireDue(case=standing.case.id, jurisdiction=place), self.stage.context)
                left = None
            elif act:
                left = self._do(act, standing)
        raise DemonstrationError(Text("案件一直没有办结。", "The case never comes to an end."))

    def _read(self, place: str) -> _Standing:
        with self.stage.context.begin({place}) as uow:
            return uow.cases.lock(self.plot.id)

    def _open_unless_there(self, place: str) -> None:
        try:
            with self.stage.context.begin({place}) as uow:
                uow.cases.lock(self.plot.id)
                history = uow.cases.history(self.plot.id)
        except errors.NotFoundError:
            opening = self.plot.path.opening
            random = self._random("open")
            actor = self._named(opening.by or _INTAKE, place, random, self._scope(None, None))
            answers = drawing.filled(opening.give, self._scope(None, None), self.evaluate)
            command = OpenCase(jurisdiction=place, actor=actor, answers=answers, process=opening.process, draft=self.plot.id)
            open_case(command, self.stage.context)
        else:
            self._go_on(history)

    def _go_on(self, history: Sequence[Entry]) -> None:
        """Remember what has been done already; the clock goes on from the last line."""
        self.stage.clock.instant = history[-1].at
        self.done.update(entry.code for entry in history if entry.kind == "submitted" and entry.code)
        self.done.update(_told(str(entry.code)) for entry in history if entry.kind == "message")

    def _acts(self, locked: _Standing) -> Iterator[_Act]:
        """Yield what would be done next in each open item, and what reaches the centre meanwhile."""
        seen: Counter[str] = Counter()
        for item in locked.items:
            number = self.done[item.code] + seen[item.code]
            seen[item.code] += 1
            yield from self._act(item, number, locked)
            for message in self.plot.path.messages:
                if message.during == item.code and not self.done[_told(message.name)]:
                    yield self._message(message, item, locked)

    def _act(self, item: WorkItem, number: int, locked: _Standing) -> Iterator[_Act]:
        self.doing = item.code
        random = self._random(item.code, number)
        rules = [each for each in self.plot.path.answers.get(item.code, ()) if self._applies(each, item, locked)]
        if not rules:
            raise DemonstrationError(Text("demo.yaml 没有写这一步怎样办。", "demo.yaml does not say how this step is done."))
        rule = rules[min(number, len(rules) - 1)]
        if not rule.wait:
            yield _Act(at=self._moment(rule, item, random, locked), rule=rule, random=random, item=item)

    def _message(self, message: Message, item: WorkItem, locked: _Standing) -> _Act:
        self.doing = message.name
        random = self._random("message", message.name)
        at = self._moment(message.rule, item, random, locked)
        return _Act(at=at, rule=message.rule, random=random, item=item, message=message.name)

    def _applies(self, rule: Rule, item: WorkItem, locked: _Standing) -> bool:
        return rule.when is None or self.evaluate(rule.when, self._scope(locked, item)) is True

    def _moment(self, rule: Rule, item: WorkItem, random: Random, locked: _Standing) -> datetime:
        """Return when somebody does a step: in time, unless the rule says how late."""
        moments = self.stage.moments
        if rule.at:
            at = datetime.fromisoformat(str(self._value(rule.at, locked, item)))
            return (at if at.tzinfo else at.replace(tzinfo=_BEIJING)).astimezone(UTC)
        if rule.late and item.due:
            return moments.after(item.due, rule.late, random)
        at = moments.after(item.created_at, rule.after, random)
        return moments.in_time(item.created_at, item.due, random) if item.due and at >= item.due > item.created_at else at

    def _do(self, act: _Act, locked: _Standing) -> _Standing | None:
        """Do it, and return how the case stands after an answer; after a message it has to be read."""
        self.doing = act.message or act.item.code
        scope = self._scope(locked, act.item)
        scope |= drawing.draw(act.rule.draw, scope, act.random, self.evaluate)
        actor = self._doer(act, scope, locked.case.jurisdiction)
        answers: Json = drawing.filled(act.rule.give, scope, self.evaluate)
        if act.message:
            command = SendMessage(case=locked.case.id, message=act.message, actor=actor, payload=answers)
            send_message(command, self.stage.context)
            self.done[_told(act.message)] += 1
            return None
        step = submit(SubmitForm(item=act.item.id, answers=answers, actor=actor), self.stage.context)
        self.done[act.item.code] += 1
        return step

    def _doer(self, act: _Act, scope: Mapping[str, Any], place: str) -> Actor:
        if act.rule.by:
            return self._named(act.rule.by, place, act.random, scope)
        if act.message:
            return self._named(_INTAKE, place, act.random, scope)
        if act.item.holder:
            return self.stage.actor(act.item.holder)
        if act.item.role and not act.item.assigned:
            return act.random.choice(self.stage.holders(act.item.role, place))
        fitting = [actor for actor in map(self.stage.actor, self._addressed(act.item, place)) if act.item.is_for(actor)]
        if not fitting:
            raise DemonstrationError(Text("名册中没有人可以办这一步。", "Nobody on the roster may do this step."))
        return act.random.choice(fitting)

    def _addressed(self, item: WorkItem, place: str) -> list[str]:
        """Return who may be meant by the addresses of an item; without any, everybody."""
        roster = self.stage.roster(place)
        found = [address.removeprefix("person:") for address in item.assigned if address.startswith("person:")]
        found += [person for team in roster.teams if f"team:{team.code}" in item.assigned for person in team.members]
        found += [post.person for post in roster.posts if item.assigned and {f"unit:{post.unit}", post.address} & set(item.assigned)]
        return found if item.assigned else [person.code for person in roster.people]

    def _named(self, by: str, place: str, random: Random, scope: Mapping[str, Any]) -> Actor:
        code = str(self.evaluate(by, scope)) if by.startswith("=") else by
        return random.choice(self.stage.holders(code, place)) if code.startswith("R.") else self.stage.actor(code)

    # --- what expressions see ---------------------------------------------------------------------------------------

    def _value(self, text: str | None, locked: _Standing | None = None, item: WorkItem | None = None) -> Any:
        return self.evaluate(text, self._scope(locked, item)) if text else None

    def _scope(self, locked: _Standing | None, item: WorkItem | None) -> dict[str, Any]:
        case = locked.case if locked else None
        parameters = self.stage.context.releases.get(case.release).parameters if case else {}
        known = {**case.document, "case": case.facts(), "parameters": parameters} if case else {}
        return {"number": self.plot.number, **self.drawn, **known, **(item.entry or {} if item else {}), **self._time()}

    def _time(self) -> dict[str, Any]:
        now = self.stage.clock.now()
        return {"now": now.astimezone(_BEIJING).replace(microsecond=0), "today": local_date(now)}

    def _functions(self) -> Mapping[str, feel.Function]:
        def workday(days: Decimal) -> Any:
            calendar, today = self.stage.moments.calendar, local_date(self.stage.clock.now())
            return calendar.add_working_days(today, int(days)) if days else calendar.next_working_day(today)

        return {name: feel.Function((names,), workday, name) for name, names in FUNCTIONS.items()}

    def _random(self, *about: object) -> Random:
        return drawing.seeded(self.plot.seed, *about)


def _told(message: str) -> str:
    return f"message {message}"


def _where(plot: Plot, doing: str, error: EngineError) -> Text:
    said = sentences(error)
    zh, en = " ".join(text.zh for text in said), " ".join(text.en for text in said)
    return Text(f"路径“{plot.path.name}”的“{doing}”：{zh}", f"Path {plot.path.name}, {doing}: {en}")
