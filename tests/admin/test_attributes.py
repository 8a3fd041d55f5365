"""Claims about what the process studio knows of a diagram's attributes."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bpmn import attributes

SOURCES = Path(__file__).parents[2] / "admin/frontend/src"
STUDIO = "\n".join(file.read_text() for file in sorted((SOURCES / "process-studio").rglob("*.ts*")))
DESCRIBED = (SOURCES / "shared/bpmn/onedoor.ts").read_text()


@pytest.mark.parametrize("name", attributes._OWN)
def test_every_attribute_that_runs_can_be_set_in_the_studio(name: str) -> None:
    """What the engine reads, the studio keeps and offers."""
    assert f'"{name}"' in DESCRIBED
    assert f'"onedoor:{name}"' in STUDIO
