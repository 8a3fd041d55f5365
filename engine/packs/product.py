"""What the scenario runner needs of the product: the same use cases that views and the CLI call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from engine.domain.access import Actor
from engine.domain.case import Entry, Json
from engine.domain.process import Outcome
from engine.packs.scenariofile import Given
from engine.usecases import ports


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a case stands, freshly read from the store."""

    locked: ports.LockedCase
    history: tuple[Entry, ...]
    #: What the process engine says of the stored state.
    reread: Outcome


class Product(Protocol):
    """The product in one jurisdiction, with a clock that can be moved."""

    def now(self) -> datetime:
        """Return the product's present instant."""
        ...

    def move(self, instant: datetime) -> None:
        """Set the clock; nothing fires by that alone."""
        ...

    def given(self, given: Given) -> None:
        """Put roster rows and parameters in place; parameters hold for cases opened from now on."""
        ...

    def actor(self, code: str) -> Actor:
        """Return a person by code, or the first holder of a role. Raises NotFoundError."""
        ...

    def open_case(self, actor: Actor, process: str | None, channel: str | None, answers: Json) -> UUID:
        """Open a case through the door of a process or channel, else through the first door."""
        ...

    def submit(self, item: UUID, answers: Json, actor: Actor) -> None:
        """Do a work item."""
        ...

    def claim(self, item: UUID, actor: Actor) -> None:
        """Claim a work item."""
        ...

    def send(self, case: UUID, message: str, payload: Json, actor: Actor) -> None:
        """Deliver a message to a case."""
        ...

    def next_due(self) -> datetime | None:
        """Return the earliest armed instant of the cases opened here."""
        ...

    def fire_due(self) -> None:
        """Fire everything that is due now."""
        ...

    def begun(self) -> Mapping[str, UUID]:
        """Return the cases that have begun by themselves since it was last asked, by rhythm or by the process that another opened."""
        ...

    def standing(self, case: UUID) -> Standing:
        """Read a case anew."""
        ...

    def evaluate(self, case: UUID, expression: str) -> Any:
        """Return the value of a FEEL expression over the case document, as plain JSON."""
        ...

    def statistics(self) -> Mapping[str, Any]:
        """Return the figures of the jurisdiction."""
        ...
