"""Fill in the form of a work item: the page, its draft and its submission."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, jsonify, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import BadRequest

from admin import visitor
from admin.workspace import standing
from engine import errors
from engine.domain.case import Draft, Json
from engine.usecases.save_draft import SaveDraft, save_draft
from engine.usecases.submit_form import SubmitForm, submit_form


class Filling(BaseView):
    """One work item that a person is doing."""

    route_base = "/items"

    @expose("/<uuid:item>", methods=["GET"])
    @visitor.signed_in
    def page(self, item: UUID) -> str:
        """Show the form with the newest draft, or say that the item is done."""
        found = standing.of_item(item, visitor.actor())
        return str(
            self.render_template("workspace/form.html", found=found, config=_config(found), now=visitor.product().context.clock.now())
        )

    @expose("/<uuid:item>", methods=["POST"])
    @visitor.signed_in
    def submit(self, item: UUID) -> Any:
        """Take the answers and say where to go next."""
        body = _body()
        command = SubmitForm(item=item, answers=_answers(body), actor=visitor.actor(), seen_revision=_number(body, "revision"))
        try:
            submit_form(command, visitor.product().context)
        except errors.CaseChangedError as error:
            return jsonify(message=visitor.say(error.text), reloadUrl=url_for("Filling.page", item=item)), 409
        flash(_("已提交。"), "success")
        return jsonify(next=url_for("Home.index"), message=_("已提交。"))

    @expose("/<uuid:item>/draft", methods=["GET"])
    @visitor.signed_in
    def draft(self, item: UUID) -> Any:
        """Return the newest draft."""
        found = standing.of_item(item, visitor.actor())
        if found.draft is None:
            raise errors.NotFoundError
        return jsonify(_shown(found.draft))

    @expose("/<uuid:item>/draft", methods=["PUT"])
    @visitor.signed_in
    def keep(self, item: UUID) -> Any:
        """Save the draft; a newer one from another device comes back instead."""
        body = _body()
        command = SaveDraft(item=item, actor=visitor.actor(), answers=_answers(body), seen=_number(body, "draftRevision"))
        try:
            saved = save_draft(command, visitor.product().context)
        except errors.DraftChangedError as error:
            newer = standing.of_item(item, visitor.actor()).draft
            return jsonify(message=visitor.say(error.text), **(_shown(newer) if newer else {})), 409
        return jsonify(draftRevision=saved.revision, savedAt=saved.saved_at.isoformat())


def _config(found: standing.ItemStanding) -> Json:
    item, draft = found.item, found.draft
    here = url_for("Filling.page", item=item.id)
    return {
        "schema": found.form.localized(visitor.locale(), found.roster) if found.form else {"type": "object", "properties": {}},
        "ui": found.form.layout() if found.form else {},
        "answers": draft.answers if draft else {},
        "locale": visitor.locale(),
        "revision": found.case.revision,
        "draftRevision": draft.revision if draft else 0,
        "submitUrl": here,
        "draftUrl": url_for("Filling.draft", item=item.id),
        "uploadUrl": "",
        "csrf": generate_csrf(),
        "files": {},
        "readonly": not found.is_doable,
        "submitLabel": _("提交"),
        "actor": visitor.actor().person,
    }


def _shown(draft: Draft) -> Json:
    return {"answers": draft.answers, "draftRevision": draft.revision, "savedAt": draft.saved_at.isoformat(), "by": draft.actor}


def _body() -> Json:
    body = request.get_json()
    if not isinstance(body, dict):
        raise BadRequest
    return body


def _answers(body: Json) -> Json:
    answers = body.get("answers")
    if not isinstance(answers, dict):
        raise BadRequest
    return answers


def _number(body: Json, name: str) -> int:
    number = body.get(name)
    if not isinstance(number, int):
        raise BadRequest
    return number
