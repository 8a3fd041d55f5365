"""What the pages of a draft begin with."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import BadRequest

from admin import visitor
from engine import errors
from engine.usecases.context import Context
from engine.usecases.study_pack import Study


def context() -> Context:
    """Return the ports of the product."""
    return visitor.product().context


def seen() -> int:
    """Return the revision of the draft that the page showed. Raises BadRequest."""
    try:
        return int(request.form.get("revision", ""))
    except ValueError as error:
        raise BadRequest from error


def is_open(study: Study) -> bool:
    """Tell whether the draft is being worked on."""
    return study.draft is not None and study.draft.state == "open"


def refuse_unless_open(study: Study) -> None:
    """Raise DraftChangedError for a draft that is submitted or over."""
    if not is_open(study):
        raise errors.DraftChangedError
