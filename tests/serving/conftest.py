"""A folder that the database's account can reach, and a run of the product over it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving.house import Serving, serving


@pytest.fixture
def run() -> Iterator[Serving]:
    """Give a run that is not started yet; pytest's own folders are closed to the database's account."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="onedoor-serving-") as made:
        Path(made).chmod(0o755)
        with serving(Path(made) / "var") as run:
            yield run
