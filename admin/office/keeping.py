"""What every page of an administrator begins with: whose roster it is, and which others the visitor keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from admin import visitor, words
from engine import errors
from engine.domain import access
from engine.domain.access import Actor
from engine.domain.calendar import local_date
from engine.domain.composition import Breach
from engine.domain.roster import Roster
from engine.errors import Text
from engine.usecases import edit_roster


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """A jurisdiction as its keeper sees it."""

    jurisdiction: str
    title: Text
    #: Codes and titles of all jurisdictions that the visitor keeps, parents first.
    kept: Sequence[tuple[str, Text]]
    #: The roster that serves the jurisdiction, its ancestors' rows included.
    serving: Roster
    #: How teams break the composition rule, by team code.
    broken: Mapping[str, Sequence[Breach]]
    #: What is to be seen to in committees, by team code.
    notes: Mapping[str, Sequence[Text]]
    #: Words for roles, dispute types, categories and qualifications, by code.
    roles: Mapping[str, str]
    dispute_types: Mapping[str, str]
    categories: Mapping[str, str]
    qualifications: Mapping[str, str]
    today: date

    @property
    def own(self) -> Roster:
        """Return the rows of the jurisdiction itself."""
        return self.serving.of(self.jurisdiction)


def of(jurisdiction: str, actor: Actor) -> Keeping:
    """Read a jurisdiction for its keeper. Raises NotAllowedError."""
    edit_roster.refuse_unless_keeper(actor, jurisdiction)
    context = visitor.product().context
    with context.begin(actor.reach) as uow:
        current = uow.packs.current(jurisdiction)
        release = context.releases.get(current) if current else None
        kept = _kept(uow, actor)
        return Keeping(
            jurisdiction=jurisdiction,
            title=dict(kept)[jurisdiction],
            kept=kept,
            serving=uow.rosters.roster(jurisdiction),
            notes=edit_roster.committee_notes(jurisdiction, uow, context),
            broken=edit_roster.broken_teams(jurisdiction, uow, context),
            roles={**words.roles(), **(_said(release.labels("roles")) if release else {})},
            **{kind: _said(release.labels(kind)) if release else {} for kind in ("dispute_types", "categories", "qualifications")},
            today=local_date(context.clock.now()),
        )


def first(actor: Actor) -> str:
    """Return the topmost jurisdiction that the actor keeps. Raises NotAllowedError."""
    with visitor.product().context.begin(actor.reach) as uow:
        kept = _kept(uow, actor)
    if not kept:
        raise errors.NotAllowedError
    return kept[0][0]


def is_keeper(actor: Actor) -> bool:
    """Tell whether somebody keeps any roster."""
    return any(post.role in access.KEEPERS for post in actor.posts)


def _kept(uow: Any, actor: Actor) -> list[tuple[str, Text]]:
    return [(found.id, found.title) for found in uow.rosters.jurisdictions() if access.KEEPERS & actor.roles_in(found.id)]


def _said(labels: Mapping[str, Text]) -> dict[str, str]:
    return {code: visitor.say(text) for code, text in labels.items()}
