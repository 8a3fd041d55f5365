"""Finds the typefaces of this machine that Chinese letters can be set in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst

from engine import errors
from engine.domain.case import Json

#: Families by their part in a letter, the best first: those of official letters where a county has them, then free ones.
_SONG = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "Songti SC", "STSong", "SimSun", "NSimSun")
_HEI = ("SimHei", "STHeiti", "Heiti SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN")
_PARTS = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", *_SONG),
    "heading": (*_HEI, *_SONG),
    "subheading": ("KaiTi_GB2312", "KaiTi", "STKaiti", "Kaiti SC", *_SONG),
    "body": ("FangSong_GB2312", "FangSong", "STFangsong", *_SONG),
}
#: For letters and figures; it comes with Typst, so that it is there on every machine.
_LATIN = {"name": "Libertinus Serif", "covers": "latin-in-cjk"}
#: Looked at last: whatever the machine has for other scripts.
_REST = ("DejaVu Sans",)


class ChineseFontMissingError(errors.TypefaceMissingError):
    """这台服务器没有中文字体，无法排版 PDF;DOCX 仍可下载。请系统管理员安装 fonts-noto-cjk 等字体，或放入 var/fonts，再重新启动。

    This server has no Chinese typeface, so no PDF can be set; the DOCX can still be downloaded. Ask the system administrator
    to install one, such as Debian's fonts-noto-cjk, or to put font files into var/fonts, and to start again.
    """


@dataclass(frozen=True, kw_only=True)
class Typefaces:
    """The fonts of the machine, and the families by their part in a letter, as the layout takes them."""

    fonts: typst.Fonts
    families: Json


@cache
def of_this_machine(folder: Path | None = None) -> Typefaces:
    """Look for the fonts of the machine and of a folder, once a process. Raises ChineseFontMissingError."""
    fonts = typst.Fonts(font_paths=[str(folder)] if folder and folder.is_dir() else [])
    return Typefaces(fonts=fonts, families=choose(fonts.families()))


def choose(present: Collection[str]) -> Json:
    """Return the families by their part, out of those that are present. Raises ChineseFontMissingError."""
    found = {part: [name for name in names if name in present] for part, names in _PARTS.items()}
    if not all(found.values()):
        raise ChineseFontMissingError
    rest = [name for name in _REST if name in present]
    return {part: [_LATIN, *names, *rest] for part, names in found.items()}
