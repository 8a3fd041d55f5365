"""The running server as its data folder shows it: alive, zombie or gone; started and stopped by process id."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

#: Seconds between two looks at a process.
LOOK = 0.02
#: Seconds for an orderly stop before the server is told to drop everything.
STOP_PATIENCE = 20.0
#: Seconds in which the children of a killed server notice its death.
ORPHAN_PATIENCE = 15.0


@dataclass(frozen=True, kw_only=True)
class Postmaster:
    """What `postmaster.pid` says of a server."""

    pid: int
    port: int
    #: Folder of the socket; empty if the server listens on 127.0.0.1.
    socket: str
    #: `ready` once connections are accepted.
    status: str

    @property
    def is_alive(self) -> bool:
        """Tell whether the process runs; a zombie that nobody has reaped does not."""
        return process_state(self.pid) not in ("", "Z", "X")

    def stop(self) -> None:
        """Stop the server: first let it finish its writes, after a while by force."""
        for sign, patience in ((signal.SIGINT, STOP_PATIENCE), (signal.SIGQUIT, STOP_PATIENCE), (signal.SIGKILL, STOP_PATIENCE)):
            try:
                os.kill(self.pid, sign)
            except ProcessLookupError:
                return
            if wait_until(lambda: not self.is_alive, patience):
                return


def read(data: Path) -> Postmaster | None:
    """Return what the data folder says of its server, or None if none was left behind."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 5 or not lines[0].isdecimal() or not lines[3].isdecimal():  # noqa: PLR2004 - pid, data, start, port, socket
        return None
    return Postmaster(pid=int(lines[0]), port=int(lines[3]), socket=lines[4], status=lines[7].strip() if len(lines) > 7 else "")  # noqa: PLR2004


def clear_remains(data: Path) -> None:
    """Remove what a killed server left behind and PostgreSQL would take for a running one.

    Its own check takes a zombie, or another program that got the same number, for the server.
    The pid file is also the guard against children that still write, so it is removed only when no
    process works in the folder any more.
    """
    left = read(data)
    if left is None or is_running(data, left):
        return
    wait_until(lambda: not any(_working_in(data)), ORPHAN_PATIENCE)
    if not any(_working_in(data)):
        (data / "postmaster.pid").unlink(missing_ok=True)
        if left.socket:
            (Path(left.socket) / f".s.PGSQL.{left.port}.lock").unlink(missing_ok=True)


def process_state(pid: int) -> str:
    """Return the letter of a process state as `ps` prints it; empty if there is no such process."""
    if Path("/proc/self/stat").exists():
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return ""
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return listed.stdout.strip()[:1]


def is_running(data: Path, found: Postmaster) -> bool:
    """Tell whether the process is alive and really this folder's server, not a later bearer of its number.

    Where a process's folder cannot be seen (macOS), the pid file is trusted.
    """
    if not Path("/proc/self/stat").exists():
        return found.is_alive
    return found.is_alive and _is_in(Path(f"/proc/{found.pid}"), data)


def wait_until(is_true: Callable[[], bool], patience: float) -> bool:
    """Wait for a claim to become true, at most `patience` seconds, and tell whether it did."""
    give_up = time.monotonic() + patience
    while not is_true():
        if time.monotonic() > give_up:
            return False
        time.sleep(LOOK)
    return True


def _working_in(data: Path) -> Iterator[int]:
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        if process_state(pid) not in ("", "Z") and _is_in(entry, data):
            yield pid


def _is_in(entry: Path, data: Path) -> bool:
    try:
        return (entry / "cwd").readlink() == data
    except OSError:
        return False
