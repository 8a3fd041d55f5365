"""Scenario files play over the real store and leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from engine import rehearsal
from engine.packs.scenario import ScenarioRunner
from engine.rehearsal import Stage
from engine.settings import Settings
from tests.wiring.houses import SCENARIO, a_house


@pytest.fixture
def stage(tmp_path: Path, server: str) -> Iterator[Stage]:
    """Set a stage over the tests' server."""
    made = Stage(settings=a_house(tmp_path), server=server)
    made.prepare()
    yield made
    made.clear()


def played(stage: Stage, text: str) -> list[tuple[int | None, str]]:
    result = ScenarioRunner(product_for=stage.product_for).run("one.yaml", text.encode())
    return [(failure.line, failure.message.en) for failure in result.failures]


def test_a_scenario_holds_over_the_real_store(stage: Stage) -> None:
    """Opening, refusing, completing and the figures with earlier counters are as the file says."""
    assert played(stage, SCENARIO) == []


def test_what_differs_is_said_with_its_line(stage: Stage) -> None:
    """A wrong expectation fails, and says what stands there instead."""
    assert played(stage, SCENARIO.replace("amount: 100", "amount: 101")) == [(10, "The figure amount should be 101 but is 100.")]


def test_a_scenario_of_a_pack_plays_in_a_scratch_jurisdiction(stage: Stage) -> None:
    """A pack without a place is adopted by a jurisdiction made for the rehearsal, with the roster given inline."""
    text = SCENARIO.replace("jurisdiction: hill", "pack: small").replace(
        "given: {", "given: {roster: {people: [{code: zhao, name: 赵某}], posts: [{person: zhao, role: R.INTAKE}]}, "
    )
    assert played(stage, text.replace("by: wang", "by: zhao")) == []


def test_an_unknown_place_is_a_failure_of_the_file(stage: Stage) -> None:
    """The runner goes on to the next file."""
    assert played(stage, SCENARIO.replace("jurisdiction: hill", "jurisdiction: moon")) == [(1, "There is no jurisdiction moon.")]


def test_nothing_is_left_behind(tmp_path: Path, server: str) -> None:
    """Neither a scenario nor a whole rehearsal leaves a database."""
    stage = Stage(settings=a_house(tmp_path), server=server)
    stage.prepare()
    played(stage, SCENARIO)
    stage.clear()

    with psycopg.connect(server) as owner:
        left = owner.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{stage.template}%"]).fetchall()
    assert left == []


def test_the_command_plays_all_files_of_a_folder(tmp_path: Path) -> None:
    """The last line counts; a failure makes the whole report fail."""
    settings: Settings = a_house(tmp_path)
    bad = tmp_path / "processes/small/scenarios/two.yaml"
    bad.write_text(SCENARIO.replace("due: 2025-06-04", "due: 2025-06-05"))

    report = rehearsal.play_files(replace(settings, var=tmp_path / "var"), [tmp_path / "processes"])

    assert report.as_text().splitlines()[-1] == "1 passed, 1 failed"
    assert not report.is_passed
