"""Turns a form's schema and layout into a table of its questions, and a changed table back into both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.domain.form_table import CHOICES, KEPT, Choice, FormField, FormTable
from engine.errors import Text
from engine.forms import walking
from engine.forms.form import Form
from engine.forms.reading import Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
_LONG = {"type": "string", "minLength": 1, "maxLength": 5000}
_SHAPES: Mapping[str, Schema] = {
    "text": _TEXT,
    "long_text": _LONG,
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "money": {"type": "number", "minimum": 0, "multipleOf": 0.01, "x-format": "money"},
    "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "yes_no": {"type": "boolean"},
    "choice": {"type": "string"},
    "choices": {"type": "array", "uniqueItems": True},
    "phone": {"type": "string", "x-format": "phone"},
    "person": {"type": "string", "format": "onedoor-person"},
    "team": {"type": "string", "format": "onedoor-team"},
    "unit": {"type": "string", "format": "onedoor-unit"},
    "file": {"type": "string", "format": "onedoor-file"},
}
#: What a schema may say beside its kind without being more than the table can show.
_LIMITS = frozenset(
    {"title", "description", "x-en", "x-privacy", "minLength", "maxLength", "minimum", "maximum", "multipleOf", "minItems", "maxItems"}
)
_PARTY: Schema = {
    "type": "object",
    "x-privacy": "P1",
    "required": ["role", "name"],
    "properties": {
        "role": {
            "title": "身份",
            "x-en": {"title": "Role"},
            "type": "string",
            "x-privacy": "P0",
            "oneOf": [
                {"const": "applicant", "title": "申请人", "x-en": {"title": "Applicant"}},
                {"const": "respondent", "title": "被申请人", "x-en": {"title": "Respondent"}},
                {"const": "other", "title": "其他人", "x-en": {"title": "Somebody else"}},
            ],
        },
        "name": {**_TEXT, "title": "姓名或名称", "x-en": {"title": "Name"}, "x-privacy": "P1", "maxLength": 60},
        "phone": {"title": "联系电话", "x-en": {"title": "Telephone"}, "type": "string", "x-privacy": "P1", "x-format": "phone"},
        "id_no": {**_TEXT, "title": "证件号码", "x-en": {"title": "Number of the identity document"}, "x-privacy": "P2", "maxLength": 40},
        "address": {**_TEXT, "title": "住址或地址", "x-en": {"title": "Address"}, "x-privacy": "P1"},
    },
}
_PARTIES: Schema = {"type": "array", "maxItems": 50, "items": _PARTY}
_AREA = {"ui:widget": "textarea", "ui:options": {"rows": 3}}
_GRID = ("ui:field", "ui:layoutGrid")


def read(form: Form, document: Schema) -> FormTable:
    """Return the table of a form; `document` is its file as it is written, with references to others."""
    required = set(document.get("required", ()))
    asked: Mapping[str, Schema] = document.get("properties", {})
    return FormTable(
        place=form.place,
        appends=form.appends,
        title=form.title(),
        note=_words(document, "description"),
        fields=tuple(_field(form, name, asked[name], is_required=name in required) for name in _order(form.ui, asked)),
    )


def conditional(document: Schema) -> frozenset[str]:
    """Return the fields of which the conditions of a form speak: without them it could not be filled in."""
    return frozenset(_spoken_of({key: value for key, value in document.items() if key not in ("properties", "required", "$defs")}))


def write(table: FormTable, code: str, form: Form | None = None, document: Schema | None = None) -> tuple[Schema, Schema]:
    """Return the schema and the layout of a table; whatever of the old form the table does not speak of stays as it is written."""
    before, ui = (read(form, document), form.ui) if form and document else (None, {})
    old = document or {"$schema": DIALECT, "x-onedoor": {}, "title": "", "type": "object"}
    asked = old.get("properties", {})
    own = {**old["x-onedoor"], "code": code, "writes": table.place + ("[]" if table.appends else "")}
    words = _titled(old, table.title, table.note) if before is None or (before.title, before.note) != (table.title, table.note) else {}
    schema = {**old, "x-onedoor": own, **words}
    known = {field.name: field for field in before.fields} if before else {}
    schema["properties"] = {
        field.name: asked[field.name] if known.get(field.name) == field else _schema(field, asked.get(field.name)) for field in table.fields
    }
    required = [field.name for field in table.fields if field.is_required]
    if set(required) != set(old.get("required", ())):
        schema["required"] = required
    return schema, _layout(table, asked, ui)


# --- reading -------------------------------------------------------------------------------------------------------------


def _order(ui: Schema, asked: Mapping[str, Schema]) -> list[str]:
    drawn = [name for name in (*ui.get("ui:order", ()), *_drawn(ui)) if name in asked]
    return list(dict.fromkeys([*drawn, *asked])) if drawn else list(asked)


def _drawn(ui: Any) -> Iterator[str]:
    """Yield the fields of a grid in the order in which they are drawn."""
    grid = ui.get("ui:layoutGrid", ui.get("children", ui)) if isinstance(ui, dict) else ui
    if isinstance(grid, str):
        yield grid
    elif isinstance(grid, list):
        for each in grid:
            yield from _drawn(each)
    elif isinstance(grid, dict):
        for key in ("ui:row", "ui:columns", "ui:col"):
            yield from _drawn(grid[key]) if key in grid else ()


def _field(form: Form, name: str, schema: Schema, *, is_required: bool) -> FormField:
    found = list(walking.branches(form.schema, [schema, *walking.field([form.schema], name)]))
    titled: Schema = next((each for each in found if "title" in each), {})
    kind = _kind(schema, form.ui.get(name, {}))
    return FormField(
        name=name,
        title=_words(titled, "title") if titled else Text(name, name),
        kind=kind,
        is_required=is_required,
        privacy=walking.privacy_of(found) or str(form.schema.get("x-privacy", "P1")),
        choices=tuple(_choices(schema)) if kind in CHOICES else (),
        note=_words(schema, "description"),
    )


def _words(schema: Schema, key: str) -> Text:
    zh = str(schema.get(key, ""))
    return Text(zh, str(schema.get("x-en", {}).get(key, zh)))


def _kind(schema: Schema, ui: Schema) -> str:
    """Return the kind whose schema this is; limits of length and size do not matter."""
    if schema.get("type") == "array" and schema.get("items") == _PARTY:
        return "parties"
    said = {key: value for key, value in schema.items() if key not in _LIMITS}
    if "oneOf" in said:
        return "choice" if said == {"type": "string", "oneOf": said["oneOf"]} and walking.choices([schema]) else KEPT
    if "items" in said:
        entries = said["items"]
        is_plain = set(said) <= {"type", "items", "uniqueItems"} and set(entries) == {"type", "oneOf"}
        return "choices" if is_plain and walking.choices([entries]) else KEPT
    for kind, shape in _SHAPES.items():
        if kind not in CHOICES and said == {key: value for key, value in shape.items() if key not in _LIMITS}:
            return "long_text" if kind == "text" and ui.get("ui:widget") == "textarea" else kind
    return KEPT


def _choices(schema: Schema) -> Iterator[Choice]:
    for each in walking.choices([schema, *walking.items([schema])]):
        yield Choice(code=str(each["const"]), title=_words(each, "title"))


def _spoken_of(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _spoken_of(each)
    elif isinstance(part, dict):
        yield from part.get("properties", {})
        yield from (name for name in part.get("required", ()) if isinstance(name, str))
        for each in part.values():
            yield from _spoken_of(each)


# --- writing -------------------------------------------------------------------------------------------------------------


def _schema(field: FormField, old: Schema | None) -> Schema:
    """Return the schema of a field: the old one with other words where its kind is the same, else a new one."""
    if old is None or (field.kind != KEPT and _kind(old, {}) not in _same(field.kind)):
        old = _PARTIES if field.kind == "parties" else _SHAPES[field.kind]
        old = {**old, "minItems": 1} if field.is_required and field.kind in ("choices", "parties") else old
    rest = {key: value for key, value in old.items() if key not in ("title", "description", "x-en")}
    found = {**_titled(old, field.title, field.note), **rest}
    if field.kind != KEPT:
        found["x-privacy"] = field.privacy
    if field.kind in CHOICES:
        options = [{"const": each.code, "title": each.title.zh, "x-en": {"title": each.title.en}} for each in field.choices]
        found |= {"oneOf": options} if field.kind == "choice" else {"items": {"type": "string", "oneOf": options}}
    return found


def _same(kind: str) -> tuple[str, ...]:
    """Short and long text differ in how they are drawn alone."""
    return ("text", "long_text") if kind in ("text", "long_text") else (kind,)


def _titled(old: Schema, title: Text, note: Text) -> Schema:
    english = {key: value for key, value in old.get("x-en", {}).items() if key not in ("title", "description")}
    if note.zh:
        return {"title": title.zh, "description": note.zh, "x-en": {**english, "title": title.en, "description": note.en}}
    return {"title": title.zh, "x-en": {**english, "title": title.en}}


def _layout(table: FormTable, asked: Mapping[str, Schema], ui: Schema) -> Schema:
    """Keep the drawing where the questions and their order are what they were; else draw them one under the other."""
    names = [field.name for field in table.fields]
    drawn = [name for name in (*ui.get("ui:order", ()), *_drawn(ui)) if name != "*"]
    kept = {key: value for key, value in ui.items() if key not in asked or key in names}
    if drawn and names != _order(ui, asked):
        others = {key: value for key, value in kept.items() if key not in (*_GRID, "ui:order")}
        kept = {"ui:order": [*_woven(names, drawn, asked), "*"], **others}
    for field in table.fields:
        if field.kind == "long_text":
            kept.setdefault(field.name, _AREA)
        elif field.kind == "text" and kept.get(field.name, {}).get("ui:widget") == "textarea":
            del kept[field.name]
    return kept


def _woven(names: Sequence[str], drawn: Sequence[str], asked: Mapping[str, Schema]) -> Iterator[str]:
    """Yield the questions in their new order, what depends on an answer behind the question that it stood behind."""
    behind: dict[str, list[str]] = {}
    previous = ""
    for name in drawn:
        if name in asked:
            previous = name
        else:
            behind.setdefault(previous, []).append(name)
    for name in ("", *names):
        yield from (name,) if name else ()
        yield from behind.get(name, ())
