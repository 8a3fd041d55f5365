"""The catalogue of named operations that a process may call; the studio offers them as ready blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from engine import errors
from engine.domain import team_choice
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


def _check_team(inputs: Json, context: Context) -> Json:
    team, on = context.team(inputs.get("team")), context.day(inputs.get("on"))
    roster, rule = context.roster(), _rule(context)
    found = team_choice.breaches(team, roster, rule, on)
    members = [
        {"person": p.code, "name": p.name, "qualified": rule.is_qualified(p, team), "is_lead": p.code == team.lead}
        for p in roster.members(team, on)
    ]
    problems = [{"code": breach.code, "message": breach.message._asdict()} for breach in found]
    return {"team": team.code, "title": team.title._asdict(), "members": members, "lead": team.lead, "ok": not found, "problems": problems}


def _appoint_mediator(inputs: Json, context: Context) -> Json:
    team = context.team(inputs.get("team"))
    candidacy = team_choice.Candidacy(
        chosen=inputs.get("chosen"),
        struck=frozenset(inputs.get("struck") or ()),
        conflicts=frozenset(inputs.get("conflicts") or ()),
        declined=frozenset(inputs.get("declined") or ()),
        load=context.uow.cases.open_load(team.members),
    )
    found = team_choice.appoint(team, context.roster(), candidacy, local_date(context.now))
    excluded = [{"person": e.person, "reason": e.reason._asdict()} for e in found.excluded]
    return {"person": found.person, "reasons": [r._asdict() for r in found.reasons], "excluded": excluded}


def _next_member(inputs: Json, context: Context) -> Json:
    """Go through the members who were not yet asked, then the lead (table 1.5.2, step 6)."""
    team, tried = context.team(inputs.get("team")), set(inputs.get("tried") or ())
    roster = context.roster()
    barred = tried | set(inputs.get("barred") or ())
    active = [p.code for p in roster.members(team, local_date(context.now)) if p.code not in barred]
    waiting = [code for code in active if code != team.lead] or active
    person = waiting[0] if waiting else None
    return {"person": person, "is_lead": person == team.lead, "exhausted": person is None, "tried": sorted(tried)}


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


def _rule(context: Context) -> team_choice.CompositionRule:
    rule = team_choice.CompositionRule.of(context.release.parameters)
    if rule is None:
        raise errors.TeamRuleError(
            Text(
                "模板包没有规定团队如何组成（参数 team_smallest 等）。",
                "The pack does not say how teams are made up (parameter team_smallest).",
            )
        )
    return rule


_TEAM = Text("团队", "Team")

_OPERATIONS = (
    Operation(
        name="check_team",
        title=Text("核对团队组成", "Check the team's composition"),
        inputs={"team": _TEAM, "on": Text("日期", "Day")},
        outputs=("team", "title", "members", "lead", "ok", "problems"),
        call=_check_team,
    ),
    Operation(
        name="appoint_mediator",
        title=Text("确定调解员", "Appoint the mediator"),
        inputs={
            "team": _TEAM,
            "chosen": Text("当事人点选", "Chosen by the parties"),
            "struck": Text("当事人不同意的人", "Struck by a party"),
            "conflicts": Text("有利害关系的人", "With a conflict of interest"),
            "declined": Text("未接单的人", "Did not accept"),
        },
        outputs=("person", "reasons", "excluded"),
        call=_appoint_mediator,
    ),
    Operation(
        name="next_member",
        title=Text("改派下一位成员", "Turn to the next member"),
        inputs={"team": _TEAM, "tried": Text("已派过的人", "Already asked"), "barred": Text("不得指派的人", "Not to be asked")},
        outputs=("person", "is_lead", "exhausted", "tried"),
        call=_next_member,
    ),
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
