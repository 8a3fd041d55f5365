"""Makes the schema that a browser draws: one language, roster choices filled in, our own notes taken out."""

from __future__ import annotations

from typing import Any

from engine.domain.roster import Person, Roster, Team, Unit
from engine.errors import Text
from engine.forms import formats, keywords, membership
from engine.forms.reading import Schema

#: Of our own keywords the browser needs this one, to show money and telephone numbers.
_KEPT = frozenset({"x-format"})


def localized(schema: Schema, locale: str, roster: Roster) -> Schema:
    """Return a copy of a bundled schema for one locale."""
    copied: Schema = _Localizer(locale, roster).copy(membership.narrowed(schema, roster), named=False)
    return copied


def choice_title(entry: Person | Team | Unit, roster: Roster) -> Text:
    """Return the words by which a person, team or unit is chosen; people of one name are told apart by their units."""
    if not isinstance(entry, Person):
        return entry.title
    unit = roster.by_unit.get(entry.unit or "") if entry.name in roster.namesakes else None
    return Text(f"{entry.name}（{unit.title.zh}）", f"{entry.name} ({unit.title.en})") if unit else Text(entry.name, entry.name)


class _Localizer:
    def __init__(self, locale: str, roster: Roster) -> None:
        self.is_english = locale.lower().startswith("en")
        self.locale = locale
        self.roster = roster

    def copy(self, node: Any, *, named: bool) -> Any:
        """Copy a node; `named` tells that its keys are names of fields, which stay whatever they are."""
        if isinstance(node, list):
            return [self.copy(child, named=False) for child in node]
        if not isinstance(node, dict):
            return node
        if named:
            return {key: self.copy(value, named=False) for key, value in node.items()}
        copied = {key: self._member(key, value) for key, value in node.items() if _is_kept(key)}
        return {**copied, **self._english(node), **self._choices(node)}

    def _member(self, key: str, value: Any) -> Any:
        return value if key in keywords.DATA else self.copy(value, named=key in keywords.NAMED)

    def _english(self, node: Schema) -> Schema:
        english = node.get("x-en") if self.is_english else None
        words = english if isinstance(english, dict) else {}
        return {key: words[key] for key in ("title", "description") if isinstance(words.get(key), str)}

    def _choices(self, node: Schema) -> Schema:
        name = node.get("format")
        entries = formats.choices(name, self.roster) if isinstance(name, str) else None
        if entries is None:
            return {}
        if membership.AMONG in node:
            entries = {code: entry for code, entry in entries.items() if code in node[membership.AMONG]}
        if not entries:
            # An empty oneOf is not a schema; an empty enum is one, and draws an empty list.
            return {"enum": []}
        titles = {code: choice_title(entry, self.roster).in_language(self.locale) for code, entry in entries.items()}
        return {"oneOf": [{"const": code, "title": title} for code, title in titles.items()]}


def _is_kept(key: str) -> bool:
    return not key.startswith("x-") or key in _KEPT
