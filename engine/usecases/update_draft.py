"""Bring a draft up to date that another release has overtaken; whatever both changed is chosen by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from engine import errors
from engine.domain.access import Actor
from engine.errors import FieldProblem, Text
from engine.usecases import edit_pack, ports
from engine.usecases.context import Context
from engine.usecases.ports.workshop import THEIRS, Clash, Merged

_OTHER_PACK = Text(
    "本地现在使用的是另一个模板包，这份草稿不能更新到它。请从正在使用的版本新建一份草稿。",
    "Another pack is in use here now, and this draft cannot follow it. Start a new draft from what is in use.",
)
_CHOOSE = Text("请选择保留哪一边。", "Choose which side to keep.")


@dataclass(frozen=True, kw_only=True)
class UpdateDraft:
    """An administrator brings an overtaken draft up to date."""

    draft: UUID
    actor: Actor
    seen: int
    #: For each clash by name, `ours` or `theirs`.
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ToldClash:
    """A clash with what either side did, in words."""

    clash: Clash
    ours: Sequence[Text]
    theirs: Sequence[Text]


@dataclass(frozen=True, kw_only=True)
class Overtaken:
    """How a draft stands to what was released meanwhile."""

    #: What was released since the draft began, in words.
    released: Sequence[ports.PackChange]
    clashes: Sequence[ToldClash]


def is_overtaken(draft: ports.PackDraft, actor: Actor, context: Context) -> bool:
    """Tell whether another release of the pack came into use since the draft began."""
    with context.begin(actor.reach) as uow:
        return draft.base is not None and draft.archive is None and draft.base != uow.packs.current(draft.jurisdiction)


def examine(draft: UUID, actor: Actor, context: Context) -> Overtaken:
    """Say what was released meanwhile and where it clashes. Raises NotAllowedError, ReleaseRefusedError for another pack."""
    with context.begin(actor.reach) as uow:
        found = uow.packs.draft(draft)
        edit_pack.refuse_unless_configurer(actor, found.jurisdiction)
        base, current = _line(found, uow, context)
        merged = _merged(found, (base, current), {}, uow, context)
        before, after = uow.packs.release_files(base), uow.packs.release_files(current)
    return Overtaken(released=context.releases.compare(before, after), clashes=told(merged, after, context))


def update_draft(command: UpdateDraft, context: Context) -> ports.PackDraft:
    """Let the draft grow from what is in use, with its own changes.

    Where something of the draft is given up, the draft as it was stays beside it as another one: nothing is lost. Raises
    AnswersRefusedError for each clash without a choice, DraftChangedError.
    """
    with context.begin(command.actor.reach) as uow:
        draft = edit_pack.open_draft(command, uow)
        base, current = _line(draft, uow, context)
        merged = _merged(draft, (base, current), command.chosen, uow, context)
        refuse_open(merged)
        if THEIRS in command.chosen.values():
            kept = replace(draft, id=uuid4(), revision=1, note=_kept_note(draft))
            uow.packs.put_draft(kept, None)
        took_over = draft.follows != uow.packs.follows(base)
        updated = replace(
            draft,
            base=current,
            files=merged.files,
            revision=command.seen + 1,
            author=command.actor.person,
            follows=draft.follows if took_over else uow.packs.follows(current),
        )
        uow.packs.put_draft(updated, command.seen)
        uow.commit()
    return updated


def _line(draft: ports.PackDraft, uow: ports.UnitOfWork, context: Context) -> tuple[str, str]:
    """Return the release that the draft grew from and the one in use. Raises ReleaseRefusedError if they are no two states of a pack."""
    current = uow.packs.current(draft.jurisdiction)
    if draft.base is None or draft.archive is not None or current is None or context.releases.get(current).pack != draft.pack:
        raise errors.ReleaseRefusedError(_OTHER_PACK)
    return draft.base, current


def _merged(draft: ports.PackDraft, line: tuple[str, str], chosen: Mapping[str, str], uow: ports.UnitOfWork, context: Context) -> Merged:
    base, current = map(uow.packs.release_files, line)
    return context.releases.workshop.merge(draft.pack, base, edit_pack.whole_files(draft, uow), current, chosen)


def refuse_open(merged: Merged) -> None:
    """Raise AnswersRefusedError for each clash that nobody has decided."""
    if merged.clashes:
        raise errors.AnswersRefusedError(FieldProblem(path=f"/{each.name}", message=_CHOOSE) for each in merged.clashes)


def told(merged: Merged, files: Mapping[str, bytes], context: Context) -> Sequence[ToldClash]:
    """Say of each clash what either side did, in the words of a pack."""
    pairs = [(each, *context.releases.workshop.told(each, files)) for each in merged.clashes]
    return [ToldClash(clash=clash, ours=ours, theirs=theirs) for clash, ours, theirs in pairs]


def _kept_note(draft: ports.PackDraft) -> str:
    return f"{draft.note}（更新前）"[-edit_pack.LONGEST_NOTE :]
