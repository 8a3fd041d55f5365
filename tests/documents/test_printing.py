"""Letters come out as PDF and DOCX: right to look at, the same every time, whatever stands in them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx as python_docx
import pypdf
import pytest

from engine.documents import fonts, typesetting
from engine.documents.printer import Printer
from engine.domain.letter import Letter
from tests.documents.letters import AT, EVERYTHING, a_heading, a_letter, a_paragraph, a_table, a_term, some_signatures

PRINTER = Printer()


def pages(letter: Letter) -> list[str]:
    """Return the text of each page of the PDF, without blanks: where lines break is not what is asked."""
    reader = pypdf.PdfReader(io.BytesIO(PRINTER.pdf(letter, AT)))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def words(letter: Letter) -> str:
    """Return the text of the DOCX, tables included."""
    document = python_docx.Document(io.BytesIO(PRINTER.docx(letter, AT)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("layout", ["letter", "sheet"])
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_everything_that_a_letter_holds_is_printed(layout: str, locale: str) -> None:
    """Every kind of block comes out in both forms, in both layouts and languages."""
    letter = a_letter(*EVERYTHING, layout=layout, locale=locale)

    printed, written = "".join(pages(letter)), words(letter)

    for text in letter.texts():
        assert "".join(text.split()) in printed
        assert text in written


def test_the_same_letter_gives_the_same_bytes() -> None:
    """A content address means something: neither form carries the clock of the machine."""
    letter = a_letter(*EVERYTHING)

    assert PRINTER.pdf(letter, AT) == PRINTER.pdf(letter, AT)
    assert PRINTER.docx(letter, AT) == PRINTER.docx(letter, AT)
    assert PRINTER.pdf(letter, AT) != PRINTER.pdf(a_letter(*EVERYTHING, number="另一号"), AT)


def test_a_pdf_is_made_to_be_kept() -> None:
    """PDF/A-2a with title, day and language, so that archives take it and screen readers read it."""
    reader = pypdf.PdfReader(io.BytesIO(PRINTER.pdf(a_letter(*EVERYTHING), AT)))

    assert reader.metadata is not None
    assert reader.metadata.title == "人民调解协议书"
    assert reader.metadata.creation_date == AT
    metadata = reader.xmp_metadata
    assert metadata is not None
    assert b"pdfaid:part>2<" in metadata.stream.get_data().replace(b"\n", b"")
    assert reader.root_object["/Lang"] == "zh-CN"


HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0": *',
    "$ integral x $ *bold* _slanted_ `raw` <label> @reference \\ \\u{41}",
    "{{ 7*7 }} {% for x in y %} ${7*7} #{7*7}",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p> & &amp; ]]>",
    "= Heading\n- item\n// comment /* more */",
    "]#panic()[",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_type_is_never_a_program(text: str) -> None:
    """Typst, Jinja and XML in an answer are printed letter by letter, wherever they stand."""
    blocks = (a_paragraph(text), a_heading(text), a_term("1.", text), a_table([(text, 1)], [text]), some_signatures(text))
    letter = a_letter(*blocks, title=text.partition("\n")[0], number=text.partition("\n")[0])

    printed, written = "".join(pages(letter)), words(letter)

    assert printed.count("".join(text.split())) >= 5
    assert text in written
    assert "root:" not in printed


def test_what_is_missing_is_left_to_be_filled_in_by_hand() -> None:
    """A blank is a line to write on, never the word None."""
    letter = a_letter(a_paragraph("申请人：", None, "。"), a_paragraph(None), a_term("1.", None, "。"), a_table([("事项", 1)], [None]))

    document = python_docx.Document(io.BytesIO(PRINTER.docx(letter, AT)))

    assert "None" not in "".join(pages(letter)) + words(letter)
    blanks = [run for paragraph in document.paragraphs for run in paragraph.runs if run.underline]
    assert len(blanks) >= 3
    assert all(not run.text.strip("\u00a0") for run in blanks)


def test_a_preview_says_so_on_every_page() -> None:
    """Nobody can take a preview for the document."""
    letter = a_letter(*(a_paragraph("纠纷事实。" * 60) for _ in range(8)), number=None, is_preview=True)

    assert len(pages(letter)) > 1
    assert all("预览" in page for page in pages(letter))
    assert words(letter).startswith("预览 · 无效")


def test_pages_are_numbered_in_the_middle_below() -> None:
    """Each page bears its own number."""
    found = pages(a_letter(*(a_paragraph("纠纷事实。" * 60) for _ in range(8))))

    assert [f"—{number}—" in page for number, page in enumerate(found, 1)] == [True] * len(found)


def test_a_seal_never_stands_alone_on_a_page() -> None:
    """However long the text, the last words stay with signatures, seal and day."""
    closing = (
        some_signatures("申请人：", "被申请人："),
        {"kind": "seal", "runs": ["调委会（印章）"]},
        {"kind": "date", "runs": ["二〇二五年六月三日"]},
    )
    for lines in range(8, 26):
        body = [a_paragraph("各方自愿达成协议。") for _ in range(lines)]
        last = next(page for page in pages(a_letter(*body, a_paragraph("最后一句。"), *closing)) if "印章" in page)
        assert "最后一句" in last
        assert "二〇二五年六月三日" in last


@pytest.mark.parametrize("times", [30, 58, 59, 60, 61, 120, 200, 400])
def test_a_long_last_paragraph_goes_over_pages_and_keeps_its_seal(times: int) -> None:
    """It breaks like any other, nothing runs off the paper; a seal that is left alone has a page that says so."""
    text = "".join(f"第{number}句，各方自愿。" for number in range(times))
    closing = (some_signatures("申请人："), {"kind": "seal", "runs": ["调委会（印章）"]})

    found = pages(a_letter(a_paragraph("协议如下："), a_paragraph(text), *closing))

    assert text in "".join(page.replace(f"—{number}—", "") for number, page in enumerate(found, 1))
    assert "印章" in found[-1]
    assert (f"第{times - 1}句" in found[-1]) != ("此页无正文" in found[-1])


def test_a_character_without_a_glyph_is_marked_and_kept_in_the_docx() -> None:
    """A name in another script does not stop a letter: 〓 in print, the character itself in the editable form."""
    letter = a_letter(a_paragraph("当事人བོད某某"), title="告知书")

    assert "〓" in "".join(pages(letter))
    assert "当事人བོད某某" in words(letter)


def test_a_long_word_does_not_run_off_the_paper() -> None:
    """An endless number breaks; every character is on the page."""
    reader = pypdf.PdfReader(io.BytesIO(PRINTER.pdf(a_letter(a_paragraph("a1" * 400)), AT)))
    widths: list[float] = []

    def visit(_text: str, _cm: Any, matrix: list[float], _font: Any, _size: Any) -> None:
        widths.append(matrix[4])

    for page in reader.pages:
        page.extract_text(visitor_text=visit)
    assert max(widths) < float(reader.pages[0].mediabox.width)
    assert "a1" * 400 in "".join(pages(a_letter(a_paragraph("a1" * 400))))


def test_a_machine_without_a_chinese_font_says_what_to_install() -> None:
    """The sentence names the cure, in both languages."""
    with pytest.raises(fonts.ChineseFontMissingError) as refused:
        fonts.choose(["DejaVu Sans", "Libertinus Serif"])

    assert "fonts-noto-cjk" in refused.value.text.zh
    assert "fonts-noto-cjk" in refused.value.text.en


def test_official_typefaces_come_first_where_a_county_has_them() -> None:
    """仿宋 for the text, 小标宋 for the title, 黑体 and 楷体 for headings; else what is free."""
    families = fonts.choose(["Noto Serif CJK SC", "FangSong", "SimHei", "KaiTi", "FZXiaoBiaoSong-B05S"])

    assert [families[part][1] for part in ("title", "heading", "subheading", "body")] == [
        "FZXiaoBiaoSong-B05S",
        "SimHei",
        "KaiTi",
        "FangSong",
    ]


def test_pages_can_be_looked_at() -> None:
    """The pages come as pictures, too."""
    assert all(picture.startswith(b"\x89PNG") for picture in typesetting.pictures(a_letter(*EVERYTHING), AT, ppi=30))


def test_a_county_may_bring_its_own_typefaces(tmp_path: Path) -> None:
    """A font file below `var/fonts` is found without a system administrator; a folder that is not there does no harm."""
    system = next(Path(font.path) for font in fonts.of_this_machine().fonts.fonts() if font.path and font.family == "DejaVu Sans")
    (tmp_path / "own.ttf").write_bytes(system.read_bytes())

    own = fonts.of_this_machine(tmp_path)

    assert any(font.path and Path(font.path).parent == tmp_path for font in own.fonts.fonts())
    assert Printer(tmp_path / "nowhere").pdf(a_letter(*EVERYTHING), AT) == PRINTER.pdf(a_letter(*EVERYTHING), AT)
