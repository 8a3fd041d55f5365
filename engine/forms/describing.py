"""Writes answers down for reading: labels and shown values, in the order of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.domain.roster import Roster
from engine.errors import Text
from engine.forms import checking, formats, walking
from engine.forms.localizing import choice_title
from engine.forms.reading import Schema

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: A label and what stands beside it: a text, or again such a list.
Line = tuple[str, Any]


def describe(schema: Schema, order: list[str], answers: Schema, locale: str, roster: Roster) -> list[Line]:
    """Return labels and shown values; what was not answered is left out."""
    return _Reader(schema, locale, roster).group([schema], answers, order)


def worded(schema: Schema, answers: Schema, locale: str, roster: Roster) -> Schema:
    """Return the answers under the same keys, each value as it is shown: choices in words, days and amounts written out."""
    found: Schema = _Reader(schema, locale, roster).in_words([schema], answers)
    return found


def choices(schema: Schema, path: Sequence[str]) -> Mapping[str, Text]:
    """Return the words for the values of a choice, found by the names that lead to it; lists are passed through."""
    found = [schema]
    for name in path:
        branches = list(walking.branches(schema, found))
        inside = list(walking.branches(schema, walking.items(branches)))
        found = walking.field([*branches, *inside], name)
    options = walking.choices(walking.branches(schema, found))
    return {str(option["const"]): _title(option, str(option["const"])) for option in options}


def called(schema: Schema, pointer: str) -> Text:
    """Return what a field is called, by its JSON pointer into answers; its name where it has no title."""
    found, name = [schema], ""
    for name in (part for part in pointer.split("/") if part and not part.isdecimal()):
        branches = list(walking.branches(schema, found))
        inside = list(walking.branches(schema, walking.items(branches)))
        found = walking.field([*branches, *inside], name)
    titled = next((branch for branch in walking.branches(schema, found) if "title" in branch), {})
    return _title(titled, name)


def _title(schema: Schema, otherwise: str) -> Text:
    chinese = schema.get("title", otherwise)
    return Text(chinese, schema.get("x-en", {}).get("title", chinese))


class _Reader:
    def __init__(self, root: Schema, locale: str, roster: Roster) -> None:
        self.root = root
        self.locale = locale
        self.roster = roster
        self.applies = checking.holds(checking.quiet_validator(root, roster))

    def group(self, schemas: list[Schema], answers: Schema, order: list[str]) -> list[Line]:
        branches = self._branches(schemas, answers)
        names = dict.fromkeys([*order, *(name for branch in branches for name in branch.get("properties", {})), *answers])
        lines = (self._line(walking.field(branches, name), name, answers.get(name)) for name in names)
        return [line for line in lines if line[1] not in ("", [], None)]

    def in_words(self, schemas: list[Schema], value: Any) -> Any:
        """Return a value in its own shape, its leaves as they are shown."""
        branches = self._branches(schemas, value)
        if isinstance(value, dict):
            return {name: self.in_words(walking.field(branches, name), each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.in_words(walking.items(branches), each) for each in value]
        return value if value is None else self._shown(branches, value)

    def _line(self, schemas: list[Schema], name: str, value: Any) -> Line:
        branches = self._branches(schemas, value)
        titled = next((branch for branch in branches if "title" in branch), {"title": name})
        return self._words(titled), self._value(branches, value)

    def _value(self, branches: list[Schema], value: Any) -> Any:
        if isinstance(value, dict):
            return self.group(branches, value, [])
        if isinstance(value, list):
            return self._list(branches, value)
        return "" if value is None else self._shown(branches, value)

    def _list(self, branches: list[Schema], values: list[Any]) -> Any:
        shown = [self._value(self._branches(walking.items(branches), each), each) for each in values]
        if all(isinstance(each, str) for each in shown):
            return Text("、", ", ").in_language(self.locale).join(shown)
        return [(Text(f"第 {number} 项", f"No. {number}").in_language(self.locale), each) for number, each in enumerate(shown, 1)]

    def _branches(self, schemas: list[Schema], value: Any) -> list[Schema]:
        return list(walking.branches(self.root, schemas, value, self.applies))

    def _words(self, schema: Schema) -> str:
        return _title(schema, "").in_language(self.locale)

    def _shown(self, branches: list[Schema], value: Any) -> str:
        if isinstance(value, bool):
            return Text("是" if value else "否", "Yes" if value else "No").in_language(self.locale)
        for choice in walking.choices(branches):
            if choice["const"] == value and "title" in choice:
                return self._words(choice)
        if isinstance(value, int | float):
            return self._number(branches, value)
        return self._text(branches, str(value))

    def _number(self, branches: list[Schema], value: float) -> str:
        if any(branch.get("x-format") == "money" for branch in branches):
            return f"¥{Decimal(str(value)):,.2f}"
        return f"{Decimal(str(value)).normalize():f}"

    def _text(self, branches: list[Schema], value: str) -> str:
        for name in (branch["format"] for branch in branches if "format" in branch):
            entry = (formats.choices(name, self.roster) or {}).get(value)
            if entry is not None:
                return choice_title(entry, self.roster).in_language(self.locale)
            day = formats.read_date(value) if name == "date" else None
            instant = formats.read_instant(value) if name == "date-time" else None
            if day or instant:
                return shown_instant(instant, self.locale) if instant else shown_date(day, self.locale) if day else value
        return value


def shown_date(day: date, locale: str) -> str:
    """Write a day: 2025年6月3日, or 3 Jun 2025."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_EN_MONTHS[day.month - 1]} {day.year}").in_language(locale)


def shown_instant(instant: datetime, locale: str) -> str:
    """Write an instant as wall time in Shanghai: 2025年6月3日 16:00."""
    local = instant.astimezone(_SHANGHAI) if instant.tzinfo else instant
    return f"{shown_date(local, locale)} {local:%H:%M}"
