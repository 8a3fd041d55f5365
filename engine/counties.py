"""Begins a new county: writes the files of the template under the county's own code and names, and never over a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine import bootstrap, errors, factory
from engine.errors import Problem, Text
from engine.packs import disk
from engine.settings import HOUSE, Settings

#: A small county that is whole; what is written there for its names is replaced.
TEMPLATE = HOUSE / "config" / "new-county"
_CODE, _TITLE, _TITLE_EN, _PARENT, _BASE = "shili", "示例县", "Shili County", "parent: shangji, ", "extends: base"
#: Levels to which a county may belong.
_ABOVE = ("city", "province")


@dataclass(frozen=True, kw_only=True)
class County:
    """What a new county is called and where it belongs."""

    #: Stands in names of files, processes, forms and people.
    code: str
    title: str
    #: None for the code, written large.
    title_en: str | None = None
    #: Code of the city or province; None if the county stands alone.
    parent: str | None = None
    #: The pack to build on.
    extends: str = "base"

    @property
    def english(self) -> str:
        """Return the English name."""
        return self.title_en or f"{self.code.capitalize()} County"


def write(county: County, settings: Settings) -> tuple[list[str], list[Problem]]:
    """Write the county's files into the house; return their paths, and what the check finds in the new pack.

    Raises SettingError with the first thing that is wrong; nothing is written then.
    """
    _refuse_bad(county, settings.house)
    files = filled(county)
    taken = [path for path in files if (settings.house / path).exists()]
    if taken:
        raise errors.SettingError(
            Text(
                f"已经有文件“{taken[0]}”，什么都没有写。请换一个代码，或先移走原来的文件。",
                f"{taken[0]} is there already, and nothing was written. Choose another code, or move the old files away.",
            )
        )
    disk.write_files(settings.house, {path: file for path, file in files.items() if not path.startswith("config/")})
    for path, file in files.items():
        if path.startswith("config/"):
            (settings.house / path).write_bytes(file)
    return list(files), bootstrap.check_pack(settings, county.code)


def filled(county: County) -> dict[str, bytes]:
    """Return the template's files with the county's names in them."""
    words = {
        _BASE: f"extends: {county.extends}",
        _PARENT: f"parent: {county.parent}, " if county.parent else "",
        _TITLE: county.title,
        _TITLE_EN: county.english,
        _CODE: county.code,
        _CODE.upper(): county.code.upper(),
    }
    return {_replaced(path, words): _replaced(text, words).encode() for path, text in _template()}


def _template() -> Iterator[tuple[str, str]]:
    for file in sorted(TEMPLATE.rglob("*")):
        if file.is_file() and file.parent != TEMPLATE:
            yield file.relative_to(TEMPLATE).as_posix(), file.read_text("utf-8")


def _replaced(text: str, words: Mapping[str, str]) -> str:
    """Replace all words in one go: what has been put in is not replaced again."""
    return re.sub("|".join(map(re.escape, words)), lambda found: words[found[0]], text)


def _refuse_bad(county: County, house: Path) -> None:
    """Raise SettingError for names that could not stand where they are to stand."""
    for is_wrong, text in _faults(county, house):
        if is_wrong:
            raise errors.SettingError(text)


def _faults(county: County, house: Path) -> Iterator[tuple[bool, Text]]:
    yield (
        not re.fullmatch(r"[a-z][a-z0-9]{1,19}", county.code),
        Text(
            f"代码“{county.code}”不能用。请用 2 到 20 个小写字母或数字，以字母开头，例如县名的拼音。",
            f"The code {county.code} cannot be used. Write 2 to 20 lower-case letters or digits, beginning with a letter.",
        ),
    )
    yield (
        not re.fullmatch(r"[\u4e00-\u9fff·]{2,30}", county.title),
        Text(
            f"县名“{county.title}”不能用。请写 2 到 30 个汉字，例如 --title 某某县。",
            f"The name {county.title!r} cannot be used. Write 2 to 30 Chinese characters after --title.",
        ),
    )
    yield (
        not re.fullmatch(r"[A-Za-z][A-Za-z' -]{1,58}", county.english),
        Text(
            f"英文县名“{county.english}”不能用。请只用英文字母、空格和连字符。",
            f"The name {county.english!r} may hold letters, spaces and hyphens only.",
        ),
    )
    places = {place.id: place for place in factory.jurisdictions(house)}
    packs = disk.packs_in(house / "processes")
    yield (
        county.code in places or county.code in packs,
        Text(f"代码“{county.code}”已经有了。请换一个。", f"The code {county.code} is taken. Choose another."),
    )
    above = [place.id for place in places.values() if place.level in _ABOVE]
    yield (
        county.parent is not None and county.parent not in above,
        Text(
            f"没有市、省“{county.parent}”。可以写：{'、'.join(above)}；不写 --under 就不属于任何市、省。",
            f"There is no city or province {county.parent}. There are: {', '.join(above)}; without --under the county stands alone.",
        ),
    )
    yield (
        county.extends not in packs,
        Text(
            f"没有模板包“{county.extends}”。可以写：{'、'.join(packs)}。",
            f"There is no pack {county.extends}. There are: {', '.join(packs)}.",
        ),
    )
