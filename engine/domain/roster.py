"""The roster: who there is, in which unit and team, with which qualification and post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
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


class TeamKind(StrEnum):
    """What people on a list are to each other."""

    #: Take cases of a kind together.
    TEAM = "team"
    #: A people's mediation committee, set up by law, with a seal of its own.
    COMMITTEE = "committee"
    #: A studio of a town or of a well-known mediator.
    STUDIO = "studio"
    #: A list of experts who are asked one by one.
    POOL = "pool"


@dataclass(frozen=True, kw_only=True)
class Interest:
    """Something that ties a person to a possible party, declared once for all cases (class P2)."""

    #: Name of the person or body, as it would stand in a case.
    party: str
    #: kin, relative, friend, colleague, business, earlier-role or other.
    relation: str


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
    #: `legal`, `certified` or the industry code of a dispute type, for example `traffic`.
    qualifications: frozenset[str] = frozenset()
    #: What sort of mediator the person is, in codes of the pack: a lawyer, an elder of the village, a grid worker.
    categories: frozenset[str] = frozenset()
    #: Whom the person stands for in a committee: `woman`, `minority` (人民调解法 art. 8); never shown to the public.
    represents: frozenset[str] = frozenset()
    #: Town where the person works, as it is written in cases.
    town: str = ""
    #: Most open cases at a time, where it is not the composition's figure.
    most_open: int | None = None
    interests: tuple[Interest, ...] = ()
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
    kind: TeamKind = TeamKind.TEAM
    #: The unit to which it belongs.
    unit: str | None = None
    #: Towns that a studio serves, as they are written in cases; empty means all.
    towns: tuple[str, ...] = ()
    #: Whether it has a seal of its own.
    has_seal: bool = False
    #: First day of a committee's term.
    term_from: date | None = None


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
class Turn:
    """A row of the rota: days on which a person, or everybody of a unit, is present or on duty."""

    jurisdiction: str
    #: One of the two.
    person: str | None = None
    unit: str | None = None
    #: Days of the week, Monday is 1; empty where single days are named.
    weekdays: frozenset[int] = frozenset()
    days: frozenset[date] = frozenset()
    first: date | None = None
    last: date | None = None
    #: Whether whoever comes in without an order is theirs (当值).
    is_duty: bool = False

    def covers(self, day: date) -> bool:
        """Tell whether the row names a day."""
        within = (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
        return within and (day in self.days or day.isoweekday() in self.weekdays)


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Days on which somebody in office is away; why is nobody's business here."""

    person: str
    jurisdiction: str
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Distance:
    """How far two towns are apart, either way."""

    jurisdiction: str
    towns: frozenset[str]
    kilometres: int


@dataclass(frozen=True, kw_only=True)
class Roster:
    """All of a jurisdiction's units, people, teams and posts, with who is there when and how far away."""

    units: tuple[Unit, ...] = ()
    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()
    posts: tuple[Post, ...] = ()
    turns: tuple[Turn, ...] = ()
    absences: tuple[Absence, ...] = ()
    distances: tuple[Distance, ...] = ()

    @cached_property
    def by_person(self) -> Mapping[str, Person]:
        """People by code."""
        return {person.code: person for person in self.people}

    @cached_property
    def by_unit(self) -> Mapping[str, Unit]:
        """Units by code."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def by_team(self) -> Mapping[str, Team]:
        """Teams by code."""
        return {team.code: team for team in self.teams}

    @cached_property
    def namesakes(self) -> frozenset[str]:
        """Names that several people bear."""
        return frozenset(name for name, number in Counter(person.name for person in self.people).items() if number > 1)

    def members(self, team: Team, on: date) -> tuple[Person, ...]:
        """Return the members of a team who are in office on a day, in order."""
        found = (self.by_person.get(code) for code in team.members)
        return tuple(person for person in found if person and person.is_active(on))

    def of(self, jurisdiction: str) -> Roster:
        """Return the rows of one jurisdiction, without what its ancestors lend it."""
        own = {each.name: tuple(row for row in getattr(self, each.name) if row.jurisdiction == jurisdiction) for each in fields(self)}
        return Roster(**own)

    @cached_property
    def roles(self) -> Mapping[str, frozenset[str]]:
        """Roles by the person who holds them, anywhere in reach."""
        found: dict[str, set[str]] = {}
        for post in self.posts:
            found.setdefault(post.person, set()).add(post.role)
        return {person: frozenset(roles) for person, roles in found.items()}

    def only(self, people: Collection[str] | None) -> Roster:
        """Return the roster with some of its people alone; None leaves them all."""
        return self if people is None else replace(self, people=tuple(person for person in self.people if person.code in people))

    def posts_of(self, person: str) -> Iterable[Post]:
        """Yield the posts that a person holds."""
        return (post for post in self.posts if post.person == person)
