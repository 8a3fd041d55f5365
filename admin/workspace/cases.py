"""Cases: the list with its search, the page of one case, and what is consulted or sent from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from admin import visitor
from admin.workspace import case_reading, documents, next_steps
from admin.workspace.case_reading import Answered, CaseView
from admin.workspace.lists import Asked
from admin.workspace.naming import Namer
from engine.domain import disclosure
from engine.store import queries
from engine.usecases.consult_case import ConsultSealed, ConsultSensitive, consult_sealed, consult_sensitive
from engine.usecases.send_message import SendMessage, send_message

#: What `show` in the address means: all cases, open ones, closed ones.
SHOWN = {"all": None, "open": True, "closed": False}


class Cases(BaseView):
    """All cases within reach."""

    route_base = "/cases"

    @expose("/")
    @visitor.signed_in
    def index(self) -> str:
        """Show cases, newest first; search takes any piece of number, title and names."""
        actor, asked = visitor.actor(), Asked.read()
        show = request.args.get("show", "all") if request.args.get("show") in SHOWN else "all"
        with visitor.begin(actor) as uow:
            found = queries.cases(uow.transaction, actor, search=asked.search, is_open=SHOWN[show], page=asked.page)
            namer = Namer(uow)
            rows = [(row, namer.of(row.jurisdiction, row.release)) for row in found.rows]
        choices = {name: (title, asked.address(show=name)) for name, title in _choices().items()}
        shown = {"asked": asked, "show": show, "choices": choices, "pages": asked.pages(has_more=found.has_more)}
        return str(self.render_template("workspace/cases.html", rows=rows, **shown))

    @expose("/<uuid:case>", methods=["GET"])
    @visitor.signed_in
    def page(self, case: UUID) -> str:
        """Show one case."""
        view = case_reading.read(case, visitor.actor())
        papers = documents.of_case(case, visitor.actor())
        now = visitor.product().context.clock.now()
        return str(self.render_template("workspace/case.html", view=view, papers=papers, now=now, diagram=case_reading.diagram(view)))

    @expose("/<uuid:case>/sensitive", methods=["POST"])
    @visitor.signed_in
    def sensitive(self, case: UUID) -> str:
        """Show the forms with their sensitive data; the reading is logged before."""
        actor, purpose = visitor.actor(), request.form.get("purpose", "")
        consult_sensitive(ConsultSensitive(case=case, actor=actor, purpose=purpose), visitor.product().context)
        view, allowed = case_reading.read(case, actor), disclosure.COMMON | {"P2"}
        forms = [(a, case_reading.answers(a.submission, view.names, allowed)) for a in view.answered if a.has_sensitive]
        return self._consulted(view, forms, purpose)

    @expose("/<uuid:case>/sealed/<uuid:submission>", methods=["POST"])
    @visitor.signed_in
    def sealed(self, case: UUID, submission: UUID) -> str:
        """Show one form with what is sealed in it; the reading is logged with it."""
        actor, purpose = visitor.actor(), request.form.get("purpose", "")
        command = ConsultSealed(case=case, submission=submission, actor=actor, purpose=purpose)
        sealed = consult_sealed(command, visitor.product().context)
        view = case_reading.read(case, actor)
        answered = next(each for each in view.answered if each.submission.id == submission)
        return self._consulted(view, [(answered, case_reading.with_sealed(answered.submission, sealed, view.names))], purpose)

    def _consulted(self, view: CaseView, forms: Sequence[tuple[Answered, Sequence[tuple[str, Any]]]], purpose: str) -> str:
        files = case_reading.files_in(forms, visitor.actor())
        return str(self.render_template("workspace/consulted.html", view=view, forms=forms, files=files, purpose=purpose))

    @expose("/<uuid:case>/messages", methods=["POST"])
    @visitor.signed_in
    def send(self, case: UUID) -> Response:
        """Deliver a message that the process waits for."""
        actor, sent = visitor.actor(), request.form
        revision = sent.get("revision", type=int)
        if revision is None:
            raise BadRequest
        payload = {"by": actor.person, "at": visitor.product().context.clock.now().isoformat()}
        command = SendMessage(case=case, message=sent.get("message", ""), actor=actor, payload=payload, seen_revision=revision)
        moved = send_message(command, visitor.product().context)
        flash(_("已记录。%(next)s", next=next_steps.sentence(moved, actor)), "success")
        return redirect(url_for("Cases.page", case=case), 303)


def _choices() -> dict[str, str]:
    return {"all": _("全部"), "open": _("办理中"), "closed": _("已办结")}
