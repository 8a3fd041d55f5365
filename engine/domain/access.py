"""Who may see and do what: actors, their posts and the reach of a post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.domain.roster import Post

#: Role of the configuration administrator, who edits and releases packs.
CONFIGURER = "R.CONFIG"
#: Roles that keep the roster and the accounts of their jurisdiction.
KEEPERS = frozenset({CONFIGURER, "R.DIRECTOR"})
#: Roles that see all work of their jurisdiction and may hand it over.
OVERSEERS = frozenset({"R.DIRECTOR", "R.DISPATCH", "R.SUPERVISOR"})

#: Roles that see of a case only what they are called for: the liaisons of departments (domain analysis 5.4, purpose slice).
CALLED = frozenset({"R.DEPT"})
#: Roles that publish the reports of their jurisdiction.
REPORTERS = frozenset({"R.DIRECTOR"})


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody who acts, with the posts held and the jurisdictions those reach."""

    #: Person code on the roster; `system` for background work.
    person: str
    name: str
    posts: tuple[Post, ...] = ()
    #: For each jurisdiction of a post: itself and all below it.
    below: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Team codes of which the person is a member.
    teams: frozenset[str] = frozenset()

    @property
    def reach(self) -> frozenset[str]:
        """Return every jurisdiction that one of the posts reaches."""
        return frozenset().union(*self.below.values())

    def roles_in(self, jurisdiction: str) -> frozenset[str]:
        """Return the roles that the actor holds for a jurisdiction."""
        return frozenset(p.role for p in self.posts if jurisdiction in self.below.get(p.jurisdiction, ()))

    def is_called_only(self, jurisdiction: str) -> bool:
        """Tell whether the actor sees of the cases of a jurisdiction only what work asks for: no other role gives more."""
        roles = {role.partition(":")[0] for role in self.roles_in(jurisdiction)}
        return bool(roles) and roles <= CALLED

    @property
    def units(self) -> frozenset[str]:
        """Return the units in which the actor holds a post."""
        return frozenset(p.unit for p in self.posts if p.unit)

    @property
    def addresses(self) -> frozenset[str]:
        """Return all under which work and notices reach the actor: in person, by team, by unit, and by role within a unit."""
        held = (p.address for p in self.posts if p.address)
        return frozenset((f"person:{self.person}", *(f"team:{t}" for t in self.teams), *(f"unit:{u}" for u in self.units), *held))


def public(jurisdiction: str) -> Actor:
    """Return somebody without an account, who may send forms to one jurisdiction and sees nothing."""
    return Actor(person="public", name="群众", below={"": frozenset({jurisdiction})})


def system(reach: Iterable[str]) -> Actor:
    """Return the actor for background work over the given jurisdictions."""
    return Actor(person="system", name="系统", below={"": frozenset(reach)})
