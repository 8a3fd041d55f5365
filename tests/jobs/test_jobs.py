"""Jobs: with the business row or not at all, done once though workers die, on time."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from engine.jobs import queue
from engine.store import postmaster
from tests.postgres import Begin, Database
from tests.store.builders import a_release, an_opening, save

ROOT = Path(__file__).parents[2]
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(database: Database) -> Iterator[Start]:
    """Start worker processes; those still running at the end are ended."""
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("CREATE TABLE did (what text, at timestamptz DEFAULT clock_timestamp())")
    started: list[subprocess.Popen[bytes]] = []

    def start_one(*more: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.jobs.a_worker", database.url, *more]
        started.append(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL))
        return started[-1]

    yield start_one
    for process in started:
        process.kill()
        process.wait()


def enqueue(begin: Begin, task: str, *, lock: str | None = None, **arguments: str) -> None:
    with begin({"longxi"}) as uow:
        queue.enqueue(uow.transaction, task, lock=lock, **arguments)
        uow.commit()


def ask(database: Database, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database.url) as connection:
        return connection.execute(query).fetchall()


def did(database: Database) -> list[object]:
    return [row[0] for row in ask(database, "SELECT what FROM did ORDER BY at")]


def say(database: Database, what: str) -> None:
    with psycopg.connect(database.url) as connection:
        connection.execute("INSERT INTO did (what) VALUES (%s)", [what])


def await_that(database: Database, what: str, patience: float = 30) -> None:
    assert postmaster.wait_until(lambda: what in did(database), patience), did(database)


def test_rollback_of_the_transaction_leaves_no_job(begin: Begin, database: Database) -> None:
    """A job belongs to its row: without the commit it was never enqueued."""
    with begin({"longxi"}) as uow:
        queue.enqueue(uow.transaction, "quick", name="a")

    assert ask(database, "SELECT * FROM procrastinate_jobs") == []


def test_commit_hands_the_job_to_a_worker(begin: Begin, database: Database, start: Start) -> None:
    """The worker is told at once, does the job and removes it."""
    start()
    enqueue(begin, "quick", name="a")

    await_that(database, "ended a")
    assert postmaster.wait_until(lambda: ask(database, "SELECT * FROM procrastinate_jobs") == [], 10)
    assert did(database) == ["begun a", "ended a"]


def test_job_of_a_killed_worker_is_done_by_another_once(begin: Begin, database: Database, start: Start) -> None:
    """Kill -9 in the middle of a job: the next worker takes it over and it ends once."""
    enqueue(begin, "slow", name="a")
    first = start()
    await_that(database, "begun a")
    first.kill()
    first.wait()

    start()
    say(database, "go a")

    await_that(database, "ended a")
    assert postmaster.wait_until(lambda: ask(database, "SELECT * FROM procrastinate_jobs") == [], 10)
    assert did(database).count("ended a") == 1


def test_jobs_of_one_case_run_one_after_the_other(begin: Begin, database: Database, start: Start) -> None:
    """Two workers, one lock: a job begins only after the one before has ended."""
    start()
    start()
    for name in "abcd":
        enqueue(begin, "quick", lock=queue.lock_of("1"), name=name)

    await_that(database, "ended d")

    assert did(database) == [f"{what} {name}" for name in "abcd" for what in ("begun", "ended")]


def test_due_timer_fires_once_within_two_seconds(begin: Begin, database: Database, start: Start) -> None:
    """Two workers look at the same time; the timer fires soon after its instant and only once."""
    a_release(begin)
    start()
    start()
    enqueue(begin, "quick", name="ready")
    await_that(database, "ended ready")
    due = datetime.now(UTC) + timedelta(seconds=1.5)
    opening = an_opening()
    save(begin, replace(opening, timers=(replace(opening.timers[0], due=due),)))

    await_that(database, "fired")

    [(at,)] = ask(database, "SELECT at FROM did WHERE what = 'fired'")
    assert isinstance(at, datetime)
    assert timedelta(0) <= at - due < timedelta(seconds=2)


def test_case_that_cannot_fire_does_not_pile_up_jobs(begin: Begin, database: Database, start: Start) -> None:
    """One job waits, with growing pauses, while the sweep keeps finding the case; others fire meanwhile."""
    a_release(begin)
    for title in ("broken", "sound"):
        opening = an_opening(title=title)
        save(begin, replace(opening, timers=(replace(opening.timers[0], due=datetime.now(UTC)),)))

    start()
    await_that(database, "fired")
    assert postmaster.wait_until(lambda: did(database).count("tried") == 3, 30)

    assert len(ask(database, "SELECT * FROM procrastinate_jobs")) == 1


def test_sigterm_lets_the_job_at_hand_finish(begin: Begin, database: Database, start: Start) -> None:
    """An update of the software loses no work."""
    process = start()
    enqueue(begin, "slow", name="a")
    await_that(database, "begun a")

    process.send_signal(signal.SIGTERM)
    say(database, "go a")

    assert process.wait(30) == 0
    assert "ended a" in did(database)


def test_worker_outlives_a_lost_database_connection(begin: Begin, database: Database, start: Start) -> None:
    """After a restart of the database the same worker goes on."""
    process = start()
    enqueue(begin, "quick", name="a")
    await_that(database, "ended a")

    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    enqueue(begin, "quick", name="b")

    await_that(database, "ended b")
    assert process.poll() is None


def test_nightly_jobs_are_done_night_after_night_by_one_of_many(database: Database, start: Start) -> None:
    """Two workers run, and no night is served twice."""
    for _ in range(2):
        start("nightly")

    assert postmaster.wait_until(lambda: did(database).count("tidied") >= 3, 30), did(database)
    nights = ask(database, "SELECT count(*), count(DISTINCT defer_timestamp) FROM procrastinate_periodic_defers")
    assert nights[0][0] == nights[0][1]
