"""Says which types the answers to a form have, so that expressions can be checked before a case runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.forms import walking
from engine.forms.limits import MAX_DEPTH
from engine.forms.reading import Schema

_KINDS = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean", "array": "list", "object": "context"}
_TEXT_KINDS = {"date": "date", "date-time": "date and time", "time": "time"}


@dataclass(frozen=True, kw_only=True)
class AnswerType:
    """The type of a value in FEEL's terms: string, number, boolean, date, date and time, time, list, context or any."""

    kind: str
    #: Of a context: its fields, those of every branch.
    fields: Mapping[str, AnswerType] = field(default_factory=dict)
    #: Of a context: the fields that are always there.
    required: frozenset[str] = frozenset()
    #: Of a list: the type of its entries.
    items: AnswerType | None = None
    #: The values of a choice; empty if any value of the kind may stand there.
    choices: tuple[Any, ...] = ()


def type_of(schema: Schema) -> AnswerType:
    """Return the type of a form's answers."""
    return _type(schema, [schema], {}, 0)


def _type(root: Schema, schemas: list[Schema], known: dict[frozenset[int], AnswerType], depth: int) -> AnswerType:
    """Read a type; one met before is shared, so that branching references cannot multiply."""
    branches = list(walking.branches(root, schemas))
    key = frozenset(map(id, branches))
    if key not in known and depth <= MAX_DEPTH:
        known[key] = AnswerType(kind="any")  # what a type that contains itself sees of itself
        known[key] = _read(root, schemas, known, depth)
    return known.get(key, AnswerType(kind="any"))


def _read(root: Schema, schemas: list[Schema], known: dict[frozenset[int], AnswerType], depth: int) -> AnswerType:
    branches = list(walking.branches(root, schemas))
    kind = _kind(branches)
    if kind == "context":
        names = walking.all_fields(root, branches)
        fields = {name: _type(root, walking.field(branches, name), known, depth + 1) for name in names}
        return AnswerType(kind=kind, fields=fields, required=_required(root, schemas))
    if kind == "list":
        return AnswerType(kind=kind, items=_type(root, walking.items(branches), known, depth + 1))
    return AnswerType(kind=kind, choices=_choices(branches))


def _kind(branches: list[Schema]) -> str:
    stated = {branch["type"] for branch in branches if isinstance(branch.get("type"), str)}
    kinds = {_KINDS.get(each, "any") for each in stated}
    kind = kinds.pop() if len(kinds) == 1 else "any"
    formats = {_TEXT_KINDS[branch["format"]] for branch in branches if branch.get("format") in _TEXT_KINDS}
    return formats.pop() if kind == "string" and len(formats) == 1 else kind


def _required(root: Schema, schemas: list[Schema]) -> frozenset[str]:
    """Collect what is asked for without condition."""
    return frozenset(name for schema in walking.unconditional(root, schemas) for name in schema.get("required", ()))


def _choices(branches: list[Schema]) -> tuple[Any, ...]:
    for branch in branches:
        found = branch.get("enum") or [choice["const"] for choice in walking.choices([branch])]
        if found or "const" in branch:
            return tuple(found) or (branch["const"],)
    return ()
