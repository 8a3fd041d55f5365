"""A report: which figures a jurisdiction shows together, parted how, for how long a span."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.span import SpanKind
from engine.errors import Text

#: Ways to part figures that every pack has: by the spans in which their days lie, and by the jurisdictions one level below.
BY_TIME = {kind.value: kind for kind in SpanKind if kind is not SpanKind.DAYS}
BY_PLACE = "place"


class Chart(StrEnum):
    """How a part of a report is drawn; its table stands beside it always."""

    NONE = "none"
    #: One bar to a value, the largest first.
    BARS = "bars"
    #: One column to a span of time.
    COLUMNS = "columns"
    LINE = "line"


@dataclass(frozen=True, kw_only=True)
class ReportPart:
    """Figures that are shown in one table."""

    figures: tuple[str, ...]
    title: Text | None = None
    #: Name of a grouping, or one of those that every pack has; None shows the figures as they are.
    by: str | None = None
    chart: Chart = Chart.NONE


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report of a pack."""

    name: str
    title: Text
    parts: tuple[ReportPart, ...]
    #: For which spans it is usually made.
    period: SpanKind = SpanKind.YEAR
    note: Text | None = None
    #: Whether it may be published for everybody to read.
    is_public: bool = False
