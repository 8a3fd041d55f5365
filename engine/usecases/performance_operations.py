"""Operations about collective parties and about what was promised: households, representatives, the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from engine import errors
from engine.domain import household, ledger
from engine.domain.calendar import local_date
from engine.domain.case import Json
from engine.errors import FieldProblem, Text
from engine.usecases.operation import Context, Operation


def _read_households(inputs: Json, context: Context) -> Json:
    """Read the pasted or uploaded rows; every bad one is named, beside the field that it stands in."""
    pasted, file = inputs.get("pasted"), inputs.get("file")
    place = "/pasted" if pasted else "/file"
    table = household.read(str(pasted) if pasted else _uploaded(file, context))
    representatives = list(inputs.get("representatives") or ())
    problems = [FieldProblem(path=place, message=problem) for problem in table.problems]
    problems += household.too_many(representatives, _most(context))
    problems += _strangers(representatives, table)
    if problems:
        raise errors.AnswersRefusedError(problems)
    rows = [dict(row) for row in table.rows]
    return {**_bound(rows, ()), "representatives": representatives}


def _uploaded(file: Any, context: Context) -> str:
    if not file:
        return ""
    try:
        return context.uow.attachments.get(UUID(str(file))).content.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = Text(
            "文件不是 UTF-8 文本。请在表格软件中另存为“CSV UTF-8”，或直接复制粘贴。",
            "The file is no UTF-8 text. Save it as “CSV UTF-8” in the spreadsheet, or copy and paste it.",
        )
        raise errors.AnswersRefusedError([FieldProblem(path="/file", message=message)]) from None


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
