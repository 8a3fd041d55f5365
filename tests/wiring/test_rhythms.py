"""The worker lets the rhythms of every place begin."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from engine import bootstrap
from engine.domain import access
from engine.settings import Settings
from engine.store import queries
from tests.fakes import FakeClock
from tests.postgres import Database
from tests.wiring.houses import a_house

NINE = datetime(2025, 6, 9, 1, 0, tzinfo=UTC)
TITLE = {"zh": "例会", "en": "Meeting"}


@pytest.fixture
def house(tmp_path: Path, database: Database) -> Settings:
    """Have a small house whose pack holds a meeting every day at nine."""
    settings = replace(a_house(tmp_path), database_url=database.owner_url)
    pack = settings.house / "processes/small/pack.yaml"
    content = yaml.safe_load(pack.read_text("utf-8"))
    content["rhythms"] = {"daily": {"title": TITLE, "process": "main", "every": "day", "at": "09:00"}}
    pack.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    with bootstrap.database(settings) as urls:
        bootstrap.initialise(settings, urls)
    return settings


def test_every_place_that_has_adopted_a_pack_keeps_its_rhythms(house: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """The job of every minute begins what is due, once; what cannot begin is logged and holds up no other place."""
    with bootstrap.connected(house) as made:
        clock = FakeClock(NINE.replace(hour=0))
        product = replace(made, context=replace(made.context, clock=clock))
        every_minute = bootstrap.work_of(product).minutely["begin_rhythms"]

        for minute in (NINE.replace(hour=0), NINE, NINE.replace(minute=1)):
            clock.instant = minute
            every_minute()

        with product.begin(frozenset({"hill"})) as uow:
            rows = queries.cases(uow.transaction, access.system({"hill"})).rows
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert [row.opened_at for row in rows] == [NINE]
