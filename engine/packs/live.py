"""The product for scenarios: the real use cases over the real store, with a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from engine import errors
from engine.domain import content
from engine.domain.access import Actor
from engine.domain.case import Json
from engine.domain.linking import LinkKind
from engine.domain.roster import Roster
from engine.errors import Text
from engine.packs import parameters, rows
from engine.packs.product import Standing
from engine.packs.scenariofile import Given
from engine.usecases import ports
from engine.usecases.advance import Advance
from engine.usecases.begin_rhythms import BeginRhythms, begin_rhythms
from engine.usecases.claim import Claim, claim
from engine.usecases.clock import MovableClock
from engine.usecases.context import Context
from engine.usecases.fire_due import FireDue, fire_due
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.recount_figures import RecountFigures, recount_figures
from engine.usecases.send_message import SendMessage, send_message
from engine.usecases.submit_form import SubmitForm, submit_form


@dataclass(kw_only=True)
class LiveProduct:
    """Satisfies `engine.packs.product.Product`; `context.clock` must be the given clock."""

    context: Context
    clock: MovableClock
    jurisdiction: str
    #: Figures of a jurisdiction now.
    figures: Callable[[str], Mapping[str, Any]]
    #: Value of an expression over names, as plain JSON.
    feel: Callable[[str, Mapping[str, Any], datetime], Any]
    cases: list[UUID] = field(default_factory=list)
    #: Rhythms that run here.
    rhythms: tuple[str, ...] = ()
    _begun: dict[str, UUID] = field(default_factory=dict)

    def now(self) -> datetime:
        """Return the clock's instant."""
        return self.clock.now()

    def move(self, instant: datetime) -> None:
        """Set the clock."""
        self.clock.instant = instant

    def given(self, given: Given) -> None:
        """Write roster rows, let rhythms run, and adopt a release of the same pack with other parameters."""
        if given.roster:
            self._put_rows(rows.roster(given.roster, self.jurisdiction))
        if given.parameters:
            self._adopt_with(given.parameters)
        if given.rhythms:
            self.rhythms = given.rhythms
            # The first look says from when they are watched.
            begin_rhythms(self._beginning(), self.context)

    def actor(self, code: str) -> Actor:
        """Return a person, or whoever holds a role first in the roster's order."""
        with self._begin() as uow:
            return uow.rosters.actor(self._holder(uow, code) if code.startswith("R.") else code)

    def open_case(self, actor: Actor, process: str | None, channel: str | None, answers: Json) -> UUID:
        """Open a case; a channel that has no door of its own becomes the answer `channel`."""
        door = self._door_of(channel) if channel and not process else None
        if channel and not (process or door):
            answers = {"channel": channel, **answers}
        case = open_case(OpenCase(jurisdiction=self.jurisdiction, actor=actor, answers=answers, process=process or door), self.context)
        self.cases.append(case.id)
        return case.id

    def submit(self, item: UUID, answers: Json, actor: Actor) -> None:
        """Do a work item, as somebody who has just opened its page."""
        submit_form(SubmitForm(item=item, answers=answers, actor=actor), self.context)

    def claim(self, item: UUID, actor: Actor) -> None:
        """Claim a work item."""
        claim(Claim(item=item, actor=actor), self.context)

    def send(self, case: UUID, message: str, payload: Json, actor: Actor) -> None:
        """Deliver a message."""
        send_message(SendMessage(case=case, message=message, actor=actor, payload=payload), self.context)

    def next_due(self) -> datetime | None:
        """Return the earliest armed instant of the scenario's cases, or the next beat of a rhythm."""
        with self._begin() as uow:
            armed = [timer.due for case in self.cases for timer in uow.cases.lock(case).timers]
            return min((*armed, *self._beats(uow)), default=None)

    def fire_due(self) -> None:
        """Fire what is due, case by case, then let rhythms begin."""
        for case in self.cases:
            fire_due(FireDue(case=case, jurisdiction=self.jurisdiction), self.context)
        begun = begin_rhythms(self._beginning(), self.context) if self.rhythms else {}
        self.cases.extend(case.id for case in begun.values())
        self._begun |= {name: case.id for name, case in begun.items()}

    def begun(self) -> Mapping[str, UUID]:
        """Return what began by a rhythm since the last time, and what the known cases have opened."""
        found, self._begun = self._begun, {}
        with self._begin() as uow:
            for case in self.cases:  # grows while it is walked: what was opened may open more
                for other in uow.links.of_case(case):
                    if other.kind is LinkKind.SERVES and other.id not in self.cases:
                        self.cases.append(other.id)
                        found[str(uow.cases.history(other.id)[0].detail["process"])] = other.id
        return found

    def _beats(self, uow: ports.UnitOfWork) -> Iterator[datetime]:
        current = uow.packs.current(self.jurisdiction) if self.rhythms else None
        known = self.context.releases.get(current).rhythms if current else {}
        for name in self.rhythms:
            last = uow.rhythms.last(self.jurisdiction, name)
            beat = known[name].next_beat(last, uow.rosters.calendar(self.jurisdiction)) if last else None
            if beat:
                yield beat

    def _beginning(self) -> BeginRhythms:
        return BeginRhythms(jurisdiction=self.jurisdiction, reach={self.jurisdiction}, only=self.rhythms)

    def standing(self, case: UUID) -> Standing:
        """Read the case in a transaction of its own and ask the process engine about the stored bytes."""
        with self._begin() as uow:
            locked = uow.cases.lock(case)
            advance = self._advance(uow, locked)
            reread = advance.release.processes.inspect(locked.process, locked.state, advance.run())
            return Standing(locked=locked, history=tuple(uow.cases.history(case)), reread=reread)

    def evaluate(self, case: UUID, expression: str) -> Any:
        """Evaluate over the document and the names that the process sees."""
        with self._begin() as uow:
            locked = uow.cases.lock(case)
            names = self._advance(uow, locked).names()
        return self.feel(expression, {**names, **locked.case.document}, self.now())

    def statistics(self) -> Mapping[str, Any]:
        """Return the figures now."""
        return self.figures(self.jurisdiction)

    def _begin(self) -> ports.UnitOfWork:
        return self.context.begin({self.jurisdiction})

    def _advance(self, uow: ports.UnitOfWork, locked: ports.LockedCase) -> Advance:
        return Advance.of(locked, "system", uow, self.context)

    def _holder(self, uow: ports.UnitOfWork, role: str) -> str:
        found = next((post.person for post in uow.rosters.roster(self.jurisdiction).posts if post.role == role), None)
        if found is None:
            raise errors.NotFoundError(Text(f"名册中没有人担任{role}。", f"Nobody on the roster holds {role}."))
        return found

    def _door_of(self, channel: str) -> str | None:
        with self._begin() as uow:
            release = self.context.releases.get(self._current(uow))
        return next((door.process for door in release.doors if getattr(door, "channel", None) == channel), None)

    def _current(self, uow: ports.UnitOfWork) -> str:
        current = uow.packs.current(self.jurisdiction)
        if current is None:
            raise errors.NotFoundError(
                Text(f"辖区{self.jurisdiction}还没有采用任何模板包。", f"{self.jurisdiction} has adopted no pack yet.")
            )
        return current

    def _put_rows(self, added: Roster) -> None:
        with self._begin() as uow:
            served = uow.rosters.roster(self.jurisdiction)
            uow.rosters.put_roster(self.jurisdiction, rows.replaced(served.of(self.jurisdiction), added))
            uow.commit()

    def _adopt_with(self, values: Json) -> None:
        with self._begin() as uow:
            current = self._current(uow)
            release = self.context.releases.get(current)
            parent = uow.packs.parent(current)
            files = parameters.override(uow.packs.own_files(current), release.pack, values)
            row = ports.ReleaseRow(
                id=content.release_id(files, parent),
                jurisdiction=self.jurisdiction,
                pack=release.pack,
                version=release.version,
                parent=parent,
                released_at=self.now(),
                author="scenario",
                released_by="scenario",
                note="given",
            )
            uow.packs.add_release(row, files)
            uow.packs.adopt(self.jurisdiction, row.id, self.now(), "scenario")
            uow.commit()
        recount_figures(RecountFigures(reach=frozenset({self.jurisdiction}), jurisdiction=self.jurisdiction), self.context)
