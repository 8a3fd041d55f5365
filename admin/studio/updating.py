"""A draft that another release has overtaken: what was released, what both changed, and which side counts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from admin import visitor
from admin.studio.keeping import context, refuse_unless_open, seen
from engine import errors
from engine.usecases import study_pack, update_draft

#: A form's fields are named by their number: names of entries may hold anything.
_FIELD = "clash-{number}"


class StudioUpdates(BaseView):
    """Bringing drafts up to date."""

    route_base = "/studio/drafts/<uuid:draft>/update"

    @expose("/", methods=["GET"])
    @visitor.signed_in
    def page(self, draft: UUID) -> str:
        """Show both sides."""
        return self._shown(draft)

    @expose("/", methods=["POST"])
    @visitor.signed_in
    def update(self, draft: UUID) -> Any:
        """Take the choices; without all of them show the page again, with what was chosen."""
        asked = update_draft.examine(draft, visitor.actor(), context()).clashes
        sides = {each.clash.name: request.form.get(_FIELD.format(number=number), "") for number, each in enumerate(asked)}
        chosen = {name: side for name, side in sides.items() if side}
        command = update_draft.UpdateDraft(draft=draft, actor=visitor.actor(), seen=seen(), chosen=chosen)
        try:
            update_draft.update_draft(command, context())
        except errors.AnswersRefusedError as error:
            return self._shown(draft, chosen, error), 422
        flash(_("草稿已更新到最新版本。请再看一遍改动和检查结果。"), "success")
        return redirect(url_for("Studio.draft", draft=draft))

    def _shown(self, draft: UUID, chosen: dict[str, str] | None = None, refusal: errors.AnswersRefusedError | None = None) -> str:
        study = study_pack.study_draft(draft, visitor.actor(), context())
        refuse_unless_open(study)
        found = update_draft.examine(draft, visitor.actor(), context())
        missing = {problem.path.removeprefix("/"): problem.message for problem in refusal.problems} if refusal else {}
        return str(self.render_template("studio/update.html", study=study, found=found, chosen=chosen or {}, missing=missing))
