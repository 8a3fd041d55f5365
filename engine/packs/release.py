"""Releases made ready to run: parsed and compiled once, shared by all threads of a process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

from engine.decisions import DecisionCatalogue
from engine.domain import content
from engine.domain.case import Json
from engine.domain.composition import Composition
from engine.domain.deadline import DeadlineRule
from engine.domain.rhythm import Rhythm
from engine.errors import CheckFailedError, NotFoundError, Problem, Text
from engine.forms import Form
from engine.packs import (
    agendas,
    checking,
    compare,
    compositions,
    deadlines,
    figurechanges,
    lineage,
    matters,
    outlining,
    parameters,
    paths,
    rhythms,
)
from engine.packs.definition import Definition, doors
from engine.packs.figures import Measures
from engine.packs.projecting import Projector
from engine.packs.reading import PackReading, read_pack
from engine.packs.workshop import PackWorkshop
from engine.packs.writing import PackDocument
from engine.usecases import ports


@dataclass(frozen=True, kw_only=True)
class PackDoor(ports.Door):
    """A door with the channel that leads to it."""

    channel: str | None = None


@dataclass(frozen=True, kw_only=True)
class PackRelease:
    """Satisfies `engine.usecases.ports.Release`."""

    id: str
    reading: PackReading = field(repr=False)
    definition: Definition = field(repr=False)

    @property
    def pack(self) -> str:
        """Return the pack's name."""
        return str(self.definition.content["pack"])

    @property
    def version(self) -> str:
        """Return the pack's version."""
        return str(self.definition.content["version"])

    @property
    def title(self) -> Text:
        """Return the pack's title."""
        return Text(**self.definition.content["title"])

    @property
    def processes(self) -> ports.Processes:
        """Return the executable processes."""
        return self.reading.processes

    @property
    def forms(self) -> Mapping[str, Form]:
        """Return the forms by code."""
        return self.reading.forms.forms

    @property
    def decisions(self) -> DecisionCatalogue:
        """Return the decisions."""
        return self.reading.decisions

    @property
    def number_pattern(self) -> str:
        """Return the pattern of case numbers, with `{year}` and `{serial}`."""
        return str(self.definition.content["case"]["number"])

    @cached_property
    def doors(self) -> Sequence[PackDoor]:
        """The ways in which a case may start."""
        return tuple(
            PackDoor(
                process=door["process"],
                title=Text(**door["title"]),
                form=door.get("form"),
                for_staff=door.get("for_staff", False),
                channel=door.get("channel"),
            )
            for door in doors(self.definition.content)
        )

    @cached_property
    def matters(self) -> Sequence[ports.Matter]:
        """The matters that the centre takes and publishes."""
        return matters.matters(self.definition, self.decisions.decisions)

    @cached_property
    def parameters(self) -> Mapping[str, Any]:
        """The values of the parameters, for expressions."""
        return {name: parameter.value for name, parameter in self.definition.parameters.items()}

    @cached_property
    def deadlines(self) -> Mapping[str, DeadlineRule]:
        """The deadline table."""
        return deadlines.rules(self.definition)

    @cached_property
    def rhythms(self) -> Mapping[str, Rhythm]:
        """When cases begin by themselves."""
        return rhythms.rhythms(self.definition)

    @cached_property
    def agendas(self) -> Mapping[str, agendas.Agenda]:
        """What meetings look at."""
        return agendas.agendas(self.definition)

    @cached_property
    def compositions(self) -> Mapping[str, Composition]:
        """The table of compositions."""
        return compositions.compositions(self.definition)

    @cached_property
    def documents(self) -> Mapping[str, PackDocument]:
        """The document templates by code."""
        made = (
            PackDocument(
                template=template,
                sight=self.reading.sight,
                parameters=self.parameters,
                parties=self._projector.compiled.get("parties"),
                mediator=self._projector.compiled.get("mediator"),
                label=self.label,
            )
            for template in self.reading.templates.values()
        )
        return {document.code: document for document in sorted(made, key=lambda document: document.code)}

    def deadline(self, name: str) -> DeadlineRule:
        """Return a row of the deadline table, or the rule of a period."""
        return self.deadlines.get(name) or deadlines.of_period(name, self.definition)

    def form(self, code: str) -> Form:
        """Return a form."""
        return self.reading.forms.get(code)

    def document(self, code: str) -> PackDocument:
        """Return a document template."""
        if code not in self.documents:
            raise NotFoundError(Text(f"没有文书“{code}”。", f"There is no document {code}."))
        return self.documents[code]

    def label(self, kind: str, code: str) -> Text:
        """Return the words for a code; `E.ROUTED:调解` is that of `E.ROUTED` with its addition."""
        base, _, addition = code.partition(":")
        found = self.definition.text(kind, code)
        if found is None and addition and (general := self.definition.text(kind, base)):
            found = Text(f"{general.zh}：{addition}", f"{general.en}: {addition}")
        return found or Text(code, code)

    def labels(self, kind: str) -> Mapping[str, Text]:
        """Return the words of all codes of a kind, the parents' included."""
        return {code: Text(**words) for code, words in self.definition.content[kind].items()}

    def project(self, document: Json) -> ports.Projection:
        """Evaluate the `case` expressions."""
        return self._projector.project(document)

    @cached_property
    def _projector(self) -> Projector:
        return Projector.of(self.definition)

    @cached_property
    def measures(self) -> Measures:
        """The figures, groupings and reports."""
        return Measures.read(self.definition, self.parameters)

    def stages(self) -> Sequence[tuple[str, Text, Collection[str]]]:
        """Return the stage bar."""
        return [(stage["code"], Text(**stage["title"]), tuple(stage["states"])) for stage in self.definition.content["stages"]]

    def diagram(self, process: str) -> bytes:
        """Return the file in which a process is drawn."""
        path = self.reading.file_of(process)
        if path is None:
            raise NotFoundError(Text(f"没有流程“{process}”。", f"There is no process {process}."))
        return self.reading.line.files[path]


def make_ready(release: str, files: Mapping[str, bytes]) -> PackRelease:
    """Return a release of files that were checked when they were released.

    Not checked again: a rule that the product has learnt since must not stop the cases that run. What cannot be
    read any more is missing from it. Raises CheckFailedError if there is no pack to speak of.
    """
    known = {path: content for path, content in files.items() if paths.parse(path) is not None}
    reading = read_pack(known)
    if reading.definition is None:
        raise CheckFailedError(reading.problems)
    return PackRelease(id=release, reading=reading, definition=reading.definition)


#: How many states of packs are remembered with what the check found: a draft before and after a change, for a few people.
_MOST_CHECKED = 8


class PackReleases:
    """Satisfies `engine.usecases.ports.Releases`; keeps the releases used last."""

    def __init__(self, load: Callable[[str], Mapping[str, bytes]], capacity: int = 32) -> None:
        #: Returns all files of a release; raises NotFoundError.
        self._load = load
        self._capacity = capacity
        self._ready: OrderedDict[str, PackRelease] = OrderedDict()
        self._making: dict[str, Lock] = {}
        #: What was checked last, by content: an editor asks about the same files again and again.
        self._checked: OrderedDict[str, tuple[PackReading | None, Sequence[Problem]]] = OrderedDict()
        self._lock = Lock()

    def get(self, release: str) -> PackRelease:
        """Return a release; threads that ask for the same one wait for one reading."""
        with self._lock:
            if release in self._ready:
                self._ready.move_to_end(release)
                return self._ready[release]
            making = self._making.setdefault(release, Lock())
        with making:
            with self._lock:
                if release in self._ready:
                    return self._ready[release]
            try:
                return self._keep(make_ready(release, self._load(release)))
            finally:
                with self._lock:
                    self._making.pop(release, None)

    def beside(self, release: str, files: Mapping[str, bytes]) -> PackReleases:
        """Begin with what is ready here, the files as the check has read them; what is made ready there stays there."""
        reading = self._reading(files)
        if reading.definition is None:
            raise CheckFailedError(reading.problems)
        other = PackReleases(self._load, self._capacity)
        with self._lock:
            other._ready.update(self._ready)
        other._keep(PackRelease(id=release, reading=reading, definition=reading.definition))
        return other

    def check(self, files: Mapping[str, bytes]) -> Sequence[Problem]:
        """Check files of a pack with its parents."""
        return self._read_and_check(files)[1]

    def outline(self, files: Mapping[str, bytes]) -> ports.PackOutline:
        """List what the files hold."""
        return outlining.outline_of(*self._read_and_check(files))

    def line(self, files: Mapping[str, bytes]) -> Sequence[ports.PackLink]:
        """Follow `extends` from the own pack upwards."""
        line = lineage.trace(files)
        return [
            ports.PackLink(
                pack=pack,
                version=str(_stated(manifest.value, "version") or ""),
                title=_title(_stated(manifest.value, "title"), pack),
                files={each.path: files[each.path] for each in line.of_pack(pack)},
            )
            for pack, manifest in zip(line.packs, line.manifests, strict=True)
        ]

    def compare(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Sequence[ports.PackChange]:
        """Compare element by element, in the words of the later one; figures by what they are called."""
        old, new = self.outline(before), self.outline(after)
        found = compare.changes(before, after, outlining.naming(new))
        manifest = f"processes/{new.pack}/pack.yaml"
        figures = [ports.PackChange(file=manifest, action=each.action, message=each.message) for each in figurechanges.changes(old, new)]
        others = [each for each in found if not (each.file == manifest and figurechanges.is_told(each.place))]
        return [*figures, *(ports.PackChange(file=each.file, action=each.action, message=each.message) for each in others)]

    def form(self, files: Mapping[str, bytes], code: str) -> Form:
        """Return it as the files have it."""
        return self._reading(files).forms.get(code)

    def home(self, path: str, pack: str) -> str:
        """Put the pack's name in place of the parent's."""
        return paths.home(path, pack)

    @cached_property
    def workshop(self) -> PackWorkshop:
        """What makes files; it reads what is asked about again and again from what is remembered."""
        return PackWorkshop(self._reading, lambda files: outlining.naming(self.outline(files)))

    def _reading(self, files: Mapping[str, bytes]) -> PackReading:
        reading, problems = self._read_and_check(files)
        if reading is None:
            raise CheckFailedError(problems)
        return reading

    def restate(self, files: Mapping[str, bytes], pack: str, parameter: str, value: Any) -> bytes:
        """Change the words of one parameter only."""
        path = f"processes/{pack}/pack.yaml"
        return parameters.override(files, pack, {parameter: value})[path]

    def _read_and_check(self, files: Mapping[str, bytes]) -> tuple[PackReading | None, Sequence[Problem]]:
        key = content.release_id(files, None)
        with self._lock:
            if key in self._checked:
                self._checked.move_to_end(key)
                return self._checked[key]
        found = checking.read_and_check(files)
        with self._lock:
            self._checked[key] = found
            while len(self._checked) > _MOST_CHECKED:
                self._checked.popitem(last=False)
        return found

    def _keep(self, made: PackRelease) -> PackRelease:
        with self._lock:
            self._ready[made.id] = made
            while len(self._ready) > self._capacity:
                self._ready.popitem(last=False)
        return made


def _stated(manifest: Any, key: str) -> Any:
    """Return what a pack.yaml says, whatever is wrong with it."""
    return manifest.get(key) if isinstance(manifest, dict) else None


def _title(stated: Any, pack: str) -> Text:
    return Text(str(_stated(stated, "zh") or pack), str(_stated(stated, "en") or pack))
