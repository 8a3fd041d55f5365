"""Fill in the form of a work item: the page, its draft and its submission."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, jsonify, redirect, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from admin import visitor
from admin.workspace import bodies, next_steps, standing
from engine import errors
from engine.domain.case import ItemState, Json
from engine.usecases.save_draft import SaveDraft, save_draft
from engine.usecases.submit_form import SubmitForm, submit


class Filling(BaseView):
    """One work item that a person is doing."""

    route_base = "/items"

    @expose("/<uuid:item>", methods=["GET"])
    @visitor.signed_in
    def page(self, item: UUID) -> Any:
        """Show the form with the newest draft; an item that is done leads to its case, unless something typed would be lost."""
        found = standing.of_item(item, visitor.actor())
        if found.item.state is not ItemState.OPEN and found.draft is None:
            flash(_("“%(title)s”已经办结或撤销。", title=visitor.say(found.item.title)), "note")
            return redirect(url_for("Cases.page", case=found.case.id), 303)
        now = visitor.product().context.clock.now()
        return str(self.render_template("workspace/filling.html", found=found, config=_config(found), now=now))

    @expose("/<uuid:item>", methods=["POST"])
    @visitor.signed_in
    def submit(self, item: UUID) -> Any:
        """Take the answers and say where to go next."""
        body = bodies.body()
        command = SubmitForm(item=item, answers=bodies.answers(body), actor=visitor.actor(), seen_revision=bodies.number(body, "revision"))
        try:
            step = submit(command, visitor.product().context)
        except errors.CaseChangedError as error:
            return jsonify(message=visitor.say(error.text), reloadUrl=url_for("Filling.page", item=item)), 409
        said = _("已提交。%(next)s", next=next_steps.after_step(step.case, step.items, command.actor))
        flash(said, "success")
        return jsonify(next=url_for("Cases.page", case=step.case.id), message=said)

    @expose("/<uuid:item>/draft", methods=["GET"])
    @visitor.signed_in
    def draft(self, item: UUID) -> Any:
        """Return the newest draft."""
        found = standing.of_item(item, visitor.actor())
        if found.draft is None:
            raise errors.NotFoundError
        return jsonify(bodies.shown(found.draft))

    @expose("/<uuid:item>/draft", methods=["PUT"])
    @visitor.signed_in
    def keep(self, item: UUID) -> Any:
        """Save the draft; a newer one from another device comes back instead."""
        body = bodies.body()
        command = SaveDraft(item=item, actor=visitor.actor(), answers=bodies.answers(body), seen=bodies.number(body, "draftRevision"))
        try:
            saved = save_draft(command, visitor.product().context)
        except errors.DraftChangedError as error:
            newer = standing.of_item(item, visitor.actor()).draft
            return jsonify(message=visitor.say(error.text), **(bodies.shown(newer) if newer else {})), 409
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
        "uploadUrl": url_for("Files.upload", item=item.id),
        "csrf": generate_csrf(),
        "files": found.files,
        "readonly": not found.is_doable,
        "submitLabel": _("提交"),
        "actor": visitor.actor().person,
    }
