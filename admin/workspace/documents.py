"""Letters and agreements of a case: look at them, issue them, download what was issued."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from admin import visitor
from engine import errors
from engine.domain.access import Actor
from engine.usecases.issue_document import IssueDocument, issue_document, preview_document
from engine.usecases.read_document import ListPapers, Papers, ReadDocument, list_papers, read_document
from engine.usecases.receive_document import ReadReceived, ReceiveDocument, read_received, receive_document

#: HTTP status of a form that was refused.
UNPROCESSABLE = 422
#: Media types by the ending of an address.
KINDS = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


class Documents(BaseView):
    """The documents of cases."""

    route_base = "/"

    @expose("/cases/<uuid:case>/documents", methods=["GET"])
    @visitor.signed_in
    def index(self, case: UUID) -> str:
        """Show what was issued and received in a case, and what can be issued."""
        return self._page(case, {})

    def _page(self, case: UUID, problems: dict[str, str]) -> str:
        papers = of_case(case, visitor.actor())
        return str(self.render_template("workspace/case_documents.html", papers=papers, problems=problems, typed=request.form))

    @expose("/cases/<uuid:case>/documents/<code>", methods=["GET"])
    @visitor.signed_in
    def preview(self, case: UUID, code: str) -> str:
        """Show the pages of a document as it would be."""
        command = _command(case, code)
        letter = preview_document(command, visitor.product().context)
        context = visitor.product().context
        pages = [b64encode(page).decode() for page in context.printer.pictures(letter, context.clock.now())]
        return str(self.render_template("workspace/preview.html", command=command, letter=letter, pages=pages))

    @expose("/cases/<uuid:case>/documents/<code>/preview.<kind>", methods=["GET"])
    @visitor.signed_in
    def draft(self, case: UUID, code: str, kind: str) -> Response:
        """Hand out a document as it would be, marked on every page."""
        _refuse_unknown(kind)
        context = visitor.product().context
        letter = preview_document(_command(case, code), context)
        print_as = context.printer.docx if kind == "docx" else context.printer.pdf
        return _handed_out(print_as(letter, context.clock.now()), f"{_('预览')} {letter.title}.{kind}", KINDS[kind])

    @expose("/cases/<uuid:case>/documents/<code>", methods=["POST"])
    @visitor.signed_in
    def issue(self, case: UUID, code: str) -> Response:
        """Issue a document."""
        row = issue_document(_command(case, code), visitor.product().context)
        flash(_("已出具《%(title)s》%(number)s。", title=visitor.say(row.title), number=row.number or ""), "success")
        return redirect(url_for("Documents.index", case=case), 303)

    @expose("/cases/<uuid:case>/documents/received", methods=["POST"])
    @visitor.signed_in
    def receive(self, case: UUID) -> Any:
        """Enter a document that somebody else issued; what was typed survives a refusal."""
        try:
            document = receive_document(_received(case), visitor.product().context)
        except errors.AnswersRefusedError as refused:
            problems = {problem.path.removeprefix("/"): visitor.say(problem.message) for problem in refused.problems}
            return self._page(case, problems), UNPROCESSABLE
        except errors.FileRefusedError as refused:
            return self._page(case, {"file": visitor.say(refused.text)}), UNPROCESSABLE
        flash(_("已登记来文《%(title)s》。", title=document.title), "success")
        return redirect(url_for("Documents.index", case=case), 303)

    @expose("/documents/received/<uuid:document>", methods=["GET"])
    @visitor.signed_in
    def download_received(self, document: UUID) -> Response:
        """Hand out the scan of a received document under its own name."""
        found, content = read_received(ReadReceived(document=document, actor=visitor.actor()), visitor.product().context)
        return _handed_out(content, found.name, found.media_type)

    @expose("/documents/<uuid:document>.<kind>", methods=["GET"])
    @visitor.signed_in
    def download(self, document: UUID, kind: str) -> Response:
        """Hand out an issued document: the PDF as it went out, or the same as DOCX."""
        _refuse_unknown(kind)
        command = ReadDocument(document=document, actor=visitor.actor(), as_docx=kind == "docx")
        row, content = read_document(command, visitor.product().context)
        name = f"{row.title.in_language(row.locale)} {row.number or ''}".strip()
        return _handed_out(content, f"{name}.{kind}", KINDS[kind])


def of_case(case: UUID, actor: Actor) -> Papers:
    """Return the documents of a case, for its pages."""
    return list_papers(ListPapers(case=case, actor=actor), visitor.product().context)


def _command(case: UUID, code: str) -> IssueDocument:
    """Read the language from the form or the address; the visitor's own unless it is said."""
    language = request.values.get("language") or visitor.locale()
    return IssueDocument(case=case, document=code, actor=visitor.actor(), locale="en" if language == "en" else "zh")


def _refuse_unknown(kind: str) -> None:
    if kind not in KINDS:
        raise NotFound


def _received(case: UUID) -> ReceiveDocument:
    sent, file = request.form, request.files.get("file")
    return ReceiveDocument(
        case=case,
        actor=visitor.actor(),
        title=sent.get("title", ""),
        issuer=sent.get("issuer", ""),
        number=sent.get("number", ""),
        dated_on=sent.get("dated_on", type=date.fromisoformat),
        name=file.filename or "" if file else "",
        content=file.read() if file else b"",
        is_sensitive="is_sensitive" in sent,
        answers=sent.get("answers", type=UUID),
    )


def _handed_out(content: bytes, name: str, media_type: str) -> Response:
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
