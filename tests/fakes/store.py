"""A store in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from engine import errors
from engine.domain.access import Actor
from engine.domain.calendar import WorkingCalendar
from engine.domain.case import Case, Draft, Entry, ItemState, Message, WorkItem
from engine.domain.linking import Link, LinkedCase
from engine.domain.rhythm import Beat
from engine.domain.roster import Roster
from engine.usecases import ports


@dataclass
class FakeDocuments:
    """Documents in memory."""

    stored: dict[UUID, ports.StoredDocument] = field(default_factory=dict)
    serials: dict[tuple[str, str, int], int] = field(default_factory=dict)
    came: dict[UUID, tuple[ports.ReceivedDocument, bytes]] = field(default_factory=dict)

    def next_serial(self, jurisdiction: str, series: str, year: int) -> int:
        key = jurisdiction, series, year
        self.serials[key] = self.serials.get(key, 0) + 1
        return self.serials[key]

    def put(self, document: ports.StoredDocument) -> None:
        self.stored[document.row.id] = document

    def get(self, document: UUID) -> ports.StoredDocument:
        if document not in self.stored:
            raise errors.NotFoundError
        return self.stored[document]

    def put_received(self, document: ports.ReceivedDocument, content: bytes) -> None:
        self.came[document.id] = document, content

    def received(self, document: UUID) -> tuple[ports.ReceivedDocument, bytes]:
        if document not in self.came:
            raise errors.NotFoundError
        return self.came[document]

    def received_in(self, case: UUID) -> Sequence[ports.ReceivedDocument]:
        return [document for document, _ in self.came.values() if document.case == case]

    def of_case(self, case: UUID) -> Sequence[ports.IssuedDocument]:
        return [each.row for each in self.stored.values() if each.row.case == case]


@dataclass
class FakeCases:
    """Cases in memory."""

    stored: dict[UUID, ports.LockedCase] = field(default_factory=dict)
    closed: dict[UUID, WorkItem] = field(default_factory=dict)
    steps: list[ports.CaseStep] = field(default_factory=list)
    drafts: dict[UUID, Draft] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    readings: list[tuple[UUID, str, str, str]] = field(default_factory=list)
    posted: list[Message] = field(default_factory=list)

    def next_serial(self, jurisdiction: str, year: int) -> int:
        return len(self.stored) + 1

    def within(self, jurisdiction: str) -> Iterable[Case]:
        return [locked.case for locked in self.stored.values()]

    def post(self, message: Message) -> None:
        self.posted.append(message)

    def open_within(self, jurisdiction: str, now: datetime) -> Iterable[tuple[Case, int]]:
        for locked in self.stored.values():
            if not locked.case.is_closed:
                yield locked.case, sum(item.is_overdue(now) for item in locked.items)

    def lock(self, case: UUID) -> ports.LockedCase:
        if case not in self.stored:
            raise errors.NotFoundError
        return self.stored[case]

    def lock_item(self, item: UUID) -> tuple[ports.LockedCase, WorkItem]:
        if item in self.closed:
            return self.stored[self.closed[item].case], self.closed[item]
        for locked in self.stored.values():
            for found in locked.items:
                if found.id == item:
                    return locked, found
        raise errors.NotFoundError

    def save(self, step: ports.CaseStep) -> None:
        self.steps.append(step)
        self.entries.extend(step.entries)
        gone = {i.id: i for i in step.before.items} if step.before else {}
        for item in step.items:
            gone.pop(item.id, None)
        states = {item: ItemState.DONE if item == step.finished else ItemState.WITHDRAWN for item in gone}
        self.closed |= {item: replace(found, state=states[item]) for item, found in gone.items()}
        self.stored[step.case.id] = ports.LockedCase(
            case=step.case, process=step.process, state=step.state, items=step.items, timers=step.timers
        )

    def put_item(self, item: WorkItem, entry: Entry) -> None:
        locked = self.stored[item.case]
        items = tuple(item if i.id == item.id else i for i in locked.items)
        self.stored[item.case] = replace(locked, items=items)
        self.entries.append(entry)

    def drop_draft(self, item: UUID) -> None:
        self.drafts.pop(item, None)

    def put_draft(self, draft: Draft, case: UUID | None, jurisdiction: str, seen: int) -> None:
        stored = self.drafts.get(draft.item)
        if (stored.revision if stored else 0) != seen:
            raise errors.DraftChangedError
        self.drafts[draft.item] = draft

    def log_reading(self, case: UUID, actor: str, compartment: str, purpose: str) -> None:
        self.readings.append((case, actor, compartment, purpose))

    def items(self, case: UUID) -> Sequence[WorkItem]:
        return [*(item for item in self.closed.values() if item.case == case), *self.stored[case].items]

    def history(self, case: UUID) -> Sequence[Entry]:
        return [entry for step in self.steps if step.case.id == case for entry in step.entries]

    def open_load(self, people: Iterable[str]) -> Mapping[str, int]:
        return {}


@dataclass
class FakePacks:
    """Drafts and releases in memory."""

    drafts_by_id: dict[UUID, ports.PackDraft] = field(default_factory=dict)
    added: list[ports.ReleaseRow] = field(default_factory=list)
    adopted: str = "r1"

    def current(self, jurisdiction: str) -> str | None:
        return self.adopted

    def in_force(self, jurisdiction: str) -> Sequence[str]:
        return [self.adopted]

    def release_files(self, release: str) -> Mapping[str, bytes]:
        return self.own_files(release)

    def own_files(self, release: str) -> Mapping[str, bytes]:
        return {"processes/small/pack.yaml": b"pack: small\nversion: 1.0.0\n"}

    def inherited_files(self, release: str) -> Mapping[str, bytes]:
        return {}

    def parent(self, release: str) -> str | None:
        return None

    def follows(self, release: str) -> str | None:
        return release

    def draft(self, draft: UUID) -> ports.PackDraft:
        return self.drafts_by_id[draft]

    def put_draft(self, draft: ports.PackDraft, seen: int | None) -> None:
        stored = self.drafts_by_id.get(draft.id)
        if (stored.revision if stored else None) != seen:
            raise errors.DraftChangedError
        self.drafts_by_id[draft.id] = draft

    def add_release(self, row: ports.ReleaseRow, files: Mapping[str, bytes]) -> None:
        self.added.append(row)

    def adopt(self, jurisdiction: str, release: str, at: datetime, by: str) -> None:
        self.adopted = release


@dataclass
class FakeRosters:
    """People by code."""

    actors: dict[str, Actor] = field(default_factory=dict)
    held: Roster = field(default_factory=Roster)
    path: Sequence[ports.Place] = ()
    working: WorkingCalendar = field(
        default_factory=lambda: WorkingCalendar(years=frozenset({2025}), holidays=frozenset(), make_up_days=frozenset())
    )

    def roster(self, jurisdiction: str) -> Roster:
        return self.held

    def lock_roster(self, jurisdiction: str) -> None:
        return None

    def put_roster(self, jurisdiction: str, roster: Roster) -> None:
        self.held = roster

    def above(self, jurisdiction: str) -> Sequence[ports.Place]:
        return self.path

    def calendar(self, jurisdiction: str) -> WorkingCalendar:
        return self.working

    def actor(self, person: str) -> Actor:
        return self.actors[person]


@dataclass
class FakeLinks:
    """Links in memory; the other case is known by its id alone."""

    made: list[Link] = field(default_factory=list)

    def put(self, link: Link) -> None:
        self.made.append(link)

    def of_case(self, case: UUID) -> Sequence[LinkedCase]:
        shown = {"number": "", "title": "", "state": "", "is_closed": False}
        away = [LinkedCase(id=link.other, kind=link.kind, leads_away=True, **shown) for link in self.made if link.case == case]
        return [*away, *(LinkedCase(id=link.case, kind=link.kind, leads_away=False, **shown) for link in self.made if link.other == case)]


@dataclass
class FakeRhythms:
    """Beats in memory."""

    beats: list[Beat] = field(default_factory=list)

    def last(self, jurisdiction: str, rhythm: str) -> datetime | None:
        return max((beat.planned for beat in self.beats if (beat.jurisdiction, beat.rhythm) == (jurisdiction, rhythm)), default=None)

    def put(self, beat: Beat) -> None:
        self.beats.append(beat)


@dataclass
class FakeUnitOfWork:
    """Counts commits; undoes nothing, so tests assert what was committed."""

    cases: FakeCases = field(default_factory=FakeCases)
    packs: FakePacks = field(default_factory=FakePacks)
    rosters: FakeRosters = field(default_factory=FakeRosters)
    documents: FakeDocuments = field(default_factory=FakeDocuments)
    rhythms: FakeRhythms = field(default_factory=FakeRhythms)
    attachments: Any = None
    links: Any = field(default_factory=FakeLinks)
    commits: int = 0
    jobs: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        return None

    def put_job(self, job: str, *, after: int = 0, **arguments: Any) -> None:
        self.jobs.append((job, after, arguments))

    def commit(self) -> None:
        self.commits += 1
