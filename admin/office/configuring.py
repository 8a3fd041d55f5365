"""Which jurisdictions a visitor configures, and with which one a page begins."""

from __future__ import annotations

from typing import Any

from flask import request

from admin import visitor
from engine import errors
from engine.domain.access import CONFIGURER, Actor
from engine.errors import Text


def configured(actor: Actor) -> list[tuple[str, Text]]:
    """Return codes and titles of the jurisdictions that somebody configures, parents first."""
    with visitor.product().context.begin(actor.reach) as uow:
        tree: Any = uow.rosters
        return [(found.id, found.title) for found in tree.jurisdictions() if CONFIGURER in actor.roles_in(found.id)]


def wanted(actor: Actor) -> str:
    """Return the jurisdiction that the address names, else the topmost that somebody configures. Raises NotAllowedError."""
    found = request.args.get("jurisdiction") or next((code for code, _title in configured(actor)), None)
    if found is None:
        raise errors.NotAllowedError
    return found
