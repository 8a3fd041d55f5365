"""Uploaded workbooks: what the one sheet shows comes out as text; whatever is wrong ends in a sentence, within limits."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest

from engine.documents import workbooks
from engine.documents.workbooks import Workbooks
from engine.usecases.ports import UnreadableWorkbookError

Sheets = dict[str, Sequence[Sequence[Any]]]


def book(sheets: Sheets, hidden: Sequence[str] = ()) -> bytes:
    """Return a workbook as a spreadsheet saves it."""
    made = openpyxl.Workbook()
    made.remove(made.active)  # type: ignore[arg-type] # a new workbook has one
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one of its parts changed."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return kept.getvalue()


def test_cells_come_as_the_sheet_shows_them() -> None:
    """Numbers without noise, in the line where they stand; empty sheets and hidden ones do not count."""
    rows = [["户号", "户主", "金额"], [], [1.0, " 赵某 ", 0.1 + 0.2], [19900000701, True, date(2021, 4, 6)]]
    content = book({"名单": rows, "Sheet2": [], "选项": [["是"], ["否"]]}, hidden=["选项"])

    assert Workbooks().lines(content) == [
        ["户号", "户主", "金额"],
        [],
        ["1", "赵某", "0.3"],
        ["19900000701", "true", "2021-04-06"],
    ]


def test_a_second_sheet_with_entries_is_not_left_out_silently() -> None:
    """Both are named."""
    with pytest.raises(UnreadableWorkbookError, match=r"2 sheets have entries \(一组, 二组\)"):
        Workbooks().lines(book({"一组": [["户号"]], "二组": [["户号"]]}))


@pytest.mark.parametrize("rows", [[["1"]] * (workbooks.MOST_LINES + 1), [["1"] * (workbooks.MOST_COLUMNS + 1)]])
def test_a_sheet_has_a_largest_size(rows: list[list[str]]) -> None:
    """In lines and in columns."""
    with pytest.raises(UnreadableWorkbookError, match="The sheet is too large"):
        Workbooks().lines(book({"名单": rows}))


_SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 nothing",
        changed(book({"名单": [["户号"]]}), _SHEET, lambda _xml: b"<worksheet"),
        changed(book({"名单": [["户号"]]}), "xl/workbook.xml", lambda _xml: b"<a"),
        changed(book({"名单": [["户号"]]}), _SHEET, lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet')),
    ],
    ids=["no-archive", "broken-sheet", "broken-book", "entities"],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes) -> None:
    """Whatever the parser says."""
    with pytest.raises(UnreadableWorkbookError, match="This workbook cannot be read"):
        Workbooks().lines(content)


def test_a_bomb_is_not_unpacked() -> None:
    """What its index announces is enough."""
    content = changed(book({"名单": [["户号"]]}), _SHEET, lambda xml: xml + b" " * workbooks.LARGEST)
    assert len(content) < workbooks.LARGEST / 100

    with pytest.raises(UnreadableWorkbookError, match="The sheet is too large"):
        Workbooks().lines(content)
