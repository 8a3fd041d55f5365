"""Offer a pack that came from another county: it is kept as a draft and examined; nothing changes until a second person releases it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from engine import errors
from engine.domain import content
from engine.domain.access import Actor
from engine.domain.calendar import local_date
from engine.domain.roster import Roster
from engine.errors import Text
from engine.usecases import edit_pack, ports
from engine.usecases.context import Context


class AlreadyInUseError(errors.EngineError):
    """这个模板包与本辖区正在使用的版本完全相同，不需要导入。

    This pack is exactly what is in use here; there is nothing to import.
    """


@dataclass(frozen=True, kw_only=True)
class OfferPack:
    """An administrator brings an archive."""

    jurisdiction: str
    actor: Actor
    #: The pack's files and those of the parents that travel with it.
    files: Mapping[str, bytes] = field(repr=False)
    #: Content id of the archive.
    archive: str
    #: Parents that must be there already, nearest first.
    declared: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Need:
    """An outside thing that a pack needs, and whether the jurisdiction has it."""

    #: roles, calendars, rosters or pools.
    kind: str
    code: str
    title: Text
    #: None where only people can tell.
    is_met: bool | None
    #: People who hold the role.
    holders: int = 0


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What an offered pack is, before anything happens."""

    draft: ports.PackDraft
    outline: ports.PackOutline
    #: The pack and its parents, own first, and whether each travels with it.
    links: Sequence[tuple[ports.PackLink, bool]]
    needs: Sequence[Need]
    #: How it differs from what is in use, if that is the same pack.
    changes: Sequence[ports.PackChange] | None


def offer_pack(command: OfferPack, context: Context) -> ports.PackDraft:
    """Keep the pack as a draft. Raises NotAllowedError, AlreadyInUseError, and CheckFailedError if there is no chain of packs."""
    edit_pack.refuse_unless_configurer(command.actor, command.jurisdiction)
    with context.begin(command.actor.reach) as uow:
        parent = _declared(command, uow)
        line = context.releases.line({**(uow.packs.release_files(parent) if parent else {}), **command.files})
        base = uow.packs.current(command.jurisdiction)
        if base is not None and base == _release_of(line, command, parent):
            raise AlreadyInUseError
        draft = ports.PackDraft(
            id=uuid4(),
            jurisdiction=command.jurisdiction,
            pack=line[0].pack,
            base=base,
            files=command.files,
            author=command.actor.person,
            revision=1,
            state="open",
            note=f"导入 {line[0].title.zh} {line[0].version}",
            archive=command.archive,
            parent=parent,
        )
        uow.packs.put_draft(draft, None)
        uow.commit()
    return draft


def examine_pack(draft: UUID, actor: Actor, context: Context) -> Examination:
    """Say what an offered pack is, what it needs and what is wrong with it. Raises NotAllowedError, NotFoundError."""
    with context.begin(actor.reach) as uow:
        found = uow.packs.draft(draft)
        edit_pack.refuse_unless_configurer(actor, found.jurisdiction)
        if found.archive is None:
            raise errors.NotFoundError
        files = edit_pack.whole_files(found, uow)
        outline = context.releases.outline(files)
        links = [(link, found.files.keys() >= link.files.keys()) for link in context.releases.line(files)]
        needs = _needs(outline, found.jurisdiction, uow, context)
        changes = _changes(found, files, uow, context)
    return Examination(draft=found, outline=outline, links=links, needs=needs, changes=changes)


def _declared(command: OfferPack, uow: ports.UnitOfWork) -> str | None:
    """Return the release of the nearest parent that did not travel: the jurisdiction's own, else the newest."""
    if not command.declared:
        return None
    name = command.declared[0]
    own = next((row.id for row in uow.packs.releases(command.jurisdiction) if row.pack == name), None)
    release = own or uow.packs.find(name)
    if release is None:
        raise errors.NotFoundError(
            Text(
                f"这个模板包建立在“{name}”之上，但本系统没有。请先导入“{name}”，或请对方连同上级一起导出。",
                f"This pack extends {name}, which is not here. Import {name} first, or ask for an archive that includes it.",
            )
        )
    return release


def _release_of(line: Sequence[ports.PackLink], command: OfferPack, parent: str | None) -> str | None:
    """Return the release that the archive would become: the same content has the same name."""
    for link in reversed(line):
        if command.files.keys() >= link.files.keys():
            parent = content.release_id(link.files, parent)
    return parent


def _changes(
    draft: ports.PackDraft, files: Mapping[str, bytes], uow: ports.UnitOfWork, context: Context
) -> Sequence[ports.PackChange] | None:
    if draft.base is None or context.releases.get(draft.base).pack != draft.pack:
        return None
    return context.releases.compare(uow.packs.release_files(draft.base), files)


def _needs(outline: ports.PackOutline, jurisdiction: str, uow: ports.UnitOfWork, context: Context) -> list[Need]:
    roster, today = uow.rosters.roster(jurisdiction), local_date(context.clock.now())
    calendar = uow.rosters.calendar(jurisdiction)
    return [
        _need(kind, code, outline, roster, is_calendar_there=today.year in calendar.years)
        for kind, codes in outline.needs.items()
        for code in codes
    ]


def _need(kind: str, code: str, outline: ports.PackOutline, roster: Roster, *, is_calendar_there: bool) -> Need:
    title = outline.labels.get(kind, {}).get(code, Text(code, code))
    holders = len({post.person for post in roster.posts if post.role == code})
    met: dict[str, Any] = {"roles": holders > 0, "calendars": is_calendar_there, "rosters": bool(roster.people)}
    return Need(kind=kind, code=code, title=title, is_met=met.get(kind), holders=holders)
