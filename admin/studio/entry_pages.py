"""Entries of pack.yaml in the studio, each table with a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from admin import visitor
from admin.studio import filled, labels
from admin.studio.filled import Filled
from admin.studio.keeping import context, is_open, refuse_unless_open, seen
from engine import errors
from engine.usecases import make_parts, study_pack
from engine.usecases.study_pack import Study


class StudioEntries(BaseView):
    """What pack.yaml says beside parameters."""

    route_base = "/studio/drafts/<uuid:draft>/entries"

    @expose("/words/<kind>", methods=["GET"])
    @visitor.signed_in
    def words(self, draft: UUID, kind: str) -> str:
        """Show the words for the codes of a kind."""
        study = _study(draft, kind)
        return self._words(study, kind, Filled(typed=labels.shown(study.outline, kind)))

    @expose("/words/<kind>", methods=["POST"])
    @visitor.signed_in
    def put_words(self, draft: UUID, kind: str) -> Any:
        """Save the words, or show them again with what is wrong, or with their rows moved."""
        study, typed = _study(draft, kind), filled.typed()
        refuse_unless_open(study)
        moved = filled.acted(typed)
        if moved is not None:
            return self._words(study, kind, Filled(typed=moved))
        wrong = tuple(labels.problems(Filled(typed=typed)))
        if wrong:
            return self._words(study, kind, Filled(typed=typed, problems=wrong)), 422
        try:
            put(draft, labels.read(study.outline, kind, typed))
        except errors.CheckFailedError as error:
            return self._words(study, kind, Filled(typed=typed, others=error.problems)), 422
        return redirect(url_for("Studio.draft", draft=draft))

    def _words(self, study: Study, kind: str, entry: Filled) -> str:
        shown = {"kind": kind, "kinds": labels.kinds(), "inherited": labels.inherited(study.outline, kind)}
        return str(self.render_template("studio/labels.html", study=study, entry=entry, is_readonly=not is_open(study), **shown))


def put(draft: UUID, entries: Mapping[tuple[str, ...], Any]) -> None:
    """Save entries of pack.yaml and say so. Raises CheckFailedError with what is wrong with them."""
    command = make_parts.PutEntries(draft=draft, actor=visitor.actor(), seen=seen(), entries=entries)
    make_parts.put_entries(command, context())
    flash(_("已保存到草稿，发布以后生效。"), "success")


def _study(draft: UUID, kind: str) -> Study:
    if kind not in labels.kinds():
        raise errors.NotFoundError
    return study_pack.study_draft(draft, visitor.actor(), context())
