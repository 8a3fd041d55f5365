"""Reads the reports of pack.yaml."""

from __future__ import annotations

from collections.abc import Mapping

from engine.domain.case import Json
from engine.domain.report import BY_TIME, Chart, Report, ReportPart
from engine.domain.span import SpanKind
from engine.errors import Text
from engine.packs.definition import Definition


def read(definition: Definition) -> Mapping[str, Report]:
    """Return the reports by name; the check has made sure that what they name is there."""
    return {name: _report(name, row) for name, row in definition.content["reports"].items()}


def _report(name: str, row: Json) -> Report:
    return Report(
        name=name,
        title=Text(**row["title"]),
        parts=tuple(map(_part, row["parts"])),
        period=SpanKind(row.get("period", SpanKind.YEAR)),
        note=Text(**row["note"]) if "note" in row else None,
        is_public=row.get("public", False),
    )


def _part(row: Json) -> ReportPart:
    by = row.get("by")
    return ReportPart(
        figures=tuple(row["figures"]),
        title=Text(**row["title"]) if "title" in row else None,
        by=by,
        chart=Chart(row["chart"]) if "chart" in row else _usual_chart(by),
    )


def _usual_chart(by: str | None) -> Chart:
    if by is None:
        return Chart.NONE
    return Chart.COLUMNS if by in BY_TIME else Chart.BARS
