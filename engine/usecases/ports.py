"""The interfaces that the use cases need; adapters satisfy them and do not repeat their words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import TracebackType
from typing import Any, Protocol, Self
from uuid import UUID

from engine.domain.access import Actor
from engine.domain.calendar import WorkingCalendar
from engine.domain.calendar_year import CalendarYear
from engine.domain.case import Case, Draft, Entry, Json, Message, Submission, Timer, WorkItem
from engine.domain.composition import Composition
from engine.domain.deadline import DeadlineRule, Stop
from engine.domain.figure import Counted, FigureDefinition
from engine.domain.letter import Letter
from engine.domain.linking import Link, LinkedCase
from engine.domain.process import Outcome, Run
from engine.domain.rhythm import Rhythm, Turn
from engine.domain.roster import Roster
from engine.domain.same_matter import Earlier, Matter
from engine.errors import FieldProblem, Problem, Text
from engine.usecases.figure_ports import Figures, Measures


class Clock(Protocol):
    """Tells the time; scenarios and rehearsals move it."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


# --- what a release can do ---------------------------------------------------------------------------------------


class Processes(Protocol):
    """The executable processes of one release; parsed once, shared by threads."""

    def start(self, process: str, run: Run) -> Outcome:
        """Begin a process and advance it until it waits. Raises ProcessError, StepBudgetError."""
        ...

    def complete(self, process: str, state: bytes, task: UUID, run: Run) -> Outcome:
        """Finish an open user task and advance. Raises WorkItemClosedError if the task is not open."""
        ...

    def fire(self, process: str, state: bytes, run: Run) -> Outcome:
        """Fire every timer due at `run.now`, earliest first, and advance."""
        ...

    def send(self, process: str, state: bytes, message: str, payload: Json, run: Run) -> Outcome:
        """Deliver a message. Raises MessageNotAwaitedError."""
        ...

    def recount(self, process: str, state: bytes, run: Run) -> Outcome:
        """Compute the running deadlines of timer events anew by `run.due_of`, without moving the instance."""
        ...

    def inspect(self, process: str, state: bytes, run: Run) -> Outcome:
        """Read where an instance stands without moving it."""
        ...

    def calls(self, process: str) -> Mapping[str, frozenset[str]]:
        """Return the call activities of a process, each with the ids of all elements that run inside it."""
        ...


class Form(Protocol):
    """One form of a release."""

    @property
    def code(self) -> str:
        """Return the form's code, for example F05."""
        ...

    @property
    def writes(self) -> str:
        """Return the place in the case document, for example `intake` or `consents[]`."""
        ...

    @property
    def asks_roster(self) -> bool:
        """Tell whether a field is picked from the roster; without one, checks take an empty roster."""
        ...

    @property
    def is_told(self) -> bool:
        """Tell whether the form speaks to those who are called to a case, so that they may read it."""
        ...

    def title(self) -> Text:
        """Return the form's title."""
        ...

    def of_entry(self, entry: Json | None) -> Form:
        """Return the form with the choices that the entry of a work item brings."""
        ...

    def check(self, answers: Json, roster: Roster) -> Sequence[FieldProblem]:
        """Return all problems of the answers at once; empty means that they are accepted."""
        ...

    def split(self, answers: Json) -> tuple[Json, Json | None]:
        """Part the answers into what may enter the document and what is sealed (class P3)."""
        ...

    def join(self, document: Json, sealed: Json) -> Json:
        """Put sealed values back in the places from which `split` took them."""
        ...

    def redact(self, answers: Json, allowed: Collection[str]) -> Json:
        """Return the answers without the values of privacy classes that are not allowed."""
        ...

    def localized(self, locale: str, roster: Roster) -> Json:
        """Return the bundled schema for the browser in one language, roster choices filled in."""
        ...

    def layout(self) -> Json:
        """Return the rjsf uiSchema."""
        ...

    def choices(self, field: str) -> Mapping[str, Text]:
        """Return the words for the values of a choice, by a field's name or `group.field`; empty if it is none."""
        ...

    def describe(self, answers: Json, locale: str, roster: Roster) -> Sequence[tuple[str, Any]]:
        """Return labels and shown values in reading order; a group's value is again such a list."""
        ...


@dataclass(frozen=True, kw_only=True)
class Door:
    """A process with which a new case may start, with the form that opens it."""

    process: str
    title: Text
    form: str | None = None


@dataclass(frozen=True, kw_only=True)
class Projection:
    """What lists and search show of a case."""

    title: str
    dispute_type: str | None
    #: Pairs of role, name and phone.
    parties: tuple[Mapping[str, Any], ...]
    #: Where it happened, as people wrote it.
    place: str | None = None


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """What a document template is filled in from."""

    case: Case
    #: The case document as it stands now; it may be ahead of the case's own.
    document: Json
    roster: Roster
    now: datetime
    #: `zh` or `en`.
    locale: str
    #: Year and number in the series; None for a preview.
    year: int | None = None
    serial: int | None = None


class DocumentTemplate(Protocol):
    """A template of a letter or agreement."""

    @property
    def code(self) -> str:
        """Return the code, for example F13."""
        ...

    @property
    def title(self) -> Text:
        """Return what the document is called."""
        ...

    @property
    def privacy(self) -> str:
        """Return the highest privacy class that it shows: P0, P1 or P2."""
        ...

    @property
    def series(self) -> str | None:
        """Return the series in which it is numbered; None for a document without a number."""
        ...

    def fill(self, facts: LetterFacts) -> Letter:
        """Return the letter, without a number for a preview. Raises ProcessError and LetterTooLongError."""
        ...


class Agenda(Protocol):
    """Rules that say which open cases a meeting looks at."""

    @property
    def title(self) -> Text:
        """Return what the agenda is called."""
        ...

    def reasons(self, names: Mapping[str, Any], now: datetime) -> Iterable[tuple[str, Text]]:
        """Yield code and words of every reason for which a case belongs on it, over its document, `case`, `parameters` and `now`."""
        ...


class Release(Protocol):
    """A release made ready to run: parsed, compiled, immutable."""

    @property
    def id(self) -> str:
        """Return the content address."""
        ...

    @property
    def pack(self) -> str:
        """Return the pack's name."""
        ...

    @property
    def version(self) -> str:
        """Return the pack's version."""
        ...

    @property
    def title(self) -> Text:
        """Return the pack's title."""
        ...

    @property
    def processes(self) -> Processes:
        """Return the executable processes."""
        ...

    @property
    def doors(self) -> Sequence[Door]:
        """Return the ways in which a case may start."""
        ...

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Return the values that a county may set, by name."""
        ...

    @property
    def deadlines(self) -> Mapping[str, DeadlineRule]:
        """Return the deadline table by name."""
        ...

    @property
    def rhythms(self) -> Mapping[str, Rhythm]:
        """Return by name when cases begin by themselves."""
        ...

    @property
    def agendas(self) -> Mapping[str, Agenda]:
        """Return by name what meetings look at."""
        ...

    @property
    def compositions(self) -> Mapping[str, Composition]:
        """Return how teams and panels are made up (D08), by code."""
        ...

    @property
    def number_pattern(self) -> str:
        """Return the pattern of case numbers, with `{year}` and `{serial}`."""
        ...

    @property
    def documents(self) -> Mapping[str, DocumentTemplate]:
        """Return the document templates by code."""
        ...

    def deadline(self, name: str) -> DeadlineRule:
        """Return a row of the deadline table, or the rule of a period such as `2 wd`. Raises ProcessError for neither."""
        ...

    def form(self, code: str) -> Form:
        """Return a form. Raises NotFoundError."""
        ...

    def document(self, code: str) -> DocumentTemplate:
        """Return a document template. Raises NotFoundError."""
        ...

    def label(self, kind: str, code: str) -> Text:
        """Return the words for a code; kind is roles, codes, states, ends, dispute_types or stages. Falls back to the code."""
        ...

    def labels(self, kind: str) -> Mapping[str, Text]:
        """Return all codes of a kind with their words, in the pack's order."""
        ...

    def project(self, document: Json) -> Projection:
        """Evaluate the pack's `case` expressions over a document."""
        ...

    @property
    def measures(self) -> Measures:
        """Return the figures, groupings and reports."""
        ...

    def stages(self) -> Sequence[tuple[str, Text, Collection[str]]]:
        """Return the stage bar: code, title and the case states that belong to it."""
        ...

    def diagram(self, process: str) -> bytes:
        """Return the BPMN XML of a process, for showing."""
        ...


@dataclass(frozen=True, kw_only=True)
class PackItem:
    """A process, decision, form or document template of a pack."""

    #: process, decision, form or document.
    kind: str
    #: By which diagrams and pack.yaml name it.
    code: str
    title: Text
    file: str
    #: Whether the pack states it itself; otherwise it is inherited.
    is_own: bool
    #: Whether it is a floor, which the pack may not replace.
    is_floor: bool = False


@dataclass(frozen=True, kw_only=True)
class PackFigure:
    """A parameter or deadline of a pack."""

    name: str
    title: Text
    #: The value of a parameter; the period of a deadline as written, for example `3 wd` or `=parameters.x`.
    value: Any
    #: Kind of the value as in pack.yaml; `period` for a deadline.
    type: str
    #: `guess`, `county` or `law:…`.
    source: str
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class PackOutline:
    """What the studio shows of a pack with everything that it inherits, whatever is wrong with it."""

    pack: str
    version: str
    title: Text
    items: tuple[PackItem, ...]
    parameters: tuple[PackFigure, ...]
    deadlines: tuple[PackFigure, ...]
    #: Words for codes by kind: roles, codes, states, ends.
    labels: Mapping[str, Mapping[str, Text]]
    problems: tuple[Problem, ...]
    #: The figures that can be read, by name.
    figures: Mapping[str, FigureDefinition] = field(default_factory=dict)
    #: What it needs from outside by kind: roles, calendars, rosters, pools.
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PackLink:
    """A pack in a chain of packs that extend each other."""

    pack: str
    version: str
    title: Text
    #: Its own files, without those of its parents.
    files: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class PackChange:
    """One way in which a pack differs from what it was."""

    file: str
    #: added, removed or changed.
    action: str
    message: Text


class Releases(Protocol):
    """Finds releases and makes them ready; caches them in the process."""

    def get(self, release: str) -> Release:
        """Return a release made ready to run. Raises NotFoundError, CheckFailedError."""
        ...

    def check(self, files: Mapping[str, bytes]) -> Sequence[Problem]:
        """Check the files of a pack with its parents; the same code for CLI, studio and import."""
        ...

    def outline(self, files: Mapping[str, bytes]) -> PackOutline:
        """Return what a pack with its parents holds. Raises CheckFailedError if there is no chain of packs to speak of."""
        ...

    def line(self, files: Mapping[str, bytes]) -> Sequence[PackLink]:
        """Return a pack and its parents, own first. Raises CheckFailedError if the chain is broken."""
        ...

    def compare(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Sequence[PackChange]:
        """Say in words how the same pack, parents included, differs; an inherited file counts as the pack's own."""
        ...

    def home(self, path: str, pack: str) -> str:
        """Return where a pack keeps its own file in place of an inherited one. Raises NotFoundError for what no pack may hold."""
        ...

    def restate(self, files: Mapping[str, bytes], pack: str, parameter: str, value: Any) -> bytes:
        """Return the pack.yaml of a pack with a parameter that the county has set; everything else in it stays as written."""
        ...


# --- the store -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class LockedCase:
    """A case under lock with its process instance."""

    case: Case
    process: str
    state: bytes
    items: tuple[WorkItem, ...]
    timers: tuple[Timer, ...]
    #: Releases by whose figures the case is counted: those in force in its jurisdiction and above it.
    measured_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaseStep:
    """Everything that one step changes; written together or not at all.

    A step whose case has the revision of `before` moved nothing but warnings: the store then
    leaves the case and its process alone and writes timers, entries and notices only.
    """

    before: LockedCase | None
    case: Case
    process: str
    state: bytes
    #: The open items and armed timers after the step: the store computes what to add, change and close.
    items: tuple[WorkItem, ...]
    timers: tuple[Timer, ...]
    entries: tuple[Entry, ...]
    submission: Submission | None = None
    #: The item that the submission finished.
    finished: UUID | None = None
    notices: tuple[Notice, ...] = ()
    #: What the case gives to the figures that the step may have changed.
    counted: Counted = field(default_factory=Counted)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something that a person or a role is told in the workspace."""

    case: UUID
    jurisdiction: str
    #: `person:…`, `team:…`, `unit:…`, `post:role:unit` or `role:…`.
    to: str
    code: str
    text: Text
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Running:
    """A deadline that runs, with all that is needed to compute it anew."""

    case: UUID
    jurisdiction: str
    release: str
    deadline: str
    since: datetime
    due: datetime
    stops: tuple[Stop, ...]


class Cases(Protocol):
    """Cases with their work, submissions and history; row-level security hides foreign ones."""

    def next_serial(self, jurisdiction: str, year: int) -> int:
        """Return the next case number of a jurisdiction and year; gaps are possible, repeats are not."""
        ...

    def lock(self, case: UUID) -> LockedCase:
        """Read a case for update. Raises NotFoundError."""
        ...

    def lock_item(self, item: UUID) -> tuple[LockedCase, WorkItem]:
        """Read the case of a work item for update, and the item in whatever state. Raises NotFoundError."""
        ...

    def save(self, step: CaseStep) -> None:
        """Write one step. Raises CaseChangedError if the stored revision is not `case.revision - 1`."""
        ...

    def put_item(self, item: WorkItem, entry: Entry) -> None:
        """Store a changed holder of an open item, with its history line; the case revision stays."""
        ...

    def post(self, message: Message) -> None:
        """Store a message for another case, which may be stored later in the same transaction; it is due at once."""
        ...

    def due(self, now: datetime, limit: int) -> Sequence[tuple[UUID, str]]:
        """Return cases (id, jurisdiction) with a timer due, earliest first."""
        ...

    def running(self, jurisdiction: str | None, first: date, last: date) -> Iterable[Running]:
        """Yield the deadlines that run on a day of a span, of open items and of timer events, in a jurisdiction and all below it.

        None is everywhere within reach.
        """
        ...

    def draft(self, item: UUID, actor: str) -> Draft | None:
        """Return the newest draft of an item that the actor may continue."""
        ...

    def put_draft(self, draft: Draft, case: UUID | None, jurisdiction: str, seen: int) -> None:
        """Store a draft if its stored revision is `seen` (0: none yet). Raises DraftChangedError.

        `case` is None for the form that will open a case; `draft.item` is then an id made by the page, and `draft.door` its process.
        """
        ...

    def drop_draft(self, item: UUID) -> None:
        """Forget the drafts of an item, because it was submitted."""
        ...

    def drop_unopened(self, before: datetime) -> int:
        """Forget drafts of cases that were never opened and not touched since an instant; returns how many."""
        ...

    def open_within(self, jurisdiction: str, now: datetime) -> Iterable[tuple[Case, int]]:
        """Yield the open cases of a jurisdiction and of all below it that are within reach, oldest first, each with its overdue items."""
        ...

    def items(self, case: UUID) -> Sequence[WorkItem]:
        """Return the work items of a case in whatever state, oldest first."""
        ...

    def submissions(self, case: UUID) -> Sequence[Submission]:
        """Return the submissions of a case in order; sealed parts are left out."""
        ...

    def sealed(self, submission: UUID, actor: str, purpose: str) -> Json | None:
        """Read a sealed part and log the reading in the same transaction."""
        ...

    def history(self, case: UUID) -> Sequence[Entry]:
        """Return the history in order."""
        ...

    def open_load(self, people: Iterable[str]) -> Mapping[str, int]:
        """Return the number of open cases in which each person is the appointed mediator or holds work."""
        ...

    def log_reading(self, case: UUID, actor: str, compartment: str, purpose: str) -> None:
        """Record that somebody read P2 or P3 data."""
        ...


@dataclass(frozen=True, kw_only=True)
class PackDraft:
    """A pack being changed: the release it grew from and its changed files."""

    id: UUID
    jurisdiction: str
    pack: str
    #: Release it grew from; None for a new pack.
    base: str | None
    files: Mapping[str, bytes]
    author: str
    revision: int
    #: open, submitted, released or discarded.
    state: str
    note: str = ""
    #: Content id of the archive that it came in, if it was imported; its parents' files may then travel with its own.
    archive: str | None = None
    #: Release that an imported pack extends, where that did not travel with it.
    parent: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReleaseRow:
    """What the list of releases shows."""

    id: str
    jurisdiction: str
    pack: str
    version: str
    parent: str | None
    released_at: datetime
    author: str
    released_by: str
    note: str


class Packs(Protocol):
    """Packs, their immutable content-addressed releases (ids: domain.content.release_id), and drafts."""

    def release_files(self, release: str) -> Mapping[str, bytes]:
        """Return all files of a release, its parents' included (own files win). Raises NotFoundError."""
        ...

    def own_files(self, release: str) -> Mapping[str, bytes]:
        """Return the files of the release itself, without its parents'."""
        ...

    def inherited_files(self, release: str) -> Mapping[str, bytes]:
        """Return the files of the release's parents only."""
        ...

    def parent(self, release: str) -> str | None:
        """Return the release that a release extends. Raises NotFoundError."""
        ...

    def add_release(self, row: ReleaseRow, files: Mapping[str, bytes]) -> None:
        """Store a release; storing the same content twice is the same release."""
        ...

    def current(self, jurisdiction: str) -> str | None:
        """Return the release with which new cases of a jurisdiction start (nearest ancestor's if none of its own)."""
        ...

    def in_force(self, jurisdiction: str) -> Sequence[str]:
        """Return the releases adopted by a jurisdiction and by those above it, nearest first: its cases are counted by all of them."""
        ...

    def adopters(self) -> Mapping[str, frozenset[str]]:
        """Return the jurisdictions that have adopted a release themselves, each with all below it and itself."""
        ...

    def adopt(self, jurisdiction: str, release: str, at: datetime, by: str) -> None:
        """Let new cases of a jurisdiction start with a release."""
        ...

    def releases(self, jurisdiction: str) -> Sequence[ReleaseRow]:
        """Return the releases that a jurisdiction made or adopted, newest first."""
        ...

    def find(self, pack: str) -> str | None:
        """Return the newest release of a pack by name that the scope may use."""
        ...

    def draft(self, draft: UUID) -> PackDraft:
        """Return a draft. Raises NotFoundError."""
        ...

    def drafts(self, jurisdiction: str) -> Sequence[PackDraft]:
        """Return the open and submitted drafts of a jurisdiction."""
        ...

    def put_draft(self, draft: PackDraft, seen: int | None) -> None:
        """Store a draft; `seen` None adds it. Raises DraftChangedError."""
        ...


@dataclass(frozen=True, kw_only=True)
class Place:
    """A jurisdiction as processes see it."""

    id: str
    #: province, city, county, town or village.
    level: str
    title: Text


class Rosters(Protocol):
    """Rosters, jurisdictions and calendars."""

    def above(self, jurisdiction: str) -> Sequence[Place]:
        """Return a jurisdiction with its ancestors, lowest first."""
        ...

    def roster(self, jurisdiction: str) -> Roster:
        """Return the roster that serves a jurisdiction (its own and its ancestors')."""
        ...

    def below(self, jurisdiction: str) -> Mapping[str, Text]:
        """Return the names of a jurisdiction and of all below it by code, parents first."""
        ...

    def calendar(self, jurisdiction: str) -> WorkingCalendar:
        """Return the working calendar that serves a jurisdiction."""
        ...

    def calendar_years(self, jurisdiction: str) -> Sequence[CalendarYear]:
        """Return each year as it counts for a jurisdiction: entered here, else above, else as shipped from the factory."""
        ...

    def enter_year(self, year: CalendarYear) -> None:
        """Let a year count for its jurisdiction and all below it; earlier entries are kept as the record."""
        ...

    def withdraw_year(self, jurisdiction: str, year: int, at: datetime, by: str) -> None:
        """Let the year of the jurisdictions above, or of the factory, count again."""
        ...

    def actor(self, person: str) -> Actor:
        """Return a person with posts, teams and reach. Raises NotFoundError."""
        ...

    def lock_roster(self, jurisdiction: str) -> None:
        """Let nobody else change the roster of a jurisdiction until the transaction ends."""
        ...

    def put_roster(self, jurisdiction: str, roster: Roster) -> None:
        """Replace the roster of one jurisdiction."""
        ...


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """An uploaded file; answers name it by its id."""

    id: UUID
    jurisdiction: str
    #: None until the answer that names it opens the case.
    case: UUID | None
    #: As uploaded, without any path; for showing only.
    name: str
    #: Found by looking at the content, never taken from the browser.
    media_type: str
    content: bytes
    uploaded_by: str
    at: datetime


class Attachments(Protocol):
    """Uploaded files, stored with the case so that one backup holds everything."""

    def put(self, attachment: Attachment) -> None:
        """Store a file."""
        ...

    def get(self, attachment: UUID) -> Attachment:
        """Return a file. Raises NotFoundError."""
        ...

    def names(self, attachments: Collection[UUID]) -> Mapping[UUID, tuple[str, int]]:
        """Return name and size in bytes of the files that exist."""
        ...

    def drop_unbound(self, before: datetime) -> int:
        """Delete files uploaded before an instant that belong to no case and are named by no draft; returns how many."""
        ...


@dataclass(frozen=True, kw_only=True)
class IssuedDocument:
    """A document of a case as it went out; its bytes never change."""

    id: UUID
    case: UUID
    jurisdiction: str
    #: Code of the template and the title that it had.
    code: str
    title: Text
    #: None for a document without a number.
    number: str | None
    locale: str
    #: Highest privacy class of what it shows.
    privacy: str
    #: Release whose template it was made from.
    release: str
    #: SHA-256 of the PDF.
    sha256: str
    #: Person code, or `system` if the process issued it by itself.
    issued_by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class StoredDocument:
    """An issued document with its content."""

    row: IssuedDocument
    letter: Letter
    #: Empty where the machine on which a process issued it had no typeface; it is then set when it is read.
    pdf: bytes


@dataclass(frozen=True, kw_only=True)
class ReceivedDocument:
    """A document of a case that somebody else issued: a ruling, an expert opinion, the reply to a letter of ours."""

    id: UUID
    case: UUID
    jurisdiction: str
    title: str
    #: Who issued it, as it stands on the paper.
    issuer: str
    #: Its number, if it bears one.
    number: str | None
    #: Day that it bears.
    dated_on: date
    #: The document of ours to which it is the answer.
    answers: UUID | None
    #: P1 or P2.
    privacy: str
    #: Name of the file as it was sent, without any path.
    name: str
    media_type: str
    sha256: str
    received_by: str
    at: datetime


class Documents(Protocol):
    """Documents issued and received, append-only; row-level security hides foreign ones."""

    def next_serial(self, jurisdiction: str, series: str, year: int) -> int:
        """Return the next number of a series in a jurisdiction and year; gaps are possible, repeats are not."""
        ...

    def put(self, document: StoredDocument) -> None:
        """Store a document; its case may be stored later in the same transaction."""
        ...

    def get(self, document: UUID) -> StoredDocument:
        """Return a document with its content. Raises NotFoundError."""
        ...

    def of_case(self, case: UUID) -> Sequence[IssuedDocument]:
        """Return the documents of a case, the newest first."""
        ...

    def put_received(self, document: ReceivedDocument, content: bytes) -> None:
        """Store a document that somebody else issued."""
        ...

    def received(self, document: UUID) -> tuple[ReceivedDocument, bytes]:
        """Return a received document with its content. Raises NotFoundError."""
        ...

    def received_in(self, case: UUID) -> Sequence[ReceivedDocument]:
        """Return what was received in a case, the newest first."""
        ...


class Rhythms(Protocol):
    """When rhythms have begun; row-level security hides foreign ones."""

    def last(self, jurisdiction: str, rhythm: str) -> datetime | None:
        """Return the newest turn as planned, or from when the rhythm is watched; waits for whoever is beginning one."""
        ...

    def put(self, turn: Turn) -> None:
        """Store a turn."""
        ...


@dataclass(frozen=True, kw_only=True)
class Resembling:
    """What to look for: cases of a jurisdiction and of all below it since an instant, other than the given one."""

    case: UUID
    jurisdiction: str
    matter: Matter
    since: datetime


class Links(Protocol):
    """Links between cases, and what may be about the same matter; row-level security hides foreign cases."""

    def resembling(self, wanted: Resembling) -> Sequence[Earlier]:
        """Return cases of the same kind with the same place or with one of the names, the newest first; none without a kind."""
        ...

    def find(self, case: UUID, jurisdiction: str) -> Earlier:
        """Return one case of a jurisdiction or of one below it. Raises NotFoundError."""
        ...

    def put(self, link: Link) -> None:
        """Store a link; the case from which it leads may be stored later in the same transaction."""
        ...

    def of_dispute(self, case: UUID, place: str) -> Sequence[Sequence[Any]]:
        """Return the lists that stand at a place in the other cases of the same dispute: merged with it, or taken up again."""
        ...

    def of_case(self, case: UUID) -> Sequence[LinkedCase]:
        """Return the cases with which a case is linked, whichever of them the link leads from."""
        ...


class Printer(Protocol):
    """Typesets letters; the same letter at the same instant gives the same bytes."""

    def pdf(self, letter: Letter, at: datetime) -> bytes:
        """Return the letter as PDF to keep. Raises an EngineError that says what is missing."""
        ...

    def docx(self, letter: Letter, at: datetime) -> bytes:
        """Return the letter as DOCX to edit."""
        ...

    def pictures(self, letter: Letter, at: datetime) -> Sequence[bytes]:
        """Return the pages as PNG, to look at before the letter is issued."""
        ...


class UnitOfWork(Protocol):
    """One transaction: leaving the block without `commit` rolls back."""

    @property
    def cases(self) -> Cases:
        """Return the cases."""
        ...

    @property
    def packs(self) -> Packs:
        """Return the packs."""
        ...

    @property
    def rosters(self) -> Rosters:
        """Return rosters, jurisdictions and calendars."""
        ...

    @property
    def attachments(self) -> Attachments:
        """Return the uploaded files."""
        ...

    @property
    def documents(self) -> Documents:
        """Return the issued documents."""
        ...

    @property
    def figures(self) -> Figures:
        """Return what was counted."""
        ...

    @property
    def rhythms(self) -> Rhythms:
        """Return the rhythms."""
        ...

    @property
    def links(self) -> Links:
        """Return the links between cases."""
        ...

    def put_job(self, job: str, *, after: int = 0, **arguments: Any) -> None:
        """Let background work begin once this transaction is committed, `after` so many seconds; arguments are plain JSON."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

    def commit(self) -> None:
        """Make everything written in the block permanent."""
        ...


class Begin(Protocol):
    """Opens units of work."""

    def __call__(self, reach: Collection[str], /) -> UnitOfWork:
        """Return a unit of work that sees the given jurisdictions only, whatever a query forgets."""
        ...
