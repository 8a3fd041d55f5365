"""The product as `python -m engine serve` runs it: real processes, a folder of its own, people who submit."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from engine import bootstrap
from engine.bench import answers
from engine.bench.visiting import Visitor
from engine.domain.case import Case
from engine.settings import HOUSE, Settings
from engine.store import postmaster
from engine.usecases.open_case import OpenCase, open_case

ROOT = Path(__file__).parents[2]
BENCH = HOUSE / "engine" / "bench" / "house"
READY, STOPPED = "Ctrl-C stops it.", "Everything has stopped."
#: Long enough for a machine that is busy with other tests.
PATIENCE = 120.0


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Serving:
    """One run of the supervisor."""

    var: Path
    port: int = field(default_factory=a_free_port)
    said: list[str] = field(default_factory=list)
    process: subprocess.Popen[str] | None = None
    visitors: list[Visitor] = field(default_factory=list)

    def start(self) -> None:
        """Start it and wait until it is ready."""
        self.spawn()
        self.hear(READY)

    def spawn(self) -> None:
        self.close()
        environment = {**os.environ, "ONEDOOR_VAR": str(self.var), "ONEDOOR_PORT": str(self.port), "ONEDOOR_HOUSE": str(BENCH)}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-u", "-m", "engine", "serve"]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=_heed_signals,  # noqa: PLW1509 - it sets two signals and nothing else
        )

    def close(self) -> None:
        """Let go of what an earlier process said."""
        if self.process and self.process.stdout:
            self.process.stdout.close()

    def hear(self, words: str) -> None:
        """Read what it says up to a line with these words."""
        assert self.process
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            if words in line:
                return
        raise AssertionError("".join(self.said) + self.logs())

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()

    def logs(self) -> str:
        return "".join(log.read_text() for log in self.var.glob("*.log"))

    # --- its processes ---

    def processes(self) -> dict[int, str]:
        """Return the commands of all its processes, the children of children included."""
        found: dict[int, str] = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if f"ONEDOOR_VAR={self.var}\0".encode() in (entry / "environ").read_bytes():
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return {pid: command for pid, command in found.items() if postmaster.process_state(pid) not in ("", "Z", "X")}

    def first(self, words: str) -> int:
        """Return the process that was started first of those with these words in their command."""
        return min((pid for pid, command in self.processes().items() if words in command), default=0)

    def postgres(self) -> int:
        found = postmaster.read((self.var / "pgdata").resolve() / "data")
        assert found
        return found.pid

    # --- its data ---

    @property
    def settings(self) -> Settings:
        return Settings.read({"ONEDOOR_VAR": str(self.var), "ONEDOOR_HOUSE": str(BENCH)})

    @contextmanager
    def product(self) -> Iterator[tuple[bootstrap.Product, bootstrap.Urls]]:
        with bootstrap.database(self.settings) as urls:
            made = bootstrap.connect(self.settings, urls)
            try:
                yield made, urls
            finally:
                made.engine.dispose()

    def open_case(self, person: str = "p1") -> Case:
        """Open a case that goes round and round."""
        with self.product() as (made, _urls):
            with made.begin(()) as uow:
                actor = uow.rosters.actor(person)
            return open_case(OpenCase(jurisdiction="bench", actor=actor, answers=answers.opening(), process="bench_rounds"), made.context)

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self.product() as (_made, urls), psycopg.connect(urls.owner) as owner:
            return owner.execute(query, values).fetchall()  # type: ignore[arg-type]

    def item(self, case: UUID) -> tuple[UUID, int]:
        """Return the open item of a case, and the revision."""
        [(item, revision)] = self.ask(
            "SELECT w.id, c.revision FROM onedoor.work_item w JOIN onedoor.case_file c ON c.id = w.case_id"
            " WHERE c.id = %s AND w.state = 'open'",
            case,
        )
        return item, revision

    def visitor(self, login: str = "p1", patience: float = 60.0) -> Visitor:
        visitor = Visitor(host="127.0.0.1", port=self.port, patience=patience)
        self.visitors.append(visitor)
        visitor.sign_in(login, (self.var / "demo-password").read_text())
        return visitor


@contextmanager
def serving(var: Path) -> Iterator[Serving]:
    """Have a run; whatever the test left of it is ended."""
    run = Serving(var)
    try:
        yield run
    finally:
        if run.process and run.process.poll() is None:
            run.stop()
        for visitor in run.visitors:
            visitor.close()
        for pid in run.processes():
            os.kill(pid, signal.SIGKILL)
        run.close()


def keep_trying(act: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """Do it again until the server answers."""
    give_up = time.monotonic() + patience
    while True:
        try:
            return act()
        except (OSError, http.client.HTTPException):
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)


def spoken(text: str) -> str:
    """Return the Chinese sentence of a JSON answer."""
    found = re.search(r'"message": ?"([^"]*)"', text)
    return found[1].encode().decode("unicode_escape") if found else text


def _heed_signals() -> None:
    """Let Ctrl-C and a closed terminal reach the product even where the tests themselves run in the background, which ignores them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
