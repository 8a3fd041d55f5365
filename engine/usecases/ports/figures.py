"""What the use cases of figures need: the definitions of a release, and the counts in the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from engine.domain.case import Case
from engine.domain.figure import Counted, FigureDefinition, Grouping, Part, Piece
from engine.domain.report import Report
from engine.domain.span import SpanKind
from engine.errors import Text


class Measures(Protocol):
    """The figures of one release."""

    @property
    def figures(self) -> Mapping[str, FigureDefinition]:
        """Return the definitions by name."""
        ...

    @property
    def groupings(self) -> Mapping[str, Grouping]:
        """Return the groupings by name."""
        ...

    @property
    def reports(self) -> Mapping[str, Report]:
        """Return the reports by name."""
        ...

    @property
    def addresses(self) -> frozenset[int]:
        """Return the addresses of all figures and groupings."""
        ...

    def affected(self, before: Case | None, after: Case) -> frozenset[int]:
        """Return the addresses whose result a step may have changed; all of them for a new case."""
        ...

    def count(self, case: Case, addresses: Collection[int]) -> Counted:
        """Evaluate some of the definitions over a case; a result depends on the case alone, never on the time."""
        ...


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which counts are meant."""

    #: The jurisdiction; everything below it is counted too.
    jurisdiction: str
    #: First and last day.
    first: date
    last: date
    #: Definitions by address, each with the last day on which something may have become known (None: any).
    definitions: Mapping[int, date | None]
    #: Whether the number of cases behind each total is wanted, which costs more than the total itself.
    counts_cases: bool = False


@dataclass(frozen=True, kw_only=True)
class Total:
    """The sum of one part of one definition over the cases of a group."""

    definition: int
    part: Part
    #: Value of the grouping, or first day of the span of time, or jurisdiction; None where nothing was parted or nothing is known.
    group: str | None
    sum: Decimal
    #: Cases without a result.
    failed: int
    #: Cases that gave something; 0 unless it was asked for.
    cases: int = 0


@dataclass(frozen=True, kw_only=True)
class By:
    """How totals are parted: exactly one is set."""

    #: Address of a grouping.
    grouping: int | None = None
    time: SpanKind | None = None
    #: By the jurisdictions one level below; what belongs to none of them stands under the jurisdiction itself.
    is_place: bool = False


@dataclass(frozen=True, kw_only=True)
class CountedCase:
    """A case with what it gave to a figure."""

    id: UUID
    jurisdiction: str
    release: str
    number: str
    title: str
    state: str
    dispute_type: str | None
    opened_at: datetime
    closed_at: datetime | None
    end: str | None
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class Recounting:
    """How far the counts of a jurisdiction are brought up to the definitions in force."""

    jurisdiction: str
    #: The definitions that are being counted, as one text.
    wanted: str
    done: int
    total: int
    is_finished: bool
    #: The last case that was counted.
    opened_at: datetime | None = None
    case: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PublishedReport:
    """A report as it was published; it never changes, whatever becomes of cases and definitions."""

    id: UUID
    jurisdiction: str
    name: str
    title: Text
    first: date
    last: date
    #: The last day that is counted, and when that was done.
    at: datetime
    by: str
    is_public: bool
    #: Definitions and values, as plain JSON.
    content: Mapping[str, Any]


class Figures(Protocol):
    """Counts of cases by figure; row-level security hides foreign ones. Steps of cases write them (`CaseStep.counted`)."""

    def totals(self, asked: Asked, by: By | None = None) -> Sequence[Total]:
        """Add the counts up, parted if `by` is given."""
        ...

    def cases(self, asked: Asked, piece: Piece, by: tuple[By, str | None] | None, limit: int, offset: int) -> Sequence[CountedCase]:
        """Return the cases behind a figure, or behind one group of it, newest first; `asked` holds one definition."""
        ...

    def counted_cases(self, asked: Asked, piece: Piece, by: tuple[By, str | None] | None) -> int:
        """Return how many cases `cases` would return without a limit."""
        ...

    def page(self, jurisdiction: str, after: tuple[datetime, UUID] | None, since: datetime | None, limit: int) -> Sequence[Case]:
        """Lock the next cases of a jurisdiction itself, oldest first, and return them."""
        ...

    def replace(self, counted: Mapping[UUID, Counted], jurisdiction: str) -> None:
        """Write what locked cases give now; nothing else of them stays."""
        ...

    def recounting(self, jurisdiction: str) -> Recounting | None:
        """Return how far a jurisdiction is recounted; None if nobody has ever begun."""
        ...

    def put_recounting(self, recounting: Recounting) -> None:
        """Store how far a jurisdiction is recounted."""
        ...

    def recountings(self, jurisdiction: str) -> Sequence[Recounting]:
        """Return how far a jurisdiction and all below it are recounted."""
        ...

    def number_of_cases(self, jurisdiction: str) -> int:
        """Return how many cases a jurisdiction itself has."""
        ...

    def publish(self, report: PublishedReport) -> None:
        """Store a published report."""
        ...

    def published(self, jurisdiction: str, *, only_public: bool = False) -> Sequence[PublishedReport]:
        """Return the published reports of a jurisdiction, newest first, without their content."""
        ...

    def report(self, report: UUID) -> PublishedReport:
        """Return a published report. Raises NotFoundError."""
        ...
