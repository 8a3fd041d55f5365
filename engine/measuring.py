"""Measures the figures of a jurisdiction for the command line, as a table or as JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from engine import bootstrap, errors
from engine.bootstrap import Product
from engine.domain import access
from engine.domain.figure import Figure
from engine.domain.span import Span
from engine.errors import Text
from engine.settings import Settings
from engine.usecases.measure import measure
from engine.usecases.sheets import Measure, Sheet


def sheet(settings: Settings, named: str, period: str | None, by: str | None) -> Sheet:
    """Return the figures of a jurisdiction, or of the one that runs a pack. Raises NotFoundError, SpanError."""
    span = Span.parse(period) if period else None
    with bootstrap.connected(settings) as product:
        reach = product.everywhere()
        command = Measure(jurisdiction=_jurisdiction(product, named), actor=access.system(reach), span=span, by=by)
        return measure(command, product.context)


def _jurisdiction(product: Product, named: str) -> str:
    with product.begin(()) as uow:
        tree = uow.rosters.jurisdictions()
    found = next((each.id for each in tree if each.id == named), None) or next((each.id for each in tree if each.pack == named), None)
    if found is None:
        raise errors.NotFoundError(Text(f"没有辖区或模板包“{named}”。", f"There is no jurisdiction or pack {named}."))
    return found


def as_json(found: Sheet) -> list[dict[str, Any]]:
    """Return each figure with its version and exact sums, its groups below it."""
    return [{**_plain(figure), **_groups(figure, found)} for figure in found.figures]


def _plain(figure: Figure) -> dict[str, Any]:
    shown = {"value": _text(figure), "sum": str(figure.sum)}
    of = {"of": str(figure.of)} if figure.definition.is_rate else {}
    return {"name": figure.definition.name, "version": figure.definition.version, **shown, **of, "failed": figure.failed}


def _groups(figure: Figure, found: Sheet) -> dict[str, Any]:
    if found.by is None:
        return {}
    parts = {group: found.part(figure.definition.name, group.code) for group in found.groups}
    return {"by": found.by, "groups": [{"group": group.code, "value": _text(part), "sum": str(part.sum)} for group, part in parts.items()]}


def _text(figure: Figure) -> str | None:
    shown = figure.shown()
    if shown is None:
        return None
    return f"{shown} %" if figure.definition.is_share else f"{shown:f}"


def table(found: Sheet, locale: str) -> str:
    """Return the figures as lines: title, value, unit, name and version; groups below."""
    rows = [row for figure in found.figures for row in _rows(figure, found, locale)]
    width = max((_width(title) for title, _ in rows), default=0)
    return "\n".join(f"{title}{' ' * (width - _width(title))}  {value}" for title, value in rows)


def _rows(figure: Figure, found: Sheet, locale: str) -> Iterator[tuple[str, str]]:
    unit = figure.definition.unit.in_language(locale) if figure.definition.unit else ""
    yield figure.definition.title.in_language(locale), f"{_text(figure) or '-'} {unit}".rstrip()
    for group in found.groups:
        yield f"  {group.title.in_language(locale)}", _text(found.part(figure.definition.name, group.code)) or "-"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
