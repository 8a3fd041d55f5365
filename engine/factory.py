"""Loads what ships from the factory: jurisdictions, calendars, rosters and packs; what a county has changed is left alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path

from engine import calendars as calendar_files
from engine.domain import roster_change
from engine.domain.calendar import local_date
from engine.domain.calendar_year import CalendarYear
from engine.domain.case import Json
from engine.domain.roster import Roster
from engine.errors import CheckFailedError, Problem, Text
from engine.packs import checking, disk, installing, rows, schemas
from engine.store.packs import FACTORY
from engine.store.rosters import Jurisdiction
from engine.store.unit_of_work import SqlUnitOfWork
from engine.usecases import recount, recount_figures

Begin = Callable[[Collection[str]], SqlUnitOfWork]


def load(house: Path, begin: Begin, now: datetime) -> None:
    """Bring the database up to the files of the house. Raises CheckFailedError with every problem of a file."""
    tree = jurisdictions(house)
    with begin(()) as uow:
        uow.rosters.put_jurisdictions(tree)
        changed = [day for year in calendars(house, local_date(now)) for day in uow.rosters.supply_year(year)]
        if changed:
            recount.put_job(uow, None, changed)
        uow.commit()
    with begin({jurisdiction.id for jurisdiction in tree}) as uow:
        for jurisdiction in tree:
            _load_roster(house, jurisdiction.id, uow)
            if jurisdiction.pack:
                adopt(house, jurisdiction.pack, jurisdiction.id, now, uow)
            if (found := uow.figures.recounting(jurisdiction.id)) and not found.is_finished:
                recount_figures.put_job(uow, jurisdiction.id, now)
        uow.commit()


def jurisdictions(house: Path) -> list[Jurisdiction]:
    """Read config/jurisdictions."""
    return [
        Jurisdiction(id=row["id"], level=row["level"], title=Text(**row["title"]), parent=row.get("parent"), pack=row.get("pack"))
        for content in _configured(house, "jurisdictions", "jurisdictions")
        for row in content["jurisdictions"]
    ]


def calendars(house: Path, today: date) -> Iterator[CalendarYear]:
    """Return each year that is announced or needed."""
    known = list(calendar_files.announced(house))
    yield from known
    covered = {year.year for year in known}
    yield from (calendar_files.estimated(year) for year in calendar_files.needed(today) if year not in covered)


def problems(house: Path, pack: str) -> list[Problem]:
    """Return what is wrong with the places of a house and with the roster of a pack's name, as a page of the roster would say it."""
    try:
        parents = {place.id: place.parent for place in jurisdictions(house)}
        line = [pack]
        while (above := parents.get(line[-1])) and above not in line:
            line.append(above)
        rosters = [_roster(house, place) for place in line]
    except CheckFailedError as error:
        return list(error.problems)
    serving = Roster(**{table.name: tuple(row for each in rosters for row in getattr(each, table.name)) for table in fields(Roster)})
    return [
        Problem(
            file=_roster_file(pack),
            place=f"{table.name} {getattr(row, 'code', None) or getattr(row, 'person', None) or ''}".strip(),
            message=problem.message,
        )
        for table in fields(Roster)
        for row in getattr(rosters[0], table.name)
        for problem in roster_change.problems(row, serving)
    ]


def adopt(house: Path, pack: str, jurisdiction: str, now: datetime, uow: SqlUnitOfWork) -> None:
    """Let a jurisdiction start with a pack of the house, or follow its changes as long as it has made none of its own.

    What has changed is kept beside, to be taken over by its people. What runs already is not checked again: that would take most
    of a start. Raises CheckFailedError if the pack holds an error.
    """
    files = disk.read_pack_dir(house / "processes", house / "forms", pack)
    release = installing.release_of(files)
    is_own = any(row.released_by != FACTORY for row in uow.packs.releases(jurisdiction))
    if (uow.packs.supplied(pack) if is_own else uow.packs.current(jurisdiction)) == release:
        return
    _refuse_errors(files)
    installing.install(files, jurisdiction=jurisdiction, at=now, by=FACTORY, uow=uow)
    if not is_own:
        uow.packs.adopt(jurisdiction, release, now, FACTORY)
        recount_figures.put_job(uow, jurisdiction, now)


def _load_roster(house: Path, jurisdiction: str, uow: SqlUnitOfWork) -> None:
    """Load a roster once; from then on it is kept in the browser."""
    if not any(person.jurisdiction == jurisdiction for person in uow.rosters.roster(jurisdiction).people):
        found = _roster(house, jurisdiction)
        if found != Roster():
            uow.rosters.put_roster(jurisdiction, found)


def _roster(house: Path, jurisdiction: str) -> Roster:
    """Read the roster of a place; an empty one if it has no file."""
    file = house / _roster_file(jurisdiction)
    if not file.exists():
        return Roster()
    return rows.roster(schemas.read_checked(_roster_file(jurisdiction), file.read_bytes(), "roster").value, jurisdiction)


def _roster_file(jurisdiction: str) -> str:
    return f"config/rosters/{jurisdiction}.yaml"


def _configured(house: Path, folder: str, kind: str) -> Iterator[Json]:
    for file in sorted((house / "config" / folder).glob("*.yaml")):
        yield schemas.read_checked(f"config/{folder}/{file.name}", file.read_bytes(), kind).value


def _refuse_errors(files: dict[str, bytes]) -> None:
    found = [problem for problem in checking.check(files) if problem.severity == "error"]
    if found:
        raise CheckFailedError(found)
