"""One form of a release: what it asks, and what can be done with the answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from engine.domain.case import Json
from engine.domain.roster import Roster
from engine.errors import FieldProblem, Text
from engine.forms import answer_types, checking, describing, localizing, membership, offering, privacy
from engine.forms.plain import PlainFields
from engine.forms.reading import Schema

#: Formats whose values are codes of the roster.
ROSTER_FORMATS = frozenset({"onedoor-person", "onedoor-team", "onedoor-unit"})


@dataclass(frozen=True, kw_only=True)
class Form:
    """Satisfies the port `engine.usecases.ports.Form`."""

    code: str
    #: The place in the case document, for example `intake` or `consents[]`.
    writes: str
    #: Self-contained: every reference leads into its own `$defs`.
    schema: Schema
    ui: Schema
    #: What the work item is for, from which fields may offer choices.
    entry: Json | None = None

    @property
    def place(self) -> str:
        """Return the top-level name in the case document that the form writes."""
        return self.writes.removesuffix("[]")

    @property
    def is_told(self) -> bool:
        """Tell whether the form speaks to those who are called to a case, so that they may read it."""
        return self.schema.get("x-onedoor", {}).get("told") is True

    @property
    def is_for_author(self) -> bool:
        """Tell whether what the form seals is for its author alone, and not for the other mediators on the case."""
        return bool(self.schema.get("x-onedoor", {}).get("sealed_for") == "author")

    @property
    def public(self) -> Mapping[str, Any] | None:
        """Return what the system answers for somebody without an account; None if nobody without one may send the form."""
        found = self.schema.get("x-onedoor", {}).get("public")
        return found if isinstance(found, dict) else None

    @property
    def appends(self) -> bool:
        """Tell whether each submission adds an entry to a list."""
        return self.writes.endswith("[]")

    @cached_property
    def asks_roster(self) -> bool:
        """Tell whether a field is picked from the roster, so that the roster must be read at all."""
        return bool(_formats(self.schema) & ROSTER_FORMATS)

    @cached_property
    def answer_type(self) -> answer_types.AnswerType:
        """The type of the answers, for checking expressions that use them."""
        return answer_types.type_of(self.schema)

    @cached_property
    def _plain(self) -> PlainFields:
        return PlainFields()

    @cached_property
    def _branches(self) -> privacy.Branches:
        return privacy.Branches(self.schema)

    def title(self) -> Text:
        """Return the form's title; its code where it has none."""
        chinese = self.schema.get("title", self.code)
        english = self.schema.get("x-en", {})
        return Text(chinese, english.get("title", chinese))

    def of_entry(self, entry: Json | None) -> Form:
        """Return the form with the choices that the entry of a work item brings."""
        found = offering.offered(self.schema, entry)
        return self if found is self.schema else replace(self, schema=found, entry=entry)

    def check(self, answers: Json, roster: Roster) -> Sequence[FieldProblem]:
        """Return all problems of the answers at once."""
        found = checking.check(self.schema, answers, roster, self._plain)
        return found or [*membership.check(self.schema, answers, roster), *offering.check(self.schema, answers, self.entry)]

    def split(self, answers: Json) -> tuple[Json, Json | None]:
        """Part answers; the sealed part maps JSON pointers to values, `join` puts them back."""
        return privacy.split(self.schema, answers, self._branches)

    def join(self, document: Json, sealed: Json) -> Json:
        """Put sealed values back into the answers that they were parted from."""
        return privacy.join(document, sealed)

    def redact(self, answers: Json, allowed: Collection[str]) -> Json:
        """Return the answers without the values of classes that are not allowed."""
        return privacy.redact(self.schema, answers, allowed)

    def privacy_at(self, path: Sequence[str]) -> str | None:
        """Return the class of a field by the names that lead to it, lists passed over; None if there is no such field."""
        return privacy.class_at(self.schema, path)

    def privacy_by_name(self) -> Mapping[str, str]:
        """Return the strictest class of all fields of the same name, whatever group they stand in."""
        return privacy.by_name(self.schema)

    def localized(self, locale: str, roster: Roster) -> Json:
        """Return the schema for the browser in one language."""
        return localizing.localized(self.schema, locale, roster)

    def layout(self) -> Json:
        """Return the rjsf uiSchema."""
        return self.ui

    def describe(self, answers: Json, locale: str, roster: Roster) -> Sequence[describing.Line]:
        """Return labels and shown values in reading order."""
        order = [name for name in self.ui.get("ui:order", ()) if name != "*"]
        return describing.describe(self.schema, order, answers, locale, roster)

    def choices(self, field: str) -> Mapping[str, Text]:
        """Return the words for the values of a choice, by a field's name or `group.field`; empty if it is none."""
        return describing.choices(self.schema, field.split("."))

    def called(self, pointer: str) -> Text:
        """Return what a field is called, by its JSON pointer into answers."""
        return describing.called(self.schema, pointer)

    def worded(self, answers: Json, locale: str, roster: Roster) -> Json:
        """Return the answers under the same keys, each value as it is shown."""
        return describing.worded(self.schema, answers, locale, roster)


def _formats(schema: Any) -> set[str]:
    found: set[str] = set()
    queue = [schema]
    while queue:
        part = queue.pop()
        if isinstance(part, dict):
            found |= {part["format"]} if isinstance(part.get("format"), str) else set()
            queue.extend(part.values())
        elif isinstance(part, list):
            queue.extend(part)
    return found
