"""Reads the tutorial: the commands and changes of files that it tells its reader to make."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engine.settings import HOUSE, Settings

FOLDER = HOUSE / "docs" / "tutorial"
#: The county as it is when the tutorial is over.
KEPT = FOLDER / "maixiang"
#: The part in which files are taken back from the browser.
LAST = "\n## 9. "
_FENCE = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
_FILE = re.compile(r"`([\w./-]+\.(?:yaml|json))`")
#: The province to which the county belongs; without a pack, so that nothing else is loaded.
TREE = "jurisdictions:\n  - {id: gansu, level: province, title: {zh: 甘肃省, en: Gansu Province}}\n"


@dataclass(frozen=True, kw_only=True)
class Change:
    """Some lines of a file, before and after."""

    file: str
    before: str
    after: str

    def make(self, house: Path) -> None:
        """Change the file as the reader does; the lines must be there, once."""
        text = (house / self.file).read_text("utf-8")
        assert text.count(self.before) == 1, f"{self.file} does not hold once:\n{self.before}"
        (house / self.file).write_text(text.replace(self.before, self.after), "utf-8")


def text(language: str = "") -> str:
    """Return the tutorial: in Chinese, or `en`."""
    return (FOLDER / f"README{'.' + language if language else ''}.md").read_text("utf-8")


def commands(lesson: str) -> list[str]:
    """Return what is to be typed into the terminal."""
    return [line for kind, inside in _FENCE.findall(lesson) if kind == "sh" for line in inside.splitlines()]


def changes(lesson: str) -> list[Change]:
    """Return the changes of files, in order; each stands below the last file named before it."""
    return list(_changes(lesson))


def _changes(lesson: str) -> Iterator[Change]:
    for found in _FENCE.finditer(lesson):
        if found[1] == "diff":
            named = [name for name in _FILE.findall(lesson[: found.start()]) if "/maixiang" in name]
            lines = found[2].splitlines()
            before = "\n".join(line[1:] for line in lines if line[0] in " -")
            after = "\n".join(line[1:] for line in lines if line[0] in " +")
            yield Change(file=named[-1], before=f"{before}\n", after=f"{after}\n")


def a_house(folder: Path) -> Settings:
    """Have a house with the base pack, in which the tutorial is followed."""
    for inside in ("processes/base", "forms/base", "config/calendars"):
        shutil.copytree(HOUSE / inside, folder / inside)
    for inside in ("config/jurisdictions", "config/rosters"):
        (folder / inside).mkdir()
    (folder / "config/jurisdictions/gansu.yaml").write_text(TREE, "utf-8")
    return replace(Settings.read({}), house=folder, var=folder / "var")


def contents(folder: Path) -> dict[str, str]:
    """Return the county's files below a folder, by path."""
    found = sorted(file for file in folder.rglob("*") if file.is_file() and "maixiang" in file.relative_to(folder).as_posix())
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in found if "var" not in file.relative_to(folder).parts}
