"""Count cases anew after the definitions of figures have changed: page by page, each in a transaction of its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.usecases import counting, ports
from engine.usecases.context import Context

#: The job that counts anew.
JOB = "recount_figures"
#: Seconds after which it looks a second time, at cases that were being opened with the definitions of before.
AGAIN = 120
#: Cases counted in one transaction; so long a step of one of them may have to wait.
PAGE = 100


@dataclass(frozen=True, kw_only=True)
class RecountFigures:
    """The figures of a jurisdiction are defined otherwise than before; doing it twice changes nothing more."""

    #: Everything within reach.
    reach: frozenset[str]
    #: Where they are, with all below it.
    jurisdiction: str
    #: Only cases opened since, whatever has been counted before.
    since: datetime | None = None


def put_job(uow: ports.UnitOfWork, jurisdiction: str, now: datetime) -> None:
    """Let the worker count anew once the transaction is committed."""
    uow.put_job(JOB, jurisdiction=jurisdiction, since=None)
    uow.put_job(JOB, after=AGAIN, jurisdiction=jurisdiction, since=(now - timedelta(seconds=AGAIN)).isoformat())


def recount_figures(command: RecountFigures, context: Context) -> int:
    """Count what is not counted by the definitions in force and return the number of cases; it goes on where it was broken off."""
    with context.begin(command.reach) as uow:
        places = [place for place in uow.rosters.below(command.jurisdiction) if place in command.reach]
    return sum(_since(place, command.since, context) if command.since else _place(place, context) for place in places)


def _place(place: str, context: Context) -> int:
    counted = 0
    while (number := _next_page(place, context)) is not None:
        counted += number
    return counted


def _next_page(place: str, context: Context) -> int | None:
    """Count one page and note how far it went; None if there is nothing left to do."""
    with context.begin({place}) as uow:
        measures = counting.measures(uow.packs.in_force(place), context)
        standing = _standing(place, _wanted(measures), uow)
        if standing.is_finished:
            return None
        after = (standing.opened_at, standing.case) if standing.opened_at and standing.case else None
        cases = uow.figures.page(place, after, None, PAGE)
        uow.figures.replace({case.id: counting.count(None, case, measures) for case in cases}, place)
        done = replace(standing, done=standing.done + len(cases), is_finished=len(cases) < PAGE)
        if cases:
            done = replace(done, opened_at=cases[-1].opened_at, case=cases[-1].id)
        uow.figures.put_recounting(done)
        uow.commit()
    return len(cases)


def _standing(place: str, wanted: str, uow: ports.UnitOfWork) -> ports.Recounting:
    found = uow.figures.recounting(place)
    if found and found.wanted == wanted:
        return found
    return ports.Recounting(jurisdiction=place, wanted=wanted, done=0, total=uow.figures.number_of_cases(place), is_finished=False)


def _since(place: str, since: datetime, context: Context) -> int:
    with context.begin({place}) as uow:
        measures = counting.measures(uow.packs.in_force(place), context)
        counted = 0
        after = None
        while cases := uow.figures.page(place, after, since, PAGE):
            uow.figures.replace({case.id: counting.count(None, case, measures) for case in cases}, place)
            counted += len(cases)
            after = cases[-1].opened_at, cases[-1].id
        uow.commit()
    return counted


def _wanted(measures: list[ports.Measures]) -> str:
    """Return one text for all definitions by which the cases of a jurisdiction are counted."""
    addresses = sorted(frozenset().union(*(each.addresses for each in measures)))
    return hashlib.sha256(repr(addresses).encode()).hexdigest()
