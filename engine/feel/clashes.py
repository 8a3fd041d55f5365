"""What cannot be meant: values of kinds that never go together, choices that nobody can make, parts that are not there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.feel.kinds import DATES, WORDS, Known


@dataclass(frozen=True, kw_only=True)
class Clash:
    """A place of an expression whose value can only be null or false, whatever the case holds."""

    #: Character of the source, from 0.
    position: int
    zh: str
    en: str


def _clash(position: int, zh: str, en: str) -> Clash:
    return Clash(position=position, zh=f"第{position + 1}个字处：{zh}", en=f"At character {position + 1}: {en}")


def unequal(position: int, one: Known, other: Known) -> Clash:
    """Say that values of two kinds are never equal and have no order."""
    a, b = WORDS[one.kind], WORDS[other.kind]
    dated = {one.kind, other.kind} & DATES and "string" in {one.kind, other.kind}
    zh = "案卷里的日期是文字，请用 date(…) 读取。" if dated else "请改正其中一个。"
    en = "Dates of a case are texts: read them with date(…)." if dated else "Correct one of them."
    return _clash(position, f"{a[0]}和{b[0]}无法比较。{zh}", f"{a[1]} and {b[1]} cannot be compared. {en}")


def unordered(position: int, one: Known) -> Clash:
    """Say that values of a kind have no order."""
    words = WORDS[one.kind]
    return _clash(position, f"{words[0]}没有大小之分。", f"{words[1]} has no order.")


def no_sum(position: int, operator: str, one: Known, other: Known) -> Clash:
    """Say that an operator does not go with two kinds."""
    a, b = WORDS[one.kind], WORDS[other.kind]
    return _clash(position, f"{a[0]}和{b[0]}不能用“{operator}”计算。", f"“{operator}” does not go with {a[1]} and {b[1]}.")


def no_condition(position: int, found: Known) -> Clash:
    """Say that a condition is neither true nor false."""
    words = WORDS[found.kind]
    return _clash(position, f"条件应当得出是或否，这里是{words[0]}。", f"A condition gives yes or no, but here is {words[1]}.")


def no_choice(position: int, value: Any, choices: Iterable[Any]) -> Clash:
    """Say that a value is not among the choices."""
    named = [str(each) for each in choices]
    guess = difflib.get_close_matches(str(value), named, n=1, cutoff=0.5)
    zh = f"您是否想写“{guess[0]}”？" if guess else f"可选：{'、'.join(named)}。"
    en = f"Did you mean “{guess[0]}”?" if guess else f"There are: {', '.join(named)}."
    return _clash(position, f"“{value}”不在可选的值之内。{zh}", f"“{value}” is not among the values to choose from. {en}")


def no_part(position: int, name: str, names: Iterable[str]) -> Clash:
    """Say that a context has no such part."""
    named = sorted(names)
    guess = difflib.get_close_matches(name, named, n=1, cutoff=0.5)
    zh = f"您是否想写“{guess[0]}”？" if guess else f"有：{'、'.join(named)}。"
    en = f"Did you mean “{guess[0]}”?" if guess else f"There are: {', '.join(named)}."
    return _clash(position, f"没有“{name}”这一项。{zh}", f"There is no “{name}”. {en}")


def no_parts(position: int, name: str, found: Known) -> Clash:
    """Say that a single value has no parts."""
    words = WORDS[found.kind]
    return _clash(position, f"{words[0]}里没有“{name}”。", f"{words[1]} has no “{name}”.")
