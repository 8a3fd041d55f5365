"""The one place where everything is wired: settings become a database, a product, a worker."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from engine import errors, factory
from engine.documents.printer import Printer
from engine.documents.workbooks import Workbooks
from engine.errors import CheckFailedError, Problem, Text
from engine.jobs import queue, worker
from engine.jobs.sweeping import Due
from engine.jobs.worker import Work
from engine.packs import archive, checking, disk, installing
from engine.packs.archive import Archive
from engine.packs.release import PackReleases
from engine.settings import Settings
from engine.solving import Highs
from engine.store import embedded, engines, guard, locks, migration
from engine.store.unit_of_work import SqlUnitOfWork, beginner
from engine.usecases import recount, recount_figures
from engine.usecases.begin_rhythms import BeginRhythms, begin_rhythms
from engine.usecases.context import Context
from engine.usecases.fire_due import FireDue, fire_due
from engine.usecases.recount import Recount
from engine.usecases.tidy_up import TidyUp, tidy_up

_log = logging.getLogger(__name__)

#: Who acts when a command of the operator does.
OPERATOR = "operator"


class SystemClock:
    """Satisfies the port Clock by the clock of the machine."""

    def now(self) -> datetime:
        """Return the present instant."""
        return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Urls:
    """How the database is reached."""

    #: As the owner of all tables: for migrations only.
    owner: str = field(repr=False)
    #: As the role of web and worker, bounded by row-level security.
    app: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Product:
    """The product over one database, as web, worker and command line use it."""

    context: Context
    database_url: str = field(repr=False)
    secret: str = field(repr=False)
    is_https: bool
    proxies: int
    engine: sa.Engine

    def everywhere(self) -> frozenset[str]:
        """Return all jurisdictions, for background work."""
        with self.begin(()) as uow:
            return frozenset(jurisdiction.id for jurisdiction in uow.rosters.jurisdictions())

    def begin(self, reach: frozenset[str] | tuple[()]) -> SqlUnitOfWork:
        """Return a unit of work with everything that the store offers beyond the ports."""
        return SqlUnitOfWork(self.engine, reach, queue.enqueue)


@contextmanager
def database(settings: Settings) -> Iterator[Urls]:
    """Have a database while the block runs: the server of DATABASE_URL, else the embedded one below `var`."""
    if settings.database_url:
        yield Urls(owner=settings.database_url, app=guard.app_url(settings.database_url))
        return
    with embedded.server(settings.var / "pgdata") as server:
        yield Urls(owner=server.url, app=guard.app_url(server.url))


def initialise(settings: Settings, urls: Urls) -> None:
    """Bring the tables up to date and load what ships from the factory. Raises CheckFailedError, SettingError."""
    migration.migrate(urls.owner)
    engine = engines.create(urls.app)
    try:
        factory.load(settings.house, beginner(engine, queue.enqueue), SystemClock().now())
    finally:
        engine.dispose()


def connect(settings: Settings, urls: Urls) -> Product:
    """Return the product over a database that is up to date."""
    engine = engines.create(urls.app)
    begin = beginner(engine, queue.enqueue)

    def load(release: str) -> Mapping[str, bytes]:
        with begin(()) as uow:
            return uow.packs.release_files(release)

    context = Context(
        begin=begin,
        releases=PackReleases(load),
        clock=SystemClock(),
        printer=Printer(settings.var / "fonts"),
        optimiser=Highs(),
        workbooks=Workbooks(),
    )
    return Product(
        context=context,
        database_url=urls.app,
        secret=secret(settings),
        is_https=settings.is_https,
        proxies=settings.proxies,
        engine=engine,
    )


@contextmanager
def connected(settings: Settings) -> Iterator[Product]:
    """Have the product over the settings' database while the block runs.

    Our own server is brought up to date first where it is not; for that of DATABASE_URL that is for `serve` and `init`.
    Raises SettingError: the tables of DATABASE_URL are not those of this version.
    """
    with database(settings) as urls:
        if not migration.is_current(urls.owner):
            _bring_up_to_date(settings, urls)
        made = connect(settings, urls)
        try:
            yield made
        finally:
            made.engine.dispose()


def _bring_up_to_date(settings: Settings, urls: Urls) -> None:
    if settings.database_url:
        raise errors.SettingError(
            Text(
                "DATABASE_URL 的数据库还没有准备好，或属于另一个版本。请先运行 python -m engine init。",
                "The database of DATABASE_URL is not ready yet, or of another version. Run python -m engine init first.",
            )
        )
    initialise(settings, urls)


def product(settings: Settings) -> Product:
    """Return the product for a web process, which keeps its database until it ends."""
    return _kept.enter_context(connected(settings))


#: What lives as long as the process: an embedded server must not stop while web pages are served.
_kept = ExitStack()
atexit.register(_kept.close)


def secret(settings: Settings) -> str:
    """Return the key that signs sessions, made once below `var` if none is set."""
    return settings.secret or kept_secret(settings.var / "secret")


def kept_secret(file: Path, length: int = 48) -> str:
    """Return the random text, of so many bytes, that a file keeps for its owner's eyes; made if it is missing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        # Linked into place when it is whole: another process never reads half of it.
        fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(length))
        with contextlib.suppress(FileExistsError):
            file.hardlink_to(fresh)
        fresh.unlink()
    return file.read_text().strip()


def run_worker(settings: Settings) -> None:
    """Do background work until stopped."""
    with connected(settings) as made:
        worker.run_worker(made.database_url, work_of(made))


def work_of(made: Product) -> Work:
    """Return what a worker does over a product."""

    def due(limit: int) -> Sequence[Due]:
        with made.begin(made.everywhere()) as uow:
            if not locks.is_free(uow.transaction, locks.DEMONSTRATION):
                return ()
            return uow.cases.due(made.context.clock.now(), limit)

    def fire(case: UUID, jurisdiction: str) -> None:
        fire_due(FireDue(case=case, jurisdiction=jurisdiction), made.context)

    def recount_deadlines(jurisdiction: str | None, first: str, last: str) -> None:
        days = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
        recount.recount(Recount(reach=made.everywhere(), jurisdiction=jurisdiction, **days), made.context)

    def count_figures(jurisdiction: str, since: str | None) -> None:
        begun = datetime.fromisoformat(since) if since else None
        command = recount_figures.RecountFigures(reach=made.everywhere(), jurisdiction=jurisdiction, since=begun)
        recount_figures.recount_figures(command, made.context)

    def tidy() -> None:
        tidy_up(TidyUp(reach=made.everywhere()), made.context)

    def rhythms() -> None:
        begin_all_rhythms(made)

    tasks: Mapping[str, Callable[..., None]] = {recount.JOB: recount_deadlines, recount_figures.JOB: count_figures}
    nightly, minutely = {"tidy_up": tidy}, {"begin_rhythms": rhythms}
    return Work(due=due, fire_due=fire, tasks=tasks, nightly=nightly, minutely=minutely)


def begin_all_rhythms(made: Product) -> None:
    """Begin what the rhythms of every jurisdiction ask for; where that fails it is logged, and tried again a minute later."""
    with made.begin(()) as uow:
        adopters = uow.packs.adopters()
    for jurisdiction, below in adopters.items():
        try:
            begin_rhythms(BeginRhythms(jurisdiction=jurisdiction, reach=below), made.context)
        except errors.EngineError:
            _log.exception("“%s”的定时案件未能开始。/ A rhythm of %s could not begin.", jurisdiction, jurisdiction)


# --- packs ---------------------------------------------------------------------------------------------------------


def pack_files(settings: Settings, pack: str) -> Mapping[str, bytes]:
    """Return the files of a pack with its parents: an archive, a folder, or a name in the house. Raises NotFoundError."""
    path = Path(pack)
    if path.suffix == ".zip":
        return archive.read_archive(read_file(path)).files
    if path.is_dir():
        return disk.read_pack_dir(path.resolve().parent, path.resolve().parent.parent / "forms", path.resolve().name)
    return disk.read_pack_dir(settings.house / "processes", settings.house / "forms", pack)


def check_pack(settings: Settings, pack: str) -> list[Problem]:
    """Return all problems of a pack, and of the places and the roster of its name in the house."""
    found = checking.check(pack_files(settings, pack))
    return [*found, *factory.problems(settings.house, pack)]


def read_file(path: Path) -> bytes:
    """Return the content of a file that somebody named. Raises NotFoundError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise errors.NotFoundError(Text(f"无法读取文件“{path}”。", f"Cannot read {path}: {error.strerror}.")) from error


def check_archive(settings: Settings, found: Archive) -> list[Problem]:
    """Return all problems of an archive; parents that do not travel with it are looked up in the house."""
    return checking.check(_with_parents(settings, found))


def export_pack(settings: Settings, pack: str) -> bytes:
    """Return a pack as one archive: that of a path, or the newest release of a name in the database. Raises NotFoundError."""
    if "/" in pack:
        return archive.export_pack(pack_files(settings, pack))
    with connected(settings) as made, made.begin(()) as uow:
        return archive.export_pack(uow.packs.release_files(_newest(pack, uow)))


def write_pack(settings: Settings, pack: str, folder: Path) -> list[str]:
    """Write the newest release of a pack in the database into a folder as files; return the paths that changed. Raises NotFoundError."""
    with connected(settings) as made, made.begin(()) as uow:
        return disk.write_files(folder, uow.packs.own_files(_newest(pack, uow)))


def _newest(pack: str, uow: SqlUnitOfWork) -> str:
    release = uow.packs.find(pack)
    if release is None:
        raise errors.NotFoundError(Text(f"数据库里没有模板包“{pack}”。", f"The database holds no pack {pack}."))
    return release


def import_pack(settings: Settings, content: bytes, jurisdiction: str) -> str:
    """Check an archive, store it and let a jurisdiction start new cases with it. Raises CheckFailedError, NotFoundError."""
    found = archive.read_archive(content)
    files = _with_parents(settings, found)
    problems = [problem for problem in checking.check(files) if problem.severity == "error"]
    if problems:
        raise CheckFailedError(problems)
    with connected(settings) as made:
        if jurisdiction not in made.everywhere():
            raise errors.NotFoundError(Text(f"没有辖区“{jurisdiction}”。", f"There is no jurisdiction {jurisdiction}."))
        with made.begin(frozenset({jurisdiction})) as uow:
            now = made.context.clock.now()
            release = installing.install(files, jurisdiction=jurisdiction, at=now, by=OPERATOR, uow=uow)
            uow.packs.adopt(jurisdiction, release, now, OPERATOR)
            recount_figures.put_job(uow, jurisdiction, now)
            uow.commit()
    return release


def _with_parents(settings: Settings, found: Archive) -> Mapping[str, bytes]:
    files: dict[str, bytes] = {}
    for parent in found.declared:
        files |= disk.read_pack_dir(settings.house / "processes", settings.house / "forms", parent)
    return {**files, **found.files}
