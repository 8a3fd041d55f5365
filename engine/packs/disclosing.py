"""What of a case document a letter may show: nothing above the class that the letter declares."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.domain import document as places
from engine.domain.case import Json
from engine.domain.roster import Roster
from engine.forms import Form

_CLASSES = ("P0", "P1", "P2", "P3")


def up_to(privacy: str) -> frozenset[str]:
    """Return the classes up to one, itself included."""
    return frozenset(_CLASSES[: _CLASSES.index(privacy) + 1])


@dataclass(frozen=True, kw_only=True)
class Sight:
    """The forms of a release by the place that they write."""

    #: All forms by code.
    forms: Mapping[str, Form]
    #: The form that writes a place, by the name of the place.
    writers: Mapping[str, Form]

    def form_at(self, place: str) -> Form | None:
        """Return the form whose answers stand at a place."""
        return self.writers.get(place)

    def seen(self, document: Json, allowed: Collection[str]) -> Json:
        """Return the document without values of classes that are not allowed."""
        return {place: self._seen(place, value, allowed) for place, value in document.items()}

    def worded(self, document: Json, locale: str, roster: Roster) -> Json:
        """Return the document with every answer to a form as it is shown to people."""
        return {place: self._worded(place, value, locale, roster) for place, value in document.items()}

    def _seen(self, place: str, value: Any, allowed: Collection[str]) -> Any:
        if isinstance(value, list):
            return [self._seen(place, each, allowed) for each in value]
        form = self.form_at(place)
        if form is None or not isinstance(value, dict):
            return self._by_name(value, allowed)
        # What a form does not ask came from elsewhere: the entry of a list, or another writer of the place.
        others = {name: self._by_name(each, allowed) for name, each in value.items() if form.privacy_at((name,)) is None}
        return {**form.redact(value, allowed), **{name: each for name, each in others.items() if self._is_open(name, allowed)}}

    def _worded(self, place: str, value: Any, locale: str, roster: Roster) -> Any:
        if isinstance(value, list):
            return [self._worded(place, each, locale, roster) for each in value]
        form = self.form_at(place)
        return form.worded(value, locale, roster) if form and isinstance(value, dict) else value

    def _by_name(self, value: Any, allowed: Collection[str]) -> Any:
        """Leave out what bears the name of a confidential field: scripts and operations may have copied it."""
        if isinstance(value, dict):
            return {name: self._by_name(each, allowed) for name, each in value.items() if self._is_open(name, allowed)}
        return [self._by_name(each, allowed) for each in value] if isinstance(value, list) else value

    def _is_open(self, name: str, allowed: Collection[str]) -> bool:
        return self._classes.get(name, _CLASSES[0]) in allowed

    @cached_property
    def _classes(self) -> Mapping[str, str]:
        """The strictest class that any form gives to a name."""
        classes: dict[str, str] = {}
        for form in self.forms.values():
            for name, privacy in form.privacy_by_name().items():
                classes[name] = max(classes.get(name, privacy), privacy)
        return classes


def sight(forms: Mapping[str, Form], used: Collection[str]) -> Sight:
    """Return the sight over forms; where two write the same place, the one that a process uses counts."""
    writers: dict[str, Form] = {}
    for _, form in sorted(forms.items(), key=lambda entry: (entry[0] not in used, entry[0])):
        if places.PLACE.fullmatch(form.writes):
            writers.setdefault(places.root_of(form.writes), form)
    return Sight(forms=forms, writers=writers)
