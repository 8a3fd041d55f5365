"""The operation by which a process finds out which parallel proceedings stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from engine.domain.case import Json
from engine.domain.proceeding import Proceeding, standing
from engine.errors import Text
from engine.usecases.operation import Context, Operation


def _standing_proceedings(inputs: Json, _context: Context) -> Json:
    records = [*_read(inputs.get("declared") or ()), *_read(inputs.get("updates") or ())]
    found = [_as_json(each) for each in standing(records)]
    pending = [each for each in found if each["state"] == "pending"]
    ended = [each for each in found if each["until"]]
    return {"steps": found, "pending": len(pending), "ended_on": max((each["until"] for each in ended), default=None)}


def _read(rows: Iterable[Any]) -> list[Proceeding]:
    return [
        Proceeding(
            kind=str(row["kind"]),
            body=str(row["body"]),
            state=str(row["state"]),
            reference=row.get("reference"),
            since=_day(row.get("since")),
            until=_day(row.get("until")),
        )
        for row in rows
    ]


def _day(value: Any) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _as_json(found: Proceeding) -> Json:
    days = {"since": found.since, "until": found.until}
    return {
        "kind": found.kind,
        "body": found.body,
        "state": found.state,
        "reference": found.reference,
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


OPERATIONS = (
    Operation(
        name="standing_proceedings",
        title=Text("汇总平行程序", "List the parallel proceedings"),
        inputs={"declared": Text("登记时的处理情况", "As told at registration"), "updates": Text("此后的变化", "What has changed since")},
        outputs=("steps", "pending", "ended_on"),
        call=_standing_proceedings,
    ),
)
