"""What is killed, lost or full in the middle of submissions: what was acknowledged is there, the rest is not half there."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from engine.bench import answers
from engine.bench.visiting import Answer, Visitor
from engine.store import case_values, postmaster
from tests.serving.house import READY, Serving, keep_trying, serving, spoken

pytestmark = pytest.mark.timeout(600)

UNAVAILABLE = "数据库暂时无法连接，本次操作没有保存。请稍候再试；您填写的内容仍在页面上。"
FULL = "服务器的磁盘已满，本次操作没有保存。请告诉管理员清理磁盘；您填写的内容仍在页面上。"

#: Finds the sessions that wait for a lock, and ends them.
WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
END_WAITING = WAITING.replace("pid", "pg_terminate_backend(pid)", 1)


@dataclass
class Clerk:
    """Submits round after round of one case, and notes what the server has acknowledged."""

    run: Serving
    login: str
    case: UUID
    acknowledged: list[str] = field(default_factory=list)
    refused: int = 0
    is_done: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    def begin(self) -> None:
        self.thread = threading.Thread(target=self.work)
        self.thread.start()

    def work(self) -> None:
        visitor = self.run.visitor(self.login, patience=15)
        number = 0
        while not self.is_done.is_set():
            number += 1
            words = f"第{number}轮"
            try:
                item, revision = self.run.item(self.case)
                answer = visitor.submit(item, {**answers.session(), "claim_text": words}, revision)
            except (OSError, http.client.HTTPException, psycopg.Error, ValueError):
                self.refused += 1
                time.sleep(0.1)
                continue
            if answer.status == http.client.OK:
                self.acknowledged.append(words)
            else:
                self.refused += 1

    def end(self) -> None:
        self.is_done.set()
        if self.thread:
            self.thread.join()

    def has(self, more: int) -> bool:
        wanted = len(self.acknowledged) + more
        return postmaster.wait_until(lambda: len(self.acknowledged) >= wanted, 120)


@contextmanager
def two_clerks(run: Serving) -> Iterator[list[Clerk]]:
    """Have two people at work; they stop before what they did is looked at."""
    clerks = [Clerk(run, login, run.open_case(login).id) for login in ("p1", "p2")]
    for clerk in clerks:
        clerk.begin()
    try:
        assert all(clerk.has(3) for clerk in clerks)
        yield clerks
    finally:
        for clerk in clerks:
            clerk.end()


def assert_whole(run: Serving, clerk: Clerk) -> None:
    """Everything acknowledged is stored once, and every step is stored with all its parts."""
    stored = run.ask("SELECT to_jsonb(s) FROM onedoor.submission s WHERE case_id = %s AND item IS NOT NULL", clerk.case)
    rounds = [case_values.submission(row).answers["claim_text"] for (row,) in stored]
    [(revision, done, noted, still_open, timers)] = run.ask(
        """SELECT revision,
             (SELECT count(*) FROM onedoor.work_item w WHERE w.case_id = c.id AND state = 'done'),
             (SELECT count(*) FROM onedoor.history h, json_array_elements(h.lines) AS line
              WHERE h.case_id = c.id AND line ->> 0 = 'submitted' AND line ->> 1 = 'ROUND'),
             (SELECT count(*) FROM onedoor.work_item w WHERE w.case_id = c.id AND state = 'open'),
             (SELECT count(*) FROM onedoor.timer t WHERE t.case_id = c.id)
           FROM onedoor.case_file c WHERE id = %s""",
        clerk.case,
    )
    assert set(clerk.acknowledged) <= set(rounds), "an acknowledged submission is lost"
    assert len(rounds) == len(set(rounds)), "a submission is stored twice"
    assert (revision - 1, done, noted) == (len(rounds), len(rounds), len(rounds)), "a step is half there"
    assert (still_open, timers) == (1, 2)


@pytest.mark.parametrize("victim", ["gunicorn", "engine worker", "postgres"])
def test_killing_a_process_amid_submissions_loses_nothing(run: Serving, victim: str) -> None:
    """Kill -9 while two people submit: they go on after a moment, and no step is lost or halved."""
    run.start()

    with two_clerks(run) as clerks:
        os.kill(run.postgres() if victim == "postgres" else run.first(victim), signal.SIGKILL)

        assert all(clerk.has(3) for clerk in clerks)

    for clerk in clerks:
        assert_whole(run, clerk)


def test_killing_everything_amid_submissions_loses_nothing(run: Serving) -> None:
    """Kill -9 of the supervisor and of PostgreSQL in the same moment, then the next start."""
    run.start()

    with two_clerks(run) as clerks:
        postgres = run.postgres()
        run.kill()
        os.kill(postgres, signal.SIGKILL)
        for clerk in clerks:
            clerk.is_done.set()

    run.start()
    for clerk in clerks:
        assert_whole(run, clerk)


def test_a_start_waits_for_the_earlier_run_and_keeps_what_that_still_took(run: Serving) -> None:
    """Kill -9 of the supervisor while a submission waits: the next start says that it waits; the submission is answered and kept."""
    run.start()
    visitor, case = run.visitor(patience=60), run.open_case()
    item, revision = run.item(case.id)
    filled = {**answers.session(), "claim_text": "最后一份"}

    with run.product() as (_made, urls), psycopg.connect(urls.owner) as holder, psycopg.connect(urls.owner, autocommit=True) as watcher:
        holder.execute("SELECT 1 FROM onedoor.case_file WHERE id = %s FOR UPDATE", [case.id])
        heard: list[Answer] = []
        submitting = threading.Thread(target=lambda: heard.append(visitor.submit(item, filled, revision)))
        submitting.start()
        assert postmaster.wait_until(lambda: bool(watcher.execute(WAITING).fetchall()), 30)
        run.kill()
        earlier = set(run.processes())

        run.spawn()
        run.hear("An earlier run is still ending; waiting for it…")
        holder.rollback()
        submitting.join()
        run.hear("starting the web server and the worker…")
        left = {pid: words for pid, words in run.processes().items() if pid in earlier and "postgres" not in words}

    run.hear(READY)
    assert left == {}, "the earlier run works beside the next"
    assert heard[0].status == http.client.OK
    assert run.item(case.id)[1] == revision + 1


def test_database_gone_in_the_middle_of_a_submission(run: Serving) -> None:
    """The session ends while a submission waits for its case: 503 with a sentence, nothing written, and again it works."""
    run.start()
    visitor, case = run.visitor(), run.open_case()
    item, revision = run.item(case.id)
    filled = {**answers.session(), "claim_text": "只此一次"}

    with run.product() as (_made, urls), psycopg.connect(urls.owner) as holder:
        holder.execute("SELECT 1 FROM onedoor.case_file WHERE id = %s FOR UPDATE", [case.id])
        with psycopg.connect(urls.owner, autocommit=True) as watcher:
            refused = _submit_while(watcher, lambda: visitor.submit(item, filled, revision))
        holder.rollback()

    assert refused.status == http.client.SERVICE_UNAVAILABLE
    assert json.loads(refused.text)["message"] == UNAVAILABLE
    assert run.item(case.id) == (item, revision)
    assert visitor.submit(item, filled, revision).status == http.client.OK
    assert run.item(case.id)[1] == revision + 1


def _submit_while(watcher: psycopg.Connection[Any], submit: Callable[[], Answer]) -> Answer:
    """Submit in another thread and end its session in the database once it waits for the lock."""
    heard: list[Answer] = []
    thread = threading.Thread(target=lambda: heard.append(submit()))
    thread.start()
    assert postmaster.wait_until(lambda: bool(watcher.execute(END_WAITING).fetchall()), 30)
    thread.join()
    return heard[0]


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Give a disk of its own of 160 MB."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("只有 root 能挂载一块小磁盘来填满。/ Only root can mount a small disk in order to fill it.")
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="onedoor-disk-") as made:
        Path(made).chmod(0o755)
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "tmpfs", made], capture_output=True, text=True, check=False
        )
        if mounted.returncode:
            pytest.skip(f"这里不能挂载磁盘：{mounted.stderr} / Nothing can be mounted here: {mounted.stderr}")
        try:
            yield Path(made)
        finally:
            subprocess.run(["umount", "--lazy", made], check=True)


def test_full_disk_refuses_in_a_sentence_and_loses_nothing(small_disk: Path) -> None:
    """Submissions on a full disk are refused in words; with space again, everything acknowledged is there and work goes on."""
    with serving(small_disk / "var") as run:
        run.start()
        visitor, case = run.visitor(patience=30), run.open_case()
        clerk = Clerk(run, "p1", case.id)
        _fill(small_disk)

        said = _submit_until_refused(run, visitor, clerk)
        (small_disk / "ballast").unlink()

        assert said in (FULL, UNAVAILABLE)
        keep_trying(lambda: run.item(case.id))
        assert_whole(run, clerk)
        assert postmaster.wait_until(lambda: _submits_again(run, visitor, clerk), 60)
        assert_whole(run, clerk)


def _fill(disk: Path) -> None:
    free = shutil.disk_usage(disk).free
    with (disk / "ballast").open("wb") as ballast:
        os.posix_fallocate(ballast.fileno(), 0, free)


def _submit_until_refused(run: Serving, visitor: Visitor, clerk: Clerk) -> str:
    for number in range(500):
        words = f"第{number}轮" + "占满磁盘" * 40
        item, revision = keep_trying(lambda: run.item(clerk.case))
        answer = visitor.submit(item, {**answers.session(), "claim_text": words}, revision)
        if answer.status != http.client.OK:
            assert answer.status == http.client.SERVICE_UNAVAILABLE, answer.text
            return spoken(answer.text)
        clerk.acknowledged.append(words)
    raise AssertionError("the disk never got full")


def _submits_again(run: Serving, visitor: Visitor, clerk: Clerk) -> bool:
    try:
        item, revision = run.item(clerk.case)
        is_taken = visitor.submit(item, {**answers.session(), "claim_text": "又有了空间"}, revision).status == http.client.OK
    except (OSError, http.client.HTTPException, psycopg.Error):
        return False
    if is_taken:
        clerk.acknowledged.append("又有了空间")
    return is_taken
