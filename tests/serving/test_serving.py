"""The supervisor: one command starts everything, whatever dies is started again, and nothing stays behind."""

from __future__ import annotations

import os
import signal
import socket
import time

import pytest

from engine.store import postmaster
from tests.serving.house import PATIENCE, READY, STOPPED, Serving, keep_trying

pytestmark = pytest.mark.timeout(600)


def is_gone(run: Serving, patience: float = 60) -> bool:
    return postmaster.wait_until(lambda: not run.processes(), patience)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything(run: Serving, number: signal.Signals) -> None:
    """Ctrl-C, SIGTERM or a closed terminal end all processes in order and leave none."""
    run.start()

    assert run.stop(number) == 0
    assert run.process
    assert run.process.stdout
    assert STOPPED in run.process.stdout.read()
    assert is_gone(run, 0)


def test_the_address_and_the_logins_come_last(run: Serving) -> None:
    """Who started it sees where to go and with which names and password to sign in."""
    run.start()

    words = "".join(run.said)
    password = (run.var / "demo-password").read_text()
    assert f"演示账号，密码均为 {password} / Demo logins, each with the password {password}" in words
    assert any(line.split()[-5:] == ["p1", "–", "p2", "–", "p1"] for line in run.said)
    listed = (run.var / "demo-logins.txt").read_text("utf-8").splitlines()
    assert any(line.split()[:2] == ["p2", "钱某"] and "引导受理/综合受理窗口、调解员" in line for line in listed)
    assert run.said[-1] == (
        f"一扇门已就绪：http://127.0.0.1:{run.port}/ 按 Ctrl-C 停止。 / "
        f"OneDoor is ready at http://127.0.0.1:{run.port}/; Ctrl-C stops it.\n"
    )
    assert (run.var / "demo-password").stat().st_mode & 0o077 == 0
    run.visitor("p2")


def test_without_demo_there_are_no_logins(run: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    """ONEDOOR_DEMO=0: nobody can sign in with a demo password."""
    monkeypatch.setenv("ONEDOOR_DEMO", "0")

    run.start()

    assert not (run.var / "demo-password").exists()
    assert run.ask("SELECT count(*) FROM public.ab_user") == [(0,)]


@pytest.mark.parametrize("words", ["gunicorn", "engine worker"])
def test_a_killed_process_is_started_again(run: Serving, words: str) -> None:
    """Kill -9 of web server or worker: another takes its place, and visitors only wait."""
    run.start()
    killed = run.first(words)

    os.kill(killed, signal.SIGKILL)

    run.hear("was started again.")
    assert run.first(words) not in (0, killed)
    keep_trying(lambda: run.visitor("p1", patience=10))


def test_a_killed_database_is_started_again(run: Serving) -> None:
    """Kill -9 of PostgreSQL: it recovers, and the processes that used it go on."""
    run.start()
    killed = run.postgres()

    os.kill(killed, signal.SIGKILL)

    run.hear("The database ended unexpectedly and was started again.")
    assert run.postgres() != killed
    run.visitor("p1")


def test_a_killed_supervisor_leaves_nothing_and_the_next_start_has_everything(run: Serving) -> None:
    """Kill -9 of the supervisor: all others end by themselves, the database in order and last."""
    run.start()
    case = run.open_case()

    run.kill()

    assert is_gone(run)
    run.start()
    assert run.item(case.id)
    run.visitor("p1")


def test_a_start_after_killing_everything_at_once_is_clean(run: Serving) -> None:
    """A power cut, as far as processes go: the next start has all that was committed."""
    run.start()
    case = run.open_case()

    for pid in sorted(run.processes()):
        os.kill(pid, signal.SIGKILL)
    assert run.process
    run.process.wait()

    run.start()
    assert run.item(case.id)


def test_a_taken_port_is_said_in_a_sentence(run: Serving) -> None:
    """Somebody else's port is refused at once: nothing is started, and the sentence names what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", run.port))
        other.listen()
        run.spawn()
        assert run.process
        said, _ = run.process.communicate(timeout=PATIENCE)

    other_port = run.port + 1
    assert run.process.returncode == 2
    assert said == (
        f"端口 {run.port} 已被占用。如果一扇门已在运行，请直接打开 http://127.0.0.1:{run.port}/；否则请停止占用它的程序，"
        f"或换一个端口：ONEDOOR_PORT={other_port} make run。\n"
        f"Port {run.port} is in use. If OneDoor is already running, open http://127.0.0.1:{run.port}/; otherwise stop the program "
        f"that holds the port, or choose another: ONEDOOR_PORT={other_port} make run.\n"
    )
    assert "still ending" not in said
    assert not (run.var / "pgdata").exists()


def test_a_second_supervisor_over_the_same_folder_is_refused(run: Serving) -> None:
    """Also with another port: two over one folder would work against each other. The first goes on."""
    run.start()
    second = Serving(run.var)
    second.spawn()
    assert second.process

    said, _ = second.process.communicate(timeout=PATIENCE)

    assert second.process.returncode == 2
    assert said == (
        f"一扇门已经在数据文件夹 {run.var} 上运行，请直接使用它；要重新启动，请先用 Ctrl-C 停止它。"
        "要另外运行一个，请换一个文件夹和端口：ONEDOOR_VAR=… ONEDOOR_PORT=… make run。\n"
        f"OneDoor already runs over the data folder {run.var}: use that one, or stop it with Ctrl-C before you start it again. "
        "To run another beside it, choose another folder and port: ONEDOOR_VAR=… ONEDOOR_PORT=… make run.\n"
    )
    run.visitor("p1")


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(run: Serving) -> None:
    """A file where the folder should be: a wrong setting, not a stack of calls."""
    run.var.write_text("")
    run.spawn()
    assert run.process

    said, _ = run.process.communicate(timeout=PATIENCE)

    assert run.process.returncode == 2
    assert f"Cannot write to the data folder {run.var} (File exists)." in said


def test_an_impossible_address_is_said_in_a_sentence(run: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that this machine does not have is a wrong setting, not a stack of calls."""
    monkeypatch.setenv("ONEDOOR_HOST", "203.0.113.7")
    run.spawn()
    assert run.process

    said, _ = run.process.communicate(timeout=PATIENCE)

    assert run.process.returncode == 2
    assert f"Cannot listen at 203.0.113.7:{run.port}" in said
    assert "Check ONEDOOR_HOST and ONEDOOR_PORT." in said


def test_a_web_server_that_cannot_start_says_why(run: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with the web server stands on the terminal, and nothing keeps running."""
    monkeypatch.setenv("GUNICORN_CMD_ARGS", "--worker-class=none-such")
    run.spawn()
    assert run.process

    said, _ = run.process.communicate(timeout=PATIENCE)

    assert run.process.returncode == 2
    assert "The web server did not start" in said
    assert READY not in said
    assert is_gone(run, 5)


def test_the_second_start_takes_seconds(run: Serving) -> None:
    """What the first start has made is not made again."""
    run.start()
    run.stop()

    begun = time.monotonic()
    run.start()

    assert time.monotonic() - begun < 30, "a busy machine may take longer than the few seconds of an idle one, not ten times as long"
