"""Notice that the supervisor is gone, even by kill -9: a pipe of which it alone holds the writing end."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

#: Names the pipe's reading end to a child.
VARIABLE = "ONEDOOR_LIFELINE"
#: Seconds for an orderly end before a process that lost its supervisor is killed.
PATIENCE = 30.0


@contextmanager
def held() -> Iterator[int]:
    """Hold a lifeline while the block runs; yields the reading end, to be passed to children under `VARIABLE`."""
    reading, writing = os.pipe()
    try:
        yield reading
    finally:
        os.close(writing)
        os.close(reading)


def watch(process: int, environ: Mapping[str, str] | None = None) -> None:
    """End a process, this one or its parent, when the supervisor is gone; without a supervisor do nothing.

    It gets SIGTERM; what is left of its group after a while is killed, as the supervisor would have done.
    """
    end = (os.environ if environ is None else environ).get(VARIABLE)
    if end:
        threading.Thread(target=_await_end, args=(int(end), process), name="lifeline", daemon=True).start()


def _await_end(reading: int, process: int) -> None:
    os.read(reading, 1)
    os.kill(process, signal.SIGTERM)
    time.sleep(PATIENCE)
    os.killpg(process, signal.SIGKILL)
