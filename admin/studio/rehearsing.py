"""A draft tried out on the county's own cases: what would have been different, in words."""

from __future__ import annotations

from uuid import UUID

from flask import request
from flask_appbuilder import BaseView, expose

from admin import visitor
from admin.studio.keeping import context
from engine.usecases import rehearse_draft, study_pack
from engine.usecases.rehearse_draft import RehearseDraft

#: How many cases may be asked for.
CHOICES = (10, rehearse_draft.USUAL, 50, 100, rehearse_draft.MOST)


class StudioRehearsals(BaseView):
    """Rehearsals of drafts. Nothing is stored, so that the page can be opened, sent to a second person and opened again."""

    route_base = "/studio/drafts/<uuid:draft>/rehearsal"

    @expose("/")
    @visitor.signed_in
    def page(self, draft: UUID) -> str:
        """Say what a rehearsal does; with a number of cases, rehearse."""
        study = study_pack.study_draft(draft, visitor.actor(), context())
        most = request.args.get("cases", type=int)
        found = rehearse_draft.rehearse_draft(RehearseDraft(draft=draft, actor=visitor.actor(), most=most), context()) if most else None
        return str(
            self.render_template("studio/rehearsal.html", study=study, found=found, most=most or rehearse_draft.USUAL, choices=CHOICES)
        )
