"""A composition of teams as the fields of a page, and back; what the page does not show stays as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from admin import visitor
from admin.studio import filled
from admin.studio.filled import Filled, Row
from engine.errors import FieldProblem, Text
from engine.usecases.ports import PackOutline

KIND = "compositions"
SEATS, RULES = "seats", "rules"
#: Kinds of people that the page offers, each a list of ticks.
WHO = ("qualities", "categories", "roles", "represents")
_BY_PARAMETER = "=parameters."
_NUMBER = re.compile(r"\d{1,4}")


def table(outline: PackOutline) -> Mapping[str, Any]:
    """Return the compositions, the parents' included, in the shape of pack.yaml."""
    return outline.content.get(KIND) or {}


def shown(entry: Mapping[str, Any]) -> Row:
    """Return what the page's fields hold at first."""
    size = entry.get("size", {})
    return {
        **filled.spoken("title", Text(**entry["title"])),
        "least": str(size.get("least", "")),
        "most": str(size.get("most", "")),
        **filled.spread(SEATS, [_row(each) for each in entry.get(SEATS, ())]),
        **filled.spread(RULES, [{**_row(each), **_figures(each)} for each in entry.get(RULES, ())]),
    }


def choices(outline: PackOutline) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return the kinds of people that can be ticked, and the parameters that can stand for a number."""
    lists = [(f"{_BY_PARAMETER}{each.name}", _parameter(each.title)) for each in outline.parameters if each.type == "list"]
    numbers = [(f"{_BY_PARAMETER}{each.name}", _parameter(each.title)) for each in outline.parameters if each.type == "integer"]
    plain = [("full_time", _("专职")), ("industry", _("熟悉本团队的行业"))]
    return {
        "qualities": [*plain, *_labelled(outline, "qualifications"), *lists],
        "categories": _labelled(outline, "categories"),
        "roles": _labelled(outline, "roles"),
        "represents": [("woman", _("妇女")), ("minority", _("人数较少的民族"))],
        "numbers": numbers,
    }


def read(before: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry of pack.yaml; who saves it stands behind it."""
    zh, en = filled.text(typed, "title")
    size = {"least": _figure(typed.get("least")), "most": _figure(typed.get("most"))}
    found = {**before, "title": {"zh": zh, "en": en or zh}, "source": "county", "size": size}
    for kind in (SEATS, RULES):
        known = {each["code"]: each for each in before.get(kind, ())}
        rows = [_entry(row, known, kind, number) for number, row in enumerate(filled.rows(typed, kind), 1)]
        found = {**found, kind: rows} if rows else {key: value for key, value in found.items() if key != kind}
    return found


def problems(entry: Filled) -> Iterator[FieldProblem]:
    """Yield what is wrong with the fields; whether the rules can be kept is the check's business."""
    if not entry.typed.get("title-zh"):
        yield FieldProblem(path="/title/zh", message=_UNNAMED)
    for name in ("least", "most"):
        if _figure(entry.typed.get(name)) is None:
            yield FieldProblem(path=f"/{name}", message=_NO_NUMBER)
    for kind in (SEATS, RULES):
        for number, row in enumerate(entry.rows(kind)):
            where = f"/{kind}/{number}"
            if not row.get("title-zh"):
                yield FieldProblem(path=f"{where}/title/zh", message=_UNNAMED)
            yield from (
                FieldProblem(path=f"{where}/{name}", message=_NO_NUMBER)
                for name in ("least", "most")
                if row.get(name) and _figure(row[name]) is None
            )


_UNNAMED = Text("请填写中文名称。", "Write the Chinese name.")
_NO_NUMBER = Text("请写整数，或选一个参数。", "Write a whole number, or choose a parameter.")


def _row(each: Mapping[str, Any]) -> Row:
    who = each.get("who", {})
    picked = {name: [who[name]] if isinstance(who.get(name), str) else list(who.get(name, ())) for name in WHO}
    return {"code": each["code"], **filled.spoken("title", Text(**each["title"])), **picked}


def _figures(each: Mapping[str, Any]) -> Row:
    return {name: str(each.get(name, "")) for name in ("least", "most")}


def _entry(row: Row, known: Mapping[str, Any], kind: str, number: int) -> dict[str, Any]:
    code = str(row.get("code", "")) or _free(known, kind, number)
    zh, en = filled.text(row, "title")
    before = known.get(code, {})
    who = {key: value for key, value in before.get("who", {}).items() if key not in WHO}
    for name in WHO:
        picked = list(row.get(name) or ())
        if picked:
            who[name] = next((each for each in picked if each.startswith(_BY_PARAMETER)), picked)
    found = {**before, "code": code, "title": {"zh": zh, "en": en or zh}, "who": who}
    if kind == RULES:
        found = {key: value for key, value in found.items() if key not in ("least", "most")}
        found |= {name: figure for name in ("least", "most") if (figure := _figure(row.get(name))) is not None}
    return found


def _free(known: Mapping[str, Any], kind: str, number: int) -> str:
    while f"{kind[:-1]}_{number}" in known:
        number += 1
    return f"{kind[:-1]}_{number}"


def _figure(text: Any) -> int | str | None:
    """Return a number, or the parameter that stands for one; None for anything else."""
    said = str(text or "")
    if said.startswith(_BY_PARAMETER):
        return said
    return int(said) if _NUMBER.fullmatch(said) else None


def _labelled(outline: PackOutline, kind: str) -> list[tuple[str, str]]:
    return [(code, visitor.say(Text(**words))) for code, words in (outline.content.get(kind) or {}).items()]


def _parameter(title: Text) -> str:
    return _("参数“%(name)s”", name=visitor.say(title))
