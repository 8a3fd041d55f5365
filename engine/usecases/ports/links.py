"""Links between cases in the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from engine.domain.linking import Link, LinkedCase
from engine.domain.same_matter import Earlier, Matter


@dataclass(frozen=True, kw_only=True)
class Resembling:
    """What to look for: cases of a jurisdiction and of all below it since an instant, other than the given one."""

    case: UUID
    jurisdiction: str
    matter: Matter
    since: datetime


class Links(Protocol):
    """Links between cases, and what may be about the same matter; row-level security hides foreign cases."""

    def resembling(self, wanted: Resembling) -> Sequence[Earlier]:
        """Return cases of the same kind with the same place or with one of the names, the newest first; none without a kind."""
        ...

    def find(self, case: UUID, jurisdiction: str) -> Earlier:
        """Return one case of a jurisdiction or of one below it. Raises NotFoundError."""
        ...

    def put(self, link: Link) -> None:
        """Store a link; the case from which it leads may be stored later in the same transaction."""
        ...

    def of_dispute(self, case: UUID, place: str) -> Sequence[Sequence[Any]]:
        """Return the lists that stand at a place in the other cases of the same dispute: merged with it, or taken up again."""
        ...

    def of_case(self, case: UUID) -> Sequence[LinkedCase]:
        """Return the cases with which a case is linked, whichever of them the link leads from."""
        ...
