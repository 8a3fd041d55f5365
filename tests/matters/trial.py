"""A house in which the blocks of the base pack are tried: what ships as `base`, and a small county that calls its blocks one by one."""

from __future__ import annotations

import shutil
from pathlib import Path

from engine.settings import HOUSE, Settings

#: The county's own files: jurisdictions, roster and the pack `trial` with its scenarios.
OWN = Path(__file__).parent / "house"
_SHIPPED = ("processes/base", "forms/base", "config/calendars")


def a_house(folder: Path) -> Settings:
    """Lay the house in a folder and return settings for it."""
    for part in _SHIPPED:
        shutil.copytree(HOUSE / part, folder / part)
    shutil.copytree(OWN, folder, dirs_exist_ok=True)
    (folder / "forms/trial").mkdir(exist_ok=True)
    return Settings(database_url=None, var=folder / "var", host="127.0.0.1", port=8080, workers=1, demo=True, secret=None, house=folder)
