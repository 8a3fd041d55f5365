"""Operations on the units of the roster: whom a unit sends when it is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from engine import errors
from engine.domain.case import Json
from engine.domain.roster import Roster, Unit
from engine.errors import Text
from engine.usecases.operation import Context, Operation

#: Roles that a unit's own work goes to, and that answer for the unit.
LIAISON, LEADER = "R.DEPT", "R.LEADER"


class UnitsNotCalledError(errors.ProcessError):
    """这些单位无法联系，请核对名册。

    These units cannot be called; check the roster.
    """


def _call_units(inputs: Json, context: Context) -> Json:
    """Find out to whom work goes that is meant for a unit: its liaison, else whoever holds a post in it; and who answers for it."""
    calls = [_call(entry) for entry in inputs.get("units") or ()]
    roster, today = context.roster(), context.day(None)
    units = {unit.code: unit for unit in roster.units}
    _refuse(_wrong(calls, inputs.get("lead"), units))
    found = [{**call, **_reached(units[call["unit"]], roster, today)} for call in calls]
    _refuse(_nobody(units[call["unit"]]) for call in found if not call["contact"])
    return {"calls": found}


def _call(entry: Any) -> Json:
    return dict(entry) if isinstance(entry, Mapping) else {"unit": entry}


def _wrong(calls: Sequence[Json], lead: Any, units: Mapping[str, Unit]) -> Iterable[Text]:
    times = Counter(str(call.get("unit")) for call in calls)
    yield from (Text(f"名册中没有单位“{code}”。", f"The roster has no unit {code}.") for code in times if code not in units)
    for code, count in times.items():
        if count > 1 and code in units:
            title = units[code].title
            yield Text(f"“{title.zh}”重复了，请只保留一行。", f"{title.en} is listed twice; keep it once.")
    if lead and lead not in times:
        title = units[lead].title if lead in units else Text(str(lead), str(lead))
        yield Text(f"牵头的“{title.zh}”不在被吹哨的部门之中，请加上它。", f"{title.en} is to lead but is not called; add it.")


def _reached(unit: Unit, roster: Roster, on: date) -> Json:
    posts = [post for post in roster.posts if post.unit == unit.code and _is_in_office(roster, post.person, on)]
    held = {post.role: str(post.address) for post in posts}
    anybody = [f"unit:{unit.code}"] if posts else []
    contact = [held[LIAISON]] if LIAISON in held else anybody
    leader = [held[LEADER]] if LEADER in held else contact
    return {"name": unit.title.zh, "title": unit.title._asdict(), "contact": contact, "leader": leader}


def _is_in_office(roster: Roster, person: str, on: date) -> bool:
    found = roster.by_person.get(person)
    return found is not None and found.is_active(on)


def _nobody(unit: Unit) -> Text:
    return Text(
        f"名册中“{unit.title.zh}”没有在岗人员，请先登记其联络员。",
        f"Nobody on the roster holds a post in {unit.title.en}; enter its liaison first.",
    )


def _refuse(wrong: Iterable[Text]) -> None:
    """Say everything that is wrong at once. Raises UnitsNotCalledError."""
    found = list(wrong)
    if found:
        raise UnitsNotCalledError(Text("".join(text.zh for text in found), " ".join(text.en for text in found)))


OPERATIONS: Sequence[Operation] = (
    Operation(
        name="call_units",
        title=Text("找到单位的联络员", "Find the liaisons of units"),
        inputs={"units": Text("单位", "Units"), "lead": Text("牵头单位", "Lead unit")},
        outputs=("calls",),
        call=_call_units,
    ),
)
