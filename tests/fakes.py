"""Fakes that satisfy the ports of the use cases, for tests of the use cases alone."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import TracebackType
from typing import Any, Self
from uuid import UUID, uuid5

from engine import errors
from engine.documents.workbooks import Workbooks
from engine.domain.access import Actor
from engine.domain.calendar import WorkingCalendar, local_date
from engine.domain.case import Case, Draft, Entry, ItemState, Json, Message, WorkItem
from engine.domain.composition import Composition
from engine.domain.deadline import DeadlineRule
from engine.domain.figure import Count, Counted, FigureDefinition, Grouping, Part
from engine.domain.letter import Letter
from engine.domain.linking import Link, LinkedCase
from engine.domain.process import ArmedTimer, OpenTask, Outcome, Run, StepEvent
from engine.domain.report import Report
from engine.domain.rhythm import Beat, Rhythm
from engine.domain.roster import Post, Roster
from engine.errors import FieldProblem, Problem, Text
from engine.solving import Highs
from engine.usecases import ports
from engine.usecases.context import Context

SPACE = UUID(int=7)


@dataclass
class FakeClock:
    """A clock that stands until it is moved."""

    instant: datetime = datetime(2025, 6, 3, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def advance(self, **more: float) -> None:
        self.instant += timedelta(**more)


@dataclass(frozen=True)
class FakeForm:
    """Asks for `facts`, writes to a place, and seals `said`."""

    code: str = "F01"
    writes: str = "intake"
    asks_roster: bool = False
    is_told: bool = False
    is_for_author: bool = False

    def title(self) -> Text:
        return Text("登记", "Registration")

    def of_entry(self, entry: Json | None) -> FakeForm:
        return self

    def check(self, answers: Json, roster: Roster) -> Sequence[FieldProblem]:
        return [] if answers.get("facts") else [FieldProblem(path="/facts", message=Text("请填写此项。", "Fill this in."))]

    def split(self, answers: Json) -> tuple[Json, Json | None]:
        sealed = {"/said": answers["said"]} if "said" in answers else None
        return {key: value for key, value in answers.items() if key != "said"}, sealed

    def join(self, document: Json, sealed: Json) -> Json:
        return {**document, **{place.removeprefix("/"): value for place, value in sealed.items()}}

    def redact(self, answers: Json, allowed: Collection[str]) -> Json:
        return answers

    def localized(self, locale: str, roster: Roster) -> Json:
        return {}

    def layout(self) -> Json:
        return {}

    def describe(self, answers: Json, locale: str, roster: Roster) -> Sequence[tuple[str, Any]]:
        return list(answers.items())


@dataclass
class StepByStep:
    """A process of named user tasks in a row; the state is the number of tasks done.

    The task `limited` has a boundary timer of one hour that skips it.
    """

    tasks: tuple[OpenTask, ...]
    limited: str | None = None

    def start(self, process: str, run: Run) -> Outcome:
        return self._at(0, run.now)

    def complete(self, process: str, state: bytes, task: UUID, run: Run) -> Outcome:
        done, _since = self._read(state)
        if self.tasks[done].task != task:
            raise errors.WorkItemClosedError
        return self._at(done + 1, run.now)

    def fire(self, process: str, state: bytes, run: Run) -> Outcome:
        done, since = self._read(state)
        is_due = self.tasks[done].code == self.limited and since + timedelta(hours=1) <= run.now
        return self._at(done + 1, run.now, fired=self.tasks[done]) if is_due else self._at(done, since)

    def send(self, process: str, state: bytes, message: str, payload: Json, run: Run) -> Outcome:
        raise errors.MessageNotAwaitedError

    def recount(self, process: str, state: bytes, run: Run) -> Outcome:
        return self.inspect(process, state, run)

    def inspect(self, process: str, state: bytes, run: Run) -> Outcome:
        return self._at(*self._read(state))

    def calls(self, process: str) -> Mapping[str, frozenset[str]]:
        return {}

    def _read(self, state: bytes) -> tuple[int, datetime]:
        done, since = json.loads(state)
        return done, datetime.fromisoformat(since)

    def _at(self, done: int, since: datetime, fired: OpenTask | None = None) -> Outcome:
        open_tasks = self.tasks[done : done + 1]
        timers = tuple(
            ArmedTimer(task=uuid5(SPACE, t.element), element=t.element, due=since + timedelta(hours=1), deadline=None, code=None)
            for t in open_tasks
            if t.code == self.limited
        )
        events = (StepEvent(kind="fired", element=fired.element, title=fired.title),) if fired else ()
        is_ended = not open_tasks
        state = json.dumps([done, since.isoformat()]).encode()
        return Outcome(
            state=state, tasks=open_tasks, timers=timers, events=events, is_ended=is_ended, end="E.CONFIRMED" if is_ended else None
        )


def a_task(code: str, **more: Any) -> OpenTask:
    defaults: dict[str, Any] = {"form": "F01", "role": "R.INTAKE", "assigned": (), "deadline": None, "entry": None}
    title = Text(code, code)
    return OpenTask(task=uuid5(SPACE, code), element=code.lower(), title=title, code=code, **{**defaults, **more})


@dataclass(frozen=True)
class FakeMeasures:
    """Counts every case as one, on the day on which it was opened."""

    address: int = 1
    groupings: Mapping[str, Grouping] = field(default_factory=dict)
    reports: Mapping[str, Report] = field(default_factory=dict)

    @property
    def figures(self) -> Mapping[str, FigureDefinition]:
        title = Text("案件", "Cases")
        return {"cases": FigureDefinition(name="cases", title=title, version=1, address=self.address, formulas={"sum": "=true"})}

    @property
    def addresses(self) -> frozenset[int]:
        return frozenset({self.address})

    def affected(self, before: Case | None, after: Case) -> frozenset[int]:
        return frozenset() if before else self.addresses

    def count(self, case: Case, addresses: Collection[int]) -> Counted:
        known = self.addresses.intersection(addresses)
        day = local_date(case.opened_at)
        counts = tuple(Count(definition=address, part=Part.SUM, day=day, value=Decimal(1)) for address in known)
        return Counted(definitions=known, counts=counts)


@dataclass
class FakeRelease:
    """A release with one form and one process."""

    processes: StepByStep
    id: str = "r1"
    pack: str = "small"
    version: str = "1.0.0"
    title: Text = field(default_factory=lambda: Text("小包", "Small"))
    parameters: Mapping[str, Any] = field(default_factory=dict)
    deadlines: Mapping[str, DeadlineRule] = field(default_factory=dict)
    rhythms: Mapping[str, Rhythm] = field(default_factory=dict)
    agendas: Mapping[str, ports.Agenda] = field(default_factory=dict)
    compositions: Mapping[str, Composition] = field(default_factory=dict)
    number_pattern: str = "{year}-{serial}"
    doors: Sequence[ports.Door] = (ports.Door(process="main", title=Text("登记", "Register"), form="F01"),)
    matters: Sequence[ports.Matter] = ()
    forms: Mapping[str, FakeForm] = field(default_factory=lambda: {"F01": FakeForm()})
    documents: Mapping[str, FakeTemplate] = field(default_factory=lambda: {"F18": FakeTemplate(), "F13": FakeTemplate("F13", privacy="P2")})

    def deadline(self, name: str) -> DeadlineRule:
        if name not in self.deadlines:
            raise errors.ProcessError(Text(f"模板包中没有期限“{name}”。", f"The pack has no deadline {name}."))
        return self.deadlines[name]

    def form(self, code: str) -> FakeForm:
        return self.forms[code]

    def document(self, code: str) -> FakeTemplate:
        if code not in self.documents:
            raise errors.NotFoundError
        return self.documents[code]

    def label(self, kind: str, code: str) -> Text:
        return Text(code, code)

    def labels(self, kind: str) -> Mapping[str, Text]:
        words = {"R.MEDIATOR": Text("调解员", "Mediator"), "R.INTAKE": Text("受理", "Intake"), "R.COURT": Text("法院", "Court")}
        return words if kind == "roles" else {}

    def project(self, document: Json) -> ports.Projection:
        return ports.Projection(title=str(document.get("intake", {}).get("facts", "")), dispute_type=None, parties=())

    measures: FakeMeasures = field(default_factory=FakeMeasures)

    def stages(self) -> Sequence[tuple[str, Text, Collection[str]]]:
        return ()

    def diagram(self, process: str) -> bytes:
        return b""


@dataclass(frozen=True)
class FakeTemplate:
    """A letter that says what the document says of the facts."""

    code: str = "F18"
    title: Text = field(default_factory=lambda: Text("终止告知书", "Notice of the end"))
    privacy: str = "P1"
    series: str | None = "F18"

    def fill(self, facts: ports.LetterFacts) -> Letter:
        text = str(facts.document.get("intake", {}).get("facts", ""))
        return Letter(
            code=self.code,
            locale=facts.locale,
            title=self.title.in_language(facts.locale),
            number=f"{facts.year}-{facts.serial}" if self.series and facts.serial is not None else None,
            layout="letter",
            privacy=self.privacy,
            blocks=({"kind": "note", "runs": [text]},),
            is_preview=facts.serial is None,
        )


class FakePrinter:
    """Prints what stands on the paper, in plain text."""

    def pdf(self, letter: Letter, at: datetime) -> bytes:
        return "\n".join(["PDF", *letter.texts()]).encode()

    def docx(self, letter: Letter, at: datetime) -> bytes:
        return "\n".join(["DOCX", *letter.texts()]).encode()

    def pictures(self, letter: Letter, at: datetime) -> Sequence[bytes]:
        return [self.pdf(letter, at)]


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
class FakeReleases:
    """One release under its id."""

    release: FakeRelease

    def get(self, release: str) -> FakeRelease:
        return self.release

    def check(self, files: Mapping[str, bytes]) -> Sequence[Problem]:
        return [Problem(file=path, message=Text("坏的。", "Bad.")) for path, content in files.items() if b"bad" in content]

    def outline(self, files: Mapping[str, bytes]) -> ports.PackOutline:
        """Say of a figure what stands between `counts:` and its version, as in `counts: =true 2`."""
        stated = next(content for path, content in files.items() if path.endswith("pack.yaml"))
        found = re.search(rb"counts: (\S+) (\d+)", stated)
        figure = replace(
            FakeMeasures().figures["cases"],
            formulas={"sum": found[1].decode() if found else "=true"},
            version=int(found[2]) if found else 1,
        )
        title = Text("小包", "Small")
        return ports.PackOutline(
            pack="small",
            version="1.0.0",
            title=title,
            items=(),
            parameters=(),
            deadlines=(),
            labels={},
            problems=(),
            figures={"cases": figure},
        )

    def home(self, path: str, pack: str) -> str:
        return path.replace("/parent/", f"/{pack}/")


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


@dataclass
class House:
    """Everything that a use case needs, in memory."""

    uow: FakeUnitOfWork
    clock: FakeClock
    context: Context


def a_house(*tasks: OpenTask, limited: str | None = None, deadlines: Mapping[str, DeadlineRule] | None = None) -> House:
    uow, clock = FakeUnitOfWork(), FakeClock()
    release = FakeRelease(processes=StepByStep(tasks, limited), deadlines=deadlines or {})
    context = Context(
        begin=lambda _reach: uow,
        releases=FakeReleases(release),
        clock=clock,
        printer=FakePrinter(),
        optimiser=Highs(),
        workbooks=Workbooks(),
    )  # type: ignore[arg-type]
    return House(uow, clock, context)


def an_actor(person: str = "wang", role: str = "R.INTAKE") -> Actor:
    post = Post(person=person, role=role, jurisdiction="longxi")
    return Actor(person=person, name="王某", posts=(post,), below={"longxi": frozenset({"longxi"})})
