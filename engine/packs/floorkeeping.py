"""Keeps the part of a form or decision that is a floor, where a pack may add to the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from engine.decisions import Decision, model
from engine.decisions.catalogue import read_file
from engine.domain.case import Json
from engine.errors import Problem, Text
from engine.packs.definition import define
from engine.packs.lineage import Lineage
from engine.packs.paths import Kind

#: What a form may word anew without asking anything else.
_WORDS = frozenset({"title", "description", "x-en", "$comment"})


def check(line: Lineage, depth: int) -> Iterator[Problem]:
    """Yield the fields and rows that the pack at this depth of the chain has taken from a floor of its parents."""
    for floor in define(line.manifests[depth + 1 :]).content["floors"]:
        title = Text(**floor["title"])
        if "keeps" in floor:
            yield from _fields(line, depth, floor, title)
        elif "first" in floor:
            yield from _rows(line, depth, floor, title)


def _fields(line: Lineage, depth: int, floor: Json, title: Text) -> Iterator[Problem]:
    code = floor["form"]
    files = [_form(line, pack, code) for pack in line.packs[depth:]]
    above = next((found for found in files[1:] if found), None)
    if files[0] is None or above is None:
        return
    (file, own), (_, parent) = files[0], above
    for name in floor["keeps"]:
        if not _is_kept(name, own, parent):
            yield _lost(file, Text(f"{code}的“{name}”", f"the field {name} of {code}"), title)


def _form(line: Lineage, pack: str, code: str) -> tuple[str, Json] | None:
    """Return the form that a pack itself states; one that is no JSON object is reported by the reading of forms."""
    path = next((each.path for each in line.of_pack(pack) if each.kind is Kind.SCHEMA and each.name == code), None)
    if path is None:
        return None
    try:
        schema = json.loads(line.files[path])
    except ValueError:
        return None
    return (path, schema) if isinstance(schema, dict) else None


def _is_kept(name: str, own: Json, parent: Json) -> bool:
    """Tell whether a form still asks for a field as its parent does: the same answers, as needed, as private."""
    if _asked(own.get("properties", {}).get(name)) != _asked(parent.get("properties", {}).get(name)):
        return False
    if name in parent.get("required", ()) and name not in own.get("required", ()):
        return False
    rules = [_asked(rule) for rule in own.get("allOf", ())]
    return all(_asked(rule) in rules for rule in parent.get("allOf", ()) if json.dumps(name) in json.dumps(rule))


def _asked(schema: Any) -> Any:
    """Return a schema without the words that people read."""
    if isinstance(schema, list):
        return [_asked(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _asked(value) for key, value in schema.items() if key not in _WORDS or not isinstance(value, str | dict)}


def _rows(line: Lineage, depth: int, floor: Json, title: Text) -> Iterator[Problem]:
    code = floor["decision"]
    found = [_decision(line, pack, code) for pack in line.packs[depth:]]
    own, above = found[0], next((each for each in found[1:] if each), None)
    if own and above and not _begins_with(own, above, floor["first"]):
        count = floor["first"]
        yield _lost(own.file, Text(f"{code}的前{count}行", f"the first {count} rows of {code}"), title)


def _decision(line: Lineage, pack: str, code: str) -> Decision | None:
    for each in line.of_pack(pack):
        if each.kind is Kind.DECISION and code in (decisions := read_file(each.path, line.files[each.path])[0]):
            return decisions[code]
    return None


def _begins_with(own: Decision, parent: Decision, count: int) -> bool:
    """Tell whether a table reads, answers and begins as its parent: rows behind those catch only what was left."""
    ours, theirs = own.node.expression, parent.node.expression
    if not (isinstance(ours, model.Table) and isinstance(theirs, model.Table)):
        return False
    return _shape(ours) == _shape(theirs) and _cells(ours.rules[:count]) == _cells(theirs.rules[:count])


def _shape(table: model.Table) -> tuple[Any, ...]:
    return table.hit_policy, [each.expression.text for each in table.inputs], [each.name for each in table.outputs]


def _cells(rules: Sequence[model.Rule]) -> list[list[str]]:
    return [[cell.text.strip() for cell in (*rule.tests, *rule.results)] for rule in rules]


def _lost(file: str, what: Text, title: Text) -> Problem:
    return Problem(
        file=file,
        place=title.zh,
        message=Text(
            f"“{title.zh}”是底线：{what.zh}必须与上级模板包一致。",
            f"The {title.en} is a floor: {what.en} must stay as in the parent pack.",
        ),
        cure=Text("请照上级模板包写回；可以另外增加内容。", "Write it as the parent pack does; more may be added beside it."),
    )
