"""A form as the fields of a page, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from admin.studio import filled
from admin.studio.filled import Row
from engine.domain import form_table
from engine.domain.form_table import Choice, FormField, FormTable
from engine.usecases.ports.workshop import CaseFields, FormSheet

FIELDS = "fields"
_BAR = "|"


def shown(sheet: FormSheet) -> dict[str, Any]:
    """Return what the page's fields hold at first."""
    table = sheet.table
    roles = {name: role for role, name in vars(sheet.shows).items() if name}
    return {
        "code": sheet.code,
        "place": table.place,
        "appends": "1" if table.appends else "",
        **filled.spoken("title", table.title),
        **filled.spoken("note", table.note),
        **filled.spread(FIELDS, [_row(field, roles) for field in table.fields]),
    }


def read(typed: Mapping[str, Any]) -> FormTable:
    """Return the form that the fields describe."""
    return FormTable(
        place=form_table.word(str(typed.get("place", ""))),
        appends=bool(typed.get("appends")),
        title=filled.text(typed, "title"),
        note=filled.text(typed, "note"),
        fields=tuple(_field(row) for row in filled.rows(typed, FIELDS)),
    )


def shows(typed: Mapping[str, Any], table: FormTable) -> CaseFields:
    """Return which fields say what lists show of a case; `table` has names for all of them."""
    named = zip(filled.rows(typed, FIELDS), table.fields, strict=True)
    found = {str(row.get("shows")): field.name for row, field in named}
    return CaseFields(**{role: found.get(role, "") for role in CaseFields.__dataclass_fields__})


def _row(field: FormField, roles: Mapping[str, str]) -> Row:
    return {
        "name": field.name,
        **filled.spoken("title", field.title),
        "kind": field.kind,
        "required": "1" if field.is_required else "",
        "privacy": field.privacy,
        "choices": "\n".join(_lines(field.choices)),
        **filled.spoken("note", field.note),
        "shows": roles.get(field.name, ""),
    }


def _lines(choices: Sequence[Choice]) -> Iterator[str]:
    """Yield a line a choice; its code only where the words do not say it."""
    for each in choices:
        parts = [each.title.zh, each.title.en]
        yield f" {_BAR} ".join(parts if each.code == form_table.word(each.title.zh) else [*parts, each.code])


def _field(row: Row) -> FormField:
    kind, privacy = str(row.get("kind", "")), str(row.get("privacy", ""))
    return FormField(
        name=form_table.word(str(row.get("name", ""))),
        title=filled.text(row, "title"),
        kind=kind if kind in (*form_table.KINDS, form_table.KEPT) else "text",
        is_required=bool(row.get("required")),
        privacy=privacy if privacy in form_table.PRIVACY else "P1",
        choices=tuple(_choices(str(row.get("choices", "")))),
        note=filled.text(row, "note"),
    )


def _choices(text: str) -> Iterator[Choice]:
    for line in filter(str.strip, text.split("\n")):
        zh, en, code, *_rest = (*(part.strip() for part in line.replace("｜", _BAR).split(_BAR)), "", "")
        yield Choice(code=code, title=form_table.Text(zh, en))
