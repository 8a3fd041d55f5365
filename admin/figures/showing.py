"""Figures as people read them: numbers in words, tables, and the lengths of bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from flask_babel import gettext as _

from admin import visitor
from engine.domain import suppression
from engine.domain.figure import Figure, FigureDefinition
from engine.domain.report import BY_TIME, Chart, ReportPart
from engine.domain.suppression import Bound, Published
from engine.usecases.sheets import Group, Sheet

#: Height of a chart and width of one column of it, in its own units.
HEIGHT, WIDTH = 100, 10
#: So many labels stand below a chart; of more, only some are shown.
MOST_LABELS = 13
_ALL = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A figure as it is shown; the value is None where there is none, or where it is withheld."""

    definition: FigureDefinition
    text: str
    value: Decimal | None
    #: What it was made of; None on public pages.
    figure: Figure | None = None
    is_withheld: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """The figures of one group."""

    group: Group
    cells: tuple[Cell, ...]

    @property
    def title(self) -> str:
        """Return what the group is called."""
        return visitor.say(self.group.title)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A part of a report as a page shows it."""

    title: str
    totals: tuple[Cell, ...]
    by: str | None = None
    by_title: str = ""
    rows: tuple[Row, ...] = ()
    chart: Chart = Chart.NONE

    @property
    def has_chart(self) -> bool:
        """Tell whether there is anything to draw."""
        return self.chart is not Chart.NONE and any(cell.value for row in self.rows for cell in row.cells)

    @property
    def is_over_time(self) -> bool:
        """Tell whether the groups follow each other in time."""
        return self.by in BY_TIME

    def scale(self, column: int) -> Decimal:
        """Return the value that fills a bar: all of a share, else the largest of those that are drawn on the same axis."""
        definition = self.totals[column].definition
        if definition.is_share:
            return _ALL
        largest = (abs(row.cells[number].value or Decimal(0)) for row in self.rows for number in self._on_axis(column))
        return max(largest, default=Decimal(0)) or Decimal(1)

    def _on_axis(self, column: int) -> list[int]:
        """Return the columns that are drawn on the same axis: those counted in the same unit."""
        axis = unit(self.totals[column].definition)
        kinds = [(total.definition.is_share, unit(total.definition)) for total in self.totals]
        return [number for number, kind in enumerate(kinds) if kind == (False, axis)]

    def length(self, row: Row, column: int, full: int = HEIGHT) -> float:
        """Return how long a bar is, of a full length."""
        value = row.cells[column].value
        return 0 if value is None else float(round(max(value, Decimal(0)) / self.scale(column) * full, 2))

    def points(self, column: int) -> str:
        """Return the line through the values of a column, as SVG writes it."""
        found = [(number, self.length(row, column)) for number, row in enumerate(self.rows) if row.cells[column].value is not None]
        return " ".join(f"{number * WIDTH + WIDTH / 2:g},{HEIGHT - length:g}" for number, length in found)

    def is_labelled(self, number: int) -> bool:
        """Tell whether the label of a group stands below the chart."""
        return number % -(-len(self.rows) // MOST_LABELS) == 0


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How a figure differs from that of the span before."""

    text: str
    before: str
    #: -1, 0 or 1.
    direction: int = 0


@dataclass(frozen=True, kw_only=True)
class PublicNotes:
    """What a public page must explain."""

    has_withheld: bool = False
    has_bounds: bool = False
    names: frozenset[str] = field(default_factory=frozenset)


def number(value: Decimal) -> str:
    """Write a number with separators, without zeros that say nothing about a whole one."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text and value == value.to_integral_value() else text


def text(definition: FigureDefinition, value: Decimal | None) -> str:
    """Write a figure: 98.2%, 1,127, or a dash where there is none."""
    if value is None:
        return "—"
    if definition.is_share:
        return f"{value:,f}%"
    return f"{value:,f}" if definition.is_rate or definition.places is not None else number(value)


def unit(definition: FigureDefinition) -> str:
    """Return what a figure is counted in; nothing for a share."""
    return visitor.say(definition.unit) if definition.unit else ""


def cell(figure: Figure) -> Cell:
    """Show a figure to those who may see the cases behind it."""
    value = figure.shown()
    return Cell(definition=figure.definition, text=text(figure.definition, value), value=value, figure=figure)


def table(part: ReportPart, sheet: Sheet) -> Table:
    """Show a part of a report to those who may see the cases behind it."""
    rows = [Row(group=group, cells=tuple(cell(sheet.part(f.definition.name, group.code)) for f in sheet.figures)) for group in sheet.groups]
    return _table(part, sheet, tuple(map(cell, sheet.figures)), rows)


def public_tables(parts: Sequence[tuple[ReportPart, Sheet]]) -> list[Table]:
    """Show a report to everybody: what tells of few is withheld, in all of its parts alike."""
    hidden = {name for _part, sheet in parts for name in _totals_given_away(sheet)}
    return [_public_table(part, sheet, hidden) for part, sheet in parts]


def _totals_given_away(sheet: Sheet) -> list[str]:
    names = [figure.definition.name for figure in sheet.figures] if sheet.groups else []
    near = _near(sheet)
    return [name for name in names if suppression.gives_total_away(_parts(sheet, name), near[name])]


def _near(sheet: Sheet) -> Mapping[str, set[str | None]]:
    """Return by name of the figure the groups in which it differs by a small number from one that counts the same cases and days."""
    sums = [figure.definition for figure in sheet.figures if not figure.definition.is_rate]
    found: dict[str, set[str | None]] = {figure.definition.name: set() for figure in sheet.figures}
    for kind in {_kind(definition) for definition in sums}:
        names = [definition.name for definition in sums if _kind(definition) == kind]
        for group in sheet.groups:
            for number in suppression.near([sheet.part(name, group.code).cases for name in names]):
                found[names[number]].add(group.code)
    return found


def _kind(definition: FigureDefinition) -> tuple[object, ...]:
    """Return what two sums must share for their difference to be a number of cases."""
    return definition.unit, definition.formulas.get("date"), definition.formulas.get("each")


def _public_table(part: ReportPart, sheet: Sheet, hidden: set[str]) -> Table:
    near = _near(sheet)
    names = [figure.definition.name for figure in sheet.figures]
    columns = [suppression.published_parts(_parts(sheet, name), near[name]) for name in names]
    totals = [
        public_cell(figure, suppression.WITHHELD if figure.definition.name in hidden else suppression.published(figure))
        for figure in sheet.figures
    ]
    rows = [
        Row(
            group=group, cells=tuple(public_cell(figure, column[group.code]) for figure, column in zip(sheet.figures, columns, strict=True))
        )
        for group in sheet.groups
    ]
    return _table(part, sheet, tuple(totals), rows)


def public_cell(figure: Figure, found: Published) -> Cell:
    """Show a figure that may be withheld, or be a bound only."""
    definition = figure.definition
    if found.value is None and figure.value is not None:
        return Cell(definition=definition, text=_("不公布"), value=None, is_withheld=True)
    sign = {Bound.AT_LEAST: "≥ ", Bound.AT_MOST: "≤ "}.get(found.bound, "")
    return Cell(definition=definition, text=sign + text(definition, found.value), value=found.value)


def _parts(sheet: Sheet, name: str) -> Mapping[str | None, Figure]:
    return {group.code: sheet.part(name, group.code) for group in sheet.groups}


def _table(part: ReportPart, sheet: Sheet, totals: tuple[Cell, ...], rows: Sequence[Row]) -> Table:
    if part.chart is Chart.BARS and totals and sheet.by not in BY_TIME:
        # The largest first; what is not stated stays at the end.
        rows = sorted(rows, key=lambda row: (row.group.code is None, -(row.cells[0].value or Decimal(0))))
    title = visitor.say(part.title) if part.title else _usual_title(sheet)
    by_title = visitor.say(sheet.by_title) if sheet.by_title else ""
    return Table(title=title, totals=totals, by=sheet.by, by_title=by_title, rows=tuple(rows), chart=part.chart)


def _usual_title(sheet: Sheet) -> str:
    if sheet.by_title is None:
        return _("主要数据")
    return _("按%(by)s", by=visitor.say(sheet.by_title))


def comparison(now: Figure, before: Figure) -> Comparison | None:
    """Say how a figure differs from that of the span before; None where one of them is not there."""
    value, other = now.shown(), before.shown()
    if value is None or other is None:
        return None
    difference = value - other
    said = text(now.definition, other)
    if not difference:
        return Comparison(text=_("持平"), before=said)
    direction = 1 if difference > 0 else -1
    if now.definition.is_share:
        return Comparison(text=_("%(n)s个百分点", n=f"{difference:+,f}"), before=said, direction=direction)
    signed = ("+" if direction > 0 else "-") + number(abs(difference))
    share = f" ({difference / other * 100:+.1f}%)" if other else ""
    return Comparison(text=signed + share, before=said, direction=direction)
