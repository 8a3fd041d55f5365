"""The sweep: every second what has fallen due becomes jobs, and jobs of dead workers become free again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from uuid import UUID

import procrastinate
from procrastinate import exceptions

from engine.jobs import queue

#: A case and its jurisdiction.
Due = tuple[UUID, str]

#: Seconds between two looks; a timer fires within this time and the moment that a job takes.
LOOK = 1.0
#: Cases taken up at one look; more wait for the next.
MOST = 500

_WAITING = """
    SELECT queueing_lock FROM procrastinate_jobs WHERE queueing_lock = ANY(%(locks)s) AND status IN ('todo', 'doing')
"""


async def sweep(app: procrastinate.App, due: Callable[[int], Sequence[Due]], dead: float) -> None:
    """Look for ever; `dead` is the number of seconds without a sign of life after which a worker's jobs are taken over."""
    while True:
        await take_over(app, dead)
        await put_due(app, await asyncio.to_thread(due, MOST))
        await asyncio.sleep(LOOK)


async def put_due(app: procrastinate.App, due: Sequence[Due]) -> None:
    """Enqueue one job for each case, unless one already waits or runs."""
    locks = {f"due:{case}": (case, jurisdiction) for case, jurisdiction in due}
    rows = await app.connector.execute_query_all_async(_WAITING, locks=list(locks)) if locks else []
    waiting = {row["queueing_lock"] for row in rows}
    for lock, (case, jurisdiction) in locks.items():
        if lock not in waiting:
            await _put(app, lock, str(case), jurisdiction)


async def _put(app: procrastinate.App, lock: str, case: str, jurisdiction: str) -> None:
    job = app.configure_task(queue.FIRE_DUE, lock=queue.lock_of(case), queueing_lock=lock)
    try:
        await job.defer_async(case=case, jurisdiction=jurisdiction)
    except exceptions.AlreadyEnqueued:
        # Another worker looked in the same moment.
        return


async def take_over(app: procrastinate.App, dead: float) -> None:
    """Free the jobs of workers that give no sign of life."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=dead):
        await app.job_manager.retry_job(job)
