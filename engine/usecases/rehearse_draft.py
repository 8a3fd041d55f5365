"""Rehearse a draft: play the county's own cases again by it, and say in words what would be different."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from itertools import islice, zip_longest
from uuid import UUID

from engine import errors
from engine.domain import content
from engine.domain import replay as replays
from engine.domain.access import Actor
from engine.domain.replay import Difference, Record, Trace
from engine.errors import Text
from engine.usecases import edit_pack, ports
from engine.usecases.context import Context
from engine.usecases.replay import read_record, replay

#: How long a rehearsal goes on with more cases; a person waits for it.
PATIENCE = timedelta(seconds=20)
#: How many cases somebody may ask for, and how many are taken unasked.
MOST, USUAL = 200, 20

_OTHER_PACK = Text(
    "这份草稿是另一个模板包，本地的案件不是按它办的，不能用来演练。",
    "This draft is of another pack than the one by which the cases here were handled, so they cannot be played again by it.",
)

_OTHERWISE = Text("按现行版本重演，经过与当时不完全相同", "Played again by the release in use, it does not go quite as it went then")


@dataclass(frozen=True, kw_only=True)
class RehearseDraft:
    """An administrator asks what a draft would have changed in cases that have happened."""

    draft: UUID
    actor: Actor
    #: How many cases, the newest open and the newest closed ones.
    most: int = USUAL


@dataclass(frozen=True, kw_only=True)
class RehearsedCase:
    """What would have been different in one case."""

    id: UUID
    number: str
    is_closed: bool
    differences: Sequence[Difference]
    #: Why it can be compared in part only: the release in use does not make the case again as it was either.
    apart: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """What would have been different in the cases that were played again."""

    cases: Sequence[RehearsedCase]
    #: How many of those asked for were left out because time ran out.
    left: int = 0

    @property
    def differing(self) -> Sequence[RehearsedCase]:
        """Return the cases in which something would have been different."""
        return [case for case in self.cases if case.differences]

    def alike(self) -> Sequence[tuple[Text, Sequence[RehearsedCase]]]:
        """Return each difference with the cases in which it would have shown, the most frequent first."""
        return replays.alike([(case, case.differences) for case in self.cases])


def rehearse_draft(command: RehearseDraft, context: Context) -> Rehearsal:
    """Play cases again, once by the release in use and once by the draft; nothing of it stays.

    Raises NotAllowedError, CheckFailedError for a draft with errors, ReleaseRefusedError for one of another pack.
    """
    with context.begin(command.actor.reach) as uow:
        trial = _trial(command, uow, context)
        started = context.clock.now()
        ran = _chosen(command, trial, uow, context)
        records = [(each.case.is_closed, read_record(each, uow, started)) for each in ran]
    found: list[RehearsedCase] = []
    for is_closed, record in records:
        if context.clock.now() - started > PATIENCE:
            break
        found.append(_rehearsed(record, trial, command.actor, is_closed=is_closed))
    return Rehearsal(cases=found, left=len(records) - len(found))


@dataclass(frozen=True, kw_only=True)
class _Trial:
    """A draft as if it had been released."""

    row: ports.ReleaseRow
    files: Mapping[str, bytes] = field(repr=False)
    #: With it, and without.
    context: Context
    usual: Context


def _trial(command: RehearseDraft, uow: ports.UnitOfWork, context: Context) -> _Trial:
    draft = uow.packs.draft(command.draft)
    edit_pack.refuse_unless_configurer(command.actor, draft.jurisdiction)
    current = uow.packs.current(draft.jurisdiction)
    if draft.base is None or draft.archive is not None or current is None or context.releases.get(current).pack != draft.pack:
        raise errors.ReleaseRefusedError(_OTHER_PACK)
    whole = edit_pack.whole_files(draft, uow)
    edit_pack.refuse_errors(context.releases.check(whole))
    parent = draft.parent or uow.packs.parent(draft.base)
    row = ports.ReleaseRow(
        id=content.release_id(draft.files, parent),
        jurisdiction=draft.jurisdiction,
        pack=draft.pack,
        version="0.0.0",
        parent=parent,
        released_at=context.clock.now(),
        author=draft.author,
        released_by=command.actor.person,
        note=draft.note,
    )
    return _Trial(row=row, files=draft.files, context=replace(context, releases=context.releases.beside(row.id, whole)), usual=context)


def _chosen(command: RehearseDraft, trial: _Trial, uow: ports.UnitOfWork, context: Context) -> Sequence[ports.RanCase]:
    """Return the newest open and closed cases of the pack where the draft would take effect, half of each if there are enough."""
    most = min(max(command.most, 1), MOST)
    in_use = uow.packs.current(trial.row.jurisdiction)
    packs = {row.id: row.pack for row in uow.packs.releases(trial.row.jurisdiction)}

    @cache
    def takes_effect(place: str) -> bool:
        return uow.packs.current(place) == in_use

    def is_meant(ran: ports.RanCase) -> bool:
        pack = packs.get(ran.case.release) or context.releases.get(ran.case.release).pack
        return takes_effect(ran.case.jurisdiction) and pack == trial.row.pack

    kinds = [filter(is_meant, uow.cases.newest(trial.row.jurisdiction, most, is_closed=is_closed)) for is_closed in (False, True)]
    # In turn, so that a rehearsal that runs out of time has seen both.
    in_turn = (ran for pair in zip_longest(*kinds) for ran in pair if ran is not None)
    return list(islice(in_turn, most))


def _rehearsed(record: Record, trial: _Trial, actor: Actor, *, is_closed: bool) -> RehearsedCase:
    before, after = _played(record, trial, actor)
    return RehearsedCase(
        id=record.case, number=record.number, is_closed=is_closed, differences=replays.compare(before, after), apart=_apart(record, before)
    )


def _apart(record: Record, before: Trace) -> Text | None:
    is_alike = tuple(asked.code for asked in before.asked) == record.asked
    return before.halt or (None if is_alike else _OTHERWISE)


def _played(record: Record, trial: _Trial, actor: Actor) -> tuple[Trace, Trace]:
    """Play a case by what is in use, then by the draft; both begin from the same store."""
    with trial.usual.begin(actor.reach) as outer:
        before = replay(record, outer, trial.usual)
    with trial.usual.begin(actor.reach) as outer:
        outer.packs.add_release(trial.row, trial.files)
        outer.packs.adopt(trial.row.jurisdiction, trial.row.id, trial.row.released_at, actor.person)
        after = replay(record, outer, trial.context, known={asked.code for asked in before.asked})
    return before, after
