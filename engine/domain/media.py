"""What kind of file something is, found by looking at its content: names and browsers may be wrong or lie."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from engine import errors
from engine.errors import Text

#: Largest file in bytes.
LARGEST = 20 * 1024 * 1024
#: Media types of what tables are read from.
TEXT, WORKBOOK = "text/plain", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Longest name kept, in characters.
LONGEST_NAME = 120


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of file that may be uploaded."""

    media_type: str
    #: Endings of names that belong to it.
    endings: tuple[str, ...]
    title: Text


KINDS = (
    Kind(media_type="application/pdf", endings=("pdf",), title=Text("PDF 文件", "a PDF file")),
    Kind(media_type="image/jpeg", endings=("jpg", "jpeg"), title=Text("JPG 图片", "a JPG picture")),
    Kind(media_type="image/png", endings=("png",), title=Text("PNG 图片", "a PNG picture")),
    Kind(media_type="image/webp", endings=("webp",), title=Text("WEBP 图片", "a WEBP picture")),
    Kind(media_type="image/heic", endings=("heic", "heif"), title=Text("HEIC 图片", "a HEIC picture")),
    Kind(
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        endings=("docx",),
        title=Text("Word 文档", "a Word document"),
    ),
    Kind(
        media_type=WORKBOOK,
        endings=("xlsx",),
        title=Text("Excel 表格", "an Excel workbook"),
    ),
    Kind(media_type="application/msword", endings=("doc", "wps"), title=Text("旧版 Word 文档", "an old Word document")),
    Kind(media_type="application/vnd.ms-excel", endings=("xls", "et"), title=Text("旧版 Excel 表格", "an old Excel workbook")),
    Kind(media_type="audio/mpeg", endings=("mp3",), title=Text("MP3 录音", "an MP3 recording")),
    Kind(media_type="audio/mp4", endings=("m4a",), title=Text("M4A 录音", "an M4A recording")),
    Kind(media_type="audio/wav", endings=("wav",), title=Text("WAV 录音", "a WAV recording")),
    Kind(media_type="audio/amr", endings=("amr",), title=Text("AMR 录音", "an AMR recording")),
    Kind(media_type="video/mp4", endings=("mp4", "m4v"), title=Text("MP4 视频", "an MP4 video")),
    Kind(media_type="video/quicktime", endings=("mov",), title=Text("MOV 视频", "a MOV video")),
    Kind(media_type=TEXT, endings=("txt", "csv"), title=Text("文本文件", "a text file")),
)
_BY_TYPE = {kind.media_type: kind for kind in KINDS}
_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
)
_BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"isom": "video/mp4",
    b"iso2": "video/mp4",
    b"mp41": "video/mp4",
    b"mp42": "video/mp4",
    b"avc1": "video/mp4",
    b"3gp4": "video/mp4",
    b"3gp5": "video/mp4",
}
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": WORKBOOK,
}
_ALLOWED = Text(
    "可以上传 PDF、图片（JPG、PNG、WEBP、HEIC）、Word、Excel、录音（MP3、M4A、WAV、AMR）、视频（MP4、MOV）和文本文件。",
    "You may upload PDF, pictures (JPG, PNG, WEBP, HEIC), Word, Excel, recordings (MP3, M4A, WAV, AMR), videos (MP4, MOV) and text.",
)


def accepted(name: str, content: bytes) -> str:
    """Return the media type of a file that may be stored. Raises FileRefusedError with the reason."""
    if not content:
        raise errors.FileRefusedError(Text("这个文件是空的，请重新选择。", "This file is empty; choose another."))
    if len(content) > LARGEST:
        raise errors.FileRefusedError(Text("文件太大。单个文件不能超过 20 MB。", "The file is too large. The limit is 20 MB."))
    ending = PurePath(name).suffix.lstrip(".").lower()
    found = found_type(content)
    claimed = next((kind for kind in KINDS if ending in kind.endings), None)
    if claimed is None or found is None:
        raise errors.FileRefusedError(_unknown(name, claimed))
    if claimed.media_type != found:
        raise errors.FileRefusedError(_lying(name, claimed, _BY_TYPE[found]))
    return found


def shown_name(name: str) -> str:
    """Return a name without path and control characters, shortened in the middle so that its ending stays."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(sign for sign in last if sign.isprintable()).strip() or "file"
    half = LONGEST_NAME // 2
    return clean if len(clean) <= LONGEST_NAME else f"{clean[:half]}…{clean[1 - half :]}"


def found_type(content: bytes) -> str | None:
    """Return the media type that the content shows, None if it is none of ours."""
    for start, media_type in _STARTS:
        if content.startswith(start):
            return media_type
    if content[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(content[8:12])
    if content[4:8] == b"ftyp":
        return _BRANDS.get(content[8:12])
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office_type(content)
    return None if text_of(content) is None else TEXT


def _office_type(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    # A document with macros is a program.
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((media_type for part, media_type in _OFFICE.items() if part in names), None)


def _old_office_type(content: bytes) -> str | None:
    if "WordDocument".encode("utf-16-le") in content:
        return "application/msword"
    return "application/vnd.ms-excel" if "Workbook".encode("utf-16-le") in content else None


def text_of(content: bytes) -> str | None:
    """Return a text in one of the two encodings that are written here, None for anything else."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if all(sign.isprintable() or sign in "\r\n\t\f" for sign in text) else None
    return None


def _unknown(name: str, claimed: Kind | None) -> Text:
    if claimed is None:
        return Text(f"“{name}”不是可以上传的类型。{_ALLOWED.zh}", f"{name} is not of a kind that may be uploaded. {_ALLOWED.en}")
    return Text(
        f"“{name}”的名称像是“{claimed.title.zh}”，内容却不是，可能已经损坏。请打开检查后重新上传。",
        f"{name} is named like {claimed.title.en} but its content is not one; it may be damaged. Open it, check it and upload it again.",
    )


def _lying(name: str, claimed: Kind, found: Kind) -> Text:
    return Text(
        f"“{name}”的名称像是“{claimed.title.zh}”，内容却是“{found.title.zh}”。请改正名称或换一个文件。",
        f"{name} is named like {claimed.title.en} but its content is {found.title.en}. Correct its name or choose another file.",
    )
