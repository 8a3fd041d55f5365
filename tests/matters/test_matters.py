"""The blocks of the base pack do what their contracts say, in a small county that calls them one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import bootstrap
from engine.packs.scenario import ScenarioRunner
from engine.rehearsal import Stage
from tests.matters.trial import OWN, a_house

SCENARIOS = sorted((OWN / "processes/trial/scenarios").glob("*.yaml"))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, server: str) -> Iterator[Stage]:
    """Have a stage over the house of the small county."""
    made = Stage(settings=a_house(tmp_path_factory.mktemp("trial")), server=server)
    made.prepare()
    yield made
    made.clear()


def test_a_pack_that_calls_the_blocks_is_clean(tmp_path: Path) -> None:
    """The check has nothing to say of the calls, so what a block reads is written before it."""
    assert bootstrap.check_pack(a_house(tmp_path), "trial") == []


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_every_block_keeps_its_contract(file: Path, stage: Stage) -> None:
    """Each scenario is true of the real use cases over the real store."""
    result = ScenarioRunner(product_for=stage.product_for).run(file.name, file.read_bytes())

    assert [problem.message.en for problem in result.failures] == []
