"""The embedded server: started once, shared, and back after everything that can be killed was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from engine import errors
from engine.store import embedded, placement, postmaster

#: Holds a server until it is told to go on.
HOLDER = """
import sys
from pathlib import Path
from engine.store import embedded
with embedded.server(Path(sys.argv[1])) as server:
    print(server.pid, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder that the server's account can reach; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(dir="/tmp") as made:
        Path(made).chmod(0o755)
        yield Path(made) / "pgdata"


def hold(folder: Path) -> tuple[subprocess.Popen[str], int]:
    command = [sys.executable, "-c", HOLDER, str(folder)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    return holder, int(holder.stdout.readline())


def end(holder: subprocess.Popen[str]) -> None:
    holder.communicate("\n", timeout=60)


def note(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS noted (n int)")
        connection.execute("INSERT INTO noted VALUES (1)")


def noted(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM noted").fetchone()
    assert row
    return int(row[0])


def test_data_stay_between_two_starts(folder: Path) -> None:
    """What was committed is there after an orderly stop, and the stop leaves no process behind."""
    with embedded.server(folder) as server:
        note(server.url)
        first = server.pid

    with embedded.server(folder) as server:
        assert noted(server.url) == 1
        assert server.pid != first
    assert postmaster.process_state(first) == ""


def test_second_starter_attaches_and_the_last_to_leave_stops_the_server(folder: Path) -> None:
    """Two programs share one server; the first may leave before the second."""
    holder, pid = hold(folder)

    with embedded.server(folder) as server:
        end(holder)
        assert server.pid == pid
        note(server.url)
        assert noted(server.url) == 1

    assert postmaster.process_state(pid) in ("", "Z")


def test_killed_server_recovers_at_the_next_start(folder: Path) -> None:
    """Kill -9 of PostgreSQL loses nothing that was committed, though its zombie is still there."""
    with embedded.server(folder) as server:
        note(server.url)
        os.kill(server.pid, signal.SIGKILL)

        with embedded.server(folder) as again:
            assert noted(again.url) == 1
            assert again.pid != server.pid


def test_killed_starter_leaves_a_server_to_attach_to(folder: Path) -> None:
    """Kill -9 of the program leaves the server running; the next start takes it over and stops it."""
    holder, pid = hold(folder)
    holder.kill()
    holder.communicate()

    with embedded.server(folder) as server:
        assert server.pid == pid

    assert postmaster.wait_until(lambda: postmaster.process_state(pid) in ("", "Z"), 10)


def test_sigterm_stops_the_server_with_the_program(folder: Path) -> None:
    """SIGTERM ends a program in order: the server goes with it."""
    holder, pid = hold(folder)

    holder.terminate()
    holder.communicate(timeout=60)

    assert holder.returncode == 128 + signal.SIGTERM
    assert postmaster.process_state(pid) in ("", "Z")


def test_pid_file_of_another_process_is_no_obstacle(folder: Path) -> None:
    """After a power cut another program may bear the old number."""
    with embedded.server(folder) as server:
        note(server.url)
        stale = (folder / "data" / "postmaster.pid").read_text()
    other = subprocess.Popen(["sleep", "60"], **placement.account().popen())
    (folder / "data" / "postmaster.pid").write_text(stale.replace(str(server.pid), str(other.pid), 1))

    try:
        with embedded.server(folder) as server:
            assert noted(server.url) == 1
    finally:
        other.kill()
        other.wait()


def test_interrupted_creation_is_begun_anew(folder: Path) -> None:
    """A half-made data folder of a killed first start is thrown away."""
    placement.prepare(folder, placement.account())
    (folder / "data.new").mkdir()
    (folder / "data.new" / "PG_VERSION").write_text("18")

    with embedded.server(folder) as server:
        note(server.url)

        assert noted(server.url) == 1


def test_long_path_is_served_over_the_loopback_address(folder: Path) -> None:
    """A socket's path has room for 107 bytes; deeper folders get a local port."""
    deep = folder.parent / ("深" * 40) / "pgdata"

    with embedded.server(deep) as server:
        note(server.url)

        assert "@127.0.0.1:" in server.url


def test_password_is_asked_and_kept_from_others(folder: Path) -> None:
    """Nobody gets in without the password, which only the owner may read."""
    with embedded.server(folder) as server:
        assert (folder / "password").stat().st_mode & 0o077 == 0
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(server.url.replace((folder / "password").read_text(), "wrong"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives up privileges")
def test_root_changes_no_permission_of_folders_above() -> None:
    """Below a closed folder the data go elsewhere, with a link in their place."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as closed:
        folder = Path(closed) / "pgdata"

        with embedded.server(folder) as server:
            note(server.url)

        assert Path(closed).stat().st_mode & 0o777 == 0o700
        assert folder.readlink().parent == Path("/var/lib/onedoor")
        subprocess.run(["rm", "-r", folder.resolve()], check=True)


def test_folder_that_cannot_be_made_is_said_in_a_sentence(folder: Path) -> None:
    """A file in the folder's place is a wrong setting, not a stack of calls."""
    folder.write_text("")

    with pytest.raises(errors.SettingError) as refused, embedded.server(folder):
        pass

    assert refused.value.text.zh == (
        f"无法在“{folder}”建立数据库目录（File exists）。请检查磁盘空间和目录权限，或用 ONEDOOR_VAR 指定另一个目录。"
    )


def test_full_disk_is_said_in_a_sentence() -> None:
    """What PostgreSQL writes about a full disk becomes what to do about it."""
    said = 'FATAL:  could not write lock file "postmaster.pid": No space left on device'

    assert embedded._refusal(said) == errors.Text(
        "磁盘已满，数据库无法启动。请清理磁盘空间后重新启动；已保存的数据没有丢失。",
        "The disk is full, so the database cannot start. Free some space and start again; nothing that was saved is lost.",
    )
