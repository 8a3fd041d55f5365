"""What ships from the factory, over a real PostgreSQL: loaded once for the whole run, made ready once in a process.

A folder's conftest.py imports the fixtures: `from tests.shipped import server, shipped`.
"""

from __future__ import annotations

import pytest

from engine import bootstrap
from engine.rehearsal import Stage
from engine.settings import Settings
from engine.store import guard
from tests.postgres import make_template, server

__all__ = ["server", "shipped"]

SETTINGS = Settings.read({})
TEMPLATE = "template_factory"


@pytest.fixture(scope="session")
def shipped(server: str) -> Stage:
    """Have a stage with all packs, places and rosters."""
    make_template(server, TEMPLATE, _load, template="template0")
    return Stage(settings=SETTINGS, server=server, template=TEMPLATE)


def _load(owner_url: str) -> None:
    bootstrap.initialise(SETTINGS, bootstrap.Urls(owner=owner_url, app=guard.app_url(owner_url)))
