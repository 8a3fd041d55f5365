"""A report as an XLSX workbook: its tables with exact numbers, and a sheet with the definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from flask import Response
from flask_babel import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from admin import visitor
from admin.figures import showing
from admin.words import moment
from engine.domain.figure import RATE_PLACES, Figure, FigureDefinition
from engine.domain.report import Report, ReportPart
from engine.domain.span import Span
from engine.errors import Text
from engine.usecases.sheets import Sheet

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Widths of columns, in characters.
_WIDE, _NARROW, _WIDEST = 28, 14, 60
_PER_CENT = 100


@dataclass(frozen=True)
class _Looks:
    """The formats of a workbook."""

    title: Format
    head: Format
    note: Format
    wrapped: Format
    numbers: dict[str, Format]


def response(content: bytes, name: str) -> Response:
    """Return a workbook as a download; letters that not every system takes are left out of its name."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "-" for letter in name)
    return Response(content, mimetype=_TYPE, headers={"Content-Disposition": f'attachment; filename="{plain}.xlsx"'})


def write(report: Report, parts: Sequence[tuple[ReportPart, Sheet]], *, place: Text, span: Span, at: datetime) -> bytes:
    """Return the workbook. Text is written as text: what looks like a formula is none."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        looks = _looks(book)
        book.set_properties({"title": visitor.say(report.title), "created": at.replace(tzinfo=None)})
        about = [" ".join(map(visitor.say, (place, report.title))), _("期间：%(span)s", span=visitor.say(span.in_words()))]
        about.append(_("统计时间：%(at)s", at=moment(at)))
        _figures(book.add_worksheet(_("报表")), looks, about, parts)
        _definitions(book.add_worksheet(_("口径")), looks, parts)
    return file.getvalue()


def _looks(book: Any) -> _Looks:
    return _Looks(
        title=book.add_format({"bold": True, "font_size": 15}),
        head=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        note=book.add_format({"font_color": "#4a5a63"}),
        wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
        numbers={code: book.add_format({"num_format": code}) for code in _codes()},
    )


def _codes() -> list[str]:
    places = ["", *(f".{'0' * number}" for number in range(1, 7))]
    return ["#,##0.######", *(f"#,##0{each}" for each in places), *(f"0{each}%" for each in places)]


def _figures(sheet: Worksheet, looks: _Looks, about: Sequence[str], parts: Sequence[tuple[ReportPart, Sheet]]) -> None:
    sheet.set_column(0, 0, _WIDE)
    sheet.set_column(1, 12, _NARROW)
    for number, words in enumerate(about):
        sheet.write_string(number, 0, words, looks.title if number == 0 else looks.note)
    line = 4
    for part, found in parts:
        shown = showing.table(part, found)
        sheet.write_string(line, 0, shown.title, looks.head)
        line = _alone(sheet, looks, found, line + 1) if found.by is None else _parted(sheet, looks, found, shown, line + 1)
        line += 1


def _alone(sheet: Worksheet, looks: _Looks, found: Sheet, line: int) -> int:
    for column, words in enumerate((_("统计数"), _("数值"), _("单位"), _("分子"), _("分母"))):
        sheet.write_string(line, column, words, looks.head)
    for figure in found.figures:
        line += 1
        sheet.write_string(line, 0, visitor.say(figure.definition.title))
        _number(sheet, looks, line, 1, figure)
        sheet.write_string(line, 2, showing.unit(figure.definition))
        if figure.definition.is_rate:
            sheet.write_number(line, 3, figure.sum, looks.numbers["#,##0.######"])
            sheet.write_number(line, 4, figure.of, looks.numbers["#,##0.######"])
    return line + 1


def _parted(sheet: Worksheet, looks: _Looks, found: Sheet, shown: showing.Table, line: int) -> int:
    sheet.write_string(line, 0, shown.by_title, looks.head)
    for column, figure in enumerate(found.figures, 1):
        sheet.write_string(line, column, visitor.say(figure.definition.title), looks.head)
    for row in shown.rows:
        line += 1
        sheet.write_string(line, 0, row.title)
        for column, figure in enumerate(found.figures, 1):
            _number(sheet, looks, line, column, found.part(figure.definition.name, row.group.code))
    line += 1
    sheet.write_string(line, 0, _("合计"), looks.head)
    for column, figure in enumerate(found.figures, 1):
        _number(sheet, looks, line, column, figure)
    return line + 1


def _number(sheet: Worksheet, looks: _Looks, line: int, column: int, figure: Figure) -> None:
    """Write the figure as it is shown, so that nobody reads 100 % where it is not."""
    value = figure.shown()
    if value is None:
        sheet.write_string(line, column, "—")
        return
    shown = value / _PER_CENT if figure.definition.is_share else value
    sheet.write_number(line, column, shown, looks.numbers[_code(figure.definition)])


def _code(definition: FigureDefinition) -> str:
    if definition.places is None and not definition.is_rate:
        return "#,##0.######"
    places = RATE_PLACES if definition.places is None else definition.places
    digits = f".{'0' * places}" if places else ""
    return f"0{digits}%" if definition.is_share else f"#,##0{digits}"


def _definitions(sheet: Worksheet, looks: _Looks, parts: Sequence[tuple[ReportPart, Sheet]]) -> None:
    sheet.set_column(0, 0, _WIDE)
    sheet.set_column(1, 1, _NARROW)
    sheet.set_column(2, 8, _WIDEST)
    heads = (_("统计数"), _("版本"), _("分子（求和）"), _("分母"), _("计入期间的日期"), _("分母计入期间的日期"), _("按列表计数"), _("说明"))
    for column, words in enumerate(heads):
        sheet.write_string(0, column, words, looks.head)
    known = {figure.definition.name: figure.definition for _part, found in parts for figure in found.figures}
    for line, definition in enumerate(known.values(), 1):
        sheet.write_string(line, 0, visitor.say(definition.title), looks.wrapped)
        sheet.write_number(line, 1, definition.version)
        for column, key in enumerate(("sum", "of", "date", "of_date", "each"), 2):
            sheet.write_string(line, column, definition.formulas.get(key, ""), looks.wrapped)
        sheet.write_string(line, 7, visitor.say(definition.note) if definition.note else "", looks.wrapped)
