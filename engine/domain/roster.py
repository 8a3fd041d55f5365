"""The roster: who there is, in which unit and team, with which qualification and post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from engine.errors import Text


class Presence(StrEnum):
    """How a unit is present at the centre."""

    RESIDENT = "resident"
    ROTATING = "rotating"
    ON_CALL = "on_call"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A window, department, committee, tribunal or the centre itself."""

    code: str
    title: Text
    #: centre, window, department, committee, tribunal, studio, pool or town.
    kind: str
    jurisdiction: str
    presence: Presence | None = None
    parent: str | None = None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What the published menu says of a mediator (LX-F8); nothing else is public."""

    years: int | None = None
    expertise: str = ""
    experience: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody on the roster."""

    code: str
    #: Family name first, as written.
    name: str
    jurisdiction: str
    unit: str | None = None
    full_time: bool = False
    #: `legal` or the industry code of a dispute type, for example `legal`, `traffic`.
    qualifications: frozenset[str] = frozenset()
    #: First and last day in office; an open end is None.
    active_from: date | None = None
    active_until: date | None = None
    profile: Profile = field(default_factory=Profile)
    #: User name for signing in, where the person has an account.
    login: str | None = None

    def is_active(self, on: date) -> bool:
        """Tell whether the person is in office on a day."""
        return (self.active_from is None or self.active_from <= on) and (self.active_until is None or on <= self.active_until)


@dataclass(frozen=True, kw_only=True)
class Team:
    """People who take cases of a kind together."""

    code: str
    title: Text
    jurisdiction: str
    #: Dispute types that the team takes; empty means all.
    dispute_types: tuple[str, ...] = ()
    #: The industry in which its qualified members must know their way.
    industry: str = ""
    lead: str
    #: Person codes in the order in which they are asked.
    members: tuple[str, ...]
    #: Whether the public menu shows the team.
    published: bool = False


@dataclass(frozen=True, kw_only=True)
class Post:
    """A role that a person holds in a jurisdiction; it covers everything below it too."""

    person: str
    role: str
    jurisdiction: str
    unit: str | None = None

    @property
    def address(self) -> str | None:
        """Return how work reaches whoever holds the role in the unit, for example `post:R.DEPT:d-housing`."""
        return f"post:{self.role}:{self.unit}" if self.unit else None


@dataclass(frozen=True, kw_only=True)
class Roster:
    """All of a jurisdiction's units, people, teams and posts."""

    units: tuple[Unit, ...] = ()
    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()
    posts: tuple[Post, ...] = ()

    @cached_property
    def by_person(self) -> Mapping[str, Person]:
        """People by code."""
        return {person.code: person for person in self.people}

    @cached_property
    def by_team(self) -> Mapping[str, Team]:
        """Teams by code."""
        return {team.code: team for team in self.teams}

    def members(self, team: Team, on: date) -> tuple[Person, ...]:
        """Return the members of a team who are in office on a day, in order."""
        found = (self.by_person.get(code) for code in team.members)
        return tuple(person for person in found if person and person.is_active(on))

    def of(self, jurisdiction: str) -> Roster:
        """Return the rows of one jurisdiction, without what its ancestors lend it."""
        return Roster(
            units=tuple(unit for unit in self.units if unit.jurisdiction == jurisdiction),
            people=tuple(person for person in self.people if person.jurisdiction == jurisdiction),
            teams=tuple(team for team in self.teams if team.jurisdiction == jurisdiction),
            posts=tuple(post for post in self.posts if post.jurisdiction == jurisdiction),
        )

    def posts_of(self, person: str) -> Iterable[Post]:
        """Yield the posts that a person holds."""
        return (post for post in self.posts if post.person == person)
