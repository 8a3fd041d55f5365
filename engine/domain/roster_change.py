"""Changes of a roster, row by row: where a row stands, its mark against lost updates, and what it must say."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from engine.domain.roster import Absence, Distance, Person, Post, Roster, Team, Turn, Unit
from engine.errors import FieldProblem, Text

#: Rows that are nothing but what they say: they are added and taken away, never changed.
Plain = Post | Turn | Absence | Distance
Row = Unit | Person | Team | Plain

#: Letters with which new codes begin.
_LETTERS: dict[type, str] = {Unit: "u", Person: "p", Team: "t"}
_TABLES: dict[type, str] = {
    Unit: "units",
    Person: "people",
    Team: "teams",
    Post: "posts",
    Turn: "turns",
    Absence: "absences",
    Distance: "distances",
}
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")
#: In characters, as in config/schemas/roster.json: what is entered in a page must fit into a file.
LONGEST_NAME, LONGEST_TITLE, LONGEST_EXPERTISE, LONGEST_EXPERIENCE = 60, 200, 500, 2000
LONGEST_TOWN, LONGEST_PARTY = 40, 60
MOST_YEARS, MOST_OPEN, MOST_KILOMETRES = 80, 1000, 5000
#: What may tie somebody to a party.
RELATIONS = ("kin", "relative", "friend", "colleague", "business", "earlier-role", "other")


def mark(row: Row) -> str:
    """Return what changes whenever the row does, so that a page can say which state it showed."""
    return hashlib.sha256(json.dumps(asdict(row), sort_keys=True, default=_plain).encode()).hexdigest()[:20]


def find(roster: Roster, row: Row) -> Row | None:
    """Return the row as the roster has it: the one of the same code, or for a plain one the very same."""
    return next((held for held in _table(roster, row) if _key(held) == _key(row)), None)


def put(roster: Roster, row: Row) -> Roster:
    """Return the roster with the row in the place of the one with its code, or at the end."""
    rows = {_key(held): held for held in _table(roster, row)}
    return replace(roster, **{_TABLES[type(row)]: tuple({**rows, _key(row): row}.values())})


def without(roster: Roster, row: Plain) -> Roster:
    """Return the roster without a row."""
    return replace(roster, **{_TABLES[type(row)]: tuple(held for held in _table(roster, row) if held != row)})


def new_code(roster: Roster, row: Row) -> str:
    """Return a code that no row of the jurisdiction has; people never see it."""
    start = f"{row.jurisdiction}-{_LETTERS[type(row)]}"
    numbers = [
        int(code[len(start) :]) for held in _table(roster, row) if (code := _key(held)).startswith(start) and code[len(start) :].isdecimal()
    ]
    return f"{start}{max(numbers, default=0) + 1}"


def problems(row: Row, serving: Roster) -> Iterator[FieldProblem]:
    """Yield what a row must say otherwise; `serving` is the roster that serves its jurisdiction."""
    match row:
        case Unit():
            yield from _unit(row, serving)
        case Person():
            yield from _person(row, serving)
        case Team():
            yield from _team(row, serving)
        case Post():
            yield from _post(row, serving)
        case Turn():
            yield from _turn(row, serving)
        case Absence():
            yield from _known_person(row.person, serving)
            yield from _in_order("/last", row.first, row.last)
        case Distance():
            yield from _distance(row)


def _table(roster: Roster, row: Row) -> Collection[Any]:
    return getattr(roster, _TABLES[type(row)])  # type: ignore[no-any-return]


def _key(row: Any) -> Any:
    """Return what tells a row from others; between two towns there is one distance."""
    if isinstance(row, Distance):
        return row.towns
    return row if isinstance(row, Plain) else row.code


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else sorted(value)


def _unit(unit: Unit, serving: Roster) -> Iterator[FieldProblem]:
    yield from _line("/title", unit.title.zh, LONGEST_TITLE)
    yield from _known_unit("/parent", unit.parent, serving)
    if unit.code in _chain(unit, serving):
        yield FieldProblem(path="/parent", message=Text("上级单位不能是本单位或其下级。", "A unit cannot stand below itself."))


def _chain(unit: Unit, serving: Roster) -> list[str]:
    """Return the codes of the units above, each once."""
    parents = {held.code: held.parent for held in serving.units}
    found: list[str] = []
    step = unit.parent
    while step is not None and step not in found:
        found.append(step)
        step = unit.parent if step == unit.code else parents.get(step)
    return found


def _person(person: Person, serving: Roster) -> Iterator[FieldProblem]:
    yield from _line("/name", person.name, LONGEST_NAME)
    yield from _known_unit("/unit", person.unit, serving)
    if person.active_from and person.active_until and person.active_until < person.active_from:
        yield FieldProblem(path="/active_until", message=Text("离岗日期不能早于到岗日期。", "The last day cannot be before the first."))
    yield from _not_longer("/town", person.town, LONGEST_TOWN)
    if person.most_open is not None and not 0 <= person.most_open <= MOST_OPEN:
        message = Text(f"在办件数上限应在 0 到 {MOST_OPEN} 之间。", f"The limit of open cases lies between 0 and {MOST_OPEN}.")
        yield FieldProblem(path="/most_open", message=message)
    for interest in person.interests:
        yield from _line("/interests", interest.party, LONGEST_PARTY)
        if interest.relation not in RELATIONS:
            yield FieldProblem(path="/interests", message=Text("请选择是什么关系。", "Choose what the relation is."))
    years = person.profile.years
    if years is not None and not 0 <= years <= MOST_YEARS:
        message = Text(f"从业年限应在 0 到 {MOST_YEARS} 年之间。", f"Years of experience lie between 0 and {MOST_YEARS}.")
        yield FieldProblem(path="/years", message=message)
    yield from _not_longer("/expertise", person.profile.expertise, LONGEST_EXPERTISE)
    yield from _not_longer("/experience", person.profile.experience, LONGEST_EXPERIENCE)
    if person.login is not None and not _LOGIN.fullmatch(person.login):
        message = Text(
            "用户名应为 2 到 40 个小写字母、数字、“.”、“-”或“_”，以字母开头。",
            "A user name has 2 to 40 lower-case letters, digits, ., - or _, and begins with a letter.",
        )
        yield FieldProblem(path="/login", message=message)


def _team(team: Team, serving: Roster) -> Iterator[FieldProblem]:
    yield from _line("/title", team.title.zh, LONGEST_TITLE)
    if not team.members:
        yield FieldProblem(path="/members", message=Text("请至少选择一名成员。", "Choose at least one member."))
    strangers = [code for code in team.members if code not in serving.by_person]
    if strangers or len(set(team.members)) < len(team.members):
        message = Text("成员中有重复的人，或有名册中没有的人。请重新选择。", "A member occurs twice or is not on the roster. Choose again.")
        yield FieldProblem(path="/members", message=message)
    if team.lead not in team.members:
        yield FieldProblem(path="/lead", message=Text("团队长必须是成员之一。", "The lead must be one of the members."))
    yield from _known_unit("/unit", team.unit, serving)
    for town in team.towns:
        yield from _not_longer("/towns", town, LONGEST_TOWN)


def _post(post: Post, serving: Roster) -> Iterator[FieldProblem]:
    yield from _known_person(post.person, serving)
    if not post.role:
        yield FieldProblem(path="/role", message=Text("请选择岗位。", "Choose a role."))
    yield from _known_unit("/unit", post.unit, serving)


def _turn(turn: Turn, serving: Roster) -> Iterator[FieldProblem]:
    if (turn.person is None) == (turn.unit is None):
        message = Text("请选择一个人，或者一个单位，二者选一。", "Choose a person or a unit, one of the two.")
        yield FieldProblem(path="/person", message=message)
    elif turn.person is not None:
        yield from _known_person(turn.person, serving)
    yield from _known_unit("/unit", turn.unit, serving)
    if not turn.weekdays and not turn.days:
        yield FieldProblem(path="/weekdays", message=Text("请选择星期几，或写明哪几天。", "Choose days of the week, or write single days."))
    if turn.first and turn.last:
        yield from _in_order("/last", turn.first, turn.last)


def _distance(distance: Distance) -> Iterator[FieldProblem]:
    if len(distance.towns) != 2:  # noqa: PLR2004 - a way has two ends
        yield FieldProblem(path="/to", message=Text("请写两个不同的乡镇（街道）。", "Write two different towns."))
    for town in sorted(distance.towns):
        yield from _line("/from", town, LONGEST_TOWN)
    if not 0 <= distance.kilometres <= MOST_KILOMETRES:
        message = Text(f"路程应在 0 到 {MOST_KILOMETRES} 公里之间。", f"The distance lies between 0 and {MOST_KILOMETRES} km.")
        yield FieldProblem(path="/kilometres", message=message)


def _in_order(path: str, first: date, last: date) -> Iterator[FieldProblem]:
    if last < first:
        yield FieldProblem(path=path, message=Text("最后一天不能早于第一天。", "The last day cannot be before the first."))


def _known_person(person: str, serving: Roster) -> Iterator[FieldProblem]:
    if person not in serving.by_person:
        yield FieldProblem(path="/person", message=Text("请从名册中选择人员。", "Choose a person of the roster."))


def _known_unit(path: str, unit: str | None, serving: Roster) -> Iterator[FieldProblem]:
    if unit is not None and all(unit != held.code for held in serving.units):
        yield FieldProblem(path=path, message=Text("请从名册中选择单位。", "Choose a unit of the roster."))


def _line(path: str, text: str, limit: int) -> Iterator[FieldProblem]:
    if not text.strip():
        yield FieldProblem(path=path, message=Text("请填写此项。", "Fill this in."))
    yield from _not_longer(path, text, limit)


def _not_longer(path: str, text: str, limit: int) -> Iterator[FieldProblem]:
    if len(text) > limit:
        yield FieldProblem(path=path, message=Text(f"最多 {limit} 个字。", f"At most {limit} characters."))
