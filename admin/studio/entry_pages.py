"""Entries of pack.yaml in the studio, each table with a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from admin import visitor
from admin.studio import compositions, filled, labels, rhythms
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

    @expose("/rhythms", methods=["GET"])
    @visitor.signed_in
    def rhythms(self, draft: UUID) -> str:
        """Show when cases begin by themselves."""
        study = study_pack.study_draft(draft, visitor.actor(), context())
        return self._rhythms(study, Filled(typed=rhythms.shown(study.outline)))

    @expose("/rhythms", methods=["POST"])
    @visitor.signed_in
    def put_rhythms(self, draft: UUID) -> Any:
        """Save the rhythms, or show them again with what is wrong, or with their rows moved."""
        study, typed = study_pack.study_draft(draft, visitor.actor(), context()), filled.typed()
        refuse_unless_open(study)
        moved = filled.acted(typed)
        if moved is not None:
            return self._rhythms(study, Filled(typed=moved))
        wrong = tuple(rhythms.problems(study.outline, Filled(typed=typed)))
        if wrong:
            return self._rhythms(study, Filled(typed=typed, problems=wrong)), 422
        try:
            put(draft, rhythms.read(study.outline, typed))
        except errors.CheckFailedError as error:
            return self._rhythms(study, Filled(typed=typed, others=error.problems)), 422
        return redirect(url_for("Studio.draft", draft=draft))

    @expose("/compositions/<code>", methods=["GET"])
    @visitor.signed_in
    def composition(self, draft: UUID, code: str) -> str:
        """Show how a kind of team is made up."""
        study = study_pack.study_draft(draft, visitor.actor(), context())
        return self._composition(study, code, Filled(typed=compositions.shown(_composition(study, code))))

    @expose("/compositions/<code>", methods=["POST"])
    @visitor.signed_in
    def put_composition(self, draft: UUID, code: str) -> Any:
        """Save a composition, or show it again with what is wrong, or with its rows moved."""
        study, typed = study_pack.study_draft(draft, visitor.actor(), context()), filled.typed(*compositions.WHO)
        refuse_unless_open(study)
        before = _composition(study, code)
        moved = filled.acted(typed)
        if moved is not None:
            return self._composition(study, code, Filled(typed=moved))
        wrong = tuple(compositions.problems(Filled(typed=typed)))
        if wrong:
            return self._composition(study, code, Filled(typed=typed, problems=wrong)), 422
        try:
            put(draft, {(compositions.KIND, code): compositions.read(before, typed)})
        except errors.CheckFailedError as error:
            return self._composition(study, code, Filled(typed=typed, others=error.problems)), 422
        return redirect(url_for("Studio.draft", draft=draft))

    def _rhythms(self, study: Study, entry: Filled) -> str:
        shown = {"choices": rhythms.choices(study.outline), "is_readonly": not is_open(study)}
        return str(self.render_template("studio/rhythms.html", study=study, entry=entry, **shown))

    def _composition(self, study: Study, code: str, entry: Filled) -> str:
        floors = {each["composition"] for each in study.outline.content.get("floors", ()) if "composition" in each}
        is_floor = code in floors and code not in (study.outline.own_content.get(compositions.KIND) or {})
        shown = {"choices": compositions.choices(study.outline), "is_floor": is_floor, "is_readonly": is_floor or not is_open(study)}
        return str(self.render_template("studio/composition.html", study=study, entry=entry, **shown))

    def _words(self, study: Study, kind: str, entry: Filled) -> str:
        shown = {"kind": kind, "kinds": labels.kinds(), "inherited": labels.inherited(study.outline, kind)}
        return str(self.render_template("studio/labels.html", study=study, entry=entry, is_readonly=not is_open(study), **shown))


def put(draft: UUID, entries: Mapping[tuple[str, ...], Any]) -> None:
    """Save entries of pack.yaml and say so. Raises CheckFailedError with what is wrong with them."""
    command = make_parts.PutEntries(draft=draft, actor=visitor.actor(), seen=seen(), entries=entries)
    make_parts.put_entries(command, context())
    flash(_("已保存到草稿，发布以后生效。"), "success")


def _composition(study: Study, code: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] | None = compositions.table(study.outline).get(code)
    if found is None:
        raise errors.NotFoundError
    return found


def _study(draft: UUID, kind: str) -> Study:
    if kind not in labels.kinds():
        raise errors.NotFoundError
    return study_pack.study_draft(draft, visitor.actor(), context())
