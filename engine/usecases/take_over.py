"""Take over what is new in the template of a pack that a county has changed: into a draft, which a second person then releases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from engine import errors
from engine.domain import content
from engine.domain.access import Actor
from engine.errors import Text
from engine.usecases import edit_pack, ports, update_draft
from engine.usecases.context import Context
from engine.usecases.ports.workshop import Files, Merged
from engine.usecases.update_draft import ToldClash

_NO_TEMPLATE = Text(
    "没有可以并入的新版本：本地正在使用的不是这个模板包，或者已经是这一版。",
    "There is nothing to take over: another pack is in use here, or this version is in it already.",
)


@dataclass(frozen=True, kw_only=True)
class TakeOver:
    """An administrator brings the county's own changes together with a newer version of the template."""

    jurisdiction: str
    actor: Actor
    #: The draft as which the version was sent; None for what shipped with the program.
    offer: UUID | None = None
    #: For each clash by name, whose side counts.
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Newer:
    """A version of the template that the county has not taken in."""

    title: Text
    version: str
    #: What has changed in it since the county last took it in, in words.
    news: Sequence[ports.PackChange]
    #: What the county has changed itself.
    own: Sequence[ports.PackChange]
    clashes: Sequence[ToldClash]


@dataclass(frozen=True, kw_only=True)
class _States:
    """The three states of a pack, each with its parents."""

    pack: str
    current: str
    base: Files
    ours: Files
    theirs: Files


def is_newer(jurisdiction: str, actor: Actor, context: Context) -> bool:
    """Tell whether a version has shipped that a county which changed its pack has in no release and no draft. Raises NotAllowedError."""
    edit_pack.refuse_unless_configurer(actor, jurisdiction)
    with context.begin(actor.reach) as uow:
        newest = _shipped(jurisdiction, uow, context)
        return newest is not None and all(draft.follows != newest for draft in uow.packs.drafts(jurisdiction))


def can_take_over(offer: UUID, actor: Actor, context: Context) -> bool:
    """Tell whether what was sent is a version of the pack in use here, which has changes of its own."""
    with context.begin(actor.reach) as uow:
        found = uow.packs.draft(offer)
        edit_pack.refuse_unless_configurer(actor, found.jurisdiction)
        return found.state == "open" and _followed(found, uow, context) is not None


def examine(jurisdiction: str, actor: Actor, context: Context, offer: UUID | None = None) -> Newer:
    """Say what is new, what is the county's own, and where they clash. Raises NotAllowedError, ReleaseRefusedError."""
    edit_pack.refuse_unless_configurer(actor, jurisdiction)
    with context.begin(actor.reach) as uow:
        states = _states(jurisdiction, offer, uow, context)
    merged = _merged(states, {}, context)
    newest = context.releases.line(states.theirs)[0]
    return Newer(
        title=newest.title,
        version=newest.version,
        news=context.releases.compare(states.base, states.theirs),
        own=context.releases.compare(states.base, states.ours),
        clashes=update_draft.told(merged, states.theirs, context),
    )


def take_over(command: TakeOver, context: Context) -> ports.PackDraft:
    """Return a new draft that holds both; what runs stays as it is until a second person releases it.

    What was sent is kept as a release that nobody uses, so that the next version can be compared with it. Raises
    AnswersRefusedError for each clash without a choice, NotAllowedError, ReleaseRefusedError.
    """
    edit_pack.refuse_unless_configurer(command.actor, command.jurisdiction)
    with context.begin(command.actor.reach) as uow:
        states = _states(command.jurisdiction, command.offer, uow, context)
        merged = _merged(states, command.chosen, context)
        update_draft.refuse_open(merged)
        template = _kept(command, states, uow, context)
        newest = context.releases.line(states.theirs)[0]
        draft = ports.PackDraft(
            id=uuid4(),
            jurisdiction=command.jurisdiction,
            pack=states.pack,
            base=states.current,
            files=merged.files,
            author=command.actor.person,
            revision=1,
            state="open",
            note=f"并入 {newest.title.zh} {newest.version}",
            parent=uow.packs.parent(template),
            follows=template,
        )
        uow.packs.put_draft(draft, None)
        uow.commit()
    return draft


def _states(jurisdiction: str, offer: UUID | None, uow: ports.UnitOfWork, context: Context) -> _States:
    current = uow.packs.current(jurisdiction)
    sent = uow.packs.draft(offer) if offer else None
    if sent is not None and (sent.jurisdiction != jurisdiction or sent.state != "open"):
        raise errors.DraftChangedError
    followed = _followed(sent, uow, context) if sent else current and uow.packs.follows(current)
    shipped = None if sent else _shipped(jurisdiction, uow, context)
    if current is None or followed is None or (sent is None and shipped is None):
        raise errors.ReleaseRefusedError(_NO_TEMPLATE)
    return _States(
        pack=context.releases.get(current).pack,
        current=current,
        base=uow.packs.release_files(followed),
        ours=uow.packs.release_files(current),
        theirs=edit_pack.whole_files(sent, uow) if sent else uow.packs.release_files(str(shipped)),
    )


def _shipped(jurisdiction: str, uow: ports.UnitOfWork, context: Context) -> str | None:
    """Return what has shipped since; None where the county follows by itself, or has it."""
    current = uow.packs.current(jurisdiction)
    followed = uow.packs.follows(current) if current else None
    if current is None or followed in (None, current) or all(row.id != current for row in uow.packs.releases(jurisdiction)):
        return None
    newest = uow.packs.supplied(context.releases.get(current).pack)
    return None if newest in (followed, current) else newest


def _followed(sent: ports.PackDraft, uow: ports.UnitOfWork, context: Context) -> str | None:
    """Return the version of the template that the pack in use has taken in, if what was sent is a version of that pack, and changed."""
    current = uow.packs.current(sent.jurisdiction)
    if sent.archive is None or current is None or context.releases.get(current).pack != sent.pack:
        return None
    followed = uow.packs.follows(current)
    return None if followed == current else followed


def _merged(states: _States, chosen: Mapping[str, str], context: Context) -> Merged:
    return context.releases.workshop.merge(states.pack, states.base, states.ours, states.theirs, chosen)


def _kept(command: TakeOver, states: _States, uow: ports.UnitOfWork, context: Context) -> str:
    """Return the release of the template; what was sent becomes one, and its draft is done with."""
    if command.offer is None:
        return str(_shipped(command.jurisdiction, uow, context))
    sent = uow.packs.draft(command.offer)
    release, at = sent.parent, context.clock.now()
    for link in reversed(context.releases.line(states.theirs)):
        if sent.files.keys() >= link.files.keys():
            parent, release = release, content.release_id(link.files, release)
            row = ports.ReleaseRow(
                id=release,
                jurisdiction=command.jurisdiction,
                pack=link.pack,
                version=link.version,
                parent=parent,
                released_at=at,
                author=sent.author,
                released_by=command.actor.person,
                note=sent.note,
                follows=release,
            )
            uow.packs.add_release(row, link.files)
    uow.packs.put_draft(replace(sent, state="discarded", revision=sent.revision + 1), sent.revision)
    return str(release)
