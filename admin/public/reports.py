"""Published reports for everybody: figures of few are withheld, and whatever would give them away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template

from admin import visitor
from admin.figures import showing
from engine import errors
from engine.domain.suppression import FEWEST, FEWEST_FOR_RATE
from engine.usecases import publish_report

pages = Blueprint("reports", __name__, url_prefix="/reports")


@pages.get("/<jurisdiction>")
def index(jurisdiction: str) -> str:
    """List the reports that a jurisdiction has published for everybody."""
    with visitor.product().context.begin({jurisdiction}) as uow:
        title = uow.rosters.below(jurisdiction).get(jurisdiction)
        if title is None:
            raise errors.NotFoundError
        found = uow.figures.published(jurisdiction, only_public=True)
    return render_template("public/reports.html", jurisdiction=jurisdiction, title=title, reports=found)


@pages.get("/<jurisdiction>/<uuid:report>")
def page(jurisdiction: str, report: UUID) -> Any:
    """Show one report; only sums leave the jurisdiction, and none of few."""
    context = visitor.product().context
    found = publish_report.read_published(report, frozenset({jurisdiction}), context, only_public=True)
    tables = showing.public_tables(found.parts)
    cells = [cell for table in tables for row in (table.totals, *(row.cells for row in table.rows)) for cell in row]
    with context.begin(()) as uow:
        title = uow.rosters.below(jurisdiction)[jurisdiction]
    return render_template(
        "public/report.html",
        found=found,
        tables=tables,
        title=title,
        showing=showing,
        has_withheld=any(cell.is_withheld for cell in cells),
        fewest=FEWEST,
        fewest_for_rate=FEWEST_FOR_RATE,
    )
