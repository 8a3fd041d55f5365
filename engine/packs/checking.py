"""The check of a pack: the same for the command line, the studio and an import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.errors import CheckFailedError, Problem
from engine.packs import (
    agendas,
    documentcheck,
    expressions,
    factcheck,
    figurecheck,
    floororder,
    floors,
    manifestcheck,
    matters,
    owners,
    paths,
    places,
    references,
    rhythms,
    typed,
)
from engine.packs.definition import Definition
from engine.packs.places import Parts
from engine.packs.reading import PackReading, read_pack
from engine.packs.references import Known
from engine.usecases.operations import CATALOGUE


def check(files: Mapping[str, bytes]) -> list[Problem]:
    """Return all problems of a pack with its parents, errors first, then by file and line."""
    return read_and_check(files)[1]


def read_and_check(files: Mapping[str, bytes]) -> tuple[PackReading | None, list[Problem]]:
    """Return the parts that run with all their problems; no parts if there is no chain of packs to speak of."""
    problems = list(paths.check(files))
    known = {path: content for path, content in files.items() if paths.parse(path) is not None}
    try:
        reading = read_pack(known)
    except CheckFailedError as error:
        return None, _in_order([*problems, *error.problems])
    problems.extend(reading.problems)
    problems.extend(_strangers(reading))
    if reading.definition is not None:
        problems.extend(_together(reading, reading.definition))
    return reading, _in_order(problems)


def _together(reading: PackReading, definition: Definition) -> Iterator[Problem]:
    """Yield what only shows when the files are held against each other."""
    yield from manifestcheck.check(definition)
    yield from expressions.check(definition)
    yield from rhythms.check(definition)
    yield from matters.check(definition, reading.decisions.decisions)
    yield from floors.check(reading.line)
    yield from floororder.check(definition, reading.processes.processes)
    yield from owners.check(reading.processes.processes.values())
    yield from references.check(reading.elements, _known(reading, definition))
    parts = Parts(definition=definition, elements=reading.elements, forms=reading.forms.forms, decisions=reading.decisions.decisions)
    yield from places.check(parts)
    yield from typed.check(parts)
    yield from figurecheck.check(figurecheck.Known(definition=definition, places=places.written(parts), forms=reading.forms.forms))
    yield from agendas.check(definition, places.written(parts))
    yield from factcheck.check(parts)
    readable = documentcheck.Known(definition=definition, sight=reading.sight, places=places.written(parts))
    yield from documentcheck.check(reading.templates, readable)
    yield from documentcheck.check_calls(reading.elements, reading.line.chosen(paths.Kind.DOCUMENT))


def _known(reading: PackReading, definition: Definition) -> Known:
    return Known(
        definition=definition,
        forms=_sound_or_broken_forms(reading),
        decisions=reading.decisions.decisions,
        processes={element.process for element in reading.elements},
        operations=CATALOGUE,
    )


def _sound_or_broken_forms(reading: PackReading) -> set[str]:
    """Return every form that has a file: a broken one is reported as broken and not as missing too."""
    return {*reading.forms.forms, *reading.line.chosen(paths.Kind.SCHEMA)}


def _strangers(reading: PackReading) -> Iterator[Problem]:
    """Yield files of packs that are not in the chain, for example of a folder whose pack.yaml is missing."""
    for path in sorted(reading.line.files):
        parsed = paths.parse(path)
        if parsed and parsed.pack not in reading.line.packs:
            yield paths.stranger(path, parsed.pack)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort, and drop what two checks say of the same place in the same words."""
    distinct = {(problem.file, problem.line, problem.place, problem.message): problem for problem in problems}
    return sorted(distinct.values(), key=lambda problem: (problem.severity != "error", problem.file, problem.line or 0))
