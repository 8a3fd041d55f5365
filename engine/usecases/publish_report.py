"""Publish a report: its figures are kept with their definitions as they are now, whatever becomes of cases and packs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from engine import errors
from engine.domain.access import REPORTERS, Actor
from engine.domain.case import Json
from engine.domain.figure import Figure, FigureDefinition
from engine.domain.report import BY_TIME, Chart, Report, ReportPart
from engine.domain.span import Span
from engine.errors import Text
from engine.usecases import measure, ports
from engine.usecases.context import Context
from engine.usecases.sheets import Group, Measure, Sheet


@dataclass(frozen=True, kw_only=True)
class PublishReport:
    """The director publishes a report of a span that is over."""

    jurisdiction: str
    actor: Actor
    report: str
    span: Span


class SpanNotOverError(errors.EngineError):
    """这个统计期间还没有结束，数字还会变，不能发布。请等期间结束后再发布。

    The period is not over and its figures will still change, so the report cannot be published yet. Wait until it is over.
    """


class StillCountingError(errors.EngineError):
    """统计数的算法刚刚修改，正在重新计算，请稍候再发布。

    Definitions of figures have just changed and are being counted anew. Wait a little before you publish.
    """


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published report, opened again."""

    row: ports.PublishedReport
    span: Span
    report: Report
    parts: Sequence[tuple[ReportPart, Sheet]]


def may_publish(jurisdiction: str, actor: Actor) -> bool:
    """Tell whether somebody may publish the reports of a jurisdiction."""
    return bool(REPORTERS & actor.roles_in(jurisdiction))


def publish_report(command: PublishReport, context: Context) -> UUID:
    """Measure the report and keep it. Raises NotAllowedError, NotFoundError, SpanNotOverError, StillCountingError."""
    if not may_publish(command.jurisdiction, command.actor):
        raise errors.NotAllowedError
    now = context.clock.now()
    if not command.span.is_over(now):
        raise SpanNotOverError
    asked = Measure(jurisdiction=command.jurisdiction, actor=command.actor, span=command.span, counts_cases=True)
    report, parts = measure.report(command.report, asked, context)
    row = ports.PublishedReport(
        id=uuid4(),
        jurisdiction=command.jurisdiction,
        name=report.name,
        title=report.title,
        first=command.span.first,
        last=command.span.last,
        at=now,
        by=command.actor.person,
        is_public=report.is_public,
        content=_written(report, parts, command.span),
    )
    with context.begin(command.actor.reach) as uow:
        if any(not each.is_finished for each in uow.figures.recountings(command.jurisdiction)):
            raise StillCountingError
        uow.figures.publish(row)
        uow.commit()
    return row.id


def read_published(report: UUID, reach: frozenset[str], context: Context, *, only_public: bool = False) -> Published:
    """Open a published report as it was. Raises NotFoundError."""
    with context.begin(reach) as uow:
        row = uow.figures.report(report)
    if only_public and not row.is_public:
        raise errors.NotFoundError
    span = Span.parse(row.content["span"])
    parts = [_read_part(part, span) for part in row.content["parts"]]
    note = row.content.get("note")
    known = Report(
        name=row.name,
        title=row.title,
        parts=tuple(part for part, _ in parts),
        period=span.kind,
        note=Text(*note) if note else None,
        is_public=row.is_public,
    )
    return Published(row=row, span=span, report=known, parts=parts)


# --- as plain JSON ---------------------------------------------------------------------------------------------------


def _written(report: Report, parts: Sequence[tuple[ReportPart, Sheet]], span: Span) -> Json:
    note = list(report.note) if report.note else None
    return {"span": span.code, "note": note, "parts": [_written_part(part, sheet) for part, sheet in parts]}


def _written_part(part: ReportPart, sheet: Sheet) -> Json:
    return {
        "title": list(part.title) if part.title else None,
        "by": part.by,
        "by_title": list(sheet.by_title) if sheet.by_title else None,
        "chart": part.chart,
        "figures": [_written_figure(figure) for figure in sheet.figures],
        "groups": [[group.code, *group.title] for group in sheet.groups],
        "cells": [[name, code, *_numbers(figure)] for (name, code), figure in (sheet.parts or {}).items()],
    }


def _written_figure(figure: Figure) -> Json:
    definition = asdict(figure.definition)
    texts = {key: list(value) if (value := getattr(figure.definition, key)) else None for key in ("title", "unit", "note")}
    cut_off = figure.definition.cut_off
    return {**definition, **texts, "cut_off": cut_off and cut_off.days, "numbers": _numbers(figure)}


def _numbers(figure: Figure) -> list[Any]:
    return [str(figure.sum), str(figure.of), figure.failed, figure.cases, figure.of_cases]


def _read_part(written: Mapping[str, Any], span: Span) -> tuple[ReportPart, Sheet]:
    figures = {row["name"]: _read_figure(row) for row in written["figures"]}
    title = Text(*written["title"]) if written["title"] else None
    part = ReportPart(figures=tuple(figures), title=title, by=written["by"], chart=Chart(written["chart"]))
    sheet = Sheet(
        span=span,
        figures=tuple(figures.values()),
        by=written["by"],
        by_title=Text(*written["by_title"]) if written["by_title"] else None,
        groups=tuple(_read_group(written["by"], *row) for row in written["groups"]),
        parts=dict(_read_cells(written["cells"], figures)),
    )
    return part, sheet


def _read_group(by: str | None, code: str | None, chinese: str, english: str) -> Group:
    return Group(code=code, title=Text(chinese, english), span=Span.parse(code) if code and by in BY_TIME else None)


def _read_cells(cells: Sequence[Sequence[Any]], figures: Mapping[str, Figure]) -> Iterator[tuple[tuple[str, str | None], Figure]]:
    for name, code, *numbers in cells:
        yield (name, code), _with_numbers(figures[name], numbers)


def _read_figure(row: Mapping[str, Any]) -> Figure:
    values = {key: value for key, value in row.items() if key != "numbers"}
    values |= {key: Text(*row[key]) if row[key] else None for key in ("title", "unit", "note")}
    values["cut_off"] = None if row["cut_off"] is None else timedelta(days=row["cut_off"])
    return _with_numbers(Figure(definition=FigureDefinition(**values)), row["numbers"])


def _with_numbers(figure: Figure, numbers: Sequence[Any]) -> Figure:
    total, of, failed, cases, of_cases = numbers
    return replace(figure, sum=Decimal(total), of=Decimal(of), failed=failed, cases=cases, of_cases=of_cases)
