"""Published reports, as staff see them: with the definitions and the figures of then."""

from __future__ import annotations

from uuid import UUID

from flask import Response
from flask_appbuilder import BaseView, expose

from admin import visitor
from admin.figures import showing, workbook
from engine.errors import Text
from engine.usecases import publish_report


class Published(BaseView):
    """Reports that do not change any more."""

    route_base = "/figures/published"

    @expose("/<uuid:report>")
    @visitor.signed_in
    def page(self, report: UUID) -> str:
        """Show a report as it was published."""
        actor = visitor.actor()
        found = publish_report.read_published(report, actor.reach, visitor.product().context)
        tables = [showing.table(part, sheet) for part, sheet in found.parts]
        definitions = {figure.definition.name: figure.definition for _part, sheet in found.parts for figure in sheet.figures}
        with visitor.begin(actor) as uow:
            person = next((p.name for p in uow.rosters.roster(found.row.jurisdiction).people if p.code == found.row.by), found.row.by)
        return str(
            self.render_template(
                "figures/published.html",
                found=found,
                tables=tables,
                title=place_title(found.row.jurisdiction),
                person=person,
                showing=showing,
                definitions=list(definitions.values()),
            )
        )

    @expose("/<uuid:report>.xlsx")
    @visitor.signed_in
    def download(self, report: UUID) -> Response:
        """Give a published report as a workbook."""
        found = publish_report.read_published(report, visitor.actor().reach, visitor.product().context)
        content = workbook.write(found.report, found.parts, place=place_title(found.row.jurisdiction), span=found.span, at=found.row.at)
        return workbook.response(content, f"{found.row.jurisdiction}-{found.row.name}-{found.span.code}")


def place_title(jurisdiction: str) -> Text:
    """Return the name of a jurisdiction."""
    with visitor.product().context.begin(()) as uow:
        return uow.rosters.below(jurisdiction).get(jurisdiction, Text(jurisdiction, jurisdiction))
