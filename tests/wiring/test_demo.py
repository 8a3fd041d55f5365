"""A demonstration goes through the real use cases: it can be broken off, and it is the same every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine import bootstrap, cli, demo
from engine.domain import access
from engine.packs import demonstrating, yamledit
from engine.packs.demonstrating import DemonstrationError
from engine.settings import Settings
from engine.store import locks, queries
from tests.postgres import Database
from tests.wiring.houses import a_house

DEMO: dict[str, Any] = {
    "demo": 2025,
    "few": 4,
    "draw": {"amount": {"from": 10, "to": 90, "step": 10}},
    "answers": {"FACT.FIND": {"after": ["1 h", "3 h"], "give": {"amount": "=amount"}}},
    "paths": [
        {"path": "done", "count": 5, "open": {"by": "R.INTAKE"}},
        {"path": "left", "count": 2, "open": {"by": "wang"}, "answers": {"FACT.FIND": {"wait": True}}},
    ],
}


@pytest.fixture
def house(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Have a small house with a demonstration, which the command line finds by its environment."""
    settings = replace(a_house(tmp_path), database_url=database.owner_url)
    write(settings, DEMO)
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    return settings


def write(settings: Settings, content: dict[str, Any]) -> None:
    (settings.house / "processes/small/demo.yaml").write_bytes(yamledit.write(content))
    with bootstrap.database(settings) as urls:
        bootstrap.initialise(settings, urls)


def told(settings: Settings, **more: Any) -> list[demo.Progress]:
    said: list[demo.Progress] = []
    demo.play(settings, ["hill"], **{"is_year": True, "tell": said.append, **more})
    return said


def rows(settings: Settings) -> list[Any]:
    with bootstrap.connected(settings) as product, product.begin({"hill"}) as uow:
        return [replace(row, release="") for row in queries.cases(uow.transaction, access.system(())).rows]


def test_a_year_is_played_in_the_order_in_which_its_cases_come(house: Settings) -> None:
    """Numbers rise with the days; what nobody does stays open; progress is told case by case."""
    said = told(house)

    found = rows(house)[::-1]
    assert [row.number for row in found] == [f"山〔2025〕{number}号" for number in range(1, 8)]
    assert [row.opened_at for row in found] == sorted(row.opened_at for row in found)
    assert Counter(row.end for row in found) == {"E.SERVICE_DONE": 5, None: 2}
    assert all(row.closed_at - row.opened_at < timedelta(days=4) for row in found if row.closed_at)
    assert [each.done for each in said] == list(range(8))


def test_what_was_broken_off_goes_on_and_comes_to_the_same_end(house: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of a case, too: everything drawn follows from the number of the case."""
    submit, calls = demonstrating.submit, []

    def breaking(*given: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return submit(*given)

    monkeypatch.setattr(demonstrating, "submit", breaking)
    with pytest.raises(KeyboardInterrupt):
        told(house)
    broken = rows(house)
    assert 3 <= len(broken) < 7

    told(house)

    assert [row for row in rows(house) if row.id in {b.id for b in broken if b.closed_at}] == [row for row in broken if row.closed_at]
    assert Counter(row.end for row in rows(house)) == {"E.SERVICE_DONE": 5, None: 2}
    assert len(calls) == 6


def test_playing_it_again_adds_nothing(house: Settings) -> None:
    """Cases have ids of their own."""
    told(house)
    before = rows(house)

    told(house)

    assert rows(house) == before


def test_a_new_installation_starts_with_a_few(house: Settings) -> None:
    """Only where there is no case yet."""
    with bootstrap.database(house) as urls:
        demo.begin(house, urls, lambda _progress: None)
        few = rows(house)
        demo.begin(house, urls, lambda _progress: None)

    assert len(few) == 4
    assert rows(house) == few


def test_figures_of_the_year_come_out_of_it(house: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Played by the command line, measured by the command line."""
    assert cli.main(["demo", "hill", "--year"]) == 0
    assert "7/7" in capsys.readouterr().err

    cli.main(["figures", "hill", "--period", "2025"])

    assert capsys.readouterr().out.splitlines()[::2] == ["登记    7", "办结率  71.4 %"]


def test_a_step_without_an_answer_is_named(house: Settings) -> None:
    """The path, the step and what is missing."""
    write(house, {**DEMO, "answers": {}})

    with pytest.raises(DemonstrationError) as caught:
        told(house)

    assert caught.value.text.en == "Path done, FACT.FIND: demo.yaml does not say how this step is done."


def test_answers_that_the_form_refuses_are_named(house: Settings) -> None:
    """With the sentences of the form."""
    write(house, {**DEMO, "answers": {"FACT.FIND": {"give": {"amount": "many"}}}})

    with pytest.raises(DemonstrationError) as caught:
        told(house)

    assert caught.value.text.en.startswith("Path done, FACT.FIND: ")
    assert "/amount: " in caught.value.text.en


@pytest.fixture
def held(house: Settings) -> Iterator[bootstrap.Product]:
    with bootstrap.connected(house) as product, locks.held(product.engine, locks.DEMONSTRATION) as is_ours:
        assert is_ours
        yield product


def test_two_demonstrations_do_not_run_at_once(house: Settings, held: bootstrap.Product) -> None:
    """The second is told to wait, and a new installation goes on without."""
    assert held
    with pytest.raises(demo.DemonstrationUnderWayError):
        told(house)


def test_deadlines_wait_while_a_demonstration_is_played(house: Settings, held: bootstrap.Product) -> None:
    """Its cases live by a clock of their own: by the real one everything in them would be long overdue."""
    assert bootstrap.work_of(held).due(10) == ()
    assert house.demo
