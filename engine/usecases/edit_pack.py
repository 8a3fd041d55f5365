"""Edit a pack: start a draft from what runs now, save files into it, check it, discard it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from engine import errors
from engine.domain import access
from engine.domain.access import Actor
from engine.errors import Problem
from engine.usecases import ports
from engine.usecases.context import Context


@dataclass(frozen=True, kw_only=True)
class StartDraft:
    """An administrator begins to change the pack that a jurisdiction runs."""

    jurisdiction: str
    actor: Actor
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SaveFiles:
    """An administrator saves changed files of a draft; a file given as None is removed."""

    draft: UUID
    actor: Actor
    files: Mapping[str, bytes | None]
    #: Revision of the draft that the page showed.
    seen: int


@dataclass(frozen=True, kw_only=True)
class DiscardDraft:
    """An administrator gives a draft up."""

    draft: UUID
    actor: Actor
    seen: int


def start_draft(command: StartDraft, context: Context) -> ports.PackDraft:
    """Return a new draft that starts as the release in use. Raises NotAllowedError, NotFoundError."""
    refuse_unless_configurer(command.actor, command.jurisdiction)
    with context.begin(command.actor.reach) as uow:
        base = uow.packs.current(command.jurisdiction)
        if base is None:
            raise errors.NotFoundError
        draft = ports.PackDraft(
            id=uuid4(),
            jurisdiction=command.jurisdiction,
            pack=context.releases.get(base).pack,
            base=base,
            files=uow.packs.own_files(base),
            author=command.actor.person,
            revision=1,
            state="open",
            note=command.note,
        )
        uow.packs.put_draft(draft, None)
        uow.commit()
    return draft


def save_files(command: SaveFiles, context: Context) -> tuple[ports.PackDraft, Sequence[Problem]]:
    """Save files and return the draft with the problems it has now; problems do not prevent saving.

    Whoever saves becomes the author, so that nobody releases what only they have seen.
    """
    with context.begin(command.actor.reach) as uow:
        draft = uow.packs.draft(command.draft)
        refuse_unless_configurer(command.actor, draft.jurisdiction)
        refuse_unless_open(draft)
        files = {**draft.files, **command.files}
        kept = {path: content for path, content in files.items() if content is not None}
        draft = replace(draft, files=kept, revision=command.seen + 1, author=command.actor.person)
        uow.packs.put_draft(draft, command.seen)
        problems = context.releases.check(whole_files(draft, uow))
        uow.commit()
    return draft, problems


def check_draft(draft: UUID, actor: Actor, context: Context, changed: Mapping[str, bytes] | None = None) -> Sequence[Problem]:
    """Check a draft, with files that are not saved yet in place of its own."""
    with context.begin(actor.reach) as uow:
        found = uow.packs.draft(draft)
        refuse_unless_configurer(actor, found.jurisdiction)
        return context.releases.check({**whole_files(found, uow), **(changed or {})})


def discard_draft(command: DiscardDraft, context: Context) -> None:
    """Give a draft up; it stays in the record as discarded."""
    with context.begin(command.actor.reach) as uow:
        draft = uow.packs.draft(command.draft)
        refuse_unless_configurer(command.actor, draft.jurisdiction)
        refuse_unless_open(draft)
        uow.packs.put_draft(replace(draft, state="discarded", revision=command.seen + 1), command.seen)
        uow.commit()


def whole_files(draft: ports.PackDraft, uow: ports.UnitOfWork) -> dict[str, bytes]:
    """Return a draft's files together with those of the packs it extends."""
    if draft.base is None:
        return dict(draft.files)
    inherited = uow.packs.inherited_files(draft.base)
    return {**inherited, **draft.files}


def refuse_unless_configurer(actor: Actor, jurisdiction: str) -> None:
    """Raise NotAllowedError unless the actor configures this jurisdiction."""
    if access.CONFIGURER not in actor.roles_in(jurisdiction):
        raise errors.NotAllowedError


def refuse_unless_open(draft: ports.PackDraft) -> None:
    """Raise DraftChangedError if the draft was released or discarded meanwhile."""
    if draft.state != "open":
        raise errors.DraftChangedError
