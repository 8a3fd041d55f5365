"""The operation that gathers what a meeting looks at: open cases, each with the reasons for which it is on the agenda."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from engine import errors
from engine.domain.case import Case, Json
from engine.domain.linking import Link, LinkKind
from engine.errors import Text
from engine.usecases import ports
from engine.usecases.operation import Context, Operation

#: Most cases on one agenda; nobody talks about more in one meeting.
MOST = 200


def _collect_agenda(inputs: Json, context: Context) -> Json:
    """Look through the open cases of the jurisdiction and of all below it, as far as whoever moves the case may see them."""
    name = str(inputs.get("agenda"))
    agenda = context.release.agendas.get(name)
    if agenda is None:
        raise errors.ProcessError(Text(f"模板包中没有议程“{name}”。", f"The pack has no agenda {name}."))
    found = list(_entries(agenda, context))
    for entry in found[:MOST]:
        context.uow.links.put(_link(entry, context))
    return {
        "agenda": name,
        "title": agenda.title._asdict(),
        "count": len(found),
        "entries": found[:MOST],
        "omitted": max(0, len(found) - MOST),
    }


def _entries(agenda: ports.Agenda, context: Context) -> Iterator[Json]:
    for case, overdue in context.uow.cases.open_within(context.case.jurisdiction, context.now):
        names = _names(case, overdue, context.release.parameters, context.now)
        reasons = list(agenda.reasons(names, context.now)) if case.id != context.case.id else []
        if reasons:
            yield _entry(case, reasons)


def _link(entry: Json, context: Context) -> Link:
    """Show the meeting on the page of the case, and the case on that of the meeting."""
    return Link(
        case=context.case.id,
        jurisdiction=context.case.jurisdiction,
        kind=LinkKind.AGENDA,
        other=UUID(entry["case"]),
        other_jurisdiction=entry["jurisdiction"],
        by=context.actor,
        at=context.now,
    )


def _names(case: Case, overdue: int, parameters: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    return {**case.document, "case": {**case.facts(), "overdue": overdue}, "parameters": parameters, "now": now}


def _entry(case: Case, reasons: Iterable[tuple[str, Text]]) -> Json:
    words = [title for _code, title in reasons]
    return {
        "case": str(case.id),
        "jurisdiction": case.jurisdiction,
        "number": case.number,
        # What tells the entries apart in lists.
        "name": f"{case.number} {case.title}".strip(),
        "title": case.title,
        "state": case.state,
        "rules": [code for code, _title in reasons],
        "why": {"zh": "、".join(each.zh for each in words), "en": ", ".join(each.en for each in words)},
    }


OPERATIONS: Sequence[Operation] = (
    Operation(
        name="collect_agenda",
        title=Text("按规则列出议程", "Gather the agenda by its rules"),
        inputs={"agenda": Text("议程", "Agenda")},
        outputs=("agenda", "title", "count", "entries", "omitted"),
        call=_collect_agenda,
    ),
)
