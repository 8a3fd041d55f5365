"""A new county begins as files that are whole: checked, with scenarios that hold, and never written over what is there."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine import bootstrap, cli, counties, errors, factory, rehearsal
from engine.counties import County
from engine.settings import HOUSE, Settings

TREE = """\
jurisdictions:
  - {id: plain, level: province, title: {zh: 平原省, en: Plain}}
  - {id: dell, level: county, title: {zh: 谷县, en: Dell}}
"""
HILLS = County(code="hills", title="山谷县", title_en="Hills County")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Have a house with the base pack and the province."""
    for folder in ("processes/base", "forms/base", "config/calendars"):
        shutil.copytree(HOUSE / folder, tmp_path / "house" / folder)
    for folder in ("config/jurisdictions", "config/rosters"):
        (tmp_path / "house" / folder).mkdir()
    (tmp_path / "house/config/jurisdictions/plain.yaml").write_text(TREE)
    return replace(Settings.read({}), house=tmp_path / "house", var=tmp_path / "var")


def test_a_new_county_is_clean_and_its_scenarios_hold(settings: Settings) -> None:
    """What the command writes needs no repair before it is changed."""
    files, problems = counties.write(HILLS, settings)

    assert problems == []
    report = rehearsal.play_files(settings, [settings.house / "processes/hills"])
    assert [str(problem) for result in report.results for problem in result.failures] == []
    assert len(report.results) == sum("/scenarios/" in file for file in files) > 0


def test_the_check_looks_at_roster_and_places_too(settings: Settings) -> None:
    """A post for nobody, a unit that is not there and a level that does not exist are told before the first start."""
    counties.write(HILLS, settings)
    roster, places = (settings.house / f"config/{folder}/hills.yaml" for folder in ("rosters", "jurisdictions"))
    roster.write_text(
        roster.read_text("utf-8")
        .replace("{person: hills-gan,", "{person: hills-gam,")
        .replace("unit: hills-window, login", "unit: x, login")
    )

    found = {(problem.file, problem.place, problem.message.en) for problem in bootstrap.check_pack(settings, "hills")}
    places.write_text(places.read_text("utf-8").replace("level: town", "level: towns", 1))
    of_places = bootstrap.check_pack(settings, "hills")

    assert {(file, place) for file, place, _ in found} == {
        ("config/rosters/hills.yaml", "people hills-gan"),
        ("config/rosters/hills.yaml", "posts hills-gam"),
    }
    assert [(problem.file, problem.line) for problem in of_places] == [("config/jurisdictions/hills.yaml", 5)]


def test_nothing_of_the_template_s_names_is_left() -> None:
    """Codes, names and file names are the county's own."""
    files = counties.filled(HILLS)

    everything = " ".join([*files, *(file.decode() for file in files.values())]).lower()
    assert not [word for word in ("shili", "示例", "shangji") if word in everything]
    assert "processes/hills/HILLS-D1.dmn" in files


def test_a_county_may_stand_below_a_province(settings: Settings) -> None:
    """The tree knows its place, its towns and its pack."""
    counties.write(replace(HILLS, parent="plain"), settings)

    tree = {place.id: place for place in factory.jurisdictions(settings.house)}
    assert (tree["hills"].parent, tree["hills"].pack, tree["hills.east"].parent) == ("plain", "hills", "hills")


@pytest.mark.parametrize(
    ("county", "words"),
    [
        (replace(HILLS, code="Hills"), "The code Hills cannot be used."),
        (replace(HILLS, title='谷"县'), "cannot be used. Write 2 to 30 Chinese characters"),
        (replace(HILLS, title_en="Hills: {County}"), "may hold letters, spaces and hyphens only."),
        (replace(HILLS, code="dell"), "The code dell is taken."),
        (replace(HILLS, code="base"), "The code base is taken."),
        (replace(HILLS, parent="dell"), "There is no city or province dell. There are: plain;"),
        (replace(HILLS, extends="moon"), "There is no pack moon. There are: base."),
    ],
)
def test_a_name_that_cannot_stand_is_refused_with_the_cure(county: County, words: str, settings: Settings) -> None:
    """Nothing is written then."""
    with pytest.raises(errors.SettingError) as refused:
        counties.write(county, settings)

    assert words in refused.value.text.en
    assert not (settings.house / "processes" / county.code / "README.md").exists() or county.code == "base"


def test_a_file_that_is_there_is_never_written_over(settings: Settings) -> None:
    """A roster that somebody began by hand stays, and so does everything else."""
    roster = settings.house / "config/rosters/hills.yaml"
    roster.write_text("mine")

    with pytest.raises(errors.SettingError) as refused:
        counties.write(HILLS, settings)

    assert refused.value.text.en.startswith("config/rosters/hills.yaml is there already, and nothing was written.")
    assert (roster.read_text(), (settings.house / "processes/hills").exists()) == ("mine", False)


def test_the_command_says_what_it_wrote_and_what_comes_next(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line a file, then the next step in both languages."""
    monkeypatch.setenv("ONEDOOR_HOUSE", str(settings.house))

    code = cli.main(["new-county", "hills", "--title", "山谷县"])

    said = capsys.readouterr().out
    assert code == cli.OK
    assert "processes/hills/pack.yaml\n" in said
    assert said.endswith("Next: make them your own, then run python -m engine check hills.\n")
