"""The embedded PostgreSQL: one server per folder, started by the first who needs it, stopped by the last who leaves."""

from __future__ import annotations

import fcntl
import secrets
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.parse import quote

import psycopg

from engine import errors
from engine.errors import Text
from engine.store import binaries, placement, postmaster
from engine.store.binaries import Binaries
from engine.store.placement import Account
from engine.store.postmaster import Postmaster

#: The database, and the role that owns it. A role named like the schema would have its tables created there unasked.
DATABASE, OWNER = "onedoor", "onedoor_owner"
#: A socket's path has room for 107 bytes, of which PostgreSQL's file name takes 17.
LONGEST_SOCKET_FOLDER = 85
#: Seconds that a start may take, recovery after a crash included.
START_PATIENCE = 120.0
#: Seconds in which a server that refuses connections may turn out to be ending.
END_PATIENCE = 10.0
_LOCAL_PORT = 5432


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server and how its owner reaches it."""

    #: For libpq and psycopg; the role owns the database and is a superuser of the embedded server.
    url: str
    pid: int
    #: The server's process where it is our child.
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)


@contextmanager
def server(directory: Path) -> Iterator[Server]:
    """Have a server over the data in a folder while the block runs; whoever leaves last stops it.

    A second caller, in this or another process, attaches to the running server. SIGTERM ends the
    block in order where the program has not decided otherwise. Raises SettingError, StoreUnavailableError.
    """
    account = placement.account()
    home = placement.prepare(directory, account)
    with _sigterm_as_exit(), (home / "users.lock").open("a") as users:
        with _alone(home):
            fcntl.flock(users, fcntl.LOCK_SH)
            running = _attach(home) or _start(home, account)
        try:
            yield running
        finally:
            _leave(home, users.fileno(), running)


def is_running(directory: Path) -> bool:
    """Tell whether a server runs over the data in a folder."""
    data = directory.resolve() / "data"
    found = postmaster.read(data)
    return found is not None and postmaster.is_running(data, found)


def _attach(home: Path) -> Server | None:
    """Return the server that already runs over the folder, waiting for its recovery if need be."""
    data = home / "data"
    found = postmaster.read(data)
    if not (found and postmaster.is_running(data, found)):
        return None
    try:
        return _await_ready(home, found.pid)
    except errors.StoreUnavailableError:
        # It was about to end when we found it; then we start the next one.
        if postmaster.wait_until(lambda: not postmaster.is_running(data, found), END_PATIENCE):
            return None
        raise


def _start(home: Path, account: Account) -> Server:
    programs = binaries.find(account)
    if not (home / "data" / "PG_VERSION").exists():
        _create(home, programs, account)
    postmaster.clear_remains(home / "data")
    process = _run_postgres(home, programs, account)
    return _await_ready(home, process.pid, process)


def _create(home: Path, programs: Binaries, account: Account) -> None:
    """Make the data folder; an attempt that was interrupted leaves only `data.new` behind."""
    fresh, password = home / "data.new", home / "password"
    shutil.rmtree(fresh, ignore_errors=True)
    password.touch(mode=0o600)
    password.write_text(secrets.token_urlsafe(24))
    account.own(password)
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if programs.version >= binaries.BUILTIN_LOCALES else ["--no-locale"]
    command = [programs.initdb, "-D", str(fresh), "-U", OWNER, "--encoding=UTF8", *locale, "--data-checksums"]
    command += ["--auth=scram-sha-256", f"--pwfile={password}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=home, **account.popen())  # noqa: S603
    if done.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        raise errors.SettingError(_refusal(done.stderr))
    fresh.rename(home / "data")


def _run_postgres(home: Path, programs: Binaries, account: Account) -> subprocess.Popen[bytes]:
    """Start the server as our child, in a session of its own so that Ctrl-C in the terminal does not reach it."""
    options = {
        "log_min_messages": "warning",
        "timezone": "UTC",
        "max_connections": "120",
        **_address(home),
    }
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    command = [programs.postgres, "-D", str(home / "data"), *settings]
    with (home / "server.log").open("wb") as log:
        account.own(home / "server.log")
        return subprocess.Popen(  # noqa: S603 - our own command
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True, cwd=home, **account.popen()
        )


def _address(home: Path) -> dict[str, str]:
    if len(str(home).encode()) <= LONGEST_SOCKET_FOLDER:
        return {"listen_addresses": "", "unix_socket_directories": str(home), "port": str(_LOCAL_PORT)}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "port": str(probe.getsockname()[1])}


def _await_ready(home: Path, pid: int, process: subprocess.Popen[bytes] | None = None) -> Server:
    def is_decided() -> bool:
        found = postmaster.read(home / "data")
        ended = process.poll() is not None if process else postmaster.process_state(pid) in ("", "Z")
        return ended or bool(found and found.pid == pid and found.status == "ready")

    postmaster.wait_until(is_decided, START_PATIENCE)
    found = postmaster.read(home / "data")
    if not (found and found.pid == pid and found.status == "ready" and found.is_alive):
        raise errors.StoreUnavailableError(_refusal((home / "server.log").read_text(errors="replace")))
    _ensure_database(home, found)
    return Server(url=_url(home, found, DATABASE), pid=pid, process=process)


def _ensure_database(home: Path, found: Postmaster) -> None:
    try:
        with psycopg.connect(_url(home, found, "postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f'CREATE DATABASE "{DATABASE}"')
    except psycopg.Error as error:
        raise errors.StoreUnavailableError(_refusal(str(error))) from error


def _url(home: Path, found: Postmaster, database: str) -> str:
    password = (home / "password").read_text()
    if found.socket:
        return f"postgresql://{OWNER}:{password}@/{database}?host={quote(found.socket, safe='')}&port={found.port}"
    return f"postgresql://{OWNER}:{password}@127.0.0.1:{found.port}/{database}"


def _leave(home: Path, users: int, running: Server) -> None:
    """Stop the server if nobody else uses it; only the last one gets the lock for itself alone."""
    with _alone(home):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if running.process:
                # The server outlives this process on purpose: do not warn that a child still runs.
                running.process.returncode = 0
            return
        found = postmaster.read(home / "data")
        if found and postmaster.is_running(home / "data", found):
            found.stop()
        if running.process:
            running.process.wait()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server."""
    with (home / "start.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _sigterm_as_exit() -> Iterator[None]:
    """Turn SIGTERM into an orderly exit, unless the program handles it itself."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _exit)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _exit(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _refusal(said: str) -> Text:
    """Say why the server did not start, from what PostgreSQL wrote."""
    if "No space left" in said:
        return Text(
            "磁盘已满，数据库无法启动。请清理磁盘空间后重新启动；已保存的数据没有丢失。",
            "The disk is full, so the database cannot start. Free some space and start again; nothing that was saved is lost.",
        )
    if "in use" in said:
        return Text(
            "数据库的地址被其他程序占用。请稍候再启动；若仍不行，请重新启动这台机器。",
            "The database's address is in use by another program. Start again shortly; if that fails, restart the machine.",
        )
    last = " ".join(said.strip().splitlines()[-2:]) or "-"
    return Text(f"数据库无法启动。PostgreSQL 的说明：{last}", f"The database cannot start. PostgreSQL says: {last}")
