"""The rhythms of a pack as the fields of a page, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from admin import visitor
from admin.studio import filled
from admin.studio.filled import Filled, Row
from engine.domain import form_table
from engine.errors import FieldProblem, Text
from engine.usecases.ports import PackOutline

KIND = "rhythms"
_BY_PARAMETER = "=parameters."


def table(outline: PackOutline) -> Mapping[str, Any]:
    """Return the rhythms, the parents' included, in the shape of pack.yaml."""
    return outline.content.get(KIND) or {}


def shown(outline: PackOutline) -> Row:
    """Return what the page's fields hold at first."""
    return filled.spread(
        KIND,
        [
            {"name": name, **filled.spoken("title", Text(**row["title"])), **{key: row[key] for key in ("process", "every", "at")}}
            for name, row in table(outline).items()
        ],
    )


def choices(outline: PackOutline) -> Mapping[str, Mapping[str, str]]:
    """Return what can be picked: processes whose doors ask for no form, days, and parameters that name a day or time."""
    doors = [door for door in outline.content.get("starts", ()) if not door.get("form")]
    by_parameter = {f"{_BY_PARAMETER}{each.name}": _("参数“%(name)s”", name=visitor.say(each.title)) for each in outline.parameters}
    used = {row[key] for row in table(outline).values() for key in ("every", "at")}
    return {
        "process": {door["process"]: visitor.say(Text(**door["title"])) for door in doors},
        "every": days() | {code: words for code, words in by_parameter.items() if code in used},
        "at": {code: words for code, words in by_parameter.items() if code in used},
    }


def days() -> dict[str, str]:
    """Return the words for the days on which a rhythm beats."""
    weekdays = (_("每周一"), _("每周二"), _("每周三"), _("每周四"), _("每周五"), _("每周六"), _("每周日"))
    codes = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return {
        "day": _("每天"),
        "working-day": _("每个工作日"),
        **dict(zip(codes, weekdays, strict=True)),
        "month-first-day": _("每月第一天"),
        "month-first-working-day": _("每月第一个工作日"),
        "month-last-working-day": _("每月最后一个工作日"),
    }


def read(outline: PackOutline, typed: Mapping[str, Any]) -> Mapping[tuple[str, ...], Any]:
    """Return the entries of pack.yaml that change; an own one that is not there any more is None."""
    before = table(outline)
    wanted: dict[str, Any] = {}
    for row in filled.rows(typed, KIND):
        zh, en = filled.text(row, "title")
        name = str(row.get("name", "")) or form_table.word(zh)
        wanted[name] = {"title": {"zh": zh, "en": en or zh}, **{key: str(row.get(key, "")) for key in ("process", "every", "at")}}
    gone = {(KIND, name): None for name in outline.own_content.get(KIND) or {} if name not in wanted}
    return {**gone, **{(KIND, name): value for name, value in wanted.items() if value != before.get(name)}}


def problems(outline: PackOutline, entry: Filled) -> Iterator[FieldProblem]:
    """Yield what is wrong with the rows; times and processes are the check's business."""
    names = {str(row.get("name", "")) for row in entry.rows(KIND)}
    for number, row in enumerate(entry.rows(KIND)):
        if not form_table.word(str(row.get("title-zh", ""))):
            yield FieldProblem(path=f"/{KIND}/{number}/title/zh", message=Text("请填写中文名称。", "Write the Chinese name."))
    inherited = [name for name in table(outline) if name not in (outline.own_content.get(KIND) or {}) and name not in names]
    if inherited:
        message = Text("沿用上级的不能删去，可以修改。", "What is inherited cannot be taken out; it can be changed.")
        yield FieldProblem(path=f"/{KIND}", message=message)
