"""Cases: the doors, opening, listing and reading."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, request, url_for

from admin import visitor
from admin.api import caller, contract, showing
from engine import errors
from engine.domain import disclosure
from engine.domain.access import Actor
from engine.domain.roster import Roster
from engine.store import queries
from engine.usecases.consult_case import ConsultSensitive, consult_sensitive
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.send_message import SendMessage, send_message

pages = Blueprint("api_cases", __name__, url_prefix="/api/v1")
LAST_PAGE = 10_000


@pages.get("/doors")
@caller.known
def doors() -> Any:
    """List the ways in which a case may start in a jurisdiction, each with the form that opens it."""
    jurisdiction, actor, context = request.args.get("jurisdiction", ""), visitor.actor(), visitor.product().context
    _refuse_foreign(jurisdiction, actor)
    with context.begin(actor.reach) as uow:
        current = uow.packs.current(jurisdiction)
        roster = uow.rosters.roster(jurisdiction)
    release = context.releases.get(current) if current else None
    found = [
        {"process": door.process, "title": visitor.say(door.title), "form": door.form, "schema": _schema(release, door.form, roster)}
        for door in (release.doors if release else ())
    ]
    return jsonify(doors=found)


@pages.get("/cases")
@caller.known
def listed() -> Any:
    """List the cases within reach, the newest first."""
    actor, context, state = visitor.actor(), visitor.product().context, request.args.get("state")
    is_open = {"open": True, "closed": False}.get(state or "")
    with context.begin(actor.reach) as uow:
        found = queries.cases(uow.transaction, actor, search=request.args.get("search", ""), is_open=is_open, page=page_asked())
    rows = [showing.case_row(row, context.releases.get(row.release)) for row in found.rows]
    return jsonify(cases=rows, has_more=found.has_more)


@pages.post("/cases")
@caller.known
def opened() -> Any:
    """Open a case; sent again with the same id it is opened once."""
    sent, actor, context = contract.body("NewCase"), visitor.actor(), visitor.product().context
    _refuse_foreign(sent["jurisdiction"], actor)
    draft = UUID(sent["id"]) if "id" in sent else None
    command = OpenCase(jurisdiction=sent["jurisdiction"], actor=actor, answers=sent["answers"], process=sent.get("process"), draft=draft)
    case = open_case(command, context)
    address = url_for("api_cases.read", case=case.id)
    return jsonify(showing.case(case, context.releases.get(case.release))), 201, {"Location": address, "ETag": f'"{case.revision}"'}


@pages.get("/cases/<uuid:case>")
@caller.known
def read(case: UUID) -> Any:
    """Return a case; with a purpose also the sensitive data, and the reading is logged."""
    actor, context = visitor.actor(), visitor.product().context
    allowed = _allowed(case, actor)
    with context.begin(actor.reach) as uow:
        whole = queries.case_page(uow.transaction, case)
    release = context.releases.get(whole.case.release)
    page = queries.slice_of(whole, actor, lambda form: release.form(form).is_told)
    return jsonify(showing.case_page(page, release, allowed)), 200, {"ETag": f'"{page.case.revision}"'}


@pages.post("/cases/<uuid:case>/messages")
@caller.known
def told(case: UUID) -> Any:
    """Deliver a message to a case that waits for it."""
    sent, context = contract.body("NewMessage"), visitor.product().context
    command = SendMessage(
        case=case, message=sent["message"], actor=visitor.actor(), payload=sent.get("payload", {}), seen_revision=sent.get("revision")
    )
    found = send_message(command, context)
    return jsonify(showing.case(found, context.releases.get(found.release))), 201, {"ETag": f'"{found.revision}"'}


def page_asked() -> int:
    """Return the page that is asked for."""
    wanted = request.args.get("page", default=1, type=int)
    return min(max(wanted, 1), LAST_PAGE)


def _allowed(case: UUID, actor: Actor) -> Collection[str]:
    purpose = request.args.get("purpose")
    if purpose is None:
        return disclosure.COMMON
    consult_sensitive(ConsultSensitive(case=case, actor=actor, purpose=purpose), visitor.product().context)
    return disclosure.COMMON | {"P2"}


def _refuse_foreign(jurisdiction: str, actor: Actor) -> None:
    """Say of a jurisdiction out of reach no more than of one that does not exist."""
    if jurisdiction not in actor.reach:
        raise errors.NotFoundError


def _schema(release: Any, form: str | None, roster: Roster) -> Any:
    return release.form(form).localized(visitor.locale(), roster) if form else None
