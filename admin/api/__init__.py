"""REST: the use cases for other programs of a county, as JSON under /api/v1."""

from __future__ import annotations

from typing import Any

from flask import Flask, jsonify

from admin import visitor
from admin.api import cases, contract, items, security
from admin.api.contract import MalformedError


def install(app: Flask) -> None:
    """Let the application answer other programs."""
    for pages in (security.pages, cases.pages, items.pages, contract.pages):
        # Callers with a token send no cookie that a foreign page could misuse; those with a session are checked in `caller`.
        app.extensions["csrf"].exempt(pages)
        app.register_blueprint(pages)
    app.register_error_handler(MalformedError, _refuse_malformed)


def _refuse_malformed(error: MalformedError) -> Any:
    problems = [{"path": problem.path, "message": visitor.say(problem.message)} for problem in error.problems]
    return jsonify(message=visitor.say(error.text), problems=problems), 400
