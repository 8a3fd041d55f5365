"""Measure the figures of a jurisdiction by the definitions of the release that it runs, and find the cases behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine import errors
from engine.domain.access import Actor
from engine.domain.calendar import local_date
from engine.domain.figure import FigureDefinition, Piece
from engine.domain.report import Report, ReportPart
from engine.domain.span import Span
from engine.errors import Text
from engine.usecases import ports, sheets
from engine.usecases.context import Context
from engine.usecases.sheets import Group, Measure, Measuring, Sheet

#: Cases on one page of those behind a figure.
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Drill:
    """Somebody wants to see the cases behind a figure."""

    asked: Measure
    figure: str
    piece: Piece = Piece.SUM
    #: Code of the group by which `asked.by` parts.
    group: str | None = None
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Drilled:
    """The cases behind a figure, newest first, and how many there are in all."""

    figure: FigureDefinition
    span: Span
    group: Group | None
    cases: tuple[ports.CountedCase, ...]
    total: int


def release_of(jurisdiction: str, actor: Actor, context: Context) -> ports.Release | None:
    """Return the release whose figures a jurisdiction shows. Raises NotAllowedError."""
    _refuse_foreign(jurisdiction, actor)
    with context.begin(actor.reach) as uow:
        current = uow.packs.current(jurisdiction)
    return context.releases.get(current) if current else None


def measure(command: Measure, context: Context) -> Sheet:
    """Return the figures; a jurisdiction without a release has none. Raises NotAllowedError, NotFoundError."""
    release = release_of(command.jurisdiction, command.actor, context)
    span = command.span or sheets.EVER
    if release is None:
        return Sheet(span=span, figures=())
    with context.begin(command.actor.reach) as uow:
        return Measuring(command=command, release=release, uow=uow, today=local_date(context.clock.now())).sheet()


def report(name: str, command: Measure, context: Context) -> tuple[Report, Sequence[tuple[ReportPart, Sheet]]]:
    """Return a report of the pack with what it shows. Raises NotAllowedError, NotFoundError."""
    release = release_of(command.jurisdiction, command.actor, context)
    if release is None or name not in release.measures.reports:
        raise errors.NotFoundError(Text(f"没有报表“{name}”。", f"There is no report {name}."))
    found = release.measures.reports[name]
    today = local_date(context.clock.now())
    with context.begin(command.actor.reach) as uow:
        sheets = [
            Measuring(command=replace(command, figures=part.figures, by=part.by), release=release, uow=uow, today=today).sheet()
            for part in found.parts
        ]
    return found, list(zip(found.parts, sheets, strict=True))


def drill(command: Drill, context: Context) -> Drilled:
    """Return the cases behind a figure: their values add up to it. Raises NotAllowedError, NotFoundError."""
    asked = replace(command.asked, figures=[command.figure])
    release = release_of(asked.jurisdiction, asked.actor, context)
    if release is None:
        raise errors.NotFoundError
    with context.begin(asked.actor.reach) as uow:
        measuring = Measuring(command=asked, release=release, uow=uow, today=local_date(context.clock.now()))
        by = (measuring.parting(asked.by), sheets.stored(command.group, asked.by)) if asked.by else None
        what, piece = measuring.asked, command.piece
        found = uow.figures.cases(what, piece, by, PAGE, (command.page - 1) * PAGE)
        total = uow.figures.counted_cases(what, piece, by)
        group = measuring.group(asked.by, command.group) if asked.by else None
    return Drilled(figure=measuring.definitions[0], span=measuring.span, group=group, cases=tuple(found), total=total)


def _refuse_foreign(jurisdiction: str, actor: Actor) -> None:
    if jurisdiction not in actor.reach:
        raise errors.NotAllowedError
