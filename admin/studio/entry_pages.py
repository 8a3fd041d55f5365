"""Entries of pack.yaml in the studio, each table with a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flask_appbuilder import BaseView, expose

from admin import visitor
from admin.studio import compositions, filled, labels, rhythms
from admin.studio.filled import Filled
from admin.studio.keeping import Entries, context, is_open, kept, refuse_unless_open
from engine import errors
from engine.usecases import study_pack
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
        return kept(draft, typed, partial(self._words, study, kind), lambda: labels.read(study.outline, kind, typed), labels.problems)

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
        problems = partial(rhythms.problems, study.outline)
        return kept(draft, typed, partial(self._rhythms, study), lambda: rhythms.read(study.outline, typed), problems)

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

        def entries() -> Entries:
            return {(compositions.KIND, code): compositions.read(before, typed)}

        return kept(draft, typed, partial(self._composition, study, code), entries, compositions.problems)

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


def _composition(study: Study, code: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] | None = compositions.table(study.outline).get(code)
    if found is None:
        raise errors.NotFoundError
    return found


def _study(draft: UUID, kind: str) -> Study:
    if kind not in labels.kinds():
        raise errors.NotFoundError
    return study_pack.study_draft(draft, visitor.actor(), context())
