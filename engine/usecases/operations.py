"""The catalogue of named operations that a process may call; the studio offers them as ready blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from engine import errors
from engine.domain.calendar import ZONE, local_date
from engine.domain.case import Json
from engine.errors import Text
from engine.usecases import (
    agenda_operations,
    alert_operations,
    document_operations,
    ladders,
    letters,
    link_operations,
    matter_operations,
    notice_operations,
    performance_operations,
    ports,
    proceeding_operations,
    team_operations,
    unit_operations,
    visit_operations,
)
from engine.usecases.operation import Context, Operation


class UnknownOperationError(errors.ProcessError):
    """流程调用了目录中没有的操作。

    The process calls an operation that is not in the catalogue.
    """


def operate(name: str, inputs: Json, context: Context) -> Json:
    """Carry out an operation by name. Raises UnknownOperationError and what the operation refuses."""
    operation = CATALOGUE.get(name)
    if operation is None:
        raise UnknownOperationError(
            Text(f"流程调用了目录中没有的操作“{name}”。", f"The process calls the operation {name}, which is not in the catalogue.")
        )
    return operation.call(inputs, context)


def _notify_parties(inputs: Json, context: Context) -> Json:
    """Leave a notice for the window that keeps contact with the parties."""
    kind = str(inputs.get("kind") or "outcome")
    text = Text(f"请将“{context.case.number}”的进展告知当事人。", f"Tell the parties of {context.case.number} how their case stands.")
    context.notices.append(
        ports.Notice(case=context.case.id, jurisdiction=context.case.jurisdiction, to="role:R.INTAKE", code=kind, text=text, at=context.now)
    )
    return {"kind": kind, "at": context.now.isoformat()}


def _last_day(inputs: Json, context: Context) -> Json:
    """Compute when a named deadline ends, so that a table or a gateway can look at it before anybody has work."""
    rule = context.release.deadline(str(inputs.get("deadline")))
    day = inputs.get("since")
    start = datetime.combine(context.day(day), time(), ZONE) if day else context.now
    due = rule.due(start, context.uow.rosters.calendar(context.case.jurisdiction))
    return {"day": local_date(due).isoformat(), "at": due.isoformat(), "is_over": due < context.now}


def _issue_letter(inputs: Json, context: Context) -> Json:
    """Issue a document of the pack in the name of the process (`system` stands for nobody in person)."""
    template = context.release.document(str(inputs.get("document")))
    locale = "en" if str(inputs.get("language") or "").startswith("en") else "zh"
    # What the step has written so far is not in the case yet; title and parties follow the document.
    case = letters.as_of(context.case, context.document, context.release)
    about = letters.About(case=case, document=context.document, locale=locale, by=context.actor, now=context.now)
    row = letters.issue(template, about, context.uow, context.release, context.printer, may_wait=True)
    context.entries.append(letters.entry(row))
    return {"id": str(row.id), "document": row.code, "number": row.number, "at": row.at.isoformat()}


_OPERATIONS = (
    Operation(
        name="last_day",
        title=Text("计算期限", "Compute a deadline"),
        inputs={"deadline": Text("期限", "Deadline"), "since": Text("起算日", "Day from which it runs")},
        outputs=("day", "at", "is_over"),
        call=_last_day,
    ),
    Operation(
        name="notify_parties",
        title=Text("告知当事人", "Notify the parties"),
        inputs={"kind": Text("事由", "Occasion")},
        outputs=("kind", "at"),
        call=_notify_parties,
    ),
    Operation(
        name="issue_letter",
        title=Text("出具文书", "Issue a document"),
        inputs={"document": Text("文书", "Document"), "language": Text("语言（zh 或 en）", "Language (zh or en)")},
        outputs=("id", "document", "number", "at"),
        call=_issue_letter,
    ),
)

#: Every operation by name; the modules of other subjects bring their own.
CATALOGUE: Mapping[str, Operation] = {
    operation.name: operation
    for operation in (
        *_OPERATIONS,
        *alert_operations.OPERATIONS,
        *ladders.OPERATIONS,
        *proceeding_operations.OPERATIONS,
        *team_operations.OPERATIONS,
        *visit_operations.OPERATIONS,
        *unit_operations.OPERATIONS,
        *notice_operations.OPERATIONS,
        *agenda_operations.OPERATIONS,
        *matter_operations.OPERATIONS,
        *performance_operations.OPERATIONS,
        *link_operations.OPERATIONS,
        *document_operations.OPERATIONS,
    )
}


def catalogue() -> list[dict[str, Any]]:
    """Describe the operations for the studio."""
    return [{key: value for key, value in asdict(operation).items() if key != "call"} for operation in CATALOGUE.values()]
