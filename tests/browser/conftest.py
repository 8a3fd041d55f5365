"""The whole product for the browser tests: started by its own command, visited with Debian's Chromium."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

HOUSE = Path(__file__).parents[2]
#: Folder of the module by which the product's clock can be moved.
CLOCK = Path(__file__).parent / "clock"
#: Without these, Chromium looks for its maker's hosts at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Seconds until the product answers, its first start and its first cases on a slow machine included.
START = 600


@dataclass(frozen=True, kw_only=True)
class Site:
    """The running product."""

    url: str
    #: Password of all demo people.
    password: str
    var: Path
    clock: MovableClock


@dataclass(frozen=True, kw_only=True)
class MovableClock:
    """The product's clock: that of the machine, moved by the number of seconds in a file (see clock/sitecustomize.py)."""

    file: Path

    def now(self) -> datetime:
        """Return what the product takes for the present."""
        return datetime.now(UTC) + timedelta(seconds=float(self.file.read_text()))

    def move(self, to: datetime) -> None:
        """Go on from an instant."""
        self._put((to - datetime.now(UTC)).total_seconds())

    def right(self) -> None:
        """Show the machine's time again."""
        self._put(0)

    def _put(self, seconds: float) -> None:
        # Replaced as a whole: web server and worker read it at any time.
        written = self.file.with_suffix(".new")
        written.write_text(str(seconds))
        written.replace(self.file)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Start the product with demo people and without cases."""
    with served("people") as running:
        yield running


@contextmanager
def served(demo: str) -> Iterator[Site]:
    """Start the product on a free port with a fresh demo county, and stop it by SIGTERM; `demo` is ONEDOOR_DEMO."""
    with tempfile.TemporaryDirectory(prefix="onedoor-browser-") as folder:
        var = Path(folder) / "var"
        Path(folder).chmod(0o755)
        port = _free_port()
        clock = MovableClock(file=Path(folder) / "clock")
        clock.right()
        environment = {**os.environ, "ONEDOOR_VAR": str(var), "ONEDOOR_PORT": str(port), "ONEDOOR_DEMO": demo, "ONEDOOR_WORKERS": "1"}
        environment |= {"ONEDOOR_TEST_CLOCK": str(clock.file), "PYTHONPATH": os.pathsep.join(map(str, (CLOCK, HOUSE)))}
        environment.pop("DATABASE_URL", None)
        with (Path(folder) / "output.txt").open("w+b") as output:
            running = subprocess.Popen([sys.executable, "-m", "engine", "serve"], cwd=HOUSE, env=environment, stdout=output, stderr=output)
            try:
                said = _until_ready(running, output)
                yield Site(url=f"http://127.0.0.1:{port}", password=_password(said), var=var, clock=clock)
            finally:
                running.send_signal(signal.SIGTERM)
                running.wait(60)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _until_ready(running: subprocess.Popen[bytes], output: Any) -> str:
    """Wait until the address is printed and return what was said."""
    give_up = time.monotonic() + START
    while time.monotonic() < give_up:
        output.seek(0)
        said = output.read().decode()
        if running.poll() is not None:
            pytest.fail(f"The product did not start:\n{said}")
        if "OneDoor is ready" in said:
            return str(said)
        time.sleep(0.2)
    pytest.fail(f"The product was not ready after {START} s:\n{said}")


_PASSWORD = re.compile(r"each with the password (\S+)")


def _password(said: str) -> str:
    found = _PASSWORD.search(said)
    assert found
    return found[1]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Launch Chromium, or say what to install."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("没有 Chromium，浏览器测试未执行。请安装 chromium。/ There is no Chromium; install chromium to run the browser tests.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(site: Site, chromium: Browser) -> Iterator[Visit]:
    """Return a function that signs somebody in and gives the page: `visit("wang", locale="en", width=375)`."""
    contexts: list[BrowserContext] = []

    def sign_in(login: str | None = None, *, locale: str = "zh-CN", width: int = 1280, height: int = 900) -> Page:
        context = chromium.new_context(locale=locale, viewport={"width": width, "height": height}, timezone_id="Asia/Shanghai")
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(f"{page.url}: {error}"))
        page.on("console", lambda message: broken.append(f"{page.url}: {message.text}") if _is_defect(message) else None)
        if login:
            page.goto(f"{site.url}/login/")
            page.fill("#username", login)
            page.fill("#password", site.password)
            page.press("#password", "Enter")
            page.wait_for_url(lambda url: "/login" not in url)
        if locale.startswith("en"):
            page.goto(f"{site.url}/lang/en")
        return page

    broken: list[str] = []
    yield sign_in
    for context in contexts:
        context.close()
    site.clock.right()
    assert broken == []


def _is_defect(message: Any) -> bool:
    """Errors in the console are defects, but for the answers 4xx that a test asks for on purpose."""
    return message.type == "error" and "Failed to load resource" not in message.text
