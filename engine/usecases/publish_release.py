"""Publish a release: a second person lets new cases start with a checked draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from engine import errors
from engine.domain import content
from engine.domain.access import Actor
from engine.errors import Text
from engine.usecases import edit_pack, figure_versions, ports, recount_figures
from engine.usecases.context import Context

_VERSION = re.compile(rb"^version:[ \t]*[\"']?(\d+)\.(\d+)\.(\d+)[\"']?[ \t]*$", re.MULTILINE)

_CHANGED = Text(
    "这份草稿在您查看之后又有变动。请重新查看后再发布。", "This draft has changed since you read it. Read it again before releasing it."
)
_OVERTAKEN = Text(
    "起草期间已经发布了另一个版本，直接发布会丢掉它的改动。请退回修改，把草稿更新到最新版本，再提交复核。",
    "Another version was released while this draft was being made, and releasing it would undo that one. "
    "Take it back, bring it up to date, and submit it again.",
)


@dataclass(frozen=True, kw_only=True)
class PublishRelease:
    """A second administrator has read a draft and lets it take effect for new cases."""

    draft: UUID
    actor: Actor
    #: Revision of the draft that was read.
    seen: int


def publish_release(command: PublishRelease, context: Context) -> ports.ReleaseRow:
    """Check the draft, store it as an immutable release and adopt it; running cases keep theirs.

    Raises ReleaseRefusedError for the author's own draft or an outdated one, CheckFailedError, DraftChangedError.
    """
    with context.begin(command.actor.reach) as uow:
        draft = uow.packs.draft(command.draft)
        _refuse_unless_second_person(draft, command)
        _refuse_unless_latest(draft, uow)
        files = _with_next_version(draft, uow)
        whole = edit_pack.whole_files(replace(draft, files=files), uow)
        edit_pack.refuse_errors(context.releases.check(whole))
        figure_versions.refuse_unversioned(draft, whole, uow, context)
        row = _add(replace(draft, files=files), command, uow, context)
        uow.packs.adopt(draft.jurisdiction, row.id, row.released_at, command.actor.person)
        recount_figures.put_job(uow, draft.jurisdiction, row.released_at)
        uow.packs.put_draft(replace(draft, files=files, state="released", revision=command.seen + 1), command.seen)
        uow.commit()
    return row


def _refuse_unless_second_person(draft: ports.PackDraft, command: PublishRelease) -> None:
    edit_pack.refuse_unless_configurer(command.actor, draft.jurisdiction)
    if draft.author == command.actor.person:
        raise errors.ReleaseRefusedError
    if draft.state != "submitted" or draft.revision != command.seen:
        raise errors.DraftChangedError(
            Text(
                "这份草稿在您查看之后又有变动。请重新查看后再发布。",
                "This draft has changed since you read it. Read it again before releasing it.",
            )
        )


def _refuse_unless_latest(draft: ports.PackDraft, uow: ports.UnitOfWork) -> None:
    """Keep what was released meanwhile from being lost without a word."""
    if draft.base != uow.packs.current(draft.jurisdiction):
        raise errors.ReleaseRefusedError(_OVERTAKEN)


def _with_next_version(draft: ports.PackDraft, uow: ports.UnitOfWork) -> Mapping[str, bytes]:
    """Raise the last figure of the version if the author has left it as it was in the base; what was imported keeps its own."""
    path = f"processes/{draft.pack}/pack.yaml"
    if draft.base is None or path not in draft.files or content.release_id(draft.files, None) == draft.archive:
        return draft.files
    before = _VERSION.search(uow.packs.own_files(draft.base).get(path, b""))
    now = _VERSION.search(draft.files[path])
    if not (before and now and before.groups() == now.groups()):
        return draft.files
    raised = b"%s.%s.%d" % (now[1], now[2], int(now[3]) + 1)
    return {**draft.files, path: _VERSION.sub(b"version: " + raised, draft.files[path], count=1)}


@dataclass(frozen=True, kw_only=True)
class _Publishing:
    """One draft on its way into the store."""

    draft: ports.PackDraft
    by: str
    at: datetime
    uow: ports.UnitOfWork

    def add(self, pack: str, files: Mapping[str, bytes], parent: str | None) -> ports.ReleaseRow:
        """Store a pack of the draft as a release over its parent's; one that is as it was sent is a template."""
        found = _VERSION.search(files.get(f"processes/{pack}/pack.yaml", b""))
        release = content.release_id(files, parent)
        is_as_sent = pack == self.draft.pack and self.draft.archive == content.release_id(self.draft.files, None)
        row = ports.ReleaseRow(
            id=release,
            jurisdiction=self.draft.jurisdiction,
            pack=pack,
            version=b".".join(found.groups()).decode() if found else "0.0.0",
            parent=parent,
            released_at=self.at,
            author=self.draft.author,
            released_by=self.by,
            note=self.draft.note,
            follows=release if is_as_sent else self.draft.follows,
        )
        self.uow.packs.add_release(row, files)
        return row

    def add_line(self, line: Sequence[ports.PackLink]) -> ports.ReleaseRow:
        """Store what has travelled in an archive, parents first; parents that did not travel are there already."""
        parent = self.draft.parent
        for link in reversed(line):
            if self.draft.files.keys() >= link.files.keys():
                row = self.add(link.pack, link.files, parent)
                parent = row.id
        return row


def _add(draft: ports.PackDraft, command: PublishRelease, uow: ports.UnitOfWork, context: Context) -> ports.ReleaseRow:
    publishing = _Publishing(draft=draft, by=command.actor.person, at=context.clock.now(), uow=uow)
    if draft.archive is not None:
        return publishing.add_line(context.releases.line(edit_pack.whole_files(draft, uow)))
    inherited = uow.packs.parent(draft.base) if draft.base else None
    return publishing.add(draft.pack, draft.files, draft.parent or inherited)
