"""The operation that reads the households: from a workbook, from text in either encoding, and what is wrong beside its field."""

from __future__ import annotations

import io
from dataclasses import dataclass
from uuid import UUID, uuid4

import openpyxl
import pytest

from engine import errors
from engine.domain import media
from engine.domain.case import Json
from engine.usecases import operations, ports
from tests.fakes import a_house, a_task
from tests.usecases.operating import NOW, a_context

HEADING = ["周柳村", "", ""]
COLUMNS = ["户号", "户主", "金额"]


@dataclass
class OneFile:
    """The one file that was uploaded."""

    content: bytes
    media_type: str

    def get(self, file: UUID) -> ports.Attachment:
        given = {"jurisdiction": "longxi", "case": None, "name": "名单", "uploaded_by": "wang", "at": NOW}
        return ports.Attachment(id=file, media_type=self.media_type, content=self.content, **given)


def read(content: bytes, media_type: str = media.WORKBOOK, **inputs: object) -> Json:
    """Carry out the operation with an uploaded file."""
    context = a_context(a_house(a_task("A")))
    context.uow.attachments = OneFile(content, media_type)  # type: ignore[attr-defined]
    return operations.operate("read_households", {"file": str(uuid4()), "representatives": [{"name": "赵某"}], **inputs}, context)


def workbook(*rows: list[object]) -> bytes:
    """Return a workbook of one sheet."""
    book, kept = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(kept)
    return kept.getvalue()


def test_a_workbook_is_read_with_its_heading() -> None:
    """Numbers of the sheet become amounts and numbers of households."""
    found = read(workbook(HEADING, COLUMNS, [1, "赵某", 1010], [2, "孙某", 1020.5]))

    assert (found["households"], [row["number"] for row in found["rows"]]) == (2, ["1", "2"])
    assert [row["claim"] for row in found["rows"]] == [1010, 1020.5]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_text_is_read_in_either_encoding(encoding: str) -> None:
    """Spreadsheets in China save CSV by GB 18030."""
    assert read("户号,户主,金额\n1,赵某,5\n".encode(encoding), "text/plain")["households"] == 1


@pytest.mark.parametrize(
    ("content", "media_type", "inputs", "said"),
    [
        (workbook(HEADING, COLUMNS, [1, "赵某", "五"]), media.WORKBOOK, {}, "第3行“金额”：“五”不是数字。"),
        (b"PK\x03\x04", media.WORKBOOK, {}, ports.UnreadableWorkbookError.default_text().zh),
        (b"%PDF-1.7", "application/pdf", {}, "只能读 XLSX 和文本文件。请在表格软件中另存为 XLSX，或直接复制粘贴。"),
        (b"1", "text/plain", {"pasted": "户号\t户主\t金额\n1\t赵某\t5"}, "名单已经粘贴，又上传了文件。请只留一种。"),
    ],
)
def test_what_is_wrong_stands_beside_the_file(content: bytes, media_type: str, inputs: Json, said: str) -> None:
    """With the line and the column; nothing of the table is taken."""
    with pytest.raises(errors.AnswersRefusedError) as refused:
        read(content, media_type, **inputs)

    assert [(problem.path, problem.message.zh) for problem in refused.value.problems] == [("/file", said)]
