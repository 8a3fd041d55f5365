"""Figures on the command line, over a house on disk and a real database."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine import bootstrap, cli
from engine.settings import Settings
from engine.usecases.open_case import OpenCase, open_case
from tests.postgres import Database
from tests.wiring.houses import a_house


@pytest.fixture
def house(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Have a small house with one case, which the command line finds by its environment."""
    settings = replace(a_house(tmp_path), database_url=database.owner_url)
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    with bootstrap.database(settings) as urls:
        bootstrap.initialise(settings, urls)
    with bootstrap.connected(settings) as product:
        with product.begin(()) as uow:
            actor = uow.rosters.actor("wang")
        open_case(OpenCase(jurisdiction="hill", actor=actor, answers={}), product.context)
    return settings


def test_figures_are_printed_for_a_place_or_a_pack(house: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """A table for people: what is counted, and the figure as it is shown."""
    assert house.demo
    for named in ("hill", "small"):
        assert cli.main(["figures", named]) == 0
        assert capsys.readouterr().out == "登记    1\n金额    0\n办结率  0.0 %\n"


def test_figures_are_parted_and_exact_in_json(house: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Scripts read the sums, the version of the definition and the groups."""
    assert house.demo
    assert cli.main(["figures", "hill", "--by", "place", "--json"]) == 0

    opened, _amount, settled = json.loads(capsys.readouterr().out)
    assert opened == {
        "name": "opened",
        "version": 1,
        "value": "1",
        "sum": "1",
        "failed": 0,
        "by": "place",
        "groups": [{"group": "hill", "value": "1", "sum": "1"}],
    }
    assert (settled["version"], settled["value"], settled["sum"], settled["of"]) == (2, "0.0 %", "0", "1")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "没有辖区或模板包“nowhere”。"),
        (["hill", "--period", "2025-13"], "统计期间的写法不对"),
        (["hill", "--by", "colour"], "没有分组“colour”。"),
    ],
)
def test_what_cannot_be_measured_has_its_sentence(
    house: Settings, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """The command fails and says what to write instead."""
    assert house.demo
    assert cli.main(["figures", *arguments]) == 2
    assert capsys.readouterr().err.startswith(said)
