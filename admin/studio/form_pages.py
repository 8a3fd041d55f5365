"""Forms in the studio: a table of questions to write them in, and a preview as staff will see them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, jsonify, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from admin import visitor
from admin.studio import editor, filled, form_tables
from admin.studio.filled import Filled
from admin.studio.keeping import context, is_open, refuse_unless_open, seen
from admin.workspace import bodies
from engine import errors
from engine.domain import form_table
from engine.domain.case import Json
from engine.usecases import make_parts, study_pack
from engine.usecases.ports import Form
from engine.usecases.study_pack import Study

_EMPTY = {"code": "", "appends": "", "fields-0-kind": "text", "fields-0-privacy": "P1"}


class StudioForms(BaseView):
    """The forms of a draft."""

    route_base = "/studio/drafts/<uuid:draft>/forms"

    @expose("/new", methods=["GET", "POST"])
    @visitor.signed_in
    def new(self, draft: UUID) -> Any:
        """Begin a form, from nothing or as a copy of another one."""
        study = study_pack.study_draft(draft, visitor.actor(), context())
        refuse_unless_open(study)
        like = request.args.get("like") or None
        if request.method == "GET":
            return self._table(study, Filled(typed=_first(study, like)), like, is_new=True)
        return self._kept(study, str(request.form.get("code", "")), like, is_new=True)

    @expose("/<code>", methods=["GET", "POST"])
    @visitor.signed_in
    def page(self, draft: UUID, code: str) -> Any:
        """Show a form as a table, or save it."""
        study = study_pack.study_draft(draft, visitor.actor(), context())
        sheet = context().releases.workshop.sheet(study.files, code)
        if request.method == "GET":
            return self._table(study, Filled(typed=form_tables.shown(sheet)), code)
        if not editor.is_editable(study, sheet.file):
            raise errors.NotAllowedError
        return self._kept(study, code, code)

    @expose("/<code>/preview", methods=["GET"])
    @visitor.signed_in
    def preview(self, draft: UUID, code: str) -> str:
        """Show a form as staff will see it."""
        study = study_pack.study_draft(draft, visitor.actor(), context())
        form = _form(study, code)
        return str(self.render_template("studio/form_preview.html", study=study, form=form, config=_config(study, form)))

    @expose("/<code>/preview", methods=["POST"])
    @visitor.signed_in
    def try_out(self, draft: UUID, code: str) -> Any:
        """Check answers as a case would, and keep nothing."""
        study = study_pack.study_draft(draft, visitor.actor(), context())
        form = _form(study, code)
        with visitor.begin(visitor.actor()) as uow:
            problems = form.check(bodies.answers(bodies.body()), uow.rosters.roster(study.jurisdiction))
        if problems:
            raise errors.AnswersRefusedError(problems)
        said = _("填写符合要求。这里是预览，什么也没有保存。")
        flash(said, "success")
        return jsonify(next=url_for("StudioForms.preview", draft=draft, code=code), message=said)

    def _kept(self, study: Study, code: str, like: str | None, *, is_new: bool = False) -> Any:
        """Save what was typed, or show it again with what is wrong, or with its rows moved."""
        typed = filled.typed()
        moved = filled.acted(typed)
        if moved is not None:
            return self._table(study, Filled(typed=moved), like, is_new=is_new)
        assert study.draft  # noqa: S101 - the page is one of a draft
        table = form_table.named(form_tables.read(typed))
        command = make_parts.PutForm(
            draft=study.draft.id,
            actor=visitor.actor(),
            seen=seen(),
            code=code,
            table=table,
            like=like,
            is_new=is_new,
            shows=form_tables.shows(typed, table),
        )
        try:
            make_parts.put_form(command, context())
        except errors.AnswersRefusedError as error:
            return self._table(study, Filled(typed=typed, problems=error.problems), like, is_new=is_new), 422
        flash(_("表单已保存到草稿，发布以后生效。"), "success")
        wanted = "preview" if typed.get("do") == "preview" else "page"
        return redirect(url_for(f"StudioForms.{wanted}", draft=study.draft.id, code=code))

    def _table(self, study: Study, entry: Filled, like: str | None, *, is_new: bool = False) -> str:
        sheet = context().releases.workshop.sheet(study.files, like) if like else None
        item = next((each for each in study.outline.items if sheet and not is_new and each.file == sheet.file), None)
        return str(
            self.render_template(
                "studio/form_table.html",
                study=study,
                entry=entry,
                item=item,
                is_new=is_new,
                like=like,
                is_readonly=not is_open(study) or bool(sheet and not is_new and not editor.is_editable(study, sheet.file)),
                kinds={code: visitor.say(words) for code, words in form_table.KINDS.items()},
                kept=form_table.KEPT,
                privacy={code: visitor.say(words) for code, words in form_table.PRIVACY.items()},
                forms=[(each.code, visitor.say(each.title)) for each in study.outline.items if each.kind == "form"],
                problems=[each for each in study.outline.problems if sheet and each.file == sheet.file],
            )
        )


def _first(study: Study, like: str | None) -> Json:
    """Return the fields of a new form: one empty question, or those of the form that is copied, under names of its own."""
    workshop = context().releases.workshop
    code = workshop.free_code(study.files, "form")
    if like is None:
        return {**_EMPTY, "code": code}
    copied = form_tables.shown(workshop.sheet(study.files, like))
    return {**copied, "code": code, "place": "", "title-zh": _("%(title)s（副本）", title=copied["title-zh"])}


def _form(study: Study, code: str) -> Form:
    """Return a form of a draft that can be used. Raises NotFoundError."""
    return context().releases.form(study.files, code)


def _config(study: Study, form: Form) -> Json:
    """Return the contract of `frontend/src/form/config.ts`; without an address for drafts nothing is kept."""
    assert study.draft  # noqa: S101 - the page is one of a draft
    with visitor.begin(visitor.actor()) as uow:
        roster = uow.rosters.roster(study.jurisdiction)
    return {
        "schema": form.localized(visitor.locale(), roster),
        "ui": form.layout(),
        "answers": {},
        "locale": visitor.locale(),
        "revision": 0,
        "draftRevision": 0,
        "submitUrl": url_for("StudioForms.try_out", draft=study.draft.id, code=form.code),
        "draftUrl": "",
        "uploadUrl": url_for("Files.upload", jurisdiction=study.jurisdiction),
        "csrf": generate_csrf(),
        "files": {},
        "readonly": False,
        "submitLabel": _("试填检查"),
        "actor": visitor.actor().person,
    }
