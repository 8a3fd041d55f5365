"""Releases made ready to run, and what finds them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from engine.domain.case import Json
from engine.domain.composition import Composition
from engine.domain.deadline import DeadlineRule
from engine.domain.rhythm import Rhythm
from engine.errors import Problem, Text
from engine.usecases.ports.figures import Measures
from engine.usecases.ports.forms import Form
from engine.usecases.ports.letters import DocumentTemplate
from engine.usecases.ports.outlines import PackChange, PackLink, PackOutline
from engine.usecases.ports.processes import Processes
from engine.usecases.ports.workshop import Workshop


@dataclass(frozen=True, kw_only=True)
class Door:
    """A process with which a new case may start, with the form that opens it."""

    process: str
    title: Text
    form: str | None = None
    #: Whether it is the centre's own business, of which the public page of services says nothing.
    for_staff: bool = False


@dataclass(frozen=True, kw_only=True)
class Matter:
    """A matter that a centre takes, as everybody may read it."""

    code: str
    title: Text
    #: Unit codes: the window that takes it, and who is responsible.
    window: str
    owner: str
    #: Until when it is done, in words.
    limit: Text
    basis: str
    steps: Text


@dataclass(frozen=True, kw_only=True)
class Projection:
    """What lists and search show of a case."""

    title: str
    dispute_type: str | None
    #: Pairs of role, name and phone.
    parties: tuple[Mapping[str, Any], ...]
    #: Where it happened, as people wrote it.
    place: str | None = None


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
    def matters(self) -> Sequence[Matter]:
        """Return the matters that the centre takes and publishes."""
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


class Releases(Protocol):
    """Finds releases and makes them ready; caches them in the process."""

    def get(self, release: str) -> Release:
        """Return a release made ready to run. Raises NotFoundError, CheckFailedError."""
        ...

    def beside(self, release: str, files: Mapping[str, bytes]) -> Releases:
        """Return these releases together with one that is not stored, made of the files of a pack with its parents."""
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

    def form(self, files: Mapping[str, bytes], code: str) -> Form:
        """Return a form of a pack that is not released, to try it out. Raises NotFoundError."""
        ...

    def home(self, path: str, pack: str) -> str:
        """Return where a pack keeps its own file in place of an inherited one. Raises NotFoundError for what no pack may hold."""
        ...

    @property
    def workshop(self) -> Workshop:
        """Return what makes the files of a pack out of what an administrator chose."""
        ...

    def restate(self, files: Mapping[str, bytes], pack: str, parameter: str, value: Any) -> bytes:
        """Return the pack.yaml of a pack with a parameter that the county has set; everything else in it stays as written."""
        ...
