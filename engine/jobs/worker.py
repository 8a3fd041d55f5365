"""The worker: runs jobs, looks every second for what is due, and takes over from workers that died."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import procrastinate
import psycopg
from procrastinate import exceptions
from procrastinate.jobs import Job

from engine import errors
from engine.jobs import queue, sweeping
from engine.jobs.sweeping import Due

_log = logging.getLogger(__name__)

#: Seconds between two looks for jobs that a lock or a retry has freed; new jobs are announced by NOTIFY.
POLL = 1.0
#: Signs of life in the time, in seconds, after which a worker without one counts as dead.
BEATS, DEAD = 5, 10.0
#: Seconds that running jobs get to finish after SIGTERM.
PATIENCE = 20.0
#: Longest pause in seconds between two attempts of a job that fails, and between two looks for a lost database.
LONGEST_PAUSE = 600
_MINUTELY = "* * * * *"
LONGEST_OUTAGE_PAUSE = 10.0


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a worker is to do; given by bootstrap."""

    #: Returns cases (id, jurisdiction) with something due, earliest first, at most so many.
    due: Callable[[int], Sequence[Due]]
    #: Fires what is due in one case; nothing due is no error.
    fire_due: Callable[[UUID, str], None]
    #: Further jobs by name; each is called with the arguments with which it was enqueued.
    tasks: Mapping[str, Callable[..., None]] = field(default_factory=dict)
    #: Jobs by name that are done once a night, whatever number of workers run.
    nightly: Mapping[str, Callable[[], None]] = field(default_factory=dict)
    #: When that is, as cron writes it, in UTC: 03:40 in Beijing.
    night: str = "40 19 * * *"
    #: Jobs by name that are done every minute, whatever number of workers run.
    minutely: Mapping[str, Callable[[], None]] = field(default_factory=dict)


def run_worker(url: str, work: Work, *, concurrency: int = 4, dead: float = DEAD) -> None:
    """Work until SIGTERM or Ctrl-C, then finish the jobs at hand; a lost database is waited for.

    Any number of workers may run on any number of machines.
    """
    pause = 1.0
    while True:
        started = time.monotonic()
        try:
            asyncio.run(_run(url, work, concurrency, dead))
        except (exceptions.ConnectorException, psycopg.Error, errors.StoreUnavailableError) as error:
            pause = 1.0 if time.monotonic() - started > LONGEST_OUTAGE_PAUSE else min(pause * 2, LONGEST_OUTAGE_PAUSE)
            _log.warning("数据库连接中断，%.0f 秒后重试。/ The database is away; trying again in %.0f s. (%s)", pause, pause, error)
            time.sleep(pause)
        else:
            return


async def _run(url: str, work: Work, concurrency: int, dead: float) -> None:
    app = _app(url, work, concurrency)
    async with app.open_async():
        sweep = asyncio.create_task(sweeping.sweep(app, work.due, dead))
        worker = asyncio.create_task(_jobs(app, concurrency, dead))
        try:
            await asyncio.wait({sweep, worker}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # Whichever ended, by order or by error, takes the other along; errors come out here.
            await _end(sweep, worker)


async def _end(sweep: asyncio.Task[None], worker: asyncio.Task[None]) -> None:
    is_broken = sweep.done() and not sweep.cancelled()
    sweep.cancel()
    if is_broken:
        worker.cancel()
    found = await asyncio.gather(sweep, worker, return_exceptions=True)
    for error in found:
        if isinstance(error, Exception):
            raise error


async def _jobs(app: procrastinate.App, concurrency: int, dead: float) -> None:
    await app.run_worker_async(
        concurrency=concurrency,
        fetch_job_polling_interval=POLL,
        update_heartbeat_interval=dead / BEATS,
        stalled_worker_timeout=dead,
        shutdown_graceful_timeout=PATIENCE,
        delete_jobs="successful",
    )


def _app(url: str, work: Work, concurrency: int) -> procrastinate.App:
    connector = procrastinate.PsycopgConnector(conninfo=url, min_size=1, max_size=concurrency + 3)
    app = procrastinate.App(connector=connector)

    def fire_due(case: str, jurisdiction: str) -> None:
        work.fire_due(UUID(case), jurisdiction)

    for name, call in {queue.FIRE_DUE: fire_due, **work.tasks}.items():
        app.task(name=name, retry=Patience())(call)
    for cron, regular in ((work.night, work.nightly), (_MINUTELY, work.minutely)):
        for name, work_of_a_time in regular.items():
            app.periodic(cron=cron)(app.task(name=name, queueing_lock=name, retry=Patience())(_at_its_time(work_of_a_time)))
    return app


def _at_its_time(call: Callable[[], None]) -> Callable[[int], None]:
    """Return what takes the planned instant, as periodic jobs do, and does the work."""

    def run(timestamp: int) -> None:  # noqa: ARG001 - the name by which it is passed
        call()

    return run


class Patience(procrastinate.BaseRetryStrategy):  # type: ignore[misc]  # its types are not followed
    """Try again for ever, with pauses that double up to ten minutes: a deadline is not given up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> procrastinate.RetryDecision:
        """Return when to try again."""
        pause = min(2 ** min(job.attempts, 20), LONGEST_PAUSE)
        _log.error(
            "任务 %s 失败，%d 秒后重试。/ Job %s failed; trying again in %d s.",
            job.task_name,
            pause,
            job.task_name,
            pause,
            exc_info=exception,
        )
        return procrastinate.RetryDecision(retry_in={"seconds": pause})
