"""Run everything on one machine: database, web server and worker under one supervisor."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from engine import bootstrap, errors
from engine.errors import Text
from engine.settings import Settings

#: Linux: deliver a signal to a child when its parent dies, so that kill -9 of the supervisor leaves nothing behind.
PR_SET_PDEATHSIG = 1
#: Seconds that a child gets to finish its requests after SIGTERM.
PATIENCE = 20
#: Seconds between two looks at the children.
LOOK = 0.2
#: Seconds that the web server may take to answer for the first time.
FIRST_ANSWER = 90


class PortTakenError(errors.SettingError):
    """端口已被占用。

    The port is in use.
    """


class WebSilentError(errors.EngineError):
    """网页服务没有启动成功,请查看上面的信息。

    The web server did not start; see the messages above.
    """


@dataclass(kw_only=True)
class Child:
    """A process that the supervisor starts, watches and starts again."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    #: When it may be started again after it ended, on the monotonic clock.
    not_before: float = 0.0
    #: Seconds to wait before the next start; doubles while it keeps ending.
    pause: float = field(default=1.0)

    def keep_running(self) -> None:
        """Start the process if it is not running and its pause is over."""
        if self.process and self.process.poll() is None:
            return
        if self.process:
            self._note_end(self.process.returncode)
        if time.monotonic() >= self.not_before:
            self.process = subprocess.Popen(self.command, env=dict(self.environment), preexec_fn=_die_with_parent)  # noqa: S603, PLW1509 - our own commands; the hook calls prctl only

    def _note_end(self, code: int) -> None:
        print(f"{self.name} 已结束(代码 {code}),将重新启动。/ {self.name} ended with {code}; starting it again.", flush=True)
        self.process = None
        self.not_before = time.monotonic() + self.pause
        self.pause = min(self.pause * 2, 30.0)

    def stop(self) -> None:
        """Ask the process to finish, and end it if it does not."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class _StopRequestedError(Exception):
    """SIGTERM or Ctrl-C."""


def serve(settings: Settings) -> None:
    """Start everything, print the address and the demo logins, and run until SIGTERM or Ctrl-C."""
    signal.signal(signal.SIGTERM, _request_stop)
    signal.signal(signal.SIGINT, _request_stop)
    try:
        _refuse_taken_port(settings)
        _say("正在启动数据库……", "Starting the database…")
        with bootstrap.database(settings) as urls:
            _say("正在准备数据……", "Preparing the data…")
            bootstrap.initialise(settings, urls)
            environment = {**os.environ, **bootstrap.child_environment(settings, urls)}
            _run([sys.executable, "-m", "admin", "init"], environment)
            _supervise(_children(settings, environment), settings)
    except _StopRequestedError:
        _say("已停止。", "Stopped.")


def _children(settings: Settings, environment: Mapping[str, str]) -> list[Child]:
    bind = f"{settings.host}:{settings.port}"
    gunicorn = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", bind, "--workers", str(settings.workers), "--preload", "--log-level", "warning"]
    return [
        Child(name="web", command=gunicorn, environment=environment),
        Child(name="worker", command=[sys.executable, "-m", "engine", "worker"], environment=environment),
    ]


def _supervise(children: Sequence[Child], settings: Settings) -> None:
    try:
        for child in children:
            child.keep_running()
        _await_first_answer(children, settings)
        print(bootstrap.welcome(settings), flush=True)
        while True:
            for child in children:
                child.keep_running()
            time.sleep(LOOK)
    finally:
        for child in children:
            child.stop()


def _await_first_answer(children: Sequence[Child], settings: Settings) -> None:
    url = f"http://{settings.host}:{settings.port}/health"
    give_up = time.monotonic() + FIRST_ANSWER
    while time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(LOOK)
        if children[0].process and children[0].process.poll() is not None:
            break
    raise WebSilentError


def _run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    if subprocess.run(command, env=dict(environment), check=False).returncode:  # noqa: S603 - our own command
        raise WebSilentError


def _refuse_taken_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTakenError(_port_text(settings)) from error


def _port_text(settings: Settings) -> Text:
    return Text(
        f"无法使用 {settings.host}:{settings.port},它可能已被其他程序占用。请先停止那个程序,或换一个端口:ONEDOOR_PORT=8081 make run",
        f"Cannot use {settings.host}:{settings.port}; another program may have it. Stop that program, or choose another port: "
        "ONEDOOR_PORT=8081 make run",
    )


def _request_stop(_signal: int, _frame: FrameType | None) -> None:
    # A second signal must not interrupt the orderly stop that the first has begun.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise _StopRequestedError


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # Children do not inherit an ignored Ctrl-C, and leave the terminal's to the supervisor.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _say(chinese: str, english: str) -> None:
    print(f"{chinese} / {english}", flush=True)
