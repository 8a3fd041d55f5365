"""Run everything on this machine under one supervisor: database, web server and worker."""

from __future__ import annotations

import errno
import http.client
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType
from typing import Self

from engine import bootstrap, children, demo, errors, lifeline, premises
from engine.bootstrap import Urls
from engine.children import Child
from engine.errors import Text
from engine.packs.demonstrating import DemonstrationError
from engine.settings import Settings
from engine.store import embedded

#: Seconds between two looks at the processes.
LOOK = 0.2
#: Seconds that the web server may take until it answers for the first time.
START_PATIENCE = 120.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - compared with, not listened on


def serve(settings: Settings) -> None:
    """Run until Ctrl-C or SIGTERM, then stop everything in order.

    A process that ends is started again. What is left of an earlier run is waited for.
    Raises SettingError (OneDoor runs already, somebody else has the port), StoreUnavailableError, CheckFailedError.
    """
    with ExitStack() as stack:
        stack.enter_context(_ended_by_signals())
        lock = stack.enter_context(premises.held(settings.var, on_wait=_say_that_it_waits))
        door = stack.enter_context(_door(settings))
        line = stack.enter_context(lifeline.held())
        database = stack.enter_context(Database(settings))
        _say("正在更新数据库、装载出厂模板……", "Bringing the database up to date, loading the factory packs…")
        bootstrap.initialise(settings, database.urls)
        if settings.demo_cases:
            _begin_demonstration(settings, database.urls)
        _say("正在准备账号，启动网页服务和后台任务……", "Preparing the accounts, starting the web server and the worker…")
        running = [children.web(settings, door, line, lock), children.worker(settings, line, lock)]
        with children.preparing_accounts(settings, lock) as logins, children.running(running):
            _await_answer(settings, running[0])
            _welcome(settings, logins())
            _keep(running, database)


def _keep(running: Sequence[Child], database: Database) -> None:
    """Look after the processes for ever."""
    while True:
        database.keep()
        for child in running:
            if child.keep():
                _say(f"{child.title.zh}意外停止，已重新启动。", f"{child.title.en} ended unexpectedly and was started again.")
        time.sleep(LOOK)


# --- the parts ------------------------------------------------------------------------------------------------------


class Database:
    """The database that the processes use; an embedded server that was killed is started again."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        if not self._settings.database_url:
            _say("正在启动数据库……", "Starting the database…")
        self.urls: Urls = self._stack.enter_context(bootstrap.database(self._settings))
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def keep(self) -> None:
        """Start the embedded server again if it has ended."""
        if self._settings.database_url or embedded.is_running(self._settings.var / "pgdata"):
            return
        self._stack.close()
        try:
            self.urls = self._stack.enter_context(bootstrap.database(self._settings))
        except errors.EngineError as error:
            _say(*error.text)
            time.sleep(children.LONGEST_PAUSE)
        else:
            _say("数据库意外停止，已重新启动。", "The database ended unexpectedly and was started again.")


# --- the door -------------------------------------------------------------------------------------------------------


@contextmanager
def _door(settings: Settings) -> Iterator[socket.socket]:
    """Listen at the address while the block runs. Raises SettingError."""
    try:
        (family, kind, _protocol, _name, address), *_more = socket.getaddrinfo(
            settings.host or None, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        door = socket.socket(family, kind)
    except OSError as error:
        raise errors.SettingError(_no_address(settings, error)) from error
    with door:
        try:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(address)
            door.listen(children.BACKLOG)
        except OSError as error:
            raise errors.SettingError(_taken(settings) if error.errno == errno.EADDRINUSE else _no_address(settings, error)) from error
        yield door


def _await_answer(settings: Settings, web: Child) -> None:
    give_up = time.monotonic() + START_PATIENCE
    while not _answers(settings):
        if not web.is_running or time.monotonic() > give_up:
            words = web.last_words() or "-"
            raise errors.SettingError(
                Text(f"网页服务没有启动（{web.log}）：{words}", f"The web server did not start ({web.log}): {words}"),
            )


def _answers(settings: Settings) -> bool:
    visitor = http.client.HTTPConnection(_ANYWHERE.get(settings.host, settings.host), settings.port, timeout=1.0)
    with suppress(OSError, http.client.HTTPException):
        visitor.request("GET", "/health")
        return visitor.getresponse().status == http.client.OK
    return False


def _taken(settings: Settings) -> Text:
    return Text(
        f"端口 {settings.port} 已被占用。如果一扇门已在运行，请直接打开 {_address(settings)}；否则请停止占用它的程序，"
        f"或换一个端口：ONEDOOR_PORT={_other(settings.port)} make run。",
        f"Port {settings.port} is in use. If OneDoor is already running, open {_address(settings)}; otherwise stop the program "
        f"that holds the port, or choose another: ONEDOOR_PORT={_other(settings.port)} make run.",
    )


def _no_address(settings: Settings, error: OSError) -> Text:
    place = f"{settings.host}:{settings.port}"
    return Text(
        f"无法在 {place} 提供服务（{error.strerror}）。请检查 ONEDOOR_HOST 和 ONEDOOR_PORT。",
        f"Cannot listen at {place} ({error.strerror}). Check ONEDOOR_HOST and ONEDOOR_PORT.",
    )


def _other(port: int) -> int:
    return port + 1 if port + 1 < 2**16 else port - 1


def _address(settings: Settings) -> str:
    host = _ANYWHERE.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/"


# --- words and signals ------------------------------------------------------------------------------------------------


def _say(zh: str, en: str) -> None:
    print(f"{zh} / {en}", flush=True)


def _begin_demonstration(settings: Settings, urls: Urls) -> None:
    """Play a few cases where there are none; a demonstration that cannot go on keeps nobody from working."""
    with _signals_at_rest() as end_if_wanted:

        def tell(progress: demo.Progress) -> None:
            end_if_wanted()
            _tell_progress(progress)

        try:
            demo.begin(settings, urls, tell)
        except DemonstrationError as error:
            _say(*error.text)


def _tell_progress(progress: demo.Progress) -> None:
    if progress.done == 0:
        place, number = progress.place, progress.total
        _say(f"正在为{place.zh}办理 {number} 件演示案件……", f"Playing {number} demonstration cases of {place.en}…")


def _say_that_it_waits() -> None:
    _say("上一次运行还在结束，请稍候……", "An earlier run is still ending; waiting for it…")


def _welcome(settings: Settings, logins: str) -> None:
    print(f"\n{logins}" if logins else "")
    _say(f"一扇门已就绪：{_address(settings)} 按 Ctrl-C 停止。", f"OneDoor is ready at {_address(settings)}; Ctrl-C stops it.")


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """End the block in order at the first signal; further ones do not disturb the end."""
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    for number in _SIGNALS:
        # Whoever has us ignore the closing of the terminal (nohup) means it.
        if before[number] is not signal.SIG_IGN:
            signal.signal(number, _end)
    try:
        yield
    except _Ended:
        _say("已全部停止。", "Everything has stopped.")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _signals_at_rest() -> Iterator[Callable[[], None]]:
    """Let signals wait while the block works on the database; yield what ends the run, between two pieces of work, if one has come.

    Raised in the middle of a statement, the end would leave the connection in a state of which its pool complains at length.
    """
    came: list[int] = []

    def end_if_wanted() -> None:
        if came:
            _end(came[0], None)

    resting = [number for number in _SIGNALS if signal.getsignal(number) is _end]
    for number in resting:
        signal.signal(number, lambda came_now, _frame: came.append(came_now))
    try:
        yield end_if_wanted
    finally:
        for number in resting if not came else ():
            signal.signal(number, _end)
    end_if_wanted()


class _Ended(BaseException):
    """Somebody wants us to stop."""


def _end(_number: int, _frame: FrameType | None) -> None:
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise _Ended
