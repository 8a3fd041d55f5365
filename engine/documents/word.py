"""Writes a letter as DOCX, to be edited in Word or WPS; the same looks as the PDF, with the typefaces that those have."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import docx as python_docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph

from engine.domain.case import Json
from engine.domain.letter import Letter, Run

#: Every entry of the archive bears this day: the same letter gives the same bytes.
_ARCHIVE_DAY = (1980, 1, 1, 0, 0, 0)
#: A blank to be filled in by hand, in underlined spaces.
_BLANK = "\u00a0" * 12
_SHORT_BLANK = "\u00a0" * 6
#: Lines that are left where a whole paragraph is to be written by hand.
_BLANK_LINES = 3
_ALIGNMENTS = {
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


@dataclass(frozen=True, kw_only=True)
class _Looks:
    """Sizes in points, typefaces and margins of a layout; figures as in letter.typ."""

    size: float
    pitch: float
    title: float
    small: float
    cell: float
    #: First-line indent, in characters.
    indent: int
    #: Top, bottom, left and right, in millimetres.
    margins: tuple[float, float, float, float]
    title_face: str = "方正小标宋简体"
    heading_face: str = "黑体"
    subheading_face: str = "楷体"
    body_face: str = "仿宋"


_OFFICIAL = (37, 35, 28, 26)
_LOOKS = {
    ("letter", True): _Looks(size=16, pitch=28, title=22, small=10.5, cell=12, indent=2, margins=_OFFICIAL),
    ("letter", False): _Looks(size=12, pitch=19, title=18, small=10, cell=11, indent=0, margins=_OFFICIAL),
    ("sheet", True): _Looks(size=11, pitch=18, title=18, small=9, cell=10, indent=2, margins=(22, 22, 20, 20)),
    ("sheet", False): _Looks(size=11, pitch=16, title=16, small=9, cell=10, indent=0, margins=(22, 22, 20, 20)),
}


def docx(letter: Letter, at: datetime) -> bytes:
    """Return the letter as DOCX."""
    writing = _Writing(letter)
    writing.head()
    for block in letter.blocks:
        writing.block(block)
    return _archived(writing.document, letter, at)


class _Writing:
    """One document under way."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.is_zh = not letter.locale.startswith("en")
        self.looks = _LOOKS[letter.layout, self.is_zh]
        self.document: Document = python_docx.Document()
        self._page()
        self._base_style()
        self._footer()

    def head(self) -> None:
        """Write the title and the number."""
        if self.letter.is_preview:
            self._text("预览 · 无效" if self.is_zh else "PREVIEW, NOT ISSUED", WD_ALIGN_PARAGRAPH.RIGHT, size=self.looks.small)
        self._text(self.letter.title, WD_ALIGN_PARAGRAPH.CENTER, size=self.looks.title, face=self.looks.title_face, is_bold=True)
        if self.letter.number:
            self._text(self.letter.number, WD_ALIGN_PARAGRAPH.CENTER)
        self._text("", WD_ALIGN_PARAGRAPH.LEFT)

    def block(self, block: Json) -> None:
        """Write one block by its kind."""
        writers: Mapping[str, Callable[[Json], None]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "term": self._term,
            "table": self._table,
            "fields": self._fields,
            "signatures": self._signatures,
            "seal": self._seal,
            "date": self._date,
            "note": self._note,
            "break": self._break,
        }
        writers[block["kind"]](block)

    def _heading(self, block: Json) -> None:
        face = self.looks.heading_face if block["level"] == 1 else self.looks.subheading_face
        paragraph = self._line(block["runs"], indent=self.looks.indent if self.letter.layout == "letter" else 0, face=face, is_bold=True)
        paragraph.paragraph_format.keep_with_next = True

    def _paragraph(self, block: Json) -> None:
        indent = self.looks.indent if block["is_indented"] and block["align"] == "both" else 0
        align = WD_ALIGN_PARAGRAPH.LEFT if None in block["runs"] and block["align"] == "both" else _ALIGNMENTS[block["align"]]
        if block["runs"] == [None]:
            for _ in range(_BLANK_LINES):
                self._line([None] * 5, align)
        else:
            self._line(block["runs"], align, indent=indent)

    def _term(self, block: Json) -> None:
        label = block["label"] if self.is_zh else f"{block['label']} "
        self._line([label, *block["runs"]], indent=self.looks.indent)

    def _seal(self, block: Json) -> None:
        self._text("", WD_ALIGN_PARAGRAPH.RIGHT)
        self._aside(block["runs"], keep=True)

    def _date(self, block: Json) -> None:
        self._aside(block["runs"], keep=False)

    def _aside(self, runs: Iterable[Run], *, keep: bool) -> None:
        paragraph = self._line(runs, WD_ALIGN_PARAGRAPH.RIGHT)
        paragraph.paragraph_format.right_indent = Pt(self.looks.size * 3)
        paragraph.paragraph_format.keep_with_next = keep

    def _note(self, block: Json) -> None:
        self._line(block["runs"], WD_ALIGN_PARAGRAPH.LEFT, size=self.looks.small)

    def _break(self, _block: Json) -> None:
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _signatures(self, block: Json) -> None:
        for row in block["rows"]:
            year, month, day = row["day"]
            written = [row["label"], *(row["name"] or [None, None, None]), "  ", None, year, None, month, None, day]
            self._line(written, WD_ALIGN_PARAGRAPH.LEFT, blank=_SHORT_BLANK).paragraph_format.keep_with_next = True

    def _table(self, block: Json) -> None:
        table = self._grid(len(block["rows"]) + 1, [column["width"] for column in block["columns"]])
        for cell, column in zip(table.rows[0].cells, block["columns"], strict=True):
            self._fill(cell, [[column["title"]]], is_bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, is_shaded=True)
        _repeat_on_every_page(table.rows[0])
        for row, content in zip(table.rows[1:], block["rows"], strict=True):
            for cell, runs in zip(row.cells, content, strict=True):
                self._fill(cell, [[run or "" for run in runs]])
        self._text("", WD_ALIGN_PARAGRAPH.LEFT, size=self.looks.small)

    def _fields(self, block: Json) -> None:
        table = self._grid(len(block["rows"]), [28, 72])
        for row, content in zip(table.rows, block["rows"], strict=True):
            self._fill(row.cells[0], [["\u3000" * content["depth"] + content["label"]]], is_shaded=True)
            self._fill(row.cells[1], [[line] for line in content["value"]] or [[""]])
        self._text("", WD_ALIGN_PARAGRAPH.LEFT, size=self.looks.small)

    # --- parts -----------------------------------------------------------------------------------------------------

    def _text(self, text: str, align: WD_ALIGN_PARAGRAPH, **more: Any) -> Paragraph:
        return self._line([text], align, **more)

    def _line(self, runs: Iterable[Run], align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY, **more: Any) -> Paragraph:
        return self._write(self.document.add_paragraph(), runs, align, **more)

    def _write(
        self,
        paragraph: Paragraph,
        runs: Iterable[Run],
        align: WD_ALIGN_PARAGRAPH,
        *,
        indent: int = 0,
        size: float | None = None,
        face: str | None = None,
        is_bold: bool = False,
        blank: str | None = None,
    ) -> Paragraph:
        paragraph.alignment = align
        if indent:
            _indent_by_characters(paragraph, indent, self.looks.size)
        if size and size > self.looks.size:
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        for each in runs:
            run = paragraph.add_run((blank or _BLANK) if each is None else each)
            run.bold = is_bold or None
            run.underline = True if each is None else None
            if size:
                run.font.size = Pt(size)
            if face:
                _set_face(run.font.element, face)
        return paragraph

    def _grid(self, rows: int, shares: list[float]) -> Any:
        table = self.document.add_table(rows=rows, cols=len(shares), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        section = self.document.sections[0]
        width = int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0)
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Emu(int(width * share / sum(shares)))
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns, strict=True):
                cell.width = column.width
        return table

    def _fill(
        self,
        cell: Any,
        lines: list[list[str]],
        *,
        is_bold: bool = False,
        is_shaded: bool = False,
        align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    ) -> None:
        for number, runs in enumerate(lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            self._write(paragraph, runs, align, size=self.looks.cell, is_bold=is_bold)
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        if is_shaded:
            shade = OxmlElement("w:shd")
            for key, value in (("val", "clear"), ("color", "auto"), ("fill", "F2F2F2")):
                shade.set(qn(f"w:{key}"), value)
            cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx offers no shading

    # --- the frame -------------------------------------------------------------------------------------------------

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        top, bottom, left, right = self.looks.margins
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(top), Mm(bottom), Mm(left), Mm(right)

    def _base_style(self) -> None:
        style: Any = self.document.styles["Normal"]
        style.font.size = Pt(self.looks.size)
        style.font.name = "Times New Roman"
        _set_face(style.element, self.looks.body_face)
        form = style.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.looks.pitch)
        form.space_before = Pt(0)
        form.space_after = Pt(0 if self.is_zh else 6)

    def _footer(self) -> None:
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run("— ")
        field = paragraph.add_run()
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            else:
                part.text = text
            field._r.append(part)  # noqa: SLF001 - python-docx offers no fields
        paragraph.add_run(" —")


def _set_face(owner: Any, face: str) -> None:
    """Set the typeface of Chinese characters; python-docx only knows that of Latin letters."""
    owner.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _indent_by_characters(paragraph: Paragraph, characters: int, size: float) -> None:
    """Indent the first line by whole characters, as Chinese editors do, so that it follows the size of the text."""
    paragraph.paragraph_format.first_line_indent = Pt(size * characters)
    paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), str(characters * 100))  # noqa: SLF001 - not offered


def _repeat_on_every_page(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - not offered


def _archived(document: Document, letter: Letter, at: datetime) -> bytes:
    """Save with fixed dates: python-docx takes those of the clock and of its own template."""
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by, properties.comments = letter.title, "OneDoor", "OneDoor", ""
    properties.created = properties.modified = at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    properties.language, properties.revision = letter.locale, 1
    saved, fixed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(zipfile.ZipInfo(entry.filename, _ARCHIVE_DAY), source.read(entry), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
