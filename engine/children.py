"""The processes under the supervisor: started, started again when they end, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from engine import errors, lifeline
from engine.errors import Text
from engine.settings import HOUSE, Settings

#: Seconds for an orderly end before a child is killed.
STOP_PATIENCE = lifeline.PATIENCE
#: Longest pause in seconds before a child that keeps ending is started again; one that ran for a while is started at once.
LONGEST_PAUSE, A_WHILE = 10.0, 60.0
#: A log that has grown past so many bytes is put aside at the next start.
LARGEST_LOG = 10_000_000
#: Connections that may wait while the web server starts.
BACKLOG = 256
#: Lines of a log that tell why a child ended.
_LAST = 5


@dataclass(kw_only=True)
class Child:
    """A process that is to run all the time, in a session of its own so that Ctrl-C does not reach it."""

    title: Text
    command: Sequence[str]
    log: Path
    #: Added to our own environment.
    environment: Mapping[str, str]
    #: File descriptors that it inherits.
    inherited: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _started: float = 0.0
    _pause: float = 0.0

    @property
    def is_running(self) -> bool:
        """Tell whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the process."""
        self._started = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                pass_fds=tuple(self.inherited),
                cwd=HOUSE,
                start_new_session=True,
            )

    def keep(self) -> bool:
        """Start the process again if it has ended, after a pause that grows while it keeps ending; tell whether it was."""
        if self.is_running or time.monotonic() < self._started + self._pause:
            return False
        ran = time.monotonic() - self._started
        self._pause = 0.0 if ran > A_WHILE else min(max(1.0, self._pause * 2), LONGEST_PAUSE)
        self._signal_all(signal.SIGTERM)
        self.start()
        return True

    def ask_to_end(self) -> None:
        """Tell the process to finish what it does and end."""
        if self.process:
            self.process.terminate()

    def end(self) -> None:
        """Wait for the end that was asked for; what is left after a while is killed."""
        if self.process is None:
            return
        try:
            self.process.wait(STOP_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._signal_all(signal.SIGKILL)

    def last_words(self) -> str:
        """Return the end of its log."""
        return " ".join(self.log.read_text(errors="replace").strip().splitlines()[-_LAST:])

    def put_log_aside(self) -> None:
        """Begin a new log if the old one has become long."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))

    def _signal_all(self, sign: signal.Signals) -> None:
        """Reach also what a killed process has left behind; a session's number is that of its first process."""
        try:
            if self.process:
                os.killpg(self.process.pid, sign)
        except ProcessLookupError:
            return


def web(settings: Settings, door: socket.socket, line: int, lock: int, application: str = "wsgi:app") -> Child:
    """Return a web server of an application; it takes over our socket, so that no visitor is turned away while it starts again.

    `line` is a lifeline and `lock` that of the premises: one tells the children of our end, the other the next run of theirs.
    """
    bind = ["--bind", f"fd://{door.fileno()}", "--workers", str(settings.workers)]
    return Child(
        title=Text("网页服务", "The web server"),
        command=[sys.executable, "-m", "gunicorn", application, *bind],
        log=settings.var / "web.log",
        environment={**settings.environment(), lifeline.VARIABLE: str(line)},
        inherited=(door.fileno(), line, lock),
    )


def worker(settings: Settings, line: int, lock: int) -> Child:
    """Return a worker; `line` and `lock` as for `web`."""
    return Child(
        title=Text("后台任务", "The worker"),
        command=[sys.executable, "-m", "engine", "worker"],
        log=settings.var / "worker.log",
        environment={**settings.environment(), lifeline.VARIABLE: str(line)},
        inherited=(line, lock),
    )


@contextmanager
def running(processes: Sequence[Child]) -> Iterator[None]:
    """Have processes while the block runs."""
    try:
        for child in processes:
            child.put_log_aside()
            child.start()
        yield
    finally:
        for child in processes:
            child.ask_to_end()
        for child in processes:
            child.end()


@contextmanager
def preparing_accounts(settings: Settings, lock: int) -> Iterator[Callable[[], str]]:
    """Bring the accounts up to date in the background; `lock` as for `web`.

    Yields what waits for the end and returns what is to be said of the accounts; that raises SettingError.
    """
    command = [sys.executable, "-m", "admin", "init"]
    environment = {**os.environ, **settings.environment()}
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, text=True, cwd=HOUSE, env=environment, pass_fds=(lock,)
    ) as process:

        def said() -> str:
            words, _ = process.communicate()
            if process.returncode:
                raise errors.SettingError(
                    Text("账号没有准备好，原因见上。", "The accounts could not be prepared; the reason stands above.")
                )
            return words

        yield said
