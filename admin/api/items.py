"""Work items: listing, reading with the form, claiming, giving back, submitting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, request

from admin import visitor
from admin.api import caller, contract, showing
from admin.api.cases import page_asked
from admin.workspace import standing
from engine.store import queries
from engine.store.queries import Scope
from engine.usecases.claim import Claim, claim
from engine.usecases.release import Release, release
from engine.usecases.submit_form import SubmitForm, submit_form

pages = Blueprint("api_items", __name__, url_prefix="/api/v1/items")


@pages.get("")
@caller.known
def listed() -> Any:
    """List open work, the most urgent first."""
    actor, context = visitor.actor(), visitor.product().context
    wanted = request.args.get("scope", Scope.MINE)
    scope = Scope(wanted) if wanted in set(Scope) else Scope.MINE
    with context.begin(actor.reach) as uow:
        found = queries.inbox(uow.transaction, actor, scope=scope, search=request.args.get("search", ""), page=page_asked())
    rows = [showing.inbox_row(row, context.releases.get(row.release)) for row in found.rows]
    return jsonify(items=rows, total=found.total)


@pages.get("/<uuid:item>")
@caller.known
def read(item: UUID) -> Any:
    """Return an item with its form, for somebody who may do it."""
    found = standing.of_item(item, visitor.actor())
    schema = found.form.localized(visitor.locale(), found.roster) if found.form else None
    layout = found.form.layout() if found.form else None
    draft = found.draft and {"answers": found.draft.answers, "revision": found.draft.revision, "saved_at": found.draft.saved_at.isoformat()}
    shown = {**showing.item(found.item), "revision": found.case.revision, "is_doable": found.is_doable}
    return jsonify({**shown, "schema": schema, "layout": layout, "draft": draft}), 200, {"ETag": f'"{found.case.revision}"'}


@pages.post("/<uuid:item>/claim")
@caller.known
def claimed(item: UUID) -> Any:
    """Take an item."""
    return jsonify(showing.item(claim(Claim(item=item, actor=visitor.actor()), visitor.product().context)))


@pages.post("/<uuid:item>/release")
@caller.known
def released(item: UUID) -> Any:
    """Give an item back to all who may do it."""
    return jsonify(showing.item(release(Release(item=item, actor=visitor.actor()), visitor.product().context)))


@pages.post("/<uuid:item>/submissions")
@caller.known
def submitted(item: UUID) -> Any:
    """Submit the answers of an item; the revision says which state of the case they answer."""
    sent, context = contract.body("NewSubmission"), visitor.product().context
    case = submit_form(SubmitForm(item=item, answers=sent["answers"], actor=visitor.actor(), seen_revision=sent["revision"]), context)
    return jsonify(showing.case(case, context.releases.get(case.release))), 201, {"ETag": f'"{case.revision}"'}
