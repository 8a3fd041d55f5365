"""Keeps the floors: rules of law or safety that no pack below the one that states them may weaken.

A floor names what it keeps: a whole decision, form, composition or process; some fields of a form or the first rows
of a decision; the bounds of a parameter; a deadline; or a step that never comes before a block. Reference: domain analysis 2.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.decisions.catalogue import read_file
from engine.decisions.xml import UnreadableXmlError
from engine.errors import Problem, Text
from engine.packs import diagram, floorkeeping, floorlimits, manifestcheck
from engine.packs.definition import define
from engine.packs.lineage import Lineage
from engine.packs.paths import Kind


def check(line: Lineage) -> Iterator[Problem]:
    """Yield everything of a pack that weakens a floor of one of its parents."""
    for depth, pack in enumerate(line.packs[:-1]):
        above = line.packs[depth + 1 :]
        own = _things(line, (pack,))
        hidden = _hidden(line, pack, above)
        for key, title in held(line, depth).items():
            file = own.get(key) or hidden.get(key)
            if file:
                yield _problem(file, key[1], title, above[0])
        yield from floorkeeping.check(line, depth)
        yield from floorlimits.check(line, depth)


def held(line: Lineage, depth: int = 0) -> Mapping[tuple[str, str], Text]:
    """Return what the pack at this depth of the chain may not replace: (its kind, its code) with its name."""
    above = line.packs[depth + 1 :]
    if not above:
        return {}
    stated = manifestcheck.floors(define(line.manifests[depth + 1 :]))
    there = _things(line, above)
    return {key: title for key, title in stated.items() if key in there}


def _things(line: Lineage, packs: tuple[str, ...]) -> Mapping[tuple[str, str], str]:
    """Return the decisions, forms, processes and compositions of some packs, with the file of each."""
    found: dict[tuple[str, str], str] = {}
    for pack in packs:
        for each in line.of_pack(pack):
            if each.kind is Kind.SCHEMA:
                found.setdefault(("form", each.name), each.path)
            elif each.kind is Kind.DECISION:
                decisions, _ = read_file(each.path, line.files[each.path])
                for decision in decisions:
                    found.setdefault(("decision", decision), each.path)
            elif each.kind is Kind.PROCESS:
                for process in _drawn(each.path, line.files[each.path]):
                    found.setdefault(("process", process), each.path)
        for code in _compositions(line, pack):
            found.setdefault(("composition", code), line.manifests[line.packs.index(pack)].file)
    return found


def _drawn(path: str, content: bytes) -> Iterator[str]:
    """Yield the processes of a file, whatever it is called; one that cannot be read is reported by its own check."""
    try:
        elements = diagram.read_elements(path, content)
    except UnreadableXmlError:
        return
    yield from dict.fromkeys(element.process for element in elements)


def _compositions(line: Lineage, pack: str) -> Iterator[str]:
    """Yield the compositions that a pack itself states, whatever is wrong with its pack.yaml."""
    manifest = line.manifests[line.packs.index(pack)].value
    table = manifest.get("compositions") if isinstance(manifest, dict) else None
    yield from table if isinstance(table, dict) else ()


_SUFFIXES = {"decision": (Kind.DECISION, ".dmn"), "process": (Kind.PROCESS, ".bpmn")}


def _hidden(line: Lineage, pack: str, above: tuple[str, ...]) -> Mapping[tuple[str, str], str]:
    """Return what disappears because a file of the same name hides the parents', with the hiding file."""
    own = {(each.kind, each.name): each.path for each in line.of_pack(pack)}
    found: dict[tuple[str, str], str] = {}
    for key, path in _things(line, above).items():
        kind, suffix = _SUFFIXES.get(key[0], (None, ""))
        hiding = own.get((kind, path.rpartition("/")[2].removesuffix(suffix))) if kind else None
        if hiding:
            found[key] = hiding
    return found


def _problem(file: str, code: str, title: Text, parent: str) -> Problem:
    return Problem(
        file=file,
        place=code,
        message=Text(
            f"“{title.zh}”（{code}）是底线，下级模板包不能替换它。",
            f"The {title.en} ({code}) is a floor; a pack that extends {parent} may not replace it.",
        ),
        cure=Text(
            f"请删去这里的{code}；确需增加规则时，请联系模板包“{parent}”的维护者。",
            f"Delete {code} here; if a rule must be added, ask who maintains the pack {parent}.",
        ),
    )
