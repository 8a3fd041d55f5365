"""One transaction over everything in the store."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self

from engine.usecases.ports.attachments import Attachments
from engine.usecases.ports.cases import Cases
from engine.usecases.ports.documents import Documents
from engine.usecases.ports.figures import Figures
from engine.usecases.ports.knocks import Knocks
from engine.usecases.ports.links import Links
from engine.usecases.ports.notices import Notices
from engine.usecases.ports.packs import Packs
from engine.usecases.ports.rhythms import Rhythms
from engine.usecases.ports.rosters import Rosters


class UnitOfWork(Protocol):
    """One transaction: leaving the block without `commit` rolls back."""

    @property
    def cases(self) -> Cases:
        """Return the cases."""
        ...

    @property
    def packs(self) -> Packs:
        """Return the packs."""
        ...

    @property
    def rosters(self) -> Rosters:
        """Return rosters, jurisdictions and calendars."""
        ...

    @property
    def attachments(self) -> Attachments:
        """Return the uploaded files."""
        ...

    @property
    def documents(self) -> Documents:
        """Return the issued documents."""
        ...

    @property
    def figures(self) -> Figures:
        """Return what was counted."""
        ...

    @property
    def rhythms(self) -> Rhythms:
        """Return the rhythms."""
        ...

    @property
    def links(self) -> Links:
        """Return the links between cases."""
        ...

    @property
    def notices(self) -> Notices:
        """Return the marks of notices."""
        ...

    @property
    def knocks(self) -> Knocks:
        """Return how often the public has knocked."""
        ...

    def put_job(self, job: str, *, after: int = 0, **arguments: Any) -> None:
        """Let background work begin once this transaction is committed, `after` so many seconds; arguments are plain JSON."""
        ...

    def within(self, reach: Collection[str], *, before: datetime | None = None) -> UnitOfWork:
        """Return a unit of work inside this one: what it commits stays only if this one is committed.

        It reaches no further than this one. What looks for other cases about the same matter finds those opened before an instant only, if
        one is given.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

    def commit(self) -> None:
        """Make everything written in the block permanent."""
        ...


class Begin(Protocol):
    """Opens units of work."""

    def __call__(self, reach: Collection[str], /) -> UnitOfWork:
        """Return a unit of work that sees the given jurisdictions only, whatever a query forgets."""
        ...
