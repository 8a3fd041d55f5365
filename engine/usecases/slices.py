"""Keeps what was not asked of somebody from whoever is only called to a case."""

from __future__ import annotations

from uuid import UUID

from engine import errors
from engine.domain import disclosure
from engine.domain.access import Actor
from engine.usecases import ports


def refuse_slice(actor: Actor, case: UUID, jurisdiction: str, uow: ports.UnitOfWork) -> None:
    """Refuse whoever sees a slice of a case alone. Raises NotAllowedError; the case is read only where the posts ask for it."""
    if actor.is_called_only(jurisdiction) and disclosure.sees_slice(actor, uow.cases.lock(case).case):
        raise errors.NotAllowedError
