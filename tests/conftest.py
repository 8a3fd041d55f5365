"""Settings that hold for all tests."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

# How long an example takes depends on what else the machine does; what must be fast is measured in steps.
settings.register_profile("onedoor", deadline=None)
settings.load_profile("onedoor")

#: Folders whose tests share a running product: it is started once if they all go to one worker.
TOGETHER = ("tests/browser", "tests/serving")


class FolderScheduling(LoadScopeScheduling):
    """Gives a worker one test at a time, and the tests of some folders together.

    The marks of `--dist loadgroup` do nothing here: xdist 3.8 writes them into an attribute that pytest 9.2 reads no more.
    """

    def _split_scope(self, nodeid: str) -> str:
        folder = nodeid.partition("::")[0].rpartition("/")[0]
        return folder if folder in TOGETHER else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FolderScheduling:
    """Schedule by folder."""
    return FolderScheduling(config, log)
