"""A report as the fields of a page, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from admin import visitor
from admin.studio import filled
from admin.studio.filled import Filled, Row
from engine.errors import FieldProblem, Text
from engine.usecases.ports import PackOutline

KIND, PARTS = "reports", "parts"
#: Fields that hold several values.
LISTS = ("figures",)


def shown(entry: Mapping[str, Any]) -> Row:
    """Return what the page's fields hold at first."""
    rows = [
        {
            **filled.spoken("title", Text(**each.get("title", filled.NOTHING))),
            "figures": list(each["figures"]),
            "by": each.get("by", ""),
            "chart": each.get("chart", ""),
        }
        for each in entry.get(PARTS, ())
    ]
    return {
        **filled.spoken("title", Text(**entry.get("title", filled.NOTHING))),
        **filled.spoken("note", Text(**entry.get("note", filled.NOTHING))),
        "period": entry.get("period", ""),
        "public": "1" if entry.get("public") else "",
        **filled.spread(PARTS, rows),
    }


def choices(outline: PackOutline) -> Mapping[str, Any]:
    """Return the figures, the ways to part them, the periods and the charts."""
    content = outline.content
    usual = {"day": _("日"), "week": _("周"), "month": _("月份"), "quarter": _("季度"), "year": _("年份"), "place": _("辖区")}
    groupings = {code: visitor.say(Text(**each["title"])) for code, each in (content.get("groupings") or {}).items()}
    used = {part["by"]: part["by"] for each in (content.get(KIND) or {}).values() for part in each.get(PARTS, ()) if part.get("by")}
    return {
        "figures": [(code, visitor.say(Text(**each["title"]))) for code, each in (content.get("figures") or {}).items()],
        "by": list({**used, **usual, **groupings}.items()),
        "period": [("day", _("日报")), ("week", _("周报")), ("month", _("月报")), ("quarter", _("季报")), ("year", _("年报"))],
        "chart": [("none", _("不画图")), ("bars", _("横条")), ("columns", _("竖条")), ("line", _("折线"))],
    }


def read(before: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry of pack.yaml."""
    found = {key: value for key, value in before.items() if key not in ("note", "period", "public")}
    note = {"note": filled.titled(typed, "note")} if typed.get("note-zh") or typed.get("note-en") else {}
    period = {"period": typed["period"]} if typed.get("period") else {}
    public = {"public": True} if typed.get("public") else {}
    parts = [_part(row) for row in filled.rows(typed, PARTS)]
    return {**found, "title": filled.titled(typed), **note, **period, **public, PARTS: parts}


def problems(entry: Filled) -> Iterator[FieldProblem]:
    """Yield what is wrong with the fields."""
    if not entry.typed.get("title-zh"):
        yield FieldProblem(path="/title/zh", message=filled.UNNAMED)
    if not entry.rows(PARTS):
        yield FieldProblem(path=f"/{PARTS}", message=Text("至少要有一部分。", "There must be one part at least."))
    for number, row in enumerate(entry.rows(PARTS)):
        if not row.get("figures"):
            yield FieldProblem(path=f"/{PARTS}/{number}/figures", message=Text("请至少选一个统计数。", "Choose one figure at least."))


def _part(row: Row) -> dict[str, Any]:
    title = {"title": filled.titled(row)} if row.get("title-zh") or row.get("title-en") else {}
    return {**title, "figures": list(row.get("figures") or ()), **{name: row[name] for name in ("by", "chart") if row.get(name)}}
