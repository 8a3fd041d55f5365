"""What somebody typed into a page of the studio: shown again until it is right, rows moved without anything being lost."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest

from admin import visitor
from engine.errors import FieldProblem, Problem, Text

#: One line of a page's list; values are text, or lists of text for what is ticked.
Row = dict[str, Any]

#: A text that says nothing yet, and what is said of a name that is missing.
NOTHING = {"zh": "", "en": ""}
UNNAMED = Text("请填写中文名称。", "Write the Chinese name.")
#: More rows than this are no page of ours.
_MOST_ROWS = 200
_ROW = re.compile(r"([a-z]+)-(\d{1,3})-(\S+)")
_ACT = re.compile(r"([a-z]+):(add|up|down|gone)(?::(\d{1,3}))?")


@dataclass(frozen=True, kw_only=True)
class Filled:
    """The fields of a page; satisfies what `office/fields.html` asks of an entry."""

    typed: Mapping[str, Any]
    problems: Sequence[FieldProblem] = ()
    #: Problems of the check that stand at no field of the page.
    others: Sequence[Problem] = field(default_factory=tuple)

    @property
    def is_stale(self) -> bool:
        """Return false: a stale page of the studio is told by the draft's revision."""
        return False

    def problem(self, name: str) -> list[str]:
        """Return what is wrong with a field, in the visitor's language."""
        return [visitor.say(each.message) for each in self.problems if anchor(each) == name]

    def rows(self, kind: str) -> list[Row]:
        """Return the rows of a list."""
        return rows(self.typed, kind)


def anchor(problem: FieldProblem) -> str:
    """Return the field at which a problem stands."""
    return problem.path.removeprefix("/").replace("/", "-")


def typed(*lists: str) -> dict[str, Any]:
    """Return the fields of the request; those whose last name is in `lists` hold several values."""
    found: dict[str, Any] = {}
    for name, values in request.form.lists():
        texts = [text.strip().replace("\r\n", "\n") for text in values]
        found[name] = [text for text in texts if text] if name.rpartition("-")[2] in lists else texts[-1]
    return found


def text(source: Mapping[str, Any], name: str) -> Text:
    """Return what two fields say, one a language."""
    return Text(str(source.get(f"{name}-zh", "")), str(source.get(f"{name}-en", "")))


def spoken(name: str, words: Text) -> Row:
    """Return the two fields of a text."""
    return {f"{name}-zh": words.zh, f"{name}-en": words.en}


def titled(source: Mapping[str, Any], name: str = "title") -> dict[str, str]:
    """Return what two fields say as pack.yaml writes it; what is missing in one language stands in the other."""
    zh, en = text(source, name)
    return {"zh": zh or en, "en": en or zh}


def formula(written: Any) -> str:
    """Return an expression of pack.yaml as people write it, without the sign before it."""
    return str(written).removeprefix("=")


def expression(typed: Any) -> str:
    """Return an expression as pack.yaml writes it."""
    return f"={str(typed or '').removeprefix('=').strip()}"


def rows(source: Mapping[str, Any], kind: str) -> list[Row]:
    """Return the rows of a list in their order."""
    found: dict[int, Row] = {}
    for name, value in source.items():
        match = _ROW.fullmatch(name)
        if match and match[1] == kind:
            found.setdefault(int(match[2]), {})[match[3]] = value
    if len(found) > _MOST_ROWS:
        raise BadRequest
    return [found[number] for number in sorted(found)]


def spread(kind: str, found: Sequence[Row]) -> Row:
    """Return rows as fields."""
    return {f"{kind}-{number}-{name}": value for number, row in enumerate(found) for name, value in row.items()}


def acted(source: Mapping[str, Any]) -> Row | None:
    """Return the fields after a row was added, moved or taken out; None if another button was pressed."""
    match = _ACT.fullmatch(str(source.get("do", "")))
    if match is None:
        return None
    kind, act, number = match[1], match[2], int(match[3] or 0)
    others = {name: value for name, value in source.items() if not ((row := _ROW.fullmatch(name)) and row[1] == kind)}
    return {**others, **spread(kind, _changed(rows(source, kind), act, number))}


def _changed(found: list[Row], act: str, number: int) -> list[Row]:
    if act == "add":
        # A row is known by its fields: one without any would not be there.
        return [*found, {"new": "1"}]
    if number >= len(found):
        return found
    if act == "gone":
        return [*found[:number], *found[number + 1 :]]
    place = max(0, number - 1) if act == "up" else min(len(found) - 1, number + 1)
    row = found.pop(number)
    return [*found[:place], row, *found[place:]]
