"""Reads an uploaded XLSX: the values of its one sheet as text, within limits that hold whoever made the file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from engine.errors import Text
from engine.usecases.ports.workbooks import UnreadableWorkbookError

#: Bytes that the parts of a workbook may have when they are unpacked, and filled lines and columns of its sheet.
LARGEST, MOST_LINES, MOST_COLUMNS = 64 * 1024 * 1024, 10_000, 50
#: Digits that a spreadsheet keeps of a number.
_DIGITS = 15


class Workbooks:
    """Satisfies the port of the same name by openpyxl."""

    def lines(self, content: bytes) -> Sequence[Sequence[str]]:
        """Return the cells of the one sheet that has any; formulas count with the value that was saved with them."""
        _refuse_bombs(content)
        try:
            sheets = list(_sheets(content))
        except UnreadableWorkbookError:
            raise
        except Exception as error:
            # The library raises whatever the parsers below it do.
            raise UnreadableWorkbookError from error
        return _only(sheets)


def _sheets(content: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield title and lines of each sheet that is not hidden."""
    # Loaded when the first workbook comes: it brings numpy along, which most processes never need.
    import openpyxl  # noqa: PLC0415 - see above

    with closing(openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)) as book:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                yield sheet.title, _lines(sheet)


def _refuse_bombs(content: bytes) -> None:
    """Look at the sizes in the archive's index, beyond which nothing is unpacked, and for entities, which no spreadsheet writes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST:
                raise UnreadableWorkbookError(_too_large())
            texts = (parts.read(part) for part in parts.infolist() if part.filename.endswith((".xml", ".rels")))
            if any(b"<!DOCTYPE" in text or b"<!ENTITY" in text for text in texts):
                raise UnreadableWorkbookError
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableWorkbookError from error


def _lines(sheet: Any) -> list[list[str]]:
    """Read a sheet; what it says of its own size is not trusted."""
    sheet.reset_dimensions()
    lines: list[list[str]] = []
    filled = 0
    for row in sheet.iter_rows(values_only=True):
        line = _without_tail([_text(value) for value in row])
        filled += bool(line)
        if filled > MOST_LINES or len(line) > MOST_COLUMNS:
            raise UnreadableWorkbookError(_too_large())
        lines.append(line)
    return lines


def _only(sheets: Iterable[tuple[str, list[list[str]]]]) -> list[list[str]]:
    found = [(title, lines) for title, lines in sheets if any(lines)]
    if len(found) > 1:
        titles = [title for title, _ in found]
        raise UnreadableWorkbookError(
            Text(
                f"有{len(found)}张工作表有内容（{'、'.join(titles)}）。请只留下名单所在的一张，再上传。",
                f"{len(found)} sheets have entries ({', '.join(titles)}). Keep the one with the list and upload it again.",
            )
        )
    return found[0][1] if found else []


def _too_large() -> Text:
    return Text(
        f"表格太大：最多{MOST_LINES}行、{MOST_COLUMNS}列。请只留下名单，再上传。",
        f"The sheet is too large: at most {MOST_LINES} lines and {MOST_COLUMNS} columns. Keep the list only and upload it again.",
    )


def _without_tail(line: list[str]) -> list[str]:
    while line and not line[-1]:
        line.pop()
    return line


def _text(value: Any) -> str:
    """Write a cell as the sheet shows it: 1010.0 is 1010, and a sum of tenths has no noise behind it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return format(value, f".{_DIGITS}g")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    return "" if value is None else str(value).strip()
