"""Loads what ships from the factory: jurisdictions, calendars, rosters and packs; what a county has changed is left alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from pathlib import Path

from engine import calendars as calendar_files
from engine.domain.calendar import local_date
from engine.domain.calendar_year import CalendarYear
from engine.domain.case import Json
from engine.errors import CheckFailedError, Text
from engine.packs import checking, disk, installing, rows, schemas
from engine.store.rosters import Jurisdiction
from engine.store.unit_of_work import SqlUnitOfWork
from engine.usecases import recount, recount_figures

#: Who released what ships from the factory.
FACTORY = "factory"

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


def adopt(house: Path, pack: str, jurisdiction: str, now: datetime, uow: SqlUnitOfWork) -> None:
    """Let a jurisdiction start with a pack of the house, or follow its changes as long as it has made none of its own.

    What runs already is not checked again: that would take most of a start. Raises CheckFailedError if the pack holds an error.
    """
    adopted = uow.packs.releases(jurisdiction)
    if any(row.released_by != FACTORY for row in adopted):
        return
    files = disk.read_pack_dir(house / "processes", house / "forms", pack)
    if uow.packs.current(jurisdiction) == installing.release_of(files):
        return
    _refuse_errors(files)
    uow.packs.adopt(jurisdiction, installing.install(files, jurisdiction=jurisdiction, at=now, by=FACTORY, uow=uow), now, FACTORY)
    recount_figures.put_job(uow, jurisdiction, now)


def _load_roster(house: Path, jurisdiction: str, uow: SqlUnitOfWork) -> None:
    """Load a roster once; from then on it is kept in the browser."""
    file = house / "config" / "rosters" / f"{jurisdiction}.yaml"
    if not file.exists() or any(person.jurisdiction == jurisdiction for person in uow.rosters.roster(jurisdiction).people):
        return
    content = schemas.read_checked(f"config/rosters/{file.name}", file.read_bytes(), "roster").value
    uow.rosters.put_roster(jurisdiction, rows.roster(content, jurisdiction))


def _configured(house: Path, folder: str, kind: str) -> Iterator[Json]:
    for file in sorted((house / "config" / folder).glob("*.yaml")):
        yield schemas.read_checked(f"config/{folder}/{file.name}", file.read_bytes(), kind).value


def _refuse_errors(files: dict[str, bytes]) -> None:
    problems = [problem for problem in checking.check(files) if problem.severity == "error"]
    if problems:
        raise CheckFailedError(problems)
