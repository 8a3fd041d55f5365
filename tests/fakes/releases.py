"""What a release is made of, without files: a form, a process that goes step by step, figures, a letter."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from engine import errors
from engine.domain.calendar import local_date
from engine.domain.case import Case, Json
from engine.domain.composition import Composition
from engine.domain.deadline import DeadlineRule
from engine.domain.figure import Count, Counted, FigureDefinition, Grouping, Part
from engine.domain.letter import Letter
from engine.domain.process import ArmedTimer, OpenTask, Outcome, Run, StepEvent
from engine.domain.report import Report
from engine.domain.rhythm import Rhythm
from engine.domain.roster import Roster
from engine.errors import FieldProblem, Problem, Text
from engine.usecases import ports

SPACE = UUID(int=7)


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
