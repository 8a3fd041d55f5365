"""Rows of a roster as the fields of a page: shown, typed, and read back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from engine.domain.roster import Person, Post, Presence, Profile, Team, Unit
from engine.domain.roster_change import Row
from engine.errors import FieldProblem, Text

#: What the fields of a page hold: one text, or several where a field may be chosen more than once.
Typed = dict[str, Any]

#: As in config/schemas/roster.json.
MOST_MEMBERS = 50
#: A choice of the field "industry": the team begins one of its own.
NEW_INDUSTRY = "new"


@dataclass(frozen=True, kw_only=True)
class Table:
    """One of the tables of a roster."""

    name: str
    kind: type
    #: Fields that hold several values.
    lists: tuple[str, ...]
    show: Callable[[Any], Typed]
    read: Callable[[Typed, str, str], Any]


class UnreadableError(ValueError):
    """A field whose text is no value of its type."""

    def __init__(self, path: str, message: Text) -> None:
        super().__init__(message.en)
        self.problem = FieldProblem(path=path, message=message)


def typed(table: Table) -> Typed:
    """Return what somebody entered into the fields of a page."""
    form: MultiDict[str, str] = request.form
    entered: Typed = {name: text.strip() for name, text in form.items()}
    return entered | {name: [text for text in form.getlist(name) if text] for name in table.lists}


def read(table: Table, entered: Typed, jurisdiction: str, code: str) -> Row:
    """Return the row that the fields describe. Raises UnreadableError for a date or number that is none."""
    return table.read(entered, jurisdiction, code)  # type: ignore[no-any-return]


def _show_unit(unit: Unit) -> Typed:
    return {
        "title": unit.title.zh,
        "title_en": unit.title.en,
        "kind": unit.kind,
        "presence": unit.presence or "",
        "parent": unit.parent or "",
    }


def _read_unit(entered: Typed, jurisdiction: str, code: str) -> Unit:
    return Unit(
        code=code,
        title=_title(entered),
        kind=_one_of("/kind", entered.get("kind", ""), KINDS),
        jurisdiction=jurisdiction,
        presence=Presence(_one_of("/presence", entered["presence"], tuple(Presence))) if entered.get("presence") else None,
        parent=entered.get("parent") or None,
    )


def _show_person(person: Person) -> Typed:
    return {
        "name": person.name,
        "unit": person.unit or "",
        "full_time": "1" if person.full_time else "",
        "qualifications": sorted(person.qualifications),
        "active_from": str(person.active_from or ""),
        "active_until": str(person.active_until or ""),
        "years": "" if person.profile.years is None else str(person.profile.years),
        "expertise": person.profile.expertise,
        "experience": person.profile.experience,
        "languages": "、".join(person.profile.languages),
    }


def _read_person(entered: Typed, jurisdiction: str, code: str) -> Person:
    years = entered.get("years", "")
    if years and not years.isdecimal():
        raise UnreadableError("/years", Text("请填写整数，例如 5。", "Write a whole number, such as 5."))
    return Person(
        code=code,
        name=entered.get("name", ""),
        jurisdiction=jurisdiction,
        unit=entered.get("unit") or None,
        full_time=bool(entered.get("full_time")),
        qualifications=frozenset(entered.get("qualifications", ())),
        active_from=_day(entered, "active_from"),
        active_until=_day(entered, "active_until"),
        profile=Profile(
            years=int(years) if years else None,
            expertise=entered.get("expertise", ""),
            experience=entered.get("experience", ""),
            languages=_languages(entered.get("languages", "")),
        ),
    )


def _show_team(team: Team) -> Typed:
    return {
        "title": team.title.zh,
        "title_en": team.title.en,
        "industry": team.industry,
        "dispute_types": list(team.dispute_types),
        **{f"member{seat}": code for seat, code in enumerate(team.members)},
        "lead": str(team.members.index(team.lead)) if team.lead in team.members else "",
        "published": "1" if team.published else "",
    }


def _read_team(entered: Typed, jurisdiction: str, code: str) -> Team:
    seats = [entered.get(f"member{seat}", "") for seat in range(MOST_MEMBERS)]
    lead = entered.get("lead", "")
    industry = entered.get("industry", "")
    return Team(
        code=code,
        title=_title(entered),
        jurisdiction=jurisdiction,
        dispute_types=tuple(entered.get("dispute_types", ())),
        industry=f"industry-{secrets.token_hex(3)}" if industry == NEW_INDUSTRY else industry,
        lead=seats[int(lead)] if lead.isdecimal() and int(lead) < MOST_MEMBERS else "",
        members=tuple(filter(None, seats)),
        published=bool(entered.get("published")),
    )


def _show_post(post: Post) -> Typed:
    return {"person": post.person, "role": post.role, "unit": post.unit or ""}


def _read_post(entered: Typed, jurisdiction: str, _code: str) -> Post:
    return Post(person=entered.get("person", ""), role=entered.get("role", ""), jurisdiction=jurisdiction, unit=entered.get("unit") or None)


#: As in config/schemas/roster.json.
KINDS = ("centre", "window", "department", "committee", "tribunal", "studio", "pool", "town")

TABLES: Mapping[str, Table] = {
    "people": Table(name="people", kind=Person, lists=("qualifications",), show=_show_person, read=_read_person),
    "teams": Table(name="teams", kind=Team, lists=("dispute_types",), show=_show_team, read=_read_team),
    "posts": Table(name="posts", kind=Post, lists=(), show=_show_post, read=_read_post),
    "units": Table(name="units", kind=Unit, lists=(), show=_show_unit, read=_read_unit),
}


def _title(entered: Typed) -> Text:
    chinese = entered.get("title", "")
    return Text(chinese, entered.get("title_en") or chinese)


def _day(entered: Typed, name: str) -> date | None:
    try:
        return date.fromisoformat(entered[name]) if entered.get(name) else None
    except ValueError as error:
        raise UnreadableError(f"/{name}", Text("请填写日期，例如 2025-06-03。", "Write a date, such as 2025-06-03.")) from error


def _languages(text: str) -> tuple[str, ...]:
    parts = text.replace(",", "、").replace(",", "、").replace(";", "、").split("、")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _one_of(path: str, text: str, choices: tuple[Any, ...]) -> str:
    if text not in choices:
        raise UnreadableError(path, Text("请从列表中选择。", "Choose from the list."))
    return text
