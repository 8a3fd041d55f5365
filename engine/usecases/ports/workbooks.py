"""Workbooks that people upload."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from engine import errors


class UnreadableWorkbookError(errors.EngineError):
    """这个 Excel 文件读不出来，可能已经损坏。请在表格软件中打开、另存为 XLSX 后重新上传，或直接复制粘贴。

    This workbook cannot be read; it may be damaged. Open it in the spreadsheet, save it as XLSX and upload it again, or copy and paste.
    """


class Workbooks(Protocol):
    """Reads uploaded workbooks (XLSX)."""

    def lines(self, content: bytes) -> Sequence[Sequence[str]]:
        """Return the cells of the one sheet that has any, line by line as the sheet counts them. Raises UnreadableWorkbookError."""
        ...
