"""Publish a release: a second person lets new cases start with a checked draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from engine import errors
from engine.domain import content
from engine.domain.access import Actor
from engine.usecases import edit_pack, ports
from engine.usecases.context import Context

_VERSION = re.compile(rb"^version:[ \t]*[\"']?(\d+)\.(\d+)\.(\d+)[\"']?[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class PublishRelease:
    """A second administrator has read a draft and lets it take effect for new cases."""

    draft: UUID
    actor: Actor
    #: Revision of the draft that was read.
    seen: int


def publish_release(command: PublishRelease, context: Context) -> ports.ReleaseRow:
    """Check the draft, store it as an immutable release and adopt it; running cases keep theirs.

    Raises ReleaseRefusedError for the author's own draft, CheckFailedError, DraftChangedError.
    """
    with context.begin(command.actor.reach) as uow:
        draft = uow.packs.draft(command.draft)
        _refuse_unless_second_person(draft, command)
        files = _with_next_version(draft, uow)
        _refuse_unless_clean(replace(draft, files=files), uow, context)
        row = _row(draft, files, command, uow, context)
        uow.packs.add_release(row, files)
        uow.packs.adopt(draft.jurisdiction, row.id, row.released_at, command.actor.person)
        uow.packs.put_draft(replace(draft, files=files, state="released", revision=command.seen + 1), command.seen)
        uow.commit()
    return row


def _refuse_unless_second_person(draft: ports.PackDraft, command: PublishRelease) -> None:
    edit_pack.refuse_unless_configurer(command.actor, draft.jurisdiction)
    edit_pack.refuse_unless_open(draft)
    if draft.author == command.actor.person:
        raise errors.ReleaseRefusedError
    if draft.revision != command.seen:
        raise errors.DraftChangedError


def _refuse_unless_clean(draft: ports.PackDraft, uow: ports.UnitOfWork, context: Context) -> None:
    found = context.releases.check(edit_pack.whole_files(draft, uow))
    if any(problem.severity == "error" for problem in found):
        raise errors.CheckFailedError(found)


def _with_next_version(draft: ports.PackDraft, uow: ports.UnitOfWork) -> Mapping[str, bytes]:
    """Raise the last figure of the version if the author has left it as it was in the base."""
    path = f"processes/{draft.pack}/pack.yaml"
    if draft.base is None or path not in draft.files:
        return draft.files
    before = _VERSION.search(uow.packs.own_files(draft.base).get(path, b""))
    now = _VERSION.search(draft.files[path])
    if not (before and now and before.groups() == now.groups()):
        return draft.files
    raised = b"%s.%s.%d" % (now[1], now[2], int(now[3]) + 1)
    return {**draft.files, path: _VERSION.sub(b"version: " + raised, draft.files[path], count=1)}


def _row(
    draft: ports.PackDraft, files: Mapping[str, bytes], command: PublishRelease, uow: ports.UnitOfWork, context: Context
) -> ports.ReleaseRow:
    parent = uow.packs.parent(draft.base) if draft.base else None
    found = _VERSION.search(files.get(f"processes/{draft.pack}/pack.yaml", b""))
    return ports.ReleaseRow(
        id=content.release_id(files, parent),
        jurisdiction=draft.jurisdiction,
        pack=draft.pack,
        version=b".".join(found.groups()).decode() if found else "0.0.0",
        parent=parent,
        released_at=context.clock.now(),
        author=draft.author,
        released_by=command.actor.person,
        note=draft.note,
    )
