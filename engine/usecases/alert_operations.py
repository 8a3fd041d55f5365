"""The operation by which a process opens, looks at and changes the alert of its case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from engine import errors
from engine.domain import alert as alerts
from engine.domain.alert import Act, Alert, Cause, Level, Scale, Step
from engine.domain.calendar import ZONE, local_date
from engine.domain.case import Entry, Json
from engine.domain.deadline import Period, Unit
from engine.errors import Text
from engine.usecases.operation import Context, Operation
from engine.usecases.visit_operations import visits_made

_Change = Callable[[Alert | None, Json, Scale, Act], Alert]


def _move_alert(inputs: Json, context: Context) -> Json:
    scale, before = _scale(inputs.get("scale"), inputs.get("reversible")), _alert(inputs.get("alert"))
    act = Act(at=context.now, by=context.actor, reason=str(inputs.get("reason") or ""))
    name = str(inputs.get("act"))
    if name == "look":
        looked = alerts.look(_there(before), scale, context.now, _missed(_there(before), scale, inputs, context), context.actor)
        after, held = looked.alert, looked.held
    elif name in _CHANGES:
        after, held = _CHANGES[name](before, inputs, scale, act), ()
    else:
        raise errors.ProcessError(
            Text(f"预警没有“{name}”这种变更。", f"There is no such change of an alert: {name}. There are: look, {', '.join(_CHANGES)}.")
        )
    is_changed = (before.colour if before else None) != after.colour
    if after != before:
        context.entries.append(_entry(after.steps[-1], scale, context))
    return {**_as_json(after, scale), "changed": is_changed, "held": [reason._asdict() for reason in held]}


_CHANGES: Mapping[str, _Change] = {
    "open": lambda before, inputs, scale, act: alerts.open_alert(before, str(inputs.get("colour")), scale, act),
    "incident": lambda before, inputs, scale, act: alerts.incident(_there(before), _known(inputs, scale), scale, act),
    "decide": lambda before, inputs, scale, act: alerts.decide(_there(before), _known(inputs, scale), scale, act),
    "confirm": lambda before, _inputs, _scale, act: alerts.confirm(_there(before), act),
    "lapse": lambda before, _inputs, _scale, act: alerts.lapse(_there(before), act),
    "reverse": lambda before, _inputs, scale, act: alerts.reverse(_there(before), scale, act),
}


def _there(before: Alert | None) -> Alert:
    if before is None:
        raise alerts.NoAlertError
    return before


def _known(inputs: Json, scale: Scale) -> str | None:
    """Return the colour of the inputs; a table says `none` where the facts ask for no colour."""
    colour = inputs.get("colour")
    return scale.level(colour).colour if colour not in (None, "none") else None


def _missed(before: Alert, scale: Scale, inputs: Json, context: Context) -> tuple[date, ...]:
    made = visits_made(inputs.get("visits") or (), _plan_name(before), context.now)
    return before.visits(scale).missed(made, context.now)


def _plan_name(alert: Alert) -> str:
    """Return a name that no other plan of the case has: each change of the colour begins a plan of its own."""
    return f"alert-{alert.steps.index(alert.set_by) + 1}"


def _scale(rows: Any, reversible: Any) -> Scale:
    try:
        levels = tuple(
            Level(colour=row["colour"], title=Text(row["zh"], row["en"]), quiet_days=int(row["quiet"]), visit_days=int(row["interval"]))
            for row in rows
        )
    except (TypeError, KeyError, ValueError) as error:
        said = Text(
            "预警档位应为列表，每行写明 colour、zh、en、quiet、interval。",
            "The scale of an alert is a list whose rows say colour, zh, en, quiet and interval.",
        )
        raise errors.ProcessError(said) from error
    return Scale(levels=levels, reversible=_hours(reversible))


def _hours(text: Any) -> timedelta:
    period = Period.parse(str(text))
    if period.unit is not Unit.HOUR:
        raise errors.ProcessError(
            Text("可以撤销的时间请按小时写，例如“24 h”。", "Write the time for undoing in hours, for example “24 h”.")
        )
    return timedelta(hours=period.length)


def _alert(value: Any) -> Alert | None:
    if not value:
        return None
    return Alert(steps=tuple(_step(row) for row in value["steps"]))


def _step(row: Json) -> Step:
    act = Act(at=datetime.fromisoformat(row["at"]), by=row["by"], reason=row.get("reason") or "")
    return Step(cause=Cause(row["cause"]), act=act, before=row["before"], after=row["after"])


def _as_json(alert: Alert, scale: Scale) -> Json:
    colour, until = alert.colour, alert.quiet_until(scale)
    reversible = alert.reversible_until(scale)
    level = scale.level(colour) if colour else None
    return {
        "colour": colour,
        "title": level.title._asdict() if level else None,
        "quiet_until": until.isoformat() if until else None,
        "next": scale.below(colour) if colour else None,
        "reversible_until": reversible.isoformat() if reversible else None,
        "answered_since": alert.answered_since.isoformat(),
        "visits": _visits(alert, level),
        "steps": [_row(step) for step in alert.steps],
    }


def _visits(alert: Alert, level: Level | None) -> Json | None:
    if level is None:
        return None
    return {"plan": _plan_name(alert), "since": local_date(alert.set_by.act.at).isoformat(), "interval": level.visit_days}


def _row(step: Step) -> Json:
    row = {"at": step.act.at.astimezone(ZONE).isoformat(), "by": step.act.by, "cause": str(step.cause)}
    return {**row, "before": step.before, "after": step.after, "reason": step.act.reason}


def _entry(step: Step, scale: Scale, context: Context) -> Entry:
    titles = {level.colour: list(level.title) for level in scale.levels}
    detail = {"cause": str(step.cause), "before": titles.get(step.before or ""), "after": titles.get(step.after or "")}
    return Entry(at=context.now, actor=context.actor, kind="alert", detail=detail)


OPERATIONS = (
    Operation(
        name="move_alert",
        title=Text("变更预警", "Change the alert"),
        inputs={
            "act": Text(
                "变更（open、look、incident、decide、confirm、lapse、reverse）",
                "Change (open, look, incident, decide, confirm, lapse, reverse)",
            ),
            "alert": Text("现有预警", "Alert as it is"),
            "scale": Text("预警档位", "Scale of colours"),
            "reversible": Text("可以撤销的时间", "Time for undoing"),
            "colour": Text("颜色", "Colour"),
            "reason": Text("理由", "Reason"),
            "visits": Text("已做的回访", "Visits made"),
        },
        outputs=("colour", "title", "quiet_until", "next", "reversible_until", "answered_since", "visits", "steps", "changed", "held"),
        call=_move_alert,
    ),
)
