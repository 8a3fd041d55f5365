"""Bringing two states of a pack together: an overtaken draft with what was released, a county's pack with its template's next version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from admin import visitor
from admin.studio.keeping import context, refuse_unless_open, seen
from engine import errors
from engine.errors import Text
from engine.usecases import study_pack, take_over, update_draft
from engine.usecases.update_draft import ToldClash

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
        chosen = _chosen(update_draft.examine(draft, visitor.actor(), context()).clashes)
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
        missing = _missing(refusal)
        return str(self.render_template("studio/update.html", study=study, found=found, chosen=chosen or {}, missing=missing))


class StudioTemplates(BaseView):
    """Taking over what is new in the template of a pack that the county has changed: what shipped, or what somebody sent."""

    route_base = "/studio/newer/<jurisdiction>"

    @expose("/", methods=["GET"])
    @expose("/<uuid:offer>", methods=["GET"])
    @visitor.signed_in
    def page(self, jurisdiction: str, offer: UUID | None = None) -> str:
        """Show what is new and what is asked."""
        return self._shown(jurisdiction, offer)

    @expose("/", methods=["POST"])
    @expose("/<uuid:offer>", methods=["POST"])
    @visitor.signed_in
    def take(self, jurisdiction: str, offer: UUID | None = None) -> Any:
        """Take the choices and make a draft; without all of them show the page again, with what was chosen."""
        chosen = _chosen(take_over.examine(jurisdiction, visitor.actor(), context(), offer).clashes)
        command = take_over.TakeOver(jurisdiction=jurisdiction, actor=visitor.actor(), offer=offer, chosen=chosen)
        try:
            draft = take_over.take_over(command, context())
        except errors.AnswersRefusedError as error:
            return self._shown(jurisdiction, offer, chosen, error), 422
        flash(_("已并入草稿。请看一遍改动和检查结果，再提交复核。"), "success")
        return redirect(url_for("Studio.draft", draft=draft.id))

    def _shown(
        self,
        jurisdiction: str,
        offer: UUID | None,
        chosen: dict[str, str] | None = None,
        refusal: errors.AnswersRefusedError | None = None,
    ) -> str:
        actor = visitor.actor()
        found = take_over.examine(jurisdiction, actor, context(), offer)
        current = study_pack.read_shelf(jurisdiction, actor, context()).current or ""
        study = study_pack.study_release(jurisdiction, current, actor, context())
        shown = {"jurisdiction": jurisdiction, "offer": offer, "found": found, "study": study}
        return str(self.render_template("studio/newer.html", **shown, chosen=chosen or {}, missing=_missing(refusal)))


def _chosen(asked: Sequence[ToldClash]) -> dict[str, str]:
    sides = {each.clash.name: request.form.get(_FIELD.format(number=number), "") for number, each in enumerate(asked)}
    return {name: side for name, side in sides.items() if side}


def _missing(refusal: errors.AnswersRefusedError | None) -> dict[str, Text]:
    return {problem.path.removeprefix("/"): problem.message for problem in refusal.problems} if refusal else {}
