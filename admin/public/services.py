"""What a centre does, for everybody: its services as its pack calls them, and the forms that can be sent without an account."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from admin import visitor
from admin.workspace import bodies
from engine import errors
from engine.domain.calendar import local_date
from engine.domain.case import Json
from engine.domain.roster import Roster
from engine.errors import Text
from engine.usecases import ask_publicly
from engine.usecases.ask_publicly import AskPublicly, PublicDoor

pages = Blueprint("services", __name__, url_prefix="/services")
#: Where the session keeps the number of the request just sent, for the page that thanks for it.
_SENT = "sent_request"


@pages.get("/")
def index() -> str:
    """List the jurisdictions that run a pack of their own."""
    with visitor.product().context.begin(()) as uow:
        found = uow.packs.adopters()
        places = [(place.id, place.title) for place in uow.rosters.jurisdictions() if place.id in found]
    return render_template("public/services_places.html", places=places)


@pages.get("/<jurisdiction>")
def page(jurisdiction: str) -> str:
    """Show what can be had, online or at the window."""
    context = visitor.product().context
    found, matters = ask_publicly.services(jurisdiction, context), ask_publicly.matters(jurisdiction, context)
    return render_template("public/services.html", jurisdiction=jurisdiction, title=_title(jurisdiction), services=found, matters=matters)


@pages.get("/<jurisdiction>/<process>")
def begin(jurisdiction: str, process: str) -> Any:
    """Give the request an id, so that two clicks send one."""
    return redirect(url_for("services.form", jurisdiction=jurisdiction, process=process, draft=uuid4()))


@pages.get("/<jurisdiction>/<process>/<uuid:draft>")
def form(jurisdiction: str, process: str, draft: UUID) -> str:
    """Show the form, without what is filled in by itself."""
    found = _door(jurisdiction, process)
    shown = {"jurisdiction": jurisdiction, "title": _title(jurisdiction), "door": found.door, "config": _config(jurisdiction, found, draft)}
    return render_template("public/service_form.html", **shown)


@pages.post("/<jurisdiction>/<process>/<uuid:draft>")
def send(jurisdiction: str, process: str, draft: UUID) -> Any:
    """Take the request; the answer tells its own number and nothing of any case."""
    answers = bodies.answers(bodies.body())
    command = AskPublicly(jurisdiction=jurisdiction, process=process, answers=answers, draft=draft, sender=_sender())
    case = ask_publicly.ask(command, visitor.product().context)
    session[_SENT] = {"number": case.number, "query_code": case.query_code}
    return jsonify(next=url_for("services.sent", jurisdiction=jurisdiction), message=_("已收到。"))


@pages.get("/<jurisdiction>/sent")
def sent(jurisdiction: str) -> Any:
    """Thank for a request and tell its number; only who has sent it sees it."""
    if _SENT not in session:
        return redirect(url_for("services.page", jurisdiction=jurisdiction))
    return render_template("public/service_sent.html", jurisdiction=jurisdiction, title=_title(jurisdiction), sent=session[_SENT])


def _door(jurisdiction: str, process: str) -> PublicDoor:
    found = ask_publicly.services(jurisdiction, visitor.product().context)
    for each in found:
        if each.door.process == process and each.form is not None:
            return each
    raise errors.NotFoundError


def _title(jurisdiction: str) -> Text:
    with visitor.product().context.begin({jurisdiction}) as uow:
        found = uow.rosters.below(jurisdiction).get(jurisdiction)
    if found is None:
        raise errors.NotFoundError
    return found


def _config(jurisdiction: str, found: PublicDoor, draft: UUID) -> Json:
    """Return the contract of `frontend/src/form/config.ts`; without an address for drafts nothing is kept."""
    shown = found.form
    assert shown  # noqa: S101 - the door was found by it
    schema = ask_publicly.asked(shown.localized(visitor.locale(), Roster()), shown.public or {})
    return {
        "schema": schema,
        # How each field looks; the grid would have places for those that are filled in by themselves.
        "ui": {name: each for name, each in shown.layout().items() if name in schema["properties"]},
        "answers": {},
        "locale": visitor.locale(),
        "revision": 0,
        "draftRevision": 0,
        "submitUrl": url_for("services.send", jurisdiction=jurisdiction, process=found.door.process, draft=draft),
        "draftUrl": "",
        "uploadUrl": "",
        "csrf": generate_csrf(),
        "files": {},
        "readonly": False,
        "submitLabel": _("提交"),
    }


def _sender() -> str:
    """Return a digest of the address that lasts a day: enough to count, too little to know anybody by."""
    product = visitor.product()
    day = local_date(product.context.clock.now()).isoformat()
    return hmac.new(product.secret.encode(), f"{day} {request.remote_addr}".encode(), hashlib.sha256).hexdigest()
