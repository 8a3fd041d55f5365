"""Operations about collective parties and about what was promised: households, representatives, the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from engine import errors
from engine.domain import household, ledger, media
from engine.domain.calendar import local_date
from engine.domain.case import Json
from engine.errors import FieldProblem, Text
from engine.usecases import ports
from engine.usecases.operation import Context, Operation

_TWICE = Text("名单已经粘贴，又上传了文件。请只留一种。", "The households are both pasted and uploaded. Keep one of the two.")
_NEITHER = Text(
    "只能读 XLSX 和文本文件。请在表格软件中另存为 XLSX，或直接复制粘贴。",
    "Only XLSX and text can be read. Save the file as XLSX in the spreadsheet, or copy and paste it.",
)


def _read_households(inputs: Json, context: Context) -> Json:
    """Read the pasted or uploaded rows; every bad one is named, beside the field that it stands in."""
    pasted, file = inputs.get("pasted"), inputs.get("file")
    place = "/pasted" if pasted else "/file"
    if pasted and file:
        raise errors.AnswersRefusedError([FieldProblem(path="/file", message=_TWICE)])
    table = household.read(str(pasted)) if pasted else _uploaded(file, context)
    representatives = list(inputs.get("representatives") or ())
    problems = [FieldProblem(path=place, message=problem) for problem in table.problems]
    problems += household.too_many(representatives, _most(context))
    problems += _strangers(representatives, table)
    if problems:
        raise errors.AnswersRefusedError(problems)
    rows = [dict(row) for row in table.rows]
    return {**_bound(rows, ()), "representatives": representatives}


def _uploaded(file: Any, context: Context) -> household.Table:
    """Read an uploaded workbook or text; spreadsheets in China save text by GB 18030 too."""
    if not file:
        return household.read("")
    attachment = context.uow.attachments.get(UUID(str(file)))
    if attachment.media_type == media.WORKBOOK:
        try:
            return household.read_lines(context.workbooks.lines(attachment.content))
        except ports.UnreadableWorkbookError as error:
            return household.Table(problems=(error.text,))
    text = media.text_of(attachment.content) if attachment.media_type == media.TEXT else None
    return household.Table(problems=(_NEITHER,)) if text is None else household.read(text)


def _most(context: Context) -> int:
    value = context.release.parameters.get("max_representatives")
    return value if isinstance(value, int) else household.MOST_REPRESENTATIVES


def _strangers(representatives: Iterable[Any], table: household.Table) -> list[FieldProblem]:
    """Find representatives who are not among those whom they represent."""
    names = {row["name"] for row in table.rows}
    return [
        FieldProblem(
            path=f"/representatives/{index}",
            message=Text(f"“{each.get('name')}”不在各户名单中。", f"“{each.get('name')}” is not among the households."),
        )
        for index, each in enumerate(representatives)
        if table.rows and each.get("name") not in names
    ]


def _bound(rows: list[Json], confirmed: Iterable[str]) -> Json:
    agreed = sorted(set(confirmed))
    total = ledger.plain(sum((ledger.money(row["claim"]) for row in rows), Decimal(0)))
    return {"rows": rows, "households": len(rows), "claims": total, "confirmed": agreed, "unbound": household.unbound(rows, agreed)}


def _confirm_households(inputs: Json, _context: Context) -> Json:
    """Enter which households confirmed by themselves; whom nobody bound stays listed."""
    collective, given = dict(inputs.get("collective") or {}), str(inputs.get("numbers") or "")
    rows = list(collective.get("rows") or ())
    numbers = [each for each in given.replace("，", " ").replace("、", " ").replace(",", " ").split() if each]
    known = {row["number"] for row in rows}
    wrong = [each for each in numbers if each not in known]
    if wrong:
        listed = "、".join(wrong), ", ".join(wrong)
        message = Text(f"名单中没有户号：{listed[0]}。", f"No households bear these numbers: {listed[1]}.")
        raise errors.AnswersRefusedError([FieldProblem(path="/numbers", message=message)])
    return {**collective, **_bound(rows, [*(collective.get("confirmed") or ()), *numbers])}


def _keep_ledger(inputs: Json, context: Context) -> Json:
    """Open the ledger over what is owed, or enter in it what was performed."""
    today, book = local_date(context.now), inputs.get("ledger")
    if book is None:
        terms = inputs.get("terms")
        if not isinstance(terms, list):
            raise errors.ProcessError(Text("开立台账要有应履行的事项（列表）。", "Opening a ledger needs a list of what is owed."))
        return ledger.summary(ledger.opened(terms), today)
    rows, problems = ledger.posted(book.get("rows") or (), inputs.get("done") or (), today)
    if problems:
        raise errors.AnswersRefusedError(problems)
    return ledger.summary(rows, today)


_LEDGER = ("rows", "total", "paid", "open", "next_due", "overdue", "is_complete")
_COLLECTIVE = ("rows", "households", "claims", "confirmed", "unbound", "representatives")

OPERATIONS = (
    Operation(
        name="read_households",
        title=Text("导入各户名单", "Import the households"),
        inputs={
            "pasted": Text("粘贴的表格", "The pasted table"),
            "file": Text("上传的表格", "The uploaded table"),
            "representatives": Text("代表人", "Representatives"),
        },
        outputs=_COLLECTIVE,
        call=_read_households,
    ),
    Operation(
        name="confirm_households",
        title=Text("登记各户确认", "Enter which households confirmed"),
        inputs={"collective": Text("群体当事人", "The collective party"), "numbers": Text("确认的户号", "Numbers of the households")},
        outputs=_COLLECTIVE,
        call=_confirm_households,
    ),
    Operation(
        name="keep_ledger",
        title=Text("履行台账", "Keep the ledger"),
        inputs={
            "terms": Text("应履行的事项（开立时）", "What is owed (to open it)"),
            "ledger": Text("履行台账（登记时）", "The ledger (to enter something)"),
            "done": Text("已履行的事项", "What was performed"),
        },
        outputs=_LEDGER,
        call=_keep_ledger,
    ),
)
