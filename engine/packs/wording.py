"""How values are written in letters: dates, amounts, lists and punctuation, in Chinese and in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.domain.letter import Run
from engine.errors import Text
from engine.feel.functions.dates import MONTHS
from engine.forms.describing import shown_date, shown_instant

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?")
_DIGITS = "〇一二三四五六七八九"


def written(value: Any, locale: str) -> Run:
    """Write a value for people; None where it is unknown, so that a blank is left. Empty text writes nothing."""
    if value is None or value == []:
        return None
    if isinstance(value, bool):
        return Text("是" if value else "否", "yes" if value else "no").in_language(locale)
    if isinstance(value, Decimal | int | float):
        return f"{Decimal(str(value)).normalize():f}"
    if isinstance(value, list | tuple):
        shown = [text for text in (written(each, locale) for each in value) if text]
        return Text("、", ", ").in_language(locale).join(shown) or None
    if isinstance(value, Mapping):
        return _of_both(value, locale)
    return clean(_moment(value, locale))


def _of_both(value: Mapping[str, Any], locale: str) -> Run:
    """Write the text of a language out of {zh, en}; any other context has no words of its own."""
    return clean(str(Text(**value).in_language(locale))) if set(value) == {"zh", "en"} else None


def _moment(value: Any, locale: str) -> str:
    text = value.isoformat() if isinstance(value, date | datetime) else str(value)
    try:
        if _DAY.fullmatch(text):
            return shown_date(date.fromisoformat(text), locale)
        return shown_instant(datetime.fromisoformat(text), locale) if _INSTANT.fullmatch(text) else text
    except ValueError:
        return text


def formal_day(value: Any, locale: str) -> Run:
    """Write a day as it stands under a letter: 二〇二五年六月三日, or 3 June 2025."""
    text = value.isoformat() if isinstance(value, date) else str(value or "")
    if not _DAY.match(text):
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    if locale.startswith("en"):
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{counted(day.month)}月{counted(day.day)}日"


def counted(number: int) -> str:
    """Write a number below 100 in Chinese: 一, 十, 十二, 三十一."""
    tens, ones = divmod(number, 10)
    return f"{'' if tens < 2 else _DIGITS[tens]}{'十' if tens else ''}{_DIGITS[ones] if ones else ''}"  # noqa: PLR2004 - 十二, not 一十二


def numeral(number: int, style: str, locale: str) -> str:
    """Write the number of a term: 一、 or （一） or 1. in Chinese, 1. or (a) in English."""
    if locale.startswith("en"):
        return f"({chr(ord('a') + (number - 1) % 26)})" if style == "（一）" else f"{number}."
    written_out = counted(number) if number < 100 else str(number)  # noqa: PLR2004 - what `counted` can write
    return {"一、": f"{written_out}、", "（一）": f"（{written_out}）"}.get(style, f"{number}.")


_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
#: From here on nobody writes an amount out.
_MOST = Decimal(10) ** 16


def capital(value: Any) -> str | None:
    """Write an amount of yuan in the characters that cannot be altered: 柒万元整, 壹佰零伍元叁角."""
    if not isinstance(value, Decimal | int | float) or isinstance(value, bool):
        return None
    amount = Decimal(str(value)).quantize(Decimal("0.01"))
    if not 0 <= amount < _MOST:
        return None
    yuan, cents = divmod(int(amount * 100), 100)
    dimes, fen = divmod(cents, 10)
    text = f"{_whole(yuan)}元" if yuan or not cents else ""
    if not cents:
        return f"{text}整"
    text += f"{_CAPITALS[dimes]}角" if dimes else ("零" if yuan else "")
    return text + (f"{_CAPITALS[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    if number == 0:
        return _CAPITALS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group:
            needs_zero = bool(text) and (gap or group < 1000)  # noqa: PLR2004 - a group without thousands
            text += ("零" if needs_zero else "") + _group(group) + _GROUPS[place]
        gap = not group
    return text


def _group(group: int) -> str:
    """Write a number below 10 000; noughts between digits are written once."""
    text, pending = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if pending and text else "") + _CAPITALS[digit] + _UNITS[place]
            pending = False
        else:
            pending = True
    return text


_KEPT = "\n\t"


def clean(text: str) -> str:
    """Leave out what cannot be printed: control characters, direction marks and halves of characters."""
    return "".join(each for each in text if each in _KEPT or unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Cn"))


#: Written as escapes: in many editors the two widths look alike.
_WIDE = {",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "?": "\uff1f", "!": "\uff01", "(": "\uff08", ")": "\uff09"}
_NARROW = re.compile("[,:;?!()]")


def widened(runs: Sequence[Run]) -> list[Run]:
    """Give punctuation between Chinese characters its full width, as a Chinese letter has it; figures keep theirs."""
    whole = "".join("\ufffc" if run is None else run for run in runs)
    wide = list(whole)
    opened: list[bool] = []
    for found in _NARROW.finditer(whole):
        at, sign = found.start(), found[0]
        is_between_figures = _is_narrow(wide, at - 1) and _is_narrow(wide, at + 1)
        is_wide = opened.pop() if sign == ")" and opened else not is_between_figures and _is_near_chinese(wide, at)
        if sign == "(":
            opened.append(is_wide)
        if is_wide:
            wide[at] = _WIDE[sign]
    return _parted("".join(wide), runs)


def _parted(text: str, runs: Sequence[Run]) -> list[Run]:
    parted: list[Run] = []
    position = 0
    for run in runs:
        length = 1 if run is None else len(run)
        parted.append(None if run is None else text[position : position + length])
        position += length
    return parted


def _is_near_chinese(text: Sequence[str], at: int) -> bool:
    """Tell whether Chinese text stands on either side of a sign."""
    return _is_chinese(text, at - 1) or _is_chinese(text, at + 1)


def _is_narrow(text: Sequence[str], at: int) -> bool:
    """Tell whether a letter or figure stands at a place, as in 16:00 or 70,000."""
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalnum()


def _is_chinese(text: Sequence[str], at: int) -> bool:
    """Tell whether a character is Chinese, full-width punctuation, or a blank to be filled in."""
    if not 0 <= at < len(text):
        return False
    character = text[at]
    return character == "\ufffc" or "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef" or character >= "\U00020000"
