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
_SEPARATORS = "\t,;，；"
#: Within so many lines the line of column names is looked for, and by so many known names it is recognised.
_HEADING, _NAMES_OF_HEADER = 10, 2
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
    """Read a table as text, its cells parted by tabs (as copied from a spreadsheet), commas or semicolons."""
    text = text.lstrip("\ufeff")
    try:
        lines = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text), delimiter=_separator(text))]
    except csv.Error:
        return Table(problems=(Text("表格里的引号没有成对。", "The quotation marks in the table do not match."),))
    return read_lines(lines)


def read_lines(lines: Iterable[Sequence[str]]) -> Table:
    """Read the lines of a table. Above the line of column names there may be a heading; empty lines count, but say nothing."""
    numbered = [(position, line) for position, line in enumerate(lines, 1) if any(line)]
    if not numbered:
        return Table(problems=(Text("表格是空的。", "The table is empty."),))
    start = next((index for index, (_, line) in enumerate(numbered[:_HEADING]) if _is_header(line)), 0)
    header, body = numbered[start][1], numbered[start + 1 :]
    columns, problems = _columns(header, [line for _, line in body])
    if not problems and len(body) > MOST_ROWS:
        problems = [Text(f"最多{MOST_ROWS}户，表中有{len(body)}户。", f"At most {MOST_ROWS} households; there are {len(body)}.")]
    if problems:
        return Table(problems=tuple(problems))
    rows: list[Json] = []
    for position, line in body:
        row, wrong = _row(columns, line, position)
        rows.append(row)
        problems.extend(wrong)
    problems.extend(_repeated(rows))
    if not rows:
        problems.append(Text("表格里只有列名，没有各户。", "The table has column names only, and no households."))
    return Table(problems=tuple(problems)) if problems else Table(rows=tuple(rows))


def _separator(text: str) -> str:
    """Find by what the column names are parted; without any names, by what the first line shows."""
    first = [line for line in text.splitlines() if line.strip()][:_HEADING]
    named = (sign for sign in _SEPARATORS if any(_is_header([cell.strip(' "') for cell in line.split(sign)]) for line in first))
    shown = (sign for sign in _SEPARATORS if sign in "".join(first[:1]))
    return next(named, next(shown, _SEPARATORS[0]))


def _is_header(line: Sequence[str]) -> bool:
    return len({name for cell in line if (name := _column(cell))}) >= _NAMES_OF_HEADER


def _column(cell: str) -> str | None:
    return next((name for name, words in _COLUMNS.items() if cell.casefold() in words), None)


def _columns(header: Sequence[str], body: Sequence[Sequence[str]]) -> tuple[dict[str, tuple[int, str]], list[Text]]:
    """Return where each column stands and how it is called there, or what is wrong with the names."""
    found: dict[str, tuple[int, str]] = {}
    problems: list[Text] = []
    for index in range(max(map(len, (header, *body)))):
        cell = header[index] if index < len(header) else ""
        name = _column(cell)
        if name in found:
            problems.append(Text(f"“{cell}”这一列重复了。", f"The column “{cell}” is there twice."))
        elif name:
            found[name] = index, cell
        elif cell:
            problems.append(Text(f"不认识的列“{cell}”。", f"Unknown column “{cell}”."))
        elif any(any(line[index : index + 1]) for line in body):
            problems.append(Text(f"第{index + 1}列有内容，却没有列名。", f"Column {index + 1} has entries but no name."))
    words = {"number": ("户号", "number"), "name": ("户主", "name"), "claim": ("金额", "claim")}
    problems.extend(Text(f"缺少“{words[n][0]}”这一列。", f"The column “{words[n][1]}” is missing.") for n in _NEEDED if n not in found)
    return found, problems


def _row(columns: Mapping[str, tuple[int, str]], line: Sequence[str], position: int) -> tuple[Json, list[Text]]:
    row: Json = {}
    problems: list[Text] = []
    for name, (index, title) in columns.items():
        cell = line[index] if index < len(line) else ""
        try:
            row[name] = _READERS[name](cell)
        except _BadCellError as bad:
            problems.append(Text(f"第{position}行“{title}”：{bad.text.zh}", f"Line {position}, “{title}”: {bad.text.en}"))
    return {"special": False, **row}, problems


def _needed(cell: str) -> str:
    if not cell:
        raise _BadCellError("没有填写。", "nothing is entered.")
    return cell


def _members(cell: str) -> int | None:
    if not cell:
        return None
    if not cell.isdecimal() or not 1 <= int(cell) <= _MOST_MEMBERS:
        raise _BadCellError(f"“{cell}”不是1到{_MOST_MEMBERS}的整数。", f"“{cell}” is not a whole number from 1 to {_MOST_MEMBERS}.")
    return int(cell)


def _claim(cell: str) -> float | int:
    try:
        value = Decimal(_needed(cell).replace(",", "").replace("，", "").removesuffix("元"))
    except InvalidOperation:
        raise _BadCellError(f"“{cell}”不是数字。", f"“{cell}” is no number.") from None
    if not (value.is_finite() and 0 <= value <= _LARGEST_CLAIM and value == value.quantize(Decimal("0.01"))):
        raise _BadCellError(f"“{cell}”应在0到十亿元之间，最多两位小数。", f"“{cell}” should be 0 to a billion, with two decimals.")
    return int(value) if value == value.to_integral_value() else float(value)


def _phone(cell: str) -> str | None:
    if cell and not cell.replace("-", "").replace(" ", "").removeprefix("+").isdecimal():
        raise _BadCellError(f"“{cell}”不是电话号码。", f"“{cell}” is no telephone number.")
    return cell or None


def _special(cell: str) -> bool:
    if cell.casefold() not in _YES | _NO:
        raise _BadCellError(f"请填“是”或“否”，现为“{cell}”。", f"should be yes or no; it is “{cell}”.")
    return cell.casefold() in _YES


_READERS: Mapping[str, Callable[[str], Any]] = {
    "number": _needed,
    "name": _needed,
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
