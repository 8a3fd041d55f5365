"""Operations on ladders: which level comes next for a case, and who is there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from engine.domain.calendar import local_date
from engine.domain.case import Json
from engine.domain.ladder import TREE, Ladder, LadderError, Rung, findings
from engine.errors import Text
from engine.usecases.operation import Context, Operation

#: The parameter that holds the ladder unless another is named.
LADDER = "ladder"


def _next_level(inputs: Json, context: Context) -> Json:
    """Return the level above one, or exactly one, with the body that stands there for the case."""
    ladder = _ladder(str(inputs.get("ladder") or LADDER), context)
    path = context.uow.rosters.above(context.case.jurisdiction)
    rungs = ladder.within([(place.id, place.level) for place in path])
    found = _chosen(rungs, ladder, inputs, TREE.index(path[0].level) if path else 0)
    if found is None:
        return {"level": None, "is_top": True}
    body = next((place for place in path if place.level == found.at), None)
    return {
        "level": found.level,
        "title": found.title._asdict(),
        "at": found.at,
        "area": body.id if body else None,
        "body": body.title._asdict() if body else None,
        "role": found.role,
        "period": found.period,
        "answer": found.answer,
        "is_top": found == rungs[-1],
    }


def _chosen(rungs: Sequence[Rung], ladder: Ladder, inputs: Json, lowest: int) -> Rung | None:
    """Choose a rung; without a level to start from, the first at or above the level of the tree at which the case lives."""
    exactly, below = inputs.get("level"), inputs.get("from")
    if exactly:
        return next((rung for rung in rungs if rung.level == _known(exactly, ladder)), None)
    if not below:
        return next((rung for rung in rungs if TREE.index(rung.at) >= lowest), None)
    order = [rung.level for rung in ladder.rungs]
    place = order.index(_known(below, ladder))
    return next((rung for rung in rungs if order.index(rung.level) > place), None)


def _known(level: Any, ladder: Ladder) -> str:
    if level not in {rung.level for rung in ladder.rungs}:
        raise LadderError(Text(f"层级表中没有“{level}”这一级。", f"The ladder has no level {level}."))
    return str(level)


def _ladder(name: str, context: Context) -> Ladder:
    rows = context.release.parameters.get(name)
    if rows is None:
        raise LadderError(Text(f"模板包没有规定上报层级（参数 {name}）。", f"The pack has no ladder of levels (parameter {name})."))
    wrong = next(findings(rows), None)
    if wrong:
        raise LadderError(wrong[2])
    return Ladder.of(rows)


def _role_holders(inputs: Json, context: Context) -> Json:
    """Name who holds a role for the case, or else one of the others in turn: at the nearest jurisdiction where anybody in office does."""
    roster, today, first = context.roster(), local_date(context.now), str(inputs.get("role"))
    places = [place.id for place in context.uow.rosters.above(context.case.jurisdiction)]
    for role, place in product(dict.fromkeys([first, *(inputs.get("others") or [])]), places):
        codes = dict.fromkeys(post.person for post in roster.posts if (post.role, post.jurisdiction) == (role, place))
        people = [roster.by_person[code] for code in codes if code in roster.by_person and roster.by_person[code].is_active(today)]
        if people:
            return {"role": role, "people": [person.code for person in people], "names": [person.name for person in people], "area": place}
    return {"role": first, "people": [], "names": [], "area": None}


OPERATIONS = (
    Operation(
        name="role_holders",
        title=Text("查找担任岗位的人", "Who holds a role"),
        inputs={"role": Text("岗位", "Role"), "others": Text("没有人担任时依次改找的岗位", "Roles to look for in turn if nobody holds it")},
        outputs=("role", "people", "names", "area"),
        call=_role_holders,
    ),
    Operation(
        name="next_level",
        title=Text("查找上一级", "Find the level above"),
        inputs={
            "from": Text("现在的层级（不填为最低一级）", "Present level (empty: the lowest)"),
            "level": Text("指定的层级", "Exactly this level"),
            "ladder": Text("层级表（参数名，默认 ladder）", "Ladder (name of the parameter, ladder unless given)"),
        },
        outputs=("level", "title", "at", "area", "body", "role", "period", "answer", "is_top"),
        call=_next_level,
    ),
)
