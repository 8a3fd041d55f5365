"""Reads the cells of a table that can be reasoned about without evaluating them: values, comparisons and ranges."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_NUMBER = r"-?\d+(?:\.\d+)?"
_VALUE = rf'{_NUMBER}|"(?:[^"\\])*"|true|false|null'
_TEST = re.compile(
    rf"\s*(?:(?P<operator><=|>=|<|>|=|!=)?\s*(?P<value>{_VALUE})"
    rf"|(?P<open>[\[(\]])\s*(?P<low>{_NUMBER})\s*\.\.\s*(?P<high>{_NUMBER})\s*(?P<close>[\])\[]))\s*(?P<comma>,|$)"
)
_NEGATED = re.compile(r"not\s*\((.*)\)", re.DOTALL)


class Other:
    """Stands for every text that no cell of a column names."""


OTHER = Other()


@dataclass(frozen=True)
class _Range:
    low: Decimal | None
    low_in: bool
    high: Decimal | None
    high_in: bool

    def holds(self, value: Any) -> bool:
        if not isinstance(value, Decimal):
            return False
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        return above and (self.high is None or value < self.high or (self.high_in and value == self.high))


@dataclass(frozen=True)
class Cell:
    """A cell that was understood: it holds if any of its tests does, or none if it is negated."""

    tests: tuple[Any, ...]
    is_negated: bool = False
    is_anything: bool = False

    def holds(self, value: Any) -> bool:
        """Tell whether a value passes the cell."""
        if self.is_anything:
            return True
        found = any(test.holds(value) if isinstance(test, _Range) else _same(test, value) for test in self.tests)
        return found is not self.is_negated

    def values(self) -> Iterable[Any]:
        """Yield the values that the cell names; for a range its ends."""
        for test in self.tests:
            if isinstance(test, _Range):
                yield from (end for end in (test.low, test.high) if end is not None)
            else:
                yield test


def read(text: str) -> Cell | None:
    """Return a cell; None if it is more than values, comparisons and ranges."""
    if text in {"", "-"}:
        return Cell((), is_anything=True)
    negated = _NEGATED.fullmatch(text)
    tests = _tests(negated[1] if negated else text)
    if tests is None:
        return None
    # `!= 3` is the negation of `3`, but only when it stands alone.
    if len(tests) == 1 and isinstance(tests[0], _Unequal):
        return Cell((tests[0].value,), is_negated=not negated)
    return None if any(isinstance(test, _Unequal) for test in tests) else Cell(tuple(tests), is_negated=bool(negated))


def samples(cells: Iterable[Cell], stated: str) -> list[Any] | None:
    """Return one value for each way in which cells of a column can tell values apart; None if kinds are mixed.

    `stated` is the column's own list of values: nothing outside it needs an answer.
    """
    named = [value for cell in cells for value in cell.values()]
    bound = read(stated) if stated else None
    named += bound.values() if bound else ()
    kinds = {type(value) for value in named if value is not None}
    if len(kinds) > 1:
        return None
    found = _of_kind(kinds.pop() if kinds else None, [value for value in named if value is not None])
    found = [value for value in found if bound.holds(value)] if bound else found
    return [*found, None] if None in named and None not in found else found


def _of_kind(kind: type | None, named: list[Any]) -> list[Any]:
    if kind is bool:
        return [True, False]
    if kind is Decimal:
        return _numbers(sorted(set(named)))
    return [*dict.fromkeys(named), OTHER]


def _numbers(ends: list[Decimal]) -> list[Decimal]:
    """Return each end, a number between neighbours, and one beyond either side."""
    found = [ends[0] - 1]
    for left, right in zip(ends, [*ends[1:], None], strict=True):
        found += [left, left + 1 if right is None else (left + right) / 2]
    return found


@dataclass(frozen=True)
class _Unequal:
    value: Any


def _tests(text: str) -> list[Any] | None:
    tests, at = [], 0
    while True:
        match = _TEST.match(text, at)
        if match is None:
            return None
        tests.append(_test(match))
        at = match.end()
        if not match["comma"]:
            return tests if None not in [test for test in tests if isinstance(test, _Range)] else None


def _test(match: re.Match[str]) -> Any:
    if match["open"]:
        return _Range(Decimal(match["low"]), match["open"] == "[", Decimal(match["high"]), match["close"] == "]")
    value = _value(match["value"])
    match match["operator"]:
        case "<" | "<=":
            return _Range(None, False, value, match["operator"] == "<=")
        case ">" | ">=":
            return _Range(value, match["operator"] == ">=", None, False)
        case "!=":
            return _Unequal(value)
        case _:
            return value


def _value(text: str) -> Any:
    if text.startswith('"'):
        return text[1:-1]
    return {"true": True, "false": False, "null": None}.get(text) if text in {"true", "false", "null"} else Decimal(text)


def _same(test: Any, value: Any) -> bool:
    return type(test) is type(value) and bool(test == value)
