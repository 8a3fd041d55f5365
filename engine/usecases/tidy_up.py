"""Tidy up what people began and never sent: drafts of cases not opened, and files that nothing names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from engine.usecases.context import Context

#: How long a draft of a new case is kept after it was last touched, and a file that no case took.
KEPT = timedelta(days=30)
#: How long attempts of the public are remembered.
KNOCKS_KEPT = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class TidyUp:
    """A day has passed."""

    reach: Collection[str]


def tidy_up(command: TidyUp, context: Context) -> None:
    """Delete old drafts first, so that their files are named by nothing any more."""
    before = context.clock.now() - KEPT
    with context.begin(command.reach) as uow:
        uow.cases.drop_unopened(before)
        uow.attachments.drop_unbound(before)
        uow.knocks.drop(context.clock.now() - KNOCKS_KEPT)
        uow.commit()
