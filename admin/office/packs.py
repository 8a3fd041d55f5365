"""Packs between counties: what there is, downloading it, and examining what another county sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, redirect, request, url_for
from flask_appbuilder import BaseView, expose

from admin import visitor
from admin.office import configuring
from engine import errors
from engine.domain.access import Actor
from engine.errors import Problem, Text
from engine.packs import archive, archivefile
from engine.usecases import edit_pack, offer_pack, take_over
from engine.usecases.offer_pack import OfferPack

_CHOOSE = Text("请先选择模板包文件（.zip）。", "Choose the file of a pack (.zip) first.")


class Packs(BaseView):
    """Sharing packs with other counties."""

    route_base = "/office/packs"

    @expose("/")
    @visitor.signed_in
    def index(self) -> Any:
        """Begin with the topmost jurisdiction that the visitor configures."""
        return redirect(url_for("Packs.table", jurisdiction=configuring.wanted(visitor.actor())))

    @expose("/<jurisdiction>", methods=["GET"])
    @visitor.signed_in
    def table(self, jurisdiction: str) -> str:
        """List the releases that a jurisdiction made or adopted."""
        return self._listed(jurisdiction)

    @expose("/<jurisdiction>", methods=["POST"])
    @visitor.signed_in
    def offer(self, jurisdiction: str) -> Any:
        """Take an archive, keep it as a draft, and show what it is; an archive that cannot be trusted is refused with all reasons."""
        edit_pack.refuse_unless_configurer(visitor.actor(), jurisdiction)
        sent = request.files.get("archive")
        if sent is None or not sent.filename:
            return self._listed(jurisdiction, refusal=_CHOOSE), 422
        try:
            read = archive.read_archive(sent.stream.read(archivefile.MAX_ARCHIVE_BYTES + 1))
            command = OfferPack(jurisdiction=jurisdiction, actor=visitor.actor(), files=read.files, archive=read.id, declared=read.declared)
            draft = offer_pack.offer_pack(command, visitor.product().context)
        except errors.CheckFailedError as error:
            return self._listed(jurisdiction, refusal=_refused(), problems=error.problems), 422
        except (offer_pack.AlreadyInUseError, errors.NotFoundError) as error:
            return self._listed(jurisdiction, refusal=error.text), 422
        return redirect(url_for("Packs.examine", draft=draft.id))

    @expose("/offers/<uuid:draft>")
    @visitor.signed_in
    def examine(self, draft: UUID) -> str:
        """Show what an offered pack is, what it needs, what is wrong with it and what it would change."""
        actor = visitor.actor()
        found = offer_pack.examine_pack(draft, actor, visitor.product().context)
        errors_found = [problem for problem in found.outline.problems if problem.severity == "error"]
        return str(
            self.render_template(
                "office/packs/examine.html",
                found=found,
                has_errors=bool(errors_found),
                title=_title(found.draft.jurisdiction, actor),
                can_take_over=take_over.can_take_over(draft, actor, visitor.product().context),
            )
        )

    @expose("/<jurisdiction>/<release>.zip")
    @visitor.signed_in
    def download(self, jurisdiction: str, release: str) -> Response:
        """Give a release with its parents as one archive; the same release gives the same bytes."""
        actor, context = visitor.actor(), visitor.product().context
        edit_pack.refuse_unless_configurer(actor, jurisdiction)
        with context.begin(actor.reach) as uow:
            row = next((row for row in uow.packs.releases(jurisdiction) if row.id == release), None)
            if row is None:
                raise errors.NotFoundError
            content = archive.export_pack(uow.packs.release_files(release))
        name = f"{row.pack}-{row.version}.zip"
        return Response(content, mimetype="application/zip", headers={"Content-Disposition": f'attachment; filename="{name}"'})

    def _listed(self, jurisdiction: str, refusal: Text | None = None, problems: tuple[Problem, ...] = ()) -> str:
        actor, context = visitor.actor(), visitor.product().context
        edit_pack.refuse_unless_configurer(actor, jurisdiction)
        with context.begin(actor.reach) as uow:
            shown = {
                "jurisdiction": jurisdiction,
                "title": _title(jurisdiction, actor),
                "configured": configuring.configured(actor),
                "in_use": uow.packs.current(jurisdiction),
                "releases": uow.packs.releases(jurisdiction),
                "offers": [draft for draft in uow.packs.drafts(jurisdiction) if draft.archive is not None],
                "names": {person.code: person.name for person in uow.rosters.roster(jurisdiction).people},
            }
        return str(self.render_template("office/packs/list.html", **shown, refusal=refusal, problems=problems))


def _title(jurisdiction: str, actor: Actor) -> Text:
    return dict(configuring.configured(actor)).get(jurisdiction, Text(jurisdiction, jurisdiction))


def _refused() -> Text:
    return Text("这个文件不能导入：", "This file cannot be imported:")
