"""A collective party: the rows of its households, its representatives, and who is bound by what they sign.

A row is plain JSON, because the rows stand in the case document: number, name, members, claim, phone, special (special authorisation).
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.domain.case import Json
from engine.errors import FieldProblem, Text

_LAW = "民事诉讼法第五十六条、民诉法解释第七十八条、信访工作条例第二十条"
#: What the law allows; a pack may allow fewer.
MOST_REPRESENTATIVES = 5
MOST_ROWS = 2000
_LARGEST_CLAIM = Decimal(1_000_000_000)
_MOST_MEMBERS = 100

#: What a column may be called, by what it holds.
_COLUMNS: Mapping[str, frozenset[str]] = {
    "number": frozenset({"户号", "编号", "序号", "number", "no"}),
    "name": frozenset({"户主", "姓名", "户主姓名", "name", "head"}),
    "members": frozenset({"人口", "人数", "members"}),
    "claim": frozenset({"金额", "请求金额", "金额（元）", "请求金额（元）", "claim", "amount"}),
    "phone": frozenset({"电话", "联系电话", "phone"}),
    "special": frozenset({"特别授权", "special"}),
}
_NEEDED = ("number", "name", "claim")
_YES, _NO = frozenset({"是", "有", "yes", "true", "1"}), frozenset({"否", "无", "no", "false", "0", ""})


class _BadCellError(Exception):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.text = Text(zh, en)


@dataclass(frozen=True, kw_only=True)
class Table:
    """What was read from a pasted or uploaded table: the rows, or everything that is wrong with them."""

    rows: tuple[Json, ...] = ()
    problems: tuple[Text, ...] = ()


def read(text: str) -> Table:
    """Read a table with a line of column names, its cells parted by tabs (as copied from a spreadsheet), commas or semicolons."""
    lines = [line for line in _cells(text) if any(line)]
    if not lines:
        return Table(problems=(Text("表格是空的。", "The table is empty."),))
    columns, problems = _columns(lines[0])
    if not problems and len(lines) - 1 > MOST_ROWS:
        problems = [Text(f"最多{MOST_ROWS}户，表中有{len(lines) - 1}户。", f"At most {MOST_ROWS} households; there are {len(lines) - 1}.")]
    if problems:
        return Table(problems=tuple(problems))
    rows: list[Json] = []
    for position, line in enumerate(lines[1:], 2):
        row, wrong = _row(columns, line, position)
        rows.append(row)
        problems.extend(wrong)
    problems.extend(_repeated(rows))
    if not rows:
        problems.append(Text("表格里只有列名，没有各户。", "The table has column names only, and no households."))
    return Table(problems=tuple(problems)) if problems else Table(rows=tuple(rows))


def _cells(text: str) -> Iterator[list[str]]:
    first = text.lstrip("\ufeff").lstrip().partition("\n")[0]
    separator = next((each for each in "\t,;，；" if each in first), "\t")
    for line in csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator):
        yield [cell.strip() for cell in line]


def _columns(header: Sequence[str]) -> tuple[dict[str, int], list[Text]]:
    found: dict[str, int] = {}
    problems: list[Text] = []
    for index, cell in enumerate(header):
        name = next((name for name, words in _COLUMNS.items() if cell.casefold() in words), None)
        if name is None:
            problems.append(Text(f"不认识的列“{cell}”。", f"Unknown column “{cell}”."))
        elif name in found:
            problems.append(Text(f"“{cell}”这一列重复了。", f"The column “{cell}” is there twice."))
        else:
            found[name] = index
    words = {"number": ("户号", "number"), "name": ("户主", "name"), "claim": ("金额", "claim")}
    problems.extend(Text(f"缺少“{words[n][0]}”这一列。", f"The column “{words[n][1]}” is missing.") for n in _NEEDED if n not in found)
    return found, problems


def _row(columns: Mapping[str, int], line: Sequence[str], position: int) -> tuple[Json, list[Text]]:
    row: Json = {}
    problems: list[Text] = []
    for name, index in columns.items():
        cell = line[index] if index < len(line) else ""
        try:
            row[name] = _READERS[name](cell)
        except _BadCellError as bad:
            problems.append(Text(f"第{position}行：{bad.text.zh}", f"Line {position}: {bad.text.en}"))
    return {"special": False, **row}, problems


def _number(cell: str) -> str:
    if not cell:
        raise _BadCellError("没有户号。", "no number.")
    return cell


def _name(cell: str) -> str:
    if not cell:
        raise _BadCellError("没有户主姓名。", "no name.")
    return cell


def _members(cell: str) -> int | None:
    if not cell:
        return None
    if not cell.isdecimal() or not 1 <= int(cell) <= _MOST_MEMBERS:
        raise _BadCellError(
            f"人口“{cell}”不是1到{_MOST_MEMBERS}的整数。", f"members “{cell}” is not a whole number from 1 to {_MOST_MEMBERS}."
        )
    return int(cell)


def _claim(cell: str) -> float | int:
    try:
        value = Decimal(cell.replace(",", "").replace("，", "").removesuffix("元"))
    except InvalidOperation:
        raise _BadCellError(f"金额“{cell}”不是数字。", f"claim “{cell}” is no number.") from None
    if not (value.is_finite() and 0 <= value <= _LARGEST_CLAIM and value == value.quantize(Decimal("0.01"))):
        raise _BadCellError(
            f"金额“{cell}”应在0到十亿元之间，最多两位小数。", f"claim “{cell}” should be 0 to a billion, with two decimals."
        )
    return int(value) if value == value.to_integral_value() else float(value)


def _phone(cell: str) -> str | None:
    if cell and not cell.replace("-", "").replace(" ", "").removeprefix("+").isdecimal():
        raise _BadCellError(f"电话“{cell}”不是号码。", f"phone “{cell}” is no number.")
    return cell or None


def _special(cell: str) -> bool:
    if cell.casefold() not in _YES | _NO:
        raise _BadCellError(f"特别授权请填“是”或“否”，现为“{cell}”。", f"special authorisation should be yes or no; it is “{cell}”.")
    return cell.casefold() in _YES


_READERS: Mapping[str, Callable[[str], Any]] = {
    "number": _number,
    "name": _name,
    "members": _members,
    "claim": _claim,
    "phone": _phone,
    "special": _special,
}


def _repeated(rows: Iterable[Json]) -> Iterator[Text]:
    counted = Counter(row["number"] for row in rows if "number" in row)
    for number, times in counted.items():
        if times > 1:
            yield Text(f"户号“{number}”出现了{times}次。", f"The number “{number}” is there {times} times.")


def too_many(representatives: Sequence[Any], most: int) -> list[FieldProblem]:
    """Return what is wrong with a list of representatives: a sixth is against the law, whatever a pack allows."""
    most = min(most, MOST_REPRESENTATIVES)
    if len(representatives) <= most:
        return []
    message = Text(
        f"代表人最多{most}名，现有{len(representatives)}名（{_LAW}）。请减少代表人。",
        f"At most {most} representatives; there are {len(representatives)} ({_LAW}). Name fewer.",
    )
    return [FieldProblem(path="/representatives", message=message)]


def unbound(rows: Iterable[Json], confirmed: Iterable[str]) -> list[str]:
    """Return the numbers of the households that neither gave a special authorisation nor confirmed themselves."""
    agreed = set(confirmed)
    return [row["number"] for row in rows if not row.get("special") and row["number"] not in agreed]
