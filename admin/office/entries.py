"""Rows of a roster as the fields of a page: shown, typed, and read back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from admin.office import plain_entries
from admin.office.typed import Typed, UnreadableError, day, number, one_of, parts
from engine.domain.roster import Absence, Distance, Interest, Person, Post, Presence, Profile, Team, TeamKind, Turn, Unit
from engine.domain.roster_change import Row
from engine.errors import Text

__all__ = ["TABLES", "Table", "Typed", "UnreadableError", "read", "typed"]

#: As in config/schemas/roster.json.
MOST_MEMBERS = 50
#: Interests that a page offers to declare beyond those declared.
MORE_INTERESTS = 2
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
        kind=one_of("/kind", entered.get("kind", ""), KINDS),
        jurisdiction=jurisdiction,
        presence=Presence(one_of("/presence", entered["presence"], tuple(Presence))) if entered.get("presence") else None,
        parent=entered.get("parent") or None,
    )


def _show_person(person: Person) -> Typed:
    return {
        "name": person.name,
        "unit": person.unit or "",
        "full_time": "1" if person.full_time else "",
        "qualifications": sorted(person.qualifications),
        "categories": sorted(person.categories),
        "represents": sorted(person.represents),
        "town": person.town,
        "most_open": "" if person.most_open is None else str(person.most_open),
        **{f"interest{n}": interest.party for n, interest in enumerate(person.interests)},
        **{f"relation{n}": interest.relation for n, interest in enumerate(person.interests)},
        "interests": len(person.interests) + MORE_INTERESTS,
        "active_from": str(person.active_from or ""),
        "active_until": str(person.active_until or ""),
        "years": "" if person.profile.years is None else str(person.profile.years),
        "expertise": person.profile.expertise,
        "experience": person.profile.experience,
        "languages": "、".join(person.profile.languages),
    }


def _read_person(entered: Typed, jurisdiction: str, code: str) -> Person:
    return Person(
        code=code,
        name=entered.get("name", ""),
        jurisdiction=jurisdiction,
        unit=entered.get("unit") or None,
        full_time=bool(entered.get("full_time")),
        qualifications=frozenset(entered.get("qualifications", ())),
        categories=frozenset(entered.get("categories", ())),
        represents=frozenset(entered.get("represents", ())),
        town=entered.get("town", ""),
        most_open=number(entered, "most_open"),
        interests=tuple(_interests(entered)),
        active_from=day(entered, "active_from"),
        active_until=day(entered, "active_until"),
        profile=Profile(
            years=number(entered, "years"),
            expertise=entered.get("expertise", ""),
            experience=entered.get("experience", ""),
            languages=parts(entered.get("languages", "")),
        ),
    )


def _interests(entered: Typed) -> Iterator[Interest]:
    """Yield the interests entered, line by line; a line without a name is empty."""
    for name, party in entered.items():
        line = name.removeprefix("interest")
        if line.isdecimal() and party:
            yield Interest(party=party, relation=entered.get(f"relation{line}", ""))


def _show_team(team: Team) -> Typed:
    return {
        "title": team.title.zh,
        "title_en": team.title.en,
        "industry": team.industry,
        "dispute_types": list(team.dispute_types),
        "kind": team.kind.value,
        "unit": team.unit or "",
        "towns": "、".join(team.towns),
        "has_seal": "1" if team.has_seal else "",
        "term_from": str(team.term_from or ""),
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
        kind=TeamKind(one_of("/kind", entered.get("kind") or TeamKind.TEAM, tuple(TeamKind))),
        unit=entered.get("unit") or None,
        towns=parts(entered.get("towns", "")),
        has_seal=bool(entered.get("has_seal")),
        term_from=day(entered, "term_from"),
    )


#: As in config/schemas/roster.json.
KINDS = ("centre", "window", "department", "committee", "tribunal", "studio", "pool", "town")

TABLES: Mapping[str, Table] = {
    "people": Table(name="people", kind=Person, lists=("qualifications", "categories", "represents"), show=_show_person, read=_read_person),
    "teams": Table(name="teams", kind=Team, lists=("dispute_types",), show=_show_team, read=_read_team),
    "posts": Table(name="posts", kind=Post, lists=(), show=plain_entries.show_post, read=plain_entries.read_post),
    "units": Table(name="units", kind=Unit, lists=(), show=_show_unit, read=_read_unit),
    "turns": Table(name="turns", kind=Turn, lists=("weekdays",), show=plain_entries.show_turn, read=plain_entries.read_turn),
    "absences": Table(name="absences", kind=Absence, lists=(), show=plain_entries.show_absence, read=plain_entries.read_absence),
    "distances": Table(name="distances", kind=Distance, lists=(), show=plain_entries.show_distance, read=plain_entries.read_distance),
}


def _title(entered: Typed) -> Text:
    chinese = entered.get("title", "")
    return Text(chinese, entered.get("title_en") or chinese)
