"""陇西县's own deadlines, fired by the product's own worker: who is told at which per cent of the time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
import yaml

from engine import bootstrap
from engine.settings import HOUSE, Settings
from engine.store import postmaster
from engine.usecases.open_case import OpenCase, open_case
from tests.postgres import Database

#: The first step of the scenario says how a citizen's call is written down.
SCENARIO = HOUSE / "processes" / "longxi" / "scenarios" / "S08-order-by-telephone.yaml"

Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    """Give a database with 陇西县's pack and roster."""
    made = Settings.read({"DATABASE_URL": database.owner_url, "ONEDOOR_VAR": str(tmp_path / "var")})
    with bootstrap.database(made) as urls:
        bootstrap.initialise(made, urls)
    return made


@pytest.fixture
def start(settings: Settings) -> Iterator[Start]:
    """Start workers as an operator does; those still running at the end are ended."""
    started: list[subprocess.Popen[bytes]] = []

    def start_one() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "engine", "worker"]
        started.append(subprocess.Popen(command, cwd=HOUSE, env={**os.environ, **settings.environment()}))
        return started[-1]

    yield start_one
    for process in started:
        process.kill()
        process.wait()


def a_call(settings: Settings) -> UUID:
    """Open a case as the clerk Wang does when somebody phones."""
    opening = yaml.safe_load(SCENARIO.read_text())["steps"][0]["open"]
    with bootstrap.connected(settings) as product:
        with product.begin(()) as uow:
            actor = uow.rosters.actor(opening["by"])
        answers = {"channel": opening["channel"], **opening["answers"]}
        return open_case(OpenCase(jurisdiction="longxi", actor=actor, answers=answers), product.context).id


def let_pass(database: Database, case: UUID, per_cent: int) -> None:
    """Shift the open items and their timers into the past, until so much of their time is used up."""
    with psycopg.connect(database.owner_url) as owner:
        owner.execute(
            """WITH shift AS (
                 SELECT id, now() - (due - created_at) * %(share)s AS begun, due - created_at AS given, created_at
                 FROM onedoor.work_item WHERE case_id = %(case)s AND state = 'open' AND due IS NOT NULL),
               timers AS (
                 UPDATE onedoor.timer t SET due = t.due - (s.created_at - s.begun) FROM shift s WHERE t.ref = s.id AND t.kind = 'warning')
               UPDATE onedoor.work_item w SET created_at = s.begun, due = s.begun + s.given FROM shift s WHERE w.id = s.id""",
            {"share": per_cent / 100, "case": case},
        )


def told(database: Database, case: UUID) -> list[tuple[str, str]]:
    """Return what was told, and to whom."""
    with psycopg.connect(database.owner_url) as owner:
        rows = owner.execute("SELECT code, addressee FROM onedoor.notice WHERE case_id = %s AND code LIKE 'SUP.%%' ORDER BY id", [case])
        return [(code, addressee) for code, addressee in rows.fetchall()]


def await_told(database: Database, case: UUID, number: int) -> list[tuple[str, str]]:
    postmaster.wait_until(lambda: len(told(database, case)) >= number, 90)
    return told(database, case)


REMIND = [("SUP.REMIND", "role:R.INTAKE")]
URGE = [("SUP.URGE", "role:R.INTAKE"), ("SUP.URGE", "role:R.SUPERVISOR")]
DIRECTOR = [("SUP.DIRECTOR", "role:R.DIRECTOR")]


@pytest.mark.parametrize(("per_cent", "expected"), [(85, REMIND), (105, REMIND + URGE), (125, REMIND + URGE + DIRECTOR)])
def test_the_worker_tells_whom_the_pack_names(
    settings: Settings, database: Database, start: Start, per_cent: int, expected: list[tuple[str, str]]
) -> None:
    """At 80 % the holder is reminded, at 100 % holder and supervisor are urged, at 120 % the director learns of it; each once."""
    case = a_call(settings)
    let_pass(database, case, per_cent)

    start()

    assert await_told(database, case, len(expected)) == expected


def test_nothing_is_told_while_there_is_time(settings: Settings, database: Database, start: Start) -> None:
    """Half of the time is used up: a later call is reminded of, this one is not."""
    early, late = a_call(settings), a_call(settings)
    let_pass(database, early, 50)
    let_pass(database, late, 85)

    start()

    assert await_told(database, late, 1) == REMIND
    assert told(database, early) == []


def test_a_warning_is_history_too(settings: Settings, database: Database, start: Start) -> None:
    """The page of the case shows the warning with the planned and the actual instant, and the case's revision stays."""
    case = a_call(settings)
    let_pass(database, case, 85)

    start()
    await_told(database, case, 1)

    with psycopg.connect(database.owner_url) as owner:
        rows = owner.execute(
            """SELECT line ->> 1, actor, line -> 3 FROM onedoor.history h, json_array_elements(h.lines) AS line
               WHERE case_id = %s AND line ->> 0 = 'warned'""",
            [case],
        ).fetchall()
        revision = owner.execute("SELECT revision FROM onedoor.case_file WHERE id = %s", [case]).fetchone()
    assert [(code, actor, detail["at"]) for code, actor, detail in rows] == [("SUP.REMIND", "system", 80)]
    assert rows[0][2]["planned"] < rows[0][2]["actual"]
    assert revision == (1,)


def test_a_deadline_left_by_a_killed_worker_is_taken_over(settings: Settings, database: Database, start: Start) -> None:
    """A worker dies with the job in its hands: another finds it and fires once."""
    case = a_call(settings)
    with psycopg.connect(database.owner_url) as holder:
        holder.execute("SELECT 1 FROM onedoor.case_file WHERE id = %s FOR UPDATE", [case])
        let_pass(database, case, 85)
        first = start()
        with psycopg.connect(database.owner_url, autocommit=True) as watcher:
            doing = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
            assert postmaster.wait_until(lambda: watcher.execute(doing).fetchone() == (1,), 60)
        first.kill()
        first.wait()

    start()

    assert await_told(database, case, 1) == REMIND
