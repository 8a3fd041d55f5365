"""Offers what the case itself holds: `x-choices` names the list in the entry of a work item from which a field is chosen.

An entry of the list has a `code` and a `title` (a text, or one in two languages); in a field of several it may be `mandatory`,
and `done` already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.domain.case import Json
from engine.errors import FieldProblem, Text
from engine.forms.reading import Schema

KEYWORD = "x-choices"


def offered(schema: Schema, entry: Json | None) -> Schema:
    """Return a form's schema with the choices that an entry brings; without such fields or entry the schema itself."""
    fields = {name: field for name, field in _fields(schema) if _choices(field, entry)}
    if not fields:
        return schema
    properties = {name: _with(field, _choices(field, entry)) for name, field in fields.items()}
    return {**schema, "properties": {**schema["properties"], **properties}}


def check(schema: Schema, answers: Json, entry: Json | None) -> Iterator[FieldProblem]:
    """Yield a problem for every field in which something mandatory is still open, naming all of it."""
    for name, field in _fields(schema):
        chosen = answers.get(name)
        if field.get("type") == "array" and isinstance(chosen, list):
            left = [_title(each) for each in _choices(field, entry) if each.get("mandatory") and each["code"] not in chosen]
            if left:
                zh, en = "、".join(title.zh for title in left), ", ".join(title.en for title in left)
                message = Text(f"必办事项尚未完成：{zh}。", f"Still to be done, and mandatory: {en}.")
                yield FieldProblem(path=f"/{name}", message=message)


def _fields(schema: Schema) -> Iterator[tuple[str, Schema]]:
    for name, field in schema.get("properties", {}).items():
        if isinstance(field, dict) and isinstance(field.get(KEYWORD), str):
            yield name, field


def _choices(field: Schema, entry: Json | None) -> Sequence[Mapping[str, Any]]:
    found: Any = entry
    for step in field[KEYWORD].split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return [each for each in found if isinstance(each, dict) and each.get("code")] if isinstance(found, list) else []


def _with(field: Schema, choices: Sequence[Mapping[str, Any]]) -> Schema:
    ways = [{"const": each["code"], "title": _title(each).zh, "x-en": {"title": _title(each).en}} for each in choices]
    if field.get("type") != "array":
        return {**field, "oneOf": ways}
    done = [each["code"] for each in choices if each.get("done") is True]
    return {**field, "items": {**field.get("items", {}), "oneOf": ways}, "default": done}


def _title(choice: Mapping[str, Any]) -> Text:
    title = choice.get("title") or choice["code"]
    if isinstance(title, Mapping):
        return Text(str(title.get("zh", choice["code"])), str(title.get("en", title.get("zh", choice["code"]))))
    return Text(str(title), str(choice.get("title_en") or title))
