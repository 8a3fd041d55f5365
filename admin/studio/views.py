"""The studio: what a county runs, its drafts, and the way from a draft to a release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, jsonify, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin import visitor
from admin.studio import editor, figures, labels, ladders, words
from admin.studio.keeping import context, seen
from engine import errors
from engine.domain.access import CONFIGURER
from engine.usecases import edit_pack, publish_release, study_pack, take_over, update_draft
from engine.usecases.ports import PackFigure
from engine.usecases.study_pack import Study


class Studio(BaseView):
    """Everything that an administrator of a county's pack sees."""

    route_base = "/studio"

    @expose("/")
    @visitor.signed_in
    def overview(self) -> Any:
        """Show what new cases start with, the drafts, and what there was before."""
        places = _places()
        if not places:
            raise errors.NotAllowedError
        shelf = study_pack.read_shelf(_chosen(places), visitor.actor(), context())
        study = study_pack.study_release(shelf.jurisdiction, shelf.current, visitor.actor(), context()) if shelf.current else None
        is_newer = take_over.is_newer(shelf.jurisdiction, visitor.actor(), context())
        return self._page("overview", shelf=shelf, study=study, places=places, is_newer=is_newer)

    @expose("/releases/<jurisdiction>/<release>")
    @visitor.signed_in
    def release(self, jurisdiction: str, release: str) -> Any:
        """Show what a release holds."""
        return self._page("release", study=study_pack.study_release(jurisdiction, release, visitor.actor(), context()))

    @expose("/releases/<jurisdiction>/<release>/files/<path:file>")
    @visitor.signed_in
    def released_file(self, jurisdiction: str, release: str, file: str) -> Any:
        """Show a process or table of a release."""
        return self._editor(study_pack.study_release(jurisdiction, release, visitor.actor(), context()), file)

    @expose("/drafts", methods=["POST"])
    @visitor.signed_in
    def start(self) -> Response:
        """Begin a draft from what runs now."""
        command = edit_pack.StartDraft(jurisdiction=request.form.get("jurisdiction", ""), actor=visitor.actor())
        draft = edit_pack.start_draft(command, context())
        flash(_("已新建草稿。改好之前，办案不受影响。"), "success")
        return redirect(url_for("Studio.draft", draft=draft.id))

    @expose("/drafts/<uuid:draft>")
    @visitor.signed_in
    def draft(self, draft: UUID) -> Any:
        """Show what a draft holds, what the check found and how it differs from what runs."""
        study = study_pack.study_draft(draft, visitor.actor(), context())
        changes = study_pack.read_changes(study, visitor.actor(), context())
        overtaken = study.draft is not None and update_draft.is_overtaken(study.draft, visitor.actor(), context())
        return self._page("draft", study=study, changes=changes, is_author=_is_author(study), is_overtaken=overtaken)

    @expose("/drafts/<uuid:draft>/files/<path:file>")
    @visitor.signed_in
    def file(self, draft: UUID, file: str) -> Any:
        """Open a process or table in its editor; what the draft inherits is copied when it is saved."""
        return self._editor(study_pack.study_draft(draft, visitor.actor(), context()), file)

    @expose("/drafts/<uuid:draft>/files/<path:file>", methods=["PUT"])
    @visitor.signed_in
    def save(self, draft: UUID, file: str) -> Any:
        """Save the file into the draft and say what the check finds now."""
        body = editor.body()
        editor.refuse_unless_editor_opens(study_pack.study_draft(draft, visitor.actor(), context()), file)
        files = {file: editor.content(body)}
        command = edit_pack.SaveFiles(draft=draft, actor=visitor.actor(), files=files, seen=editor.revision(body))
        saved, problems = edit_pack.save_files(command, context())
        return jsonify(revision=saved.revision, problems=editor.problems(problems, file))

    @expose("/drafts/<uuid:draft>/files/<path:file>", methods=["POST"])
    @visitor.signed_in
    def check(self, draft: UUID, file: str) -> Any:
        """Say what the check finds in a file that is not saved yet."""
        changed = {file: editor.content(editor.body())}
        return jsonify(problems=editor.problems(edit_pack.check_draft(draft, visitor.actor(), context(), changed), file))

    @expose("/drafts/<uuid:draft>/removed/<path:file>", methods=["POST"])
    @visitor.signed_in
    def remove(self, draft: UUID, file: str) -> Response:
        """Take the county's own file out of the draft, a form with its layout."""
        study = study_pack.study_draft(draft, visitor.actor(), context())
        files = editor.removable(study, file)
        command = edit_pack.SaveFiles(draft=draft, actor=visitor.actor(), files=dict.fromkeys(files), seen=seen())
        edit_pack.save_files(command, context())
        flash(_("已从草稿中删去。"), "success")
        return redirect(url_for("Studio.draft", draft=draft))

    @expose("/drafts/<uuid:draft>/parameters/<name>", methods=["GET", "POST"])
    @visitor.signed_in
    def parameter(self, draft: UUID, name: str) -> Any:
        """Show one parameter, or give it the county's own value."""
        study = study_pack.study_draft(draft, visitor.actor(), context())
        figure = _figure(study, name)
        if request.method == "GET":
            return self._parameter(study, figure, figures.fields(figure))
        value = figures.typed(figure, request.form)
        command = edit_pack.SetParameter(draft=draft, actor=visitor.actor(), name=name, value=value, seen=seen())
        try:
            edit_pack.set_parameter(command, context())
        except errors.CheckFailedError as error:
            return self._parameter(study, figure, request.form, error.problems), 422
        flash(_("已保存到草稿，发布以后生效。"), "success")
        return redirect(url_for("Studio.draft", draft=draft))

    @expose("/drafts/<uuid:draft>/submit", methods=["POST"])
    @visitor.signed_in
    def submit(self, draft: UUID) -> Response:
        """Ask a second person to release the draft."""
        note = request.form.get("note", "")
        edit_pack.submit_draft(edit_pack.SubmitDraft(draft=draft, actor=visitor.actor(), note=note, seen=seen()), context())
        flash(_("已提交。请另一位配置管理员登录后复核并发布。"), "success")
        return redirect(url_for("Studio.draft", draft=draft))

    @expose("/drafts/<uuid:draft>/return", methods=["POST"])
    @visitor.signed_in
    def take_back(self, draft: UUID) -> Response:
        """Let a submitted draft be worked on again."""
        edit_pack.return_draft(edit_pack.ReturnDraft(draft=draft, actor=visitor.actor(), seen=seen()), context())
        flash(_("已退回，可以继续修改。"), "success")
        return redirect(url_for("Studio.draft", draft=draft))

    @expose("/drafts/<uuid:draft>/discard", methods=["POST"])
    @visitor.signed_in
    def discard(self, draft: UUID) -> Response:
        """Give the draft up."""
        edit_pack.discard_draft(edit_pack.DiscardDraft(draft=draft, actor=visitor.actor(), seen=seen()), context())
        flash(_("草稿已作废。"), "success")
        return redirect(url_for("Studio.overview"))

    @expose("/drafts/<uuid:draft>/release", methods=["POST"])
    @visitor.signed_in
    def publish(self, draft: UUID) -> Response:
        """Let new cases start with what the second person has read."""
        command = publish_release.PublishRelease(draft=draft, actor=visitor.actor(), seen=seen())
        row = publish_release.publish_release(command, context())
        flash(_("已发布 %(version)s 版。新登记的案件按新版办理，正在办的案件不变。", version=row.version), "success")
        return redirect(url_for("Studio.overview", of=row.jurisdiction))

    def _page(self, name: str, **more: Any) -> str:
        return str(
            self.render_template(f"studio/{name}.html", words=words, is_editable=editor.is_editable, label_kinds=labels.kinds, **more)
        )

    def _parameter(self, study: Study, figure: PackFigure, fields: Mapping[str, str], problems: Sequence[errors.Problem] = ()) -> str:
        choices = _ladder_choices(study, figure) if figure.type == ladders.KIND else None
        return self._page("parameter", study=study, figure=figure, fields=fields, problems=problems, ladders=ladders, choices=choices)

    def _editor(self, study: Study, file: str) -> str:
        item = editor.item_of(study, file)
        return self._page("editor", study=study, item=item, config=editor.config(study, item))


def _places() -> list[str]:
    """Return the jurisdictions that the visitor configures."""
    actor = visitor.actor()
    return sorted({post.jurisdiction for post in actor.posts if post.role == CONFIGURER})


def _chosen(places: list[str]) -> str:
    wanted = request.args.get("of", places[0])
    if CONFIGURER not in visitor.actor().roles_in(wanted):
        raise errors.NotAllowedError
    return wanted


def _is_author(study: Study) -> bool:
    return study.draft is not None and study.draft.author == visitor.actor().person


def _figure(study: Study, name: str) -> PackFigure:
    found = next((each for each in study.outline.parameters if each.name == name), None)
    if found is None:
        raise errors.NotFoundError
    return found


def _ladder_choices(study: Study, figure: PackFigure) -> Mapping[str, Mapping[str, str]]:
    """Return what the fields of a ladder's page offer."""
    actor = visitor.actor()
    with visitor.begin(actor) as uow:
        below = [place for place in uow.rosters.jurisdictions() if place.id in actor.reach]
    return ladders.choices(study.outline, figure, {place.id: visitor.say(place.title) for place in below})
