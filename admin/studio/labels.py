"""The words of a pack for its codes, as the fields of a page, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from admin.studio import filled
from admin.studio.filled import Filled, Row
from engine.errors import FieldProblem, Text
from engine.usecases.ports import PackOutline

ROWS = "words"
#: How a new code begins, by kind; the pack's letters and a number follow.
_BEGINNINGS = {"codes": "", "states": "", "ends": "E.", "roles": "R.", "dispute_types": ""}
_CODE = re.compile(r"\w[\w.:-]{0,79}")


def kinds() -> Mapping[str, str]:
    """Return the kinds of codes that have words, with what they are called."""
    return {
        "codes": _("步骤类别"),
        "ends": _("办结方式"),
        "states": _("案件状态"),
        "dispute_types": _("纠纷类型"),
        "roles": _("岗位"),
    }


def own(outline: PackOutline, kind: str) -> Mapping[str, Any]:
    """Return the pack's own words, in the shape of pack.yaml."""
    return outline.own_content.get(kind) or {}


def shown(outline: PackOutline, kind: str) -> Row:
    """Return what the page's fields hold at first."""
    rows = [{"code": code, "was": code, **filled.spoken("title", Text(**words))} for code, words in own(outline, kind).items()]
    return filled.spread(ROWS, rows)


def inherited(outline: PackOutline, kind: str) -> Sequence[tuple[str, Text]]:
    """Return the words that the pack has from its parents."""
    mine = own(outline, kind)
    return [(code, Text(**words)) for code, words in outline.content.get(kind, {}).items() if code not in mine]


def read(outline: PackOutline, kind: str, typed: Mapping[str, Any]) -> Mapping[tuple[str, ...], Any]:
    """Return the entries of pack.yaml that change; what stood there and stands there no more is None."""
    known = {*outline.content.get(kind, {})}
    wanted: dict[str, Any] = {}
    for row in filled.rows(typed, ROWS):
        zh, en = filled.text(row, "title")
        code = str(row.get("code", "")) or _free(outline, kind, known)
        known.add(code)
        wanted[code] = {"zh": zh, "en": en or zh}
    before = own(outline, kind)
    gone = {(kind, code): None for code in before if code not in wanted}
    return {**gone, **{(kind, code): words for code, words in wanted.items() if words != before.get(code)}}


def problems(entry: Filled) -> Iterator[FieldProblem]:
    """Yield what is wrong with the rows."""
    seen: set[str] = set()
    for number, row in enumerate(entry.rows(ROWS)):
        code = str(row.get("code", ""))
        if not row.get("title-zh"):
            yield FieldProblem(path=f"/{ROWS}/{number}/title/zh", message=Text("请填写中文名称。", "Write the Chinese name."))
        if code and not _CODE.fullmatch(code):
            message = Text("编号只用字母、数字、“.”、“-”和“_”。", "A code holds letters, digits, ., - and _ only.")
            yield FieldProblem(path=f"/{ROWS}/{number}/code", message=message)
        elif code and code in seen:
            yield FieldProblem(path=f"/{ROWS}/{number}/code", message=Text("这个编号用了两次。", "This code is there twice."))
        seen.add(code)


def _free(outline: PackOutline, kind: str, known: set[str]) -> str:
    letters = re.sub(r"[^A-Za-z]", "", outline.pack).upper()[:6] or "X"
    letters = letters.lower() if kind == "states" else letters
    number = 1
    while f"{_BEGINNINGS[kind]}{letters}.{number}" in known:
        number += 1
    return f"{_BEGINNINGS[kind]}{letters}.{number}"
