"""Begin the cases that a rhythm asks for, such as the weekly meeting; after an outage one of each, not all that were missed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engine import errors
from engine.domain import access
from engine.domain.case import Case
from engine.domain.rhythm import Beat, Rhythm
from engine.usecases.context import Context
from engine.usecases.open_case import OpenCase, open_within


@dataclass(frozen=True, kw_only=True)
class BeginRhythms:
    """The clock has moved on in a jurisdiction that has adopted a release."""

    jurisdiction: str
    #: The jurisdiction and all below it: what the first steps of such cases may look at.
    reach: Collection[str]
    #: Names of the rhythms that are meant; None is all of the release.
    only: Collection[str] | None = None


def begin_rhythms(command: BeginRhythms, context: Context) -> Mapping[str, Case]:
    """Open a case for each rhythm whose time has come, and return them by its name.

    Each has a transaction of its own: one that cannot begin does not hold up the others. The first error is raised at the end.
    """
    begun: dict[str, Case] = {}
    failed: list[errors.EngineError] = []
    for name in _names(command, context):
        try:
            if case := _begin(name, command, context):
                begun[name] = case
        except errors.EngineError as error:
            failed.append(error)
    if failed:
        raise failed[0]
    return begun


def _names(command: BeginRhythms, context: Context) -> Collection[str]:
    with context.begin(command.reach) as uow:
        current = uow.packs.current(command.jurisdiction)
    known = context.releases.get(current).rhythms if current else {}
    return [name for name in known if command.only is None or name in command.only]


def _begin(name: str, command: BeginRhythms, context: Context) -> Case | None:
    now, where = context.clock.now(), command.jurisdiction
    with context.begin(command.reach) as uow:
        release = context.releases.get(str(uow.packs.current(where)))
        rhythm, last = release.rhythms[name], uow.rhythms.last(where, name)
        # The first look only says from when the rhythm is watched.
        beats = list(rhythm.beats(last, now, uow.rosters.calendar(where))) if last else [now]
        if not beats:
            return None
        beat = Beat(jurisdiction=where, rhythm=name, planned=beats[-1], actual=now, missed=len(beats) - 1)
        uow.rhythms.put(beat)
        opening = _opening(rhythm, beat, command)
        case = open_within(opening, uow, context) if last else None
        uow.commit()
    return case


def _opening(rhythm: Rhythm, beat: Beat, command: BeginRhythms) -> OpenCase:
    because = {"rhythm": rhythm.name, "title": list(rhythm.title), "planned": beat.planned.isoformat(), "missed": beat.missed}
    actor = access.system(command.reach)
    return OpenCase(jurisdiction=command.jurisdiction, actor=actor, answers={}, process=rhythm.process, because=because)
