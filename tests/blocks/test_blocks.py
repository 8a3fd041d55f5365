"""The shared blocks of pack base work as their contracts say: a sample county with a door for each plays its scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine import bootstrap
from engine.packs.scenario import ScenarioRunner
from engine.rehearsal import Stage
from engine.settings import HOUSE, Settings

SAMPLE = Path(__file__).parent / "house"
SCENARIOS = sorted((SAMPLE / "processes").glob("*/scenarios/*.yaml"))
#: What the sample county takes from the house as it ships.
SHIPPED = ("processes/base", "forms/base", "config/calendars", "config/schemas")
OWN = ("processes/blocks", "forms/blocks", "config/jurisdictions", "config/rosters")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Join the sample county's files with those of the base pack."""
    house = tmp_path_factory.mktemp("blocks")
    for folder, source in [*((name, HOUSE) for name in SHIPPED), *((name, SAMPLE) for name in OWN)]:
        (house / folder).parent.mkdir(parents=True, exist_ok=True)
        (house / folder).symlink_to(source / folder)
    return replace(Settings.read({}), house=house, var=house / "var")


@pytest.fixture(scope="module")
def stage(settings: Settings, server: str) -> Iterator[Stage]:
    """Have a stage with the sample county."""
    made = Stage(settings=settings, server=server)
    made.prepare()
    yield made
    made.clear()


def test_the_sample_pack_is_clean(settings: Settings) -> None:
    """Callers of the blocks find what they read, and the check has nothing to say."""
    assert bootstrap.check_pack(settings, "blocks") == []


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_every_scenario_of_a_block_holds(file: Path, stage: Stage) -> None:
    """Each example is true of the real use cases over the real store."""
    runner = ScenarioRunner(product_for=stage.product_for)

    result = runner.run(file.name, file.read_bytes())

    assert [problem.message.en for problem in result.failures] == []
