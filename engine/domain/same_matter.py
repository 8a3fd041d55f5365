"""Which earlier cases may be about the same matter: the kind of dispute, the place and the people of this dispute, nothing else.

Cases of one person about different matters are never put together (个人信息保护法 art. 6). These are proposals: a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.domain.case import PartyRow
from engine.errors import Text

#: Names that two cases must share if no telephone number shows that they mean the same person.
NAMES_SHARED = 2

#: Why an earlier case is proposed, by code.
REASONS: Mapping[str, Text] = {
    "place": Text("同一地点", "same place"),
    "people": Text("同样的当事人", "same parties"),
}


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What a case is about."""

    #: A case without it resembles no other.
    dispute_type: str | None
    #: As `place_key` writes it.
    place: str | None
    parties: tuple[PartyRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """An earlier case that may be about the same matter."""

    id: UUID
    jurisdiction: str
    number: str
    title: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    matter: Matter
    #: Code of its end, once it has ended by one.
    end: str | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether another case can still be merged into it."""
        return self.closed_at is None


def place_key(place: str | None) -> str | None:
    """Return a place in the spelling in which places are compared; None for no place."""
    return "".join(place.split()).casefold() or None if place else None


def reasons(new: Matter, earlier: Matter) -> tuple[str, ...]:
    """Return the codes of what speaks for the same matter; none means that it is another one."""
    if new.dispute_type is None or new.dispute_type != earlier.dispute_type:
        return ()
    is_same_place = new.place is not None and new.place == earlier.place
    found = {"place": is_same_place, "people": _are_same_people(new.parties, earlier.parties)}
    return tuple(code for code, holds in found.items() if holds)


def _are_same_people(one: Iterable[PartyRow], other: Iterable[PartyRow]) -> bool:
    """Tell whether two cases share a person with name and telephone, or several names."""
    mine, theirs = list(one), list(other)
    reached = {(party.name, party.phone) for party in mine if party.phone} & {(party.name, party.phone) for party in theirs if party.phone}
    shared = {party.name for party in mine} & {party.name for party in theirs}
    return bool(reached) or len(shared) >= NAMES_SHARED
