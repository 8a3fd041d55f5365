"""The folder of one installation: one supervisor at a time works in it, and waits until an earlier run is gone."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from engine import errors
from engine.errors import Text

#: Seconds that what is left of an earlier run may take to end; `engine.lifeline` kills it before that.
PATIENCE = 45.0
#: Seconds between two looks.
_LOOK = 0.1


@contextmanager
def held(folder: Path, *, on_wait: Callable[[], None]) -> Iterator[int]:
    """Have a folder for ourselves while the block runs.

    Yields a lock that every child must inherit: it is let go when the last of them is gone, however it ended, so the
    processes of two runs never work side by side. `on_wait` is called if there is something to wait for.
    Raises SettingError: another supervisor runs, the earlier run does not end, or the folder cannot be written.
    """
    with _open(folder / "supervisor.lock") as ours, _open(folder / "run.lock") as run:
        if not _locks(ours):
            raise errors.SettingError(_running(folder))
        _await_the_end(run, folder, on_wait)
        yield run.fileno()


def _await_the_end(run: IO[str], folder: Path, on_wait: Callable[[], None]) -> None:
    if _locks(run):
        return
    on_wait()
    give_up = time.monotonic() + PATIENCE
    while not _locks(run):
        if time.monotonic() > give_up:
            raise errors.SettingError(_not_ending(folder))
        time.sleep(_LOOK)


def _locks(file: IO[str]) -> bool:
    """Lock a file if nobody else has it, and tell whether that worked."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _open(file: Path) -> Iterator[IO[str]]:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        opened = file.open("a")
    except OSError as error:
        raise errors.SettingError(
            Text(
                f"无法写入数据文件夹 {file.parent}（{error.strerror}）。请检查它的权限和磁盘空间，或用 ONEDOOR_VAR 换一个文件夹。",
                f"Cannot write to the data folder {file.parent} ({error.strerror}). Check its permissions and the space on the disk, "
                "or choose another folder with ONEDOOR_VAR.",
            )
        ) from error
    with opened:
        yield opened


def _running(folder: Path) -> Text:
    return Text(
        f"一扇门已经在数据文件夹 {folder} 上运行，请直接使用它；要重新启动，请先用 Ctrl-C 停止它。"
        "要另外运行一个，请换一个文件夹和端口：ONEDOOR_VAR=… ONEDOOR_PORT=… make run。",
        f"OneDoor already runs over the data folder {folder}: use that one, or stop it with Ctrl-C before you start it again. "
        "To run another beside it, choose another folder and port: ONEDOOR_VAR=… ONEDOOR_PORT=… make run.",
    )


def _not_ending(folder: Path) -> Text:
    return Text(
        f"数据文件夹 {folder} 上一次运行的进程一直没有结束。请重新启动这台机器，再启动一扇门；已保存的数据没有丢失。",
        f"What an earlier run over the data folder {folder} left does not end. Restart the machine, then start OneDoor again; "
        "nothing that was saved is lost.",
    )
