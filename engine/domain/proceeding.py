"""Parallel proceedings: what other bodies do about the same matter, kept as facts and never as conclusions of law.

Whether a proceeding bars mediation is said by a decision table; here only is told what stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: Progress of a proceeding that the body still has before it.
PENDING = "pending"


@dataclass(frozen=True, kw_only=True)
class Proceeding:
    """One proceeding as far as it is known."""

    #: court, court-invited, arbitration, administrative, petition, police, … as the form names them.
    kind: str
    body: str
    #: pending, decided, withdrawn or refused.
    state: str
    reference: str | None = None
    #: Day on which it began, and on which it ended.
    since: date | None = None
    until: date | None = None

    @property
    def is_pending(self) -> bool:
        """Tell whether the body still has the matter."""
        return self.state == PENDING

    def is_same(self, other: Proceeding) -> bool:
        """Tell whether two records speak of one proceeding: the same file number, or the same kind before the same body."""
        if self.reference and other.reference:
            return self.reference == other.reference
        return (self.kind, self.body.strip()) == (other.kind, other.body.strip())

    def updated(self, later: Proceeding) -> Proceeding:
        """Return what is known after a later record; what that leaves open stays known."""
        return Proceeding(
            kind=later.kind,
            body=later.body,
            state=later.state,
            reference=later.reference or self.reference,
            since=later.since or self.since,
            until=None if later.is_pending else later.until or self.until,
        )


def standing(records: Iterable[Proceeding]) -> tuple[Proceeding, ...]:
    """Return one proceeding for each that the records speak of, as the last of them says, in the order of the first."""
    found: list[Proceeding] = []
    for record in records:
        index = next((index for index, known in enumerate(found) if known.is_same(record)), None)
        if index is None:
            found.append(record)
        else:
            found[index] = found[index].updated(record)
    return tuple(found)
