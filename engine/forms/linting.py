"""Finds what is wrong with a form's schema before anybody has to fill it in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from engine.errors import Severity, Text
from engine.forms import keywords, offering, patterns, walking
from engine.forms.limits import MAX_DEPTH
from engine.forms.reading import Schema

#: Where in the schema, what is wrong, how bad it is.
Finding = tuple[str, Text, Severity]

PRIVACY = ("P0", "P1", "P2", "P3")
_WRITES = re.compile(r"[^\W\d]\w*(\[\])?")
_META = Draft202012Validator(Draft202012Validator.META_SCHEMA)
#: The meta-schema's findings repeat themselves for every sub-schema; a clerk needs the first few.
_MAX_META = 10


def lint_schema(schema: Schema) -> Iterator[Finding]:
    """Yield the findings on a schema file by itself."""
    broken = [_against_meta(error) for error in _META.iter_errors(schema)][:_MAX_META]
    if broken:
        yield from broken
        return
    for place, part in keywords.subschemas(schema):
        where = keywords.pointer(place)
        yield from ((where, text, "error") for text in (*_pattern_findings(part), *_choice_findings(part)))
        yield from _choice_titles(where, part)


def lint_use(schema: Schema) -> Iterator[Finding]:
    """Yield the findings for which a form cannot be used at all."""
    yield from _writes_findings(schema.get("x-onedoor"))
    yield from _told_findings(schema.get("x-onedoor"))
    yield from _sealed_findings(schema.get("x-onedoor"))
    yield from _public_findings(schema)
    cycle = walking.endless_reference(schema)
    if cycle:
        yield "", Text(f"引用“{cycle}”绕回自身，没有尽头。", f"The reference “{cycle}” leads back to itself without end."), "error"
    if schema.get("type") != "object":
        yield "", Text("表单的根必须是 type: object。", "The root of a form must be of type: object."), "error"


def _told_findings(own: Any) -> Iterator[Finding]:
    if isinstance(own, dict) and not isinstance(own.get("told", False), bool):
        message = Text("x-onedoor.told 只能是 true 或 false。", "x-onedoor.told is either true or false.")
        yield "/x-onedoor/told", message, "error"


def _sealed_findings(own: Any) -> Iterator[Finding]:
    if isinstance(own, dict) and own.get("sealed_for", "author") != "author":
        message = Text("x-onedoor.sealed_for 只能是 author。", "x-onedoor.sealed_for can only be author.")
        yield "/x-onedoor/sealed_for", message, "error"


def _public_findings(schema: Schema) -> Iterator[Finding]:
    own = schema.get("x-onedoor")
    public = own.get("public") if isinstance(own, dict) else None
    if public is None:
        return
    fields = schema.get("properties", {})
    if not isinstance(public, dict) or any(name not in fields for name in public):
        message = Text("x-onedoor.public 列出由系统填写的字段和值。", "x-onedoor.public lists fields that the system fills in, and values.")
        yield "/x-onedoor/public", message, "error"


def lint_form(schema: Schema) -> Iterator[Finding]:
    """Yield the further findings on a usable form's bundled schema."""
    yield from _title_findings("", schema)
    yield from _field_findings(schema, [schema], None, (), set())


def lint_layout(layout: Schema, schema: Schema) -> Iterator[Finding]:
    """Yield the findings on a layout: what the form library would refuse to draw, or draw without anything to choose."""
    yield from _order_findings(layout, schema)
    for name in walking.all_fields(schema, [schema]):
        own = layout.get(name)
        if isinstance(own, dict) and own.get("ui:widget") in _CHOOSING and not _can_choose(schema, name):
            message = Text(
                f"字段“{name}”用了“{own['ui:widget']}”，但没有选项；评分请用“rating”。",
                f"The field {name} is drawn as “{own['ui:widget']}” but has no choices; use “rating” for scores.",
            )
            yield f"/{name}/ui:widget", message, "error"


#: Controls that show the choices of a field, and nothing if it has none.
_CHOOSING = frozenset({"radio", "select", "checkboxes"})


def _can_choose(schema: Schema, name: str) -> bool:
    found = list(walking.branches(schema, walking.field(walking.branches(schema, [schema]), name)))
    entries = list(walking.branches(schema, walking.items(found)))
    is_listed = any("enum" in branch or branch.get("type") == "boolean" or "format" in branch for branch in (*found, *entries))
    is_offered = any(offering.KEYWORD in branch for branch in found)
    return is_listed or is_offered or bool(walking.choices(found) or walking.choices(entries))


def _order_findings(layout: Schema, schema: Schema) -> Iterator[Finding]:
    order = layout.get("ui:order")
    if not isinstance(order, list) or "*" in order:
        return
    fields = walking.all_fields(schema, [schema])
    missing = [name for name in fields if name not in order]
    if missing:
        names = "、".join(missing)
        yield "/ui:order", Text(f"排列顺序里缺少：{names}。", f"The order leaves out: {', '.join(missing)}."), "error"


def _against_meta(error: Any) -> Finding:
    where = keywords.pointer(tuple(str(step) for step in error.absolute_path))
    return where, Text(f"不符合 JSON Schema 2020-12:{error.message}", f"Not JSON Schema 2020-12: {error.message}"), "error"


def _pattern_findings(schema: Schema) -> Iterator[Text]:
    found = [schema["pattern"]] if "pattern" in schema else []
    for pattern in (*found, *schema.get("patternProperties", {})):
        if not patterns.safe_length(pattern):
            yield Text(
                f"格式规则“{pattern}”太复杂或浏览器不支持，可能使系统停顿；请写得更简单。",
                f"The pattern “{pattern}” is too complex or unknown to browsers and could stall the system; write a simpler one.",
            )


def _choice_findings(schema: Schema) -> Iterator[Text]:
    choices = schema.get("oneOf", [])
    if choices and all("const" in choice for choice in choices if isinstance(choice, dict)) and "type" not in schema:
        yield Text("选项（oneOf 与 const）旁边缺少 type，表单画不出来。", "A choice of oneOf and const needs a type beside it to be drawn.")


def _choice_titles(where: str, schema: Schema) -> Iterator[Finding]:
    for index, choice in enumerate(schema.get("oneOf", [])):
        if isinstance(choice, dict) and "const" in choice:
            yield from _title_findings(f"{where}/oneOf/{index}", choice)


def _writes_findings(own: Any) -> Iterator[Finding]:
    if not isinstance(own, dict) or not isinstance(own.get("writes"), str):
        yield "/x-onedoor", Text("缺少 x-onedoor.writes：答案写到哪里。", "x-onedoor.writes is missing: where the answers go."), "error"
    elif not _WRITES.fullmatch(own["writes"]):
        wrong = own["writes"]
        message = Text(
            f"x-onedoor.writes“{wrong}”应是一个名称，可带“[]”。", f"x-onedoor.writes “{wrong}” should be one name, with “[]” or without."
        )
        yield "/x-onedoor/writes", message, "error"


def _title_findings(where: str, schema: Schema) -> Iterator[Finding]:
    if not isinstance(schema.get("title"), str) or not schema["title"].strip():
        yield where, Text("缺少中文标题（title）。", "The Chinese title (title) is missing."), "error"
    english = schema.get("x-en")
    if not isinstance(english, dict) or not isinstance(english.get("title"), str):
        yield where, Text("缺少英文标题（x-en.title）。", "The English title (x-en.title) is missing."), "warning"


def _field_findings(
    root: Schema, schemas: list[Schema], privacy: str | None, place: tuple[str, ...], seen: set[tuple[frozenset[int], str | None]]
) -> Iterator[Finding]:
    """Walk the fields by the path of their names in the answers, with the privacy class inherited from above."""
    branches = list(walking.branches(root, schemas))
    privacy = walking.privacy_of(branches) or privacy
    key = (frozenset(map(id, branches)), privacy)
    if key in seen or len(place) > MAX_DEPTH:
        return
    seen.add(key)
    here = keywords.pointer(place)
    yield from ((here, text, "error") for text in _wrong_privacy(branches))
    fields, items = walking.all_fields(root, branches), walking.items(branches)
    if not fields and not items and privacy is None:
        yield here, Text("缺少隐私级别（x-privacy）。", "The privacy class (x-privacy) is missing."), "error"
    for name in fields:
        found = walking.field(branches, name)
        yield from _field_title(root, found, (*place, name))
        yield from _field_findings(root, found, privacy, (*place, name), seen)
    if items:
        yield from _field_findings(root, items, privacy, (*place, "*"), seen)


def _field_title(root: Schema, found: list[Schema], place: tuple[str, ...]) -> Iterator[Finding]:
    branches = list(walking.branches(root, found))
    titled: Schema = next((branch for branch in branches if "title" in branch or "x-en" in branch), {})
    yield from _title_findings(keywords.pointer(place), titled)


def _wrong_privacy(branches: list[Schema]) -> Iterator[Text]:
    for wrong in {str(branch["x-privacy"]) for branch in branches if "x-privacy" in branch} - set(PRIVACY):
        yield Text(f"隐私级别“{wrong}”不存在，应是 P0 至 P3。", f"There is no privacy class “{wrong}”; it should be P0 to P3.")
