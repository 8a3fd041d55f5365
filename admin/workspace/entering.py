"""Enter a new case: choose the door, fill in its form, open the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from flask import flash, jsonify, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from admin import visitor
from admin.workspace import bodies, next_steps, uploads
from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Case, Draft, Json
from engine.domain.roster import Roster
from engine.store import queries
from engine.store.queries import OwnDraft
from engine.store.rosters import Jurisdiction
from engine.store.unit_of_work import SqlUnitOfWork
from engine.usecases import ports
from engine.usecases.open_case import NoReleaseError, OpenCase, open_case
from engine.usecases.save_draft import SaveDraft, save_draft


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The form of a door with what was typed so far."""

    jurisdiction: str
    door: ports.Door
    form: ports.Form | None
    roster: Roster
    draft: Draft | None
    files: Mapping[str, Json]
    #: Set once the draft has opened a case.
    opened: Case | None


class Entering(BaseView):
    """New cases."""

    route_base = "/new"

    @expose("/")
    @visitor.signed_in
    def index(self) -> str:
        """Offer the doors of a jurisdiction, and what the visitor began earlier."""
        actor = visitor.actor()
        with visitor.begin(actor) as uow:
            places = _places(uow, actor)
            place = _chosen(places)
            doors = _doors(uow, place.id) if place else ()
            drafts = [(draft, _title(uow, draft)) for draft in queries.own_drafts(uow.transaction, actor)]
        return str(self.render_template("workspace/doors.html", places=places, place=place, doors=doors, drafts=drafts))

    @expose("/<jurisdiction>/<process>/")
    @visitor.signed_in
    def begin(self, jurisdiction: str, process: str) -> Response:
        """Give the new entry an id, so that its draft survives a reload and two clicks open one case."""
        return redirect(url_for("Entering.page", jurisdiction=jurisdiction, process=process, draft=uuid4()))

    @expose("/<jurisdiction>/<process>/<uuid:draft>", methods=["GET"])
    @visitor.signed_in
    def page(self, jurisdiction: str, process: str, draft: UUID) -> Any:
        """Show the form of the door with the newest draft; a draft that has opened a case leads to it."""
        found = _entry(jurisdiction, process, draft)
        if found.opened:
            return redirect(url_for("Cases.page", case=found.opened.id), 303)
        return self.render_template("workspace/entering.html", found=found, config=_config(found, draft))

    @expose("/<jurisdiction>/<process>/<uuid:draft>", methods=["POST"])
    @visitor.signed_in
    def submit(self, jurisdiction: str, process: str, draft: UUID) -> Any:
        """Open the case and say where to go next."""
        actor, answers = visitor.actor(), bodies.answers(bodies.body())
        command = OpenCase(jurisdiction=jurisdiction, actor=actor, answers=answers, process=process, draft=draft)
        case = open_case(command, visitor.product().context)
        said = _("已登记，案号%(number)s。%(next)s", number=case.number, next=next_steps.sentence(case, actor))
        flash(said, "success")
        return jsonify(next=url_for("Cases.page", case=case.id), message=said)

    @expose("/<jurisdiction>/<process>/<uuid:draft>/draft", methods=["GET"])
    @visitor.signed_in
    def draft(self, jurisdiction: str, process: str, draft: UUID) -> Any:
        """Return the newest draft."""
        found = _entry(jurisdiction, process, draft)
        if found.draft is None:
            raise errors.NotFoundError
        return jsonify(bodies.shown(found.draft))

    @expose("/<jurisdiction>/<process>/<uuid:draft>/draft", methods=["PUT"])
    @visitor.signed_in
    def keep(self, jurisdiction: str, process: str, draft: UUID) -> Any:
        """Save the draft; a newer one from another device comes back instead."""
        body = bodies.body()
        command = SaveDraft(
            item=draft,
            actor=visitor.actor(),
            answers=bodies.answers(body),
            seen=bodies.number(body, "draftRevision"),
            jurisdiction=jurisdiction,
            door=process,
        )
        try:
            saved = save_draft(command, visitor.product().context)
        except errors.DraftChangedError as error:
            newer = _entry(jurisdiction, process, draft).draft
            return jsonify(message=visitor.say(error.text), **(bodies.shown(newer) if newer else {})), 409
        return jsonify(draftRevision=saved.revision, savedAt=saved.saved_at.isoformat())


def _places(uow: SqlUnitOfWork, actor: Actor) -> list[Jurisdiction]:
    """Return where the actor may open cases: the jurisdictions of the posts first, then those below them."""
    own = {post.jurisdiction for post in actor.posts}
    found = [place for place in uow.rosters.jurisdictions() if place.id in actor.reach]
    return sorted(found, key=lambda place: place.id not in own)


def _chosen(places: Sequence[Jurisdiction]) -> Jurisdiction | None:
    wanted = request.args.get("jurisdiction")
    return next((place for place in places if place.id == wanted), places[0] if places else None)


def _doors(uow: ports.UnitOfWork, jurisdiction: str) -> Sequence[ports.Door]:
    current = uow.packs.current(jurisdiction)
    return visitor.product().context.releases.get(current).doors if current else ()


def _title(uow: ports.UnitOfWork, draft: OwnDraft) -> str:
    return next((visitor.say(door.title) for door in _doors(uow, draft.jurisdiction) if door.process == draft.door), draft.door)


def _entry(jurisdiction: str, process: str, draft: UUID) -> Entry:
    """Read a new entry. Raises NotAllowedError, NoReleaseError, NotFoundError."""
    actor = visitor.actor()
    if jurisdiction not in actor.reach:
        raise errors.NotAllowedError
    with visitor.begin(actor) as uow:
        current = uow.packs.current(jurisdiction)
        if current is None:
            raise NoReleaseError
        release = visitor.product().context.releases.get(current)
        door = _door(release, process)
        form, kept = release.form(door.form) if door.form else None, uow.cases.draft(draft, actor.person)
        return Entry(
            jurisdiction=jurisdiction,
            door=door,
            form=form,
            roster=uow.rosters.roster(jurisdiction) if form and form.asks_roster else Roster(),
            draft=kept,
            files=uploads.described(uow, set(uploads.named_in(kept.answers))) if kept else {},
            opened=_opened(uow, draft, actor),
        )


def _door(release: ports.Release, process: str) -> ports.Door:
    for door in release.doors:
        if door.process == process:
            return door
    raise errors.NotFoundError


def _opened(uow: ports.UnitOfWork, draft: UUID, actor: Actor) -> Case | None:
    try:
        case = uow.cases.lock(draft).case
    except errors.NotFoundError:
        return None
    return case if case.opened_by == actor.person else None


def _config(found: Entry, draft: UUID) -> Json:
    form, kept = found.form, found.draft
    place = {"jurisdiction": found.jurisdiction, "process": found.door.process, "draft": draft}
    return {
        "schema": form.localized(visitor.locale(), found.roster) if form else {"type": "object", "properties": {}},
        "ui": form.layout() if form else {},
        "answers": kept.answers if kept else {},
        "locale": visitor.locale(),
        "revision": 0,
        "draftRevision": kept.revision if kept else 0,
        "submitUrl": url_for("Entering.page", **place),
        "draftUrl": url_for("Entering.draft", **place),
        "uploadUrl": url_for("Files.upload", jurisdiction=found.jurisdiction),
        "csrf": generate_csrf(),
        "files": found.files,
        "readonly": False,
        "submitLabel": _("登记"),
        "actor": visitor.actor().person,
    }
