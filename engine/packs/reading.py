"""Reads all files of a pack with its parents into the parts that run, whatever is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.bpmn import ProcessCatalogue
from engine.decisions import DecisionCatalogue
from engine.decisions.xml import UnreadableXmlError
from engine.errors import CheckFailedError, Problem
from engine.forms import FormCatalogue
from engine.packs import definition, demofile, diagram, lineage, schemas
from engine.packs.definition import Definition, doors
from engine.packs.diagram import Element
from engine.packs.disclosing import Sight, sight
from engine.packs.lineage import Lineage
from engine.packs.paths import Kind
from engine.packs.scenariofile import read_scenario
from engine.packs.template import Template, read_template


@dataclass(frozen=True, kw_only=True)
class PackReading:
    """The parts of a pack, and every problem of a single file."""

    line: Lineage
    #: None if one of the pack.yaml files breaks its schema.
    definition: Definition | None
    forms: FormCatalogue
    decisions: DecisionCatalogue
    processes: ProcessCatalogue
    #: The document templates that count, by file name.
    templates: Mapping[str, Template]
    #: The elements of all diagrams that count, in the order of their files.
    elements: Sequence[Element]
    problems: tuple[Problem, ...]

    @cached_property
    def sight(self) -> Sight:
        """What letters may see of the case document."""
        used = {element.own["form"] for element in self.elements if "form" in element.own}
        used |= {str(door.get("form")) for door in doors(self.definition.content)} if self.definition else set()
        return sight(self.forms.forms, used)

    def file_of(self, process: str) -> str | None:
        """Return the file in which a process is drawn."""
        return next((element.file for element in self.elements if element.process == process), None)


def read_pack(files: Mapping[str, bytes]) -> PackReading:
    """Read a pack with its parents. Raises CheckFailedError only if there is no chain of packs to speak of."""
    line = lineage.trace(files)
    manifest_problems = [problem for manifest in line.manifests for problem in schemas.check(manifest, "pack")]
    forms = FormCatalogue.read({**line.of_kind(Kind.SCHEMA), **line.of_kind(Kind.LAYOUT)}, line.packs)
    decisions = DecisionCatalogue.read(files, line.packs)
    processes = ProcessCatalogue.read(files, line.packs, decisions)
    templates, template_problems = _templates(line)
    return PackReading(
        line=line,
        definition=None if manifest_problems else definition.define(line.manifests),
        forms=forms,
        decisions=decisions,
        processes=processes,
        templates=templates,
        elements=list(_elements(line)),
        problems=(
            *manifest_problems,
            *forms.problems,
            *decisions.problems,
            *processes.problems,
            *template_problems,
            *_scenario_problems(line),
            *_demo_problems(line, manifest_problems),
        ),
    )


def _elements(line: Lineage) -> Iterator[Element]:
    """Yield the elements of every process, the own pack's before its parents': a process drawn twice counts once."""
    seen: dict[str, str] = {}
    for path, content in sorted(line.of_kind(Kind.PROCESS).items(), key=lambda entry: _rank(line, entry[0])):
        try:
            found = diagram.read_elements(path, content)
        except UnreadableXmlError:
            continue  # reported by the reading of processes
        for element in found:
            if seen.setdefault(element.process, path) == path:
                yield element


def _rank(line: Lineage, path: str) -> tuple[int, str]:
    return line.packs.index(path.split("/")[1]), path


def _scenario_problems(line: Lineage) -> Iterator[Problem]:
    """Check the own pack's scenarios only: a parent's may expect what this pack has changed on purpose."""
    for each in line.of_pack(line.own):
        if each.kind is Kind.SCENARIO:
            try:
                read_scenario(each.path, line.files[each.path])
            except CheckFailedError as error:
                yield from error.problems


def _demo_problems(line: Lineage, manifest_problems: list[Problem]) -> Iterator[Problem]:
    """Check the own pack's demonstration; that of a parent speaks of the parent's steps."""
    path = f"processes/{line.own}/demo.yaml"
    if path not in line.files or manifest_problems:
        return
    try:
        yield from demofile.check(path, line.files[path], definition.define(line.manifests).content["codes"])
    except CheckFailedError as error:
        yield from error.problems


def _templates(line: Lineage) -> tuple[dict[str, Template], list[Problem]]:
    templates: dict[str, Template] = {}
    problems: list[Problem] = []
    for name, found in line.chosen(Kind.DOCUMENT).items():
        try:
            templates[name] = read_template(found.path, line.files[found.path])
        except CheckFailedError as error:
            problems.extend(error.problems)
    return templates, problems
