"""Read a pack for whoever configures it: what runs, what is being drafted, and how the two differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from engine import errors
from engine.domain.access import Actor
from engine.usecases import edit_pack, ports
from engine.usecases.context import Context


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The releases and drafts of a jurisdiction."""

    jurisdiction: str
    #: Release with which new cases start; None if no pack has been adopted.
    current: str | None
    #: Those of the pack in use, newest first.
    releases: Sequence[ports.ReleaseRow]
    drafts: Sequence[ports.PackDraft]
    #: Names of the people of the roster by code.
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Study:
    """A release or a draft, opened."""

    jurisdiction: str
    outline: ports.PackOutline
    #: The pack's own files and those that it inherits.
    files: Mapping[str, bytes] = field(repr=False)
    #: None for a release.
    draft: ports.PackDraft | None = None
    release: str | None = None


def read_shelf(jurisdiction: str, actor: Actor, context: Context) -> Shelf:
    """Return what there is. Raises NotAllowedError."""
    edit_pack.refuse_unless_configurer(actor, jurisdiction)
    with context.begin(actor.reach) as uow:
        current = uow.packs.current(jurisdiction)
        return Shelf(
            jurisdiction=jurisdiction,
            current=current,
            releases=_of_one_pack(uow.packs.releases(jurisdiction), current),
            drafts=uow.packs.drafts(jurisdiction),
            names={person.code: person.name for person in uow.rosters.roster(jurisdiction).people},
        )


def _of_one_pack(releases: Sequence[ports.ReleaseRow], current: str | None) -> Sequence[ports.ReleaseRow]:
    """Leave the parents out, which came with the pack."""
    packs = {row.pack for row in releases if row.id == current}
    return [row for row in releases if not packs or row.pack in packs]


def study_release(jurisdiction: str, release: str, actor: Actor, context: Context) -> Study:
    """Open a release that a jurisdiction made, adopted or inherits. Raises NotAllowedError, NotFoundError."""
    edit_pack.refuse_unless_configurer(actor, jurisdiction)
    with context.begin(actor.reach) as uow:
        known = {uow.packs.current(jurisdiction), *(row.id for row in uow.packs.releases(jurisdiction))}
        if release not in known:
            raise errors.NotFoundError
        files = uow.packs.release_files(release)
    return Study(jurisdiction=jurisdiction, outline=context.releases.outline(files), files=files, release=release)


def study_draft(draft: UUID, actor: Actor, context: Context) -> Study:
    """Open a draft. Raises NotAllowedError, NotFoundError."""
    with context.begin(actor.reach) as uow:
        found = uow.packs.draft(draft)
        edit_pack.refuse_unless_configurer(actor, found.jurisdiction)
        files = edit_pack.whole_files(found, uow)
    return Study(jurisdiction=found.jurisdiction, outline=context.releases.outline(files), files=files, draft=found)


def read_changes(study: Study, actor: Actor, context: Context) -> Sequence[ports.PackChange]:
    """Say how a draft differs from the release that it grew from; a new pack differs from nothing."""
    if study.draft is None or study.draft.base is None:
        return ()
    with context.begin(actor.reach) as uow:
        before = uow.packs.release_files(study.draft.base)
    return context.releases.compare(before, study.files)
