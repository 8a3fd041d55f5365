"""The operation by which a process finds out which visit of a plan comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from engine.domain.calendar import ZONE, end_of_day, local_date, start_of_day
from engine.domain.case import Json
from engine.domain.visit_plan import Visit, VisitPlan
from engine.errors import Text
from engine.usecases.operation import Context, Operation


def visits_made(records: Iterable[Any], plan: str, now: datetime) -> list[Visit]:
    """Read the visits of one plan from records that hold `visit: {plan, day}` and `visited_at`.

    A visit that claims to be made in the future counts as made now: a slip of the pen must not move the plan.
    """
    own = [each for each in records or () if isinstance(each, dict) and (each.get("visit") or {}).get("plan") == plan]
    return [Visit(planned=date.fromisoformat(each["visit"]["day"]), made_on=min(_made_on(each, now), local_date(now))) for each in own]


def _made_on(record: Json, now: datetime) -> date:
    at = record.get("visited_at")
    if not at:
        return local_date(now)
    found = datetime.fromisoformat(str(at))
    return local_date(found if found.tzinfo else found.replace(tzinfo=ZONE))


def _next_visit(inputs: Json, context: Context) -> Json:
    name = str(inputs.get("plan") or "")
    days = tuple(context.day(day) for day in inputs.get("days") or ())
    last = inputs.get("until")
    anchor, every = inputs.get("since"), int(inputs.get("interval") or 0)
    if not (days or every):
        return _found(name, None, None, context)
    plan = VisitPlan(days=days, anchor=context.day(anchor), every=every, last=context.day(last) if last else None)
    made = visits_made(inputs.get("visits") or (), name, context.now)
    found = _found(name, plan.next_due(made), plan, context, notice=int(inputs.get("notice") or 0))
    return {**found, "made": len(made), "missed": [day.isoformat() for day in plan.missed(made, context.now)]}


def _found(name: str, day: date | None, plan: VisitPlan | None, context: Context, notice: int = 0) -> Json:
    if day is None or plan is None:
        return {"plan": name, "day": None, "number": None, "due_at": None, "opens_at": None, "made": 0, "missed": []}
    return {
        "plan": name,
        "day": day.isoformat(),
        "number": plan.number(day),
        "due_at": end_of_day(_due_on(day, notice, context)).isoformat(),
        "opens_at": max(start_of_day(day - timedelta(days=notice)), context.now).isoformat(),
    }


def _due_on(day: date, notice: int, context: Context) -> date:
    """Return the day itself; if it was over before anybody could have known of it, as many days from now as people are given."""
    today = local_date(context.now)
    return day if day >= today else today + timedelta(days=notice)


OPERATIONS = (
    Operation(
        name="next_visit",
        title=Text("确定下一次回访", "Find the next visit"),
        inputs={
            "plan": Text("计划名称", "Name of the plan"),
            "days": Text("各次日期", "Days of the visits"),
            "since": Text("起算日", "Day from which it runs"),
            "interval": Text("间隔天数", "Days between visits"),
            "until": Text("最后一日", "Last day"),
            "visits": Text("已做的回访", "Visits made"),
            "notice": Text("提前几天列入待办", "Days before on which it becomes work"),
        },
        outputs=("plan", "day", "number", "due_at", "opens_at", "made", "missed"),
        call=_next_visit,
    ),
)
