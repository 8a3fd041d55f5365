"""Tell the supervisor and load balancers that this process answers."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("health", __name__)


@pages.get("/health")
def health() -> tuple[str, dict[str, str]]:
    """Answer without the database, so that an outage there does not restart the web server."""
    return "ok", {"Content-Type": "text/plain; charset=utf-8"}
