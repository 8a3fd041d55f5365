"""Read the JSON that the form page sends."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import BadRequest

from engine.domain.case import Draft, Json


def body() -> Json:
    """Return the object that was sent. Raises BadRequest."""
    sent = request.get_json()
    if not isinstance(sent, dict):
        raise BadRequest
    return sent


def answers(sent: Json) -> Json:
    """Return the answers of a body. Raises BadRequest."""
    found = sent.get("answers")
    if not isinstance(found, dict):
        raise BadRequest
    return found


def number(sent: Json, name: str) -> int:
    """Return a whole number of a body. Raises BadRequest."""
    found = sent.get(name)
    if not isinstance(found, int):
        raise BadRequest
    return found


def shown(draft: Draft) -> Json:
    """Return a draft as the form page takes it."""
    return {"answers": draft.answers, "draftRevision": draft.revision, "savedAt": draft.saved_at.isoformat(), "by": draft.actor}
