"""Read where a work item stands, for showing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from admin import visitor
from admin.workspace import uploads
from admin.workspace.people import STEPS, People, for_step
from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Case, Draft, ItemState, Json, WorkItem
from engine.domain.roster import Roster
from engine.usecases import ports


@dataclass(frozen=True, kw_only=True)
class ItemStanding:
    """A work item with what its page shows."""

    case: Case
    item: WorkItem
    draft: Draft | None
    #: None for a step that asks nothing but to be confirmed.
    form: ports.Form | None
    roster: Roster
    #: The people proposed, for whoever decides about them.
    people: People | None
    #: Files that the draft names, as the form page takes them.
    files: Mapping[str, Json]
    #: Whether this visitor may submit it now.
    is_doable: bool


def of_item(item: UUID, actor: Actor) -> ItemStanding:
    """Read an item for somebody who may do it. Raises NotFoundError, NotAllowedError."""
    with visitor.product().context.begin(actor.reach) as uow:
        locked, found = uow.cases.lock_item(item)
        if not found.is_for(actor):
            raise errors.NotAllowedError
        form, draft = _form(locked.case, found), _draft(uow, found, actor)
        return ItemStanding(
            case=locked.case,
            item=found,
            draft=draft,
            form=form,
            roster=uow.rosters.roster(found.jurisdiction).only(found.offered) if form and form.asks_roster else Roster(),
            people=for_step(found, uow.cases.history(found.case)) if found.code in STEPS else None,
            files=uploads.described(uow, set(uploads.named_in(draft.answers))) if draft else {},
            is_doable=found.state is ItemState.OPEN and found.holder in (None, actor.person),
        )


def _draft(uow: ports.UnitOfWork, item: WorkItem, actor: Actor) -> Draft | None:
    """Return the draft that the visitor may go on with; what a colleague who has claimed the item is typing stays closed."""
    draft = uow.cases.draft(item.id, actor.person)
    is_theirs = item.holder in (None, actor.person) or (draft is not None and draft.actor == actor.person)
    return draft if is_theirs else None


def _form(case: Case, item: WorkItem) -> ports.Form | None:
    return visitor.product().context.releases.get(case.release).form(item.form).of_entry(item.entry) if item.form else None
