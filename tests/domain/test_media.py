"""Claims about what may be uploaded."""

from __future__ import annotations

import io
import zipfile

import pytest

from engine import errors
from engine.domain import media

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30


def a_zip(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return made.getvalue()


CONTENTS = {
    "a.pdf": b"%PDF-1.7\n",
    "a.JPG": b"\xff\xd8\xff\xe0",
    "a.png": PNG,
    "a.webp": b"RIFF\x04\0\0\0WEBP",
    "a.heic": b"\0\0\0\x18ftypheic",
    "a.docx": a_zip("[Content_Types].xml", "word/document.xml"),
    "a.xlsx": a_zip("[Content_Types].xml", "xl/workbook.xml"),
    "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    "a.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"),
    "a.mp3": b"ID3\x04",
    "a.m4a": b"\0\0\0\x18ftypM4A ",
    "a.wav": b"RIFF\x04\0\0\0WAVE",
    "a.amr": b"#!AMR\n",
    "a.mp4": b"\0\0\0\x18ftypisom",
    "a.mov": b"\0\0\0\x18ftypqt  ",
    "a.txt": "漏水三天。\r\n".encode("gb18030"),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_the_content_says_what_a_file_is(name: str) -> None:
    """Each kind that may be uploaded is known by its content."""
    kind = next(kind for kind in media.KINDS if name.rsplit(".", 1)[-1].lower() in kind.endings)

    assert media.accepted(name, CONTENTS[name]) == kind.media_type


def test_every_kind_is_proved() -> None:
    """No kind is listed that the test above leaves out."""
    assert {media.accepted(name, content) for name, content in CONTENTS.items()} == {kind.media_type for kind in media.KINDS}


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(errors.FileRefusedError) as refused:
        media.accepted(name, content)
    return refused.value.text.zh


def test_a_file_that_lies_about_its_kind_is_told_so() -> None:
    """The sentence names both kinds and the cure."""
    assert refusal("借条.pdf", PNG) == "“借条.pdf”的名称像是“PDF 文件”，内容却是“PNG 图片”。请改正名称或换一个文件。"


def test_a_damaged_file_is_told_so() -> None:
    """A name of ours with a content that is nothing of ours."""
    assert refusal("借条.pdf", b"MZ\x90\0") == "“借条.pdf”的名称像是“PDF 文件”，内容却不是，可能已经损坏。请打开检查后重新上传。"


@pytest.mark.parametrize(("name", "content"), [("a.exe", b"MZ\x90\0"), ("a.html", b"<script>"), ("a", PNG), ("a.zip", a_zip("a"))])
def test_other_kinds_are_refused_with_the_list(name: str, content: bytes) -> None:
    """Programs, pages and archives are no evidence."""
    assert refusal(name, content).startswith(f"“{name}”不是可以上传的类型。可以上传 PDF、图片")


def test_a_document_with_macros_is_refused() -> None:
    """A document that carries a program is one."""
    assert "可能已经损坏" in refusal("a.docx", a_zip("word/document.xml", "word/vbaProject.bin"))


def test_empty_and_too_large_files_are_refused() -> None:
    """The limit itself is still accepted."""
    assert refusal("a.pdf", b"") == "这个文件是空的，请重新选择。"
    assert refusal("a.pdf", b"%PDF-" + b"x" * media.LARGEST) == "文件太大。单个文件不能超过 20 MB。"
    assert media.accepted("a.pdf", b"%PDF-" + b"x" * (media.LARGEST - 5))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\证据\\借条.pdf", "借条.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\r\nb\0.pdf", "ab.pdf"),
        ("", "file"),
        ("长" * 200 + ".pdf", "长" * 60 + "…" + "长" * 55 + ".pdf"),
    ],
)
def test_a_name_is_shown_without_path_and_control_characters(name: str, shown: str) -> None:
    """What goes into a page and a header holds nothing but a name."""
    assert media.shown_name(name) == shown
