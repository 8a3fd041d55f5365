"""Keeps the floors: rules of law or safety that no pack below the one that states them may replace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.decisions.catalogue import read_file
from engine.errors import Problem, Text
from engine.packs import manifestcheck
from engine.packs.definition import define
from engine.packs.lineage import Lineage
from engine.packs.paths import Kind


def check(line: Lineage) -> Iterator[Problem]:
    """Yield every file of a pack that replaces a floor of one of its parents."""
    for depth, pack in enumerate(line.packs[:-1]):
        above = line.packs[depth + 1 :]
        own = _things(line, (pack,))
        hidden = _hidden(line, pack, above)
        for key, title in held(line, depth).items():
            file = own.get(key) or hidden.get(key)
            if file:
                yield _problem(file, key[1], title, above[0])


def held(line: Lineage, depth: int = 0) -> Mapping[tuple[str, str], Text]:
    """Return the floors that the pack at this depth of the chain may not replace: (its kind, its code) with its name."""
    above = line.packs[depth + 1 :]
    if not above:
        return {}
    stated = manifestcheck.floors(define(line.manifests[depth + 1 :]))
    there = _things(line, above)
    return {key: title for key, title in stated.items() if key in there}


def _things(line: Lineage, packs: tuple[str, ...]) -> Mapping[tuple[str, str], str]:
    """Return the decisions and forms of some packs, with the file of each."""
    found: dict[tuple[str, str], str] = {}
    for pack in packs:
        for each in line.of_pack(pack):
            if each.kind is Kind.SCHEMA:
                found.setdefault(("form", each.name), each.path)
            elif each.kind is Kind.DECISION:
                decisions, _ = read_file(each.path, line.files[each.path])
                for decision in decisions:
                    found.setdefault(("decision", decision), each.path)
        for code in _compositions(line, pack):
            found.setdefault(("composition", code), line.manifests[line.packs.index(pack)].file)
    return found


def _compositions(line: Lineage, pack: str) -> Iterator[str]:
    """Yield the compositions that a pack itself states, whatever is wrong with its pack.yaml."""
    manifest = line.manifests[line.packs.index(pack)].value
    table = manifest.get("compositions") if isinstance(manifest, dict) else None
    yield from table if isinstance(table, dict) else ()


def _hidden(line: Lineage, pack: str, above: tuple[str, ...]) -> Mapping[tuple[str, str], str]:
    """Return what disappears because a file of the same name hides the parents', with the hiding file."""
    own = {each.name: each.path for each in line.of_pack(pack) if each.kind is Kind.DECISION}
    found: dict[tuple[str, str], str] = {}
    for key, path in _things(line, above).items():
        name = path.rpartition("/")[2].removesuffix(".dmn")
        if key[0] == "decision" and name in own:
            found[key] = own[name]
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
