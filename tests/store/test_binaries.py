"""PostgreSQL's programs: found, and copied where an unprivileged account cannot reach them."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from engine.store import binaries, placement


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives up privileges")
def test_programs_below_a_closed_folder_are_copied_with_their_libraries() -> None:
    """A checkout below /root: the copy runs under the unprivileged account and is made once."""
    installed = binaries.find(placement.OWN).folder
    package = installed.parent.parent
    with tempfile.TemporaryDirectory(dir="/var/tmp") as closed:
        hidden = Path(closed) / package.name
        subprocess.run(["cp", "-r", package, f"{package}.libs", closed], check=True)

        copied = binaries._copy(hidden / installed.parent.name / "bin")
        again = binaries._copy(hidden / installed.parent.name / "bin")

    assert copied == again
    assert binaries._version(copied, placement.account()) == binaries.find(placement.OWN).version
    subprocess.run(["rm", "-r", copied.parents[2]], check=True)
