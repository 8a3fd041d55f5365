"""A worker process for tests: `python -m tests.jobs.a_worker URL`; what it does is written to the table `did`."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import sqlalchemy as sa

from engine.jobs import worker
from engine.jobs.sweeping import Due
from engine.store import engines
from engine.store.unit_of_work import beginner
from tests.postgres import EVERYWHERE

URL = sys.argv[1]
BEGIN = beginner(engines.create(URL))
DISARM = sa.text("DELETE FROM onedoor.timer WHERE case_id = :case")


def note(what: str) -> None:
    with psycopg.connect(URL) as connection:
        connection.execute("INSERT INTO did (what) VALUES (%s)", [what])


def is_noted(what: str) -> bool:
    with psycopg.connect(URL) as connection:
        return connection.execute("SELECT 1 FROM did WHERE what = %s", [what]).fetchone() is not None


def slow(name: str) -> None:
    """Begin, wait until the test says go, end."""
    note(f"begun {name}")
    while not is_noted(f"go {name}"):
        time.sleep(0.02)
    note(f"ended {name}")


def quick(name: str) -> None:
    note(f"begun {name}")
    time.sleep(0.05)
    note(f"ended {name}")


def due(most: int) -> Sequence[Due]:
    with BEGIN(EVERYWHERE) as uow:
        return uow.cases.due(datetime.now(UTC), most)


def fire_due(case: UUID, jurisdiction: str) -> None:
    """Fire as the use case does: under the case's lock, and nothing twice."""
    with BEGIN({jurisdiction}) as uow:
        locked = uow.cases.lock(case)
        if locked.case.title == "broken":
            note("tried")
            raise ValueError
        if locked.timers:
            uow.transaction.run(DISARM, {"case": case})
            uow.commit()
            note("fired")


if __name__ == "__main__":
    tasks = {"slow": slow, "quick": quick}
    # Every second is a night here.
    nightly = {"tidy": lambda: note("tidied")} if "nightly" in sys.argv else {}
    worker.run_worker(URL, worker.Work(due=due, fire_due=fire_due, tasks=tasks, nightly=nightly, night="* * * * * *"), dead=2.0)
