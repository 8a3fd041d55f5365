"""Measure the figures of a jurisdiction by the definitions of the release that it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine import errors
from engine.domain.access import Actor
from engine.usecases import ports
from engine.usecases.context import Context


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Somebody asks for the figures of a jurisdiction and everything below it."""

    jurisdiction: str
    actor: Actor
    #: The instant for which expressions take `now`.
    at: datetime


def measure(command: Measure, context: Context) -> Sequence[ports.Figure]:
    """Return the figures; a jurisdiction without a release has none. Raises NotAllowedError, ProcessError."""
    if command.jurisdiction not in command.actor.reach:
        raise errors.NotAllowedError
    with context.begin(command.actor.reach) as uow:
        current = uow.packs.current(command.jurisdiction)
        if current is None:
            return ()
        return context.releases.get(current).measure(uow.cases.within(command.jurisdiction), command.at)
