"""Entries of pack.yaml in the studio, each table with a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from flask_appbuilder import BaseView, expose

from admin import visitor
from admin.studio import agendas, compositions, filled, labels, measures, reports, rhythms
from admin.studio.filled import Filled, Row
from admin.studio.keeping import Entries, context, is_open, kept, refuse_unless_open
from engine import errors
from engine.domain import form_table
from engine.errors import FieldProblem, Text
from engine.usecases import study_pack
from engine.usecases.ports import PackOutline
from engine.usecases.study_pack import Study

#: Stands in the address for one that is not there yet.
NEW = "new"


class Table(Protocol):
    """What the modules of agendas, figures and reports offer alike."""

    KIND: str
    LISTS: Sequence[str]

    def shown(self, entry: Mapping[str, Any], /) -> Row:
        """Return what the page's fields hold at first."""
        ...

    def choices(self, outline: PackOutline, /) -> Mapping[str, Any]:
        """Return what can be picked."""
        ...

    def read(self, before: Mapping[str, Any], typed: Mapping[str, Any], /) -> dict[str, Any]:
        """Return the entry of pack.yaml."""
        ...

    def problems(self, entry: Filled, /) -> Iterator[FieldProblem]:
        """Yield what is wrong with the fields."""
        ...


_TAKEN = Text("已经有这个名称的，请换一个。", "There is one of this name; choose another.")
_TABLES: Mapping[str, Table] = {module.KIND: module for module in (agendas, measures, reports)}


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

    @expose("/tables/<kind>/<code>", methods=["GET"])
    @visitor.signed_in
    def table(self, draft: UUID, kind: str, code: str) -> str:
        """Show an agenda, a figure or a report; `new` is one that is not there yet."""
        study, table = study_pack.study_draft(draft, visitor.actor(), context()), _table(kind)
        return self._table(study, table, code, Filled(typed=table.shown(_entry(study, kind, code))))

    @expose("/tables/<kind>/<code>", methods=["POST"])
    @visitor.signed_in
    def put_table(self, draft: UUID, kind: str, code: str) -> Any:
        """Save one, or show it again with what is wrong, or with its rows moved."""
        study, table = study_pack.study_draft(draft, visitor.actor(), context()), _table(kind)
        typed = filled.typed(*table.LISTS)
        refuse_unless_open(study)
        before = _entry(study, kind, code)
        name = code if before else form_table.word(str(typed.get("title-zh", "")))

        def entries() -> Entries:
            return {(kind, name): table.read(before, typed)}

        def problems(entry: Filled) -> Iterator[FieldProblem]:
            yield from table.problems(entry)
            if not before and name in (study.outline.content.get(kind) or {}):
                yield FieldProblem(path="/title/zh", message=_TAKEN)

        return kept(draft, typed, partial(self._table, study, table, code), entries, problems)

    def _table(self, study: Study, table: Table, code: str, entry: Filled) -> str:
        shown = {"choices": table.choices(study.outline), "is_new": code == NEW, "is_readonly": not is_open(study)}
        return str(self.render_template(f"studio/{table.KIND}.html", study=study, entry=entry, **shown))

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


def _table(kind: str) -> Table:
    if kind not in _TABLES:
        raise errors.NotFoundError
    return _TABLES[kind]


def _entry(study: Study, kind: str, code: str) -> Mapping[str, Any]:
    """Return what pack.yaml and those of its parents say of one; nothing of a new one."""
    if code == NEW:
        return {}
    found: Mapping[str, Any] | None = (study.outline.content.get(kind) or {}).get(code)
    if found is None:
        raise errors.NotFoundError
    return found


def _study(draft: UUID, kind: str) -> Study:
    if kind not in labels.kinds():
        raise errors.NotFoundError
    return study_pack.study_draft(draft, visitor.actor(), context())
