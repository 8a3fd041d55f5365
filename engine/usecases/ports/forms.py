"""The forms of a release."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from engine.domain.case import Json
from engine.domain.roster import Roster
from engine.errors import FieldProblem, Text


class Form(Protocol):
    """One form of a release."""

    @property
    def code(self) -> str:
        """Return the form's code, for example F05."""
        ...

    @property
    def writes(self) -> str:
        """Return the place in the case document, for example `intake` or `consents[]`."""
        ...

    @property
    def asks_roster(self) -> bool:
        """Tell whether a field is picked from the roster; without one, checks take an empty roster."""
        ...

    @property
    def is_told(self) -> bool:
        """Tell whether the form speaks to those who are called to a case, so that they may read it."""
        ...

    @property
    def is_for_author(self) -> bool:
        """Tell whether what the form seals is for its author alone, and not for the other mediators on the case."""
        ...

    @property
    def public(self) -> Mapping[str, Any] | None:
        """Return what is filled in by itself where somebody without an account sends the form; None if only staff fill it in."""
        ...

    def title(self) -> Text:
        """Return the form's title."""
        ...

    def of_entry(self, entry: Json | None) -> Form:
        """Return the form with the choices that the entry of a work item brings."""
        ...

    def check(self, answers: Json, roster: Roster) -> Sequence[FieldProblem]:
        """Return all problems of the answers at once; empty means that they are accepted."""
        ...

    def split(self, answers: Json) -> tuple[Json, Json | None]:
        """Part the answers into what may enter the document and what is sealed (class P3)."""
        ...

    def join(self, document: Json, sealed: Json) -> Json:
        """Put sealed values back in the places from which `split` took them."""
        ...

    def redact(self, answers: Json, allowed: Collection[str]) -> Json:
        """Return the answers without the values of privacy classes that are not allowed."""
        ...

    def localized(self, locale: str, roster: Roster) -> Json:
        """Return the bundled schema for the browser in one language, roster choices filled in."""
        ...

    def layout(self) -> Json:
        """Return the rjsf uiSchema."""
        ...

    def choices(self, field: str) -> Mapping[str, Text]:
        """Return the words for the values of a choice, by a field's name or `group.field`; empty if it is none."""
        ...

    def called(self, pointer: str) -> Text:
        """Return what a field is called, by its JSON pointer into answers."""
        ...

    def describe(self, answers: Json, locale: str, roster: Roster) -> Sequence[tuple[str, Any]]:
        """Return labels and shown values in reading order; a group's value is again such a list."""
        ...
