"""Codes in words: who somebody is, who has an item, what a state is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _

from admin import visitor, words
from engine.domain.case import Case, WorkItem
from engine.domain.roster import Roster
from engine.errors import Text
from engine.usecases import ports


@dataclass(frozen=True, kw_only=True)
class Names:
    """The words of one jurisdiction's roster and one release."""

    release: ports.Release
    #: Reads the roster, once and only if somebody is named.
    read_roster: Callable[[], Roster]

    @cached_property
    def roster(self) -> Roster:
        """Return the roster."""
        return self.read_roster()

    def label(self, kind: str, code: str | None) -> str:
        """Return the words for a code of the pack."""
        return visitor.say(self.release.label(kind, code)) if code else ""

    def role(self, code: str | None) -> str:
        """Return the words for a role, the pack's own first."""
        if not code:
            return _("所有同事")
        said = self.label("roles", code)
        return words.role(code) if said == code else said

    def person(self, code: str) -> str:
        """Return a person's name; whoever has left the roster is shown by code."""
        if code == "system":
            return _("系统")
        found = self.roster.by_person.get(code)
        return found.name if found else code

    def address(self, address: str) -> str:
        """Return the words for `person:…`, `team:…`, `unit:…`, `post:role:unit` or `role:…`."""
        kind, _sep, code = address.partition(":")
        named: dict[str, Callable[[str], str]] = {
            "person": self.person,
            "team": self._team,
            "unit": self._unit,
            "post": self._post,
            "role": self.role,
        }
        return named[kind](code) if kind in named else address

    def who(self, item: WorkItem) -> str:
        """Return who has an item, or who may take it."""
        if item.holder:
            return self.person(item.holder)
        return _("、").join(map(self.address, item.assigned)) if item.assigned else self.role(item.role)

    def _team(self, code: str) -> str:
        team = self.roster.by_team.get(code)
        return visitor.say(team.title) if team else code

    def _post(self, code: str) -> str:
        role, _sep, unit = code.rpartition(":")
        return _("%(unit)s%(role)s", unit=self._unit(unit), role=self.role(role))

    def _unit(self, code: str) -> str:
        unit = self._units.get(code)
        return visitor.say(unit) if unit else code

    @cached_property
    def _units(self) -> dict[str, Text]:
        return {unit.code: unit.title for unit in self.roster.units}


class Namer:
    """Reads the names for rows of several jurisdictions and releases, each once."""

    def __init__(self, uow: ports.UnitOfWork) -> None:
        self._uow = uow
        self._rosters: dict[str, Roster] = {}

    def of(self, jurisdiction: str, release: str) -> Names:
        """Return the words for a case of a jurisdiction that runs under a release."""
        return Names(release=visitor.product().context.releases.get(release), read_roster=lambda: self._roster(jurisdiction))

    def of_case(self, case: Case) -> Names:
        """Return the words for a case."""
        return self.of(case.jurisdiction, case.release)

    def _roster(self, jurisdiction: str) -> Roster:
        if jurisdiction not in self._rosters:
            self._rosters[jurisdiction] = self._uow.rosters.roster(jurisdiction)
        return self._rosters[jurisdiction]
