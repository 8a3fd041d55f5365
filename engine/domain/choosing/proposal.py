"""The answer: who is proposed and why, who is not and why not, and what clashes where nobody can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.errors import Text


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody who is proposed."""

    person: str
    name: str
    #: The seat taken, where the composition has seats.
    seat: str | None = None
    seat_title: Text | None = None
    is_substitute: bool = False
    is_lead: bool = False
    why: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Other:
    """Somebody who is not proposed, with the reason; for staff, never for parties."""

    person: str
    name: str
    #: A Bar, or the preference by which another goes first.
    code: str
    reason: Text


@dataclass(frozen=True, kw_only=True)
class Clash:
    """One of the rules that cannot be kept together; without any one of them somebody could be chosen."""

    key: str
    rule: Text


@dataclass(frozen=True, kw_only=True)
class Near:
    """Somebody with whom the rules could be kept, but for what is said here."""

    person: str
    name: str
    but: Text


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Why nobody can be chosen, and what would help."""

    rules: tuple[Clash, ...]
    nearest: tuple[Near, ...]
    sentence: Text


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The people proposed, the lead first; none if the rules cannot be kept."""

    members: tuple[Member, ...] = ()
    #: Those whose reasons are worth reading, whoever came nearest first.
    others: tuple[Other, ...] = ()
    #: How many others there are beside them, by the code of their reason.
    rest: Mapping[str, int] = field(default_factory=dict)
    conflict: Conflict | None = None

    @property
    def is_formed(self) -> bool:
        """Tell whether somebody is proposed."""
        return self.conflict is None
