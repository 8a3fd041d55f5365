"""The tutorial does what it says: its commands and changes make the county that is kept beside it."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from engine import bootstrap, cli, rehearsal
from engine.settings import HOUSE
from tests.tutorial import lesson

#: What the reader changes in the browser; the browser test follows that part.
IN_THE_BROWSER = {
    "processes/maixiang/pack.yaml",
    "processes/maixiang/maixiang_main.bpmn",
    "processes/maixiang/MAIXIANG-D1.dmn",
    "forms/maixiang/MAIXIANG-F1.schema.json",
    "forms/maixiang/MAIXIANG-F1.ui.json",
}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have a house of one's own, which the commands use."""
    settings = lesson.a_house(tmp_path / "house")
    monkeypatch.setenv("ONEDOOR_HOUSE", str(settings.house))
    monkeypatch.setenv("ONEDOOR_VAR", str(settings.var))
    return settings.house


def run(command: str) -> int:
    """Run a command of the tutorial."""
    return cli.main(shlex.split(command.removeprefix(".venv/bin/python -m engine ")))


def test_the_files_of_the_tutorial_become_the_county(house: Path) -> None:
    """The county is written, changed as the text says, and clean; what is not changed in the browser is as kept."""
    told = lesson.text()
    new_county, check = (next(each for each in lesson.commands(told) if word in each) for word in ("new-county", "engine check"))

    assert run(new_county) == cli.OK
    for change in lesson.changes(told.split(lesson.LAST)[0]):
        change.make(house)
    assert run(check) == cli.OK
    for change in lesson.changes(lesson.LAST + told.split(lesson.LAST)[1]):
        change.make(house)

    made, kept = lesson.contents(house), lesson.contents(lesson.KEPT)
    assert made.keys() == kept.keys()
    assert {path for path in made if made[path] != kept[path]} == IN_THE_BROWSER


def test_the_county_that_is_kept_is_clean_and_its_scenarios_hold(house: Path) -> None:
    """Whoever compares their own with it compares with something that works."""
    shutil.copytree(lesson.KEPT, house, dirs_exist_ok=True)
    settings = lesson.replace(lesson.Settings.read({}), house=house, var=house / "var")

    assert bootstrap.check_pack(settings, "maixiang") == []
    report = rehearsal.play_files(settings, [house / "processes/maixiang"])
    assert report.as_text().endswith("2 passed, 0 failed")


def test_both_languages_tell_the_same_commands_and_changes() -> None:
    """The English text leads to the same county."""
    chinese, english = lesson.text(), lesson.text("en")

    assert lesson.commands(english) == lesson.commands(chinese)
    assert lesson.changes(english) == lesson.changes(chinese)


@pytest.mark.parametrize("command", lesson.commands(lesson.text()))
def test_every_command_exists(command: str) -> None:
    """Targets of the Makefile and commands of the engine go by the names in the text."""
    if command.startswith("make "):
        assert f"\n{command.split()[1]}:" in (HOUSE / "Makefile").read_text()
    else:
        name = shlex.split(command)[3]
        with pytest.raises(SystemExit) as left:
            cli.main([name, "--help"])
        assert left.value.code == 0
