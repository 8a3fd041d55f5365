"""A house on disk becomes a product: loaded once, followed while nobody changes it, left alone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from engine import bootstrap
from engine.domain.calendar import end_of_day, local_date
from engine.domain.calendar_year import CalendarYear, Holiday, Source
from engine.domain.case import Case
from engine.errors import CheckFailedError, NotFoundError, Problem, SettingError, Text
from engine.packs import archive, checking
from engine.settings import Settings
from engine.usecases import take_over
from engine.usecases.change_calendar import ChangeCalendar, change_calendar, mark
from engine.usecases.edit_pack import SaveFiles, StartDraft, SubmitDraft, save_files, start_draft, submit_draft
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.publish_release import PublishRelease, publish_release
from engine.usecases.take_over import TakeOver
from tests.postgres import Database
from tests.wiring.houses import a_house, manifest


@pytest.fixture
def house(tmp_path: Path, database: Database) -> Settings:
    """Write a small house over the test's database."""
    return replace(a_house(tmp_path), database_url=database.owner_url)


Made = Callable[[Settings], bootstrap.Product]


@pytest.fixture
def made() -> Iterator[Made]:
    """Return what brings the database up to date and gives the product."""
    with ExitStack() as open_products:

        def make(settings: Settings) -> bootstrap.Product:
            with bootstrap.database(settings) as urls:
                bootstrap.initialise(settings, urls)
            return open_products.enter_context(bootstrap.connected(settings))

        yield make


def title_in_use(product: bootstrap.Product) -> str:
    with product.begin(()) as uow:
        current = uow.packs.current("hill")
    assert current
    return product.context.releases.get(current).title.zh


def opened(product: bootstrap.Product) -> Case:
    with product.begin(()) as uow:
        actor = uow.rosters.actor("wang")
    return open_case(OpenCase(jurisdiction="hill", actor=actor, answers={}), product.context)


def test_a_house_is_ready_to_take_a_case(house: Settings, made: Made) -> None:
    """Tree, roster, calendar and pack are loaded; a case opens, its deadline by a year that no notice covers."""
    product = made(house)

    case = opened(product)

    with product.begin(product.everywhere()) as uow:
        locked = uow.cases.lock(case.id)
        calendar = uow.rosters.calendar("hill")
    assert [item.code for item in locked.items] == ["FACT.FIND"]
    assert locked.items[0].due is not None
    assert locked.items[0].due.year in calendar.years


def test_the_factory_is_followed_until_the_county_changes_something(house: Settings, made: Made) -> None:
    """A newer factory pack takes effect at the next start; once the county has released its own it is offered, and merged."""
    assert title_in_use(made(house)) == "小流程"

    a_house(house.house, title="新流程")
    product = made(house)
    assert title_in_use(product) == "新流程"

    with product.begin(()) as uow:
        li, sun = uow.rosters.actor("li"), uow.rosters.actor("sun")
    draft = start_draft(StartDraft(jurisdiction="hill", actor=li), product.context)
    own = {"processes/small/pack.yaml": manifest("本县流程").encode()}
    draft, problems = save_files(SaveFiles(draft=draft.id, actor=li, files=own, seen=draft.revision), product.context)
    draft = submit_draft(SubmitDraft(draft=draft.id, actor=li, seen=draft.revision, note="改名"), product.context)
    publish_release(PublishRelease(draft=draft.id, actor=sun, seen=draft.revision), product.context)
    a_house(house.house, title="更新的流程")

    assert [problem for problem in problems if problem.severity == "error"] == []
    product = made(house)
    assert title_in_use(product) == "本县流程"
    assert take_over.is_newer("hill", li, product.context)
    newer = take_over.examine("hill", li, product.context)
    assert [(clash.clash.place, clash.clash.theirs) for clash in newer.clashes] == [("title.zh", "更新的流程")]
    taken = take_over.take_over(
        TakeOver(jurisdiction="hill", actor=li, chosen={each.clash.name: "theirs" for each in newer.clashes}), product.context
    )
    assert "更新的流程" in taken.files["processes/small/pack.yaml"].decode()
    assert not take_over.is_newer("hill", li, product.context)


def test_a_pack_that_runs_is_not_checked_again(house: Settings, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start takes seconds, and a product that has learned a stricter rule still starts; what is new is held to the rule."""
    made(house)
    stricter = Problem(file="processes/small/pack.yaml", message=Text("新规则。", "A new rule."))
    monkeypatch.setattr(checking, "check", lambda _files: [stricter])

    assert title_in_use(made(house)) == "小流程"

    a_house(house.house, title="新流程")
    with pytest.raises(CheckFailedError) as refused:
        made(house)
    assert refused.value.problems == (stricter,)


def test_a_roster_is_loaded_once(house: Settings, made: Made) -> None:
    """Whoever was entered in the browser is still there after a restart."""
    product = made(house)
    with product.begin(product.everywhere()) as uow:
        roster = uow.rosters.roster("hill")
        kept = replace(roster, people=(replace(roster.people[0], name="汪某"), *roster.people[1:]))
        uow.rosters.put_roster("hill", kept)
        uow.commit()

    product = made(house)

    with product.begin(()) as uow:
        assert uow.rosters.roster("hill").people[0].name == "汪某"


def test_a_year_entered_here_is_not_overwritten(house: Settings, made: Made) -> None:
    """An estimate gives way to what somebody entered, and a restart does not bring it back."""
    product = made(house)
    year = product.context.clock.now().year + 1
    day = Holiday(title=Text("节日", "Holiday"), first=date(year, 3, 3), last=date(year, 3, 3))
    made_here = {"source": Source.ENTERED, "jurisdiction": "hill", "by": "li", "at": product.context.clock.now()}
    with product.begin(product.everywhere()) as uow:
        assert year in uow.rosters.calendar("hill").estimated
        uow.rosters.enter_year(CalendarYear(year=year, holidays=(day,), make_up_days=(), **made_here))
        uow.commit()

    product = made(house)

    with product.begin(()) as uow:
        calendar = uow.rosters.calendar("hill")
    assert year not in calendar.estimated
    assert {day for day in calendar.holidays if day.year == year} == {date(year, 3, 3)}


def test_a_broken_pack_is_not_loaded(house: Settings, made: Made) -> None:
    """The start says which file is wrong, and the release in use stays."""
    product = made(house)
    (house.house / "processes/small/main.bpmn").write_text("<definitions")

    with pytest.raises(CheckFailedError) as caught:
        made(house)

    assert {problem.file for problem in caught.value.problems} >= {"processes/small/main.bpmn"}
    assert title_in_use(product) == "小流程"


def test_a_pack_leaves_as_an_archive_and_comes_back(house: Settings, made: Made) -> None:
    """An export holds the files byte for byte; importing it elsewhere makes the same release the current one."""
    made(house)
    content = bootstrap.export_pack(house, "small")

    files = archive.read_archive(content).files
    release = bootstrap.import_pack(house, content, "hill")

    on_disk = {path: (house.house / path).read_bytes() for path in files}
    assert files == on_disk
    assert "processes/small/scenarios/one.yaml" in files
    assert title_in_use(made(house)) == "小流程"
    assert len(release) == len("a" * 64)
    assert bootstrap.export_pack(house, "small") == content


def test_a_pack_is_written_back_as_files(house: Settings, made: Made, tmp_path: Path) -> None:
    """What was released comes back byte for byte; where nothing differs, nothing is written."""
    made(house)

    (tmp_path / "elsewhere").mkdir()
    paths = bootstrap.write_pack(house, "small", tmp_path / "elsewhere")

    assert "processes/small/main.bpmn" in paths
    assert {path: (tmp_path / "elsewhere" / path).read_bytes() for path in paths} == {
        path: (house.house / path).read_bytes() for path in paths
    }
    assert bootstrap.write_pack(house, "small", house.house) == []


def test_a_pack_that_a_path_names_is_exported_from_its_files(house: Settings) -> None:
    """What is only on disk yet can be sent to another county without a database."""
    content = bootstrap.export_pack(house, str(house.house / "processes/small"))

    files = archive.read_archive(content).files
    assert files == {path: (house.house / path).read_bytes() for path in files}
    assert "processes/small/main.bpmn" in files


def test_a_command_makes_its_own_database_ready(tmp_path: Path) -> None:
    """On a fresh machine a pack can be exported before anything was started."""
    with tempfile.TemporaryDirectory(dir="/tmp") as var:
        Path(var).chmod(0o755)
        content = bootstrap.export_pack(replace(a_house(tmp_path), var=Path(var) / "var"), "small")

    assert "processes/small/main.bpmn" in archive.read_archive(content).files


def test_tables_of_another_version_are_refused(house: Settings, made: Made) -> None:
    """A database that other programs may share is brought up to date by `serve` and `init` alone."""
    made(house)
    with psycopg.connect(str(house.database_url)) as connection:
        connection.execute("UPDATE onedoor.alembic_version SET version_num = '0001'")

    with pytest.raises(SettingError, match="Run python -m engine init first"):
        bootstrap.export_pack(house, "small")


def test_importing_into_nowhere_is_refused(house: Settings, made: Made) -> None:
    """A jurisdiction that does not exist has its sentence."""
    made(house)

    with pytest.raises(NotFoundError, match="There is no jurisdiction moon"):
        bootstrap.import_pack(house, bootstrap.export_pack(house, "small"), "moon")


def test_a_secret_is_made_once_for_its_owner(house: Settings) -> None:
    """Two processes get the same key, and nobody else may read its file."""
    first, second = bootstrap.secret(house), bootstrap.secret(house)

    assert first == second
    assert len(first) > 40
    assert (house.var / "secret").stat().st_mode & 0o077 == 0


def test_a_worker_counts_deadlines_anew_after_the_calendar_has_changed(house: Settings, made: Made) -> None:
    """The day on which work was due becomes a holiday: the job that the change put moves it to the next working day."""
    product = made(house)
    case = opened(product)
    with product.begin(product.everywhere()) as uow:
        due = uow.cases.lock(case.id).items[0].due
        assert due
        day, li = local_date(due), uow.rosters.actor("li")
        known = next(year for year in uow.rosters.calendar_years("hill") if year.year == day.year)
    closed = Holiday(title=Text("闭馆日", "Closed"), first=day, last=day)
    entered = {"holidays": (*known.holidays, closed), "make_up_days": known.make_up_days, "seen": mark(known)}
    change_calendar(ChangeCalendar(jurisdiction="hill", year=day.year, actor=li, **entered), product.context)

    bootstrap.work_of(product).tasks["recount_deadlines"](jurisdiction="hill", first=day.isoformat(), last=day.isoformat())

    with product.begin(product.everywhere()) as uow:
        moved, calendar = uow.cases.lock(case.id).items[0].due, uow.rosters.calendar("hill")
    assert moved == end_of_day(calendar.next_working_day(day))


def test_a_worker_fires_what_is_due(house: Settings, made: Made) -> None:
    """The work of a worker finds nothing where nothing is due, and firing nothing is no error."""
    product = made(house)
    case = opened(product)
    work = bootstrap.work_of(product)

    work.fire_due(case.id, "hill")

    assert [found for found, _ in work.due(10)] == []
    assert isinstance(case.id, UUID)
