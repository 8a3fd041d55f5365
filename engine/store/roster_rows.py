"""Rows of the roster's tables: written in the order in which the tables may be filled, and read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa

from engine.domain.roster import Absence, Distance, Interest, Person, Post, Presence, Profile, Roster, Team, TeamKind, Turn, Unit
from engine.errors import Text
from engine.store import tables

Row = dict[str, Any]
Rows = list[Row]


def rows(roster: Roster) -> Iterator[tuple[sa.Table, Rows]]:
    """Yield each table with the rows of a roster; `seq` keeps the roster's order."""
    yield tables.unit, [{**_titled(unit), "seq": n} for n, unit in enumerate(roster.units)]
    yield tables.person, [{**_person(person), "seq": n} for n, person in enumerate(roster.people)]
    yield tables.team, [{**_team(team), "seq": n} for n, team in enumerate(roster.teams)]
    yield tables.team_member, [row for team in roster.teams for row in _members(team)]
    yield tables.post, [{**vars(post), "seq": n} for n, post in enumerate(roster.posts)]
    yield (
        tables.turn,
        [{**vars(turn), "weekdays": sorted(turn.weekdays), "days": sorted(turn.days), "seq": n} for n, turn in enumerate(roster.turns)],
    )
    yield tables.absence, [{**vars(absence), "seq": n} for n, absence in enumerate(roster.absences)]
    yield tables.distance, [{**vars(distance), "towns": sorted(distance.towns), "seq": n} for n, distance in enumerate(roster.distances)]


def _titled(value: Any) -> Row:
    fields = {name: held for name, held in vars(value).items() if name != "title"}
    return {**fields, "title_zh": value.title.zh, "title_en": value.title.en}


def _person(person: Person) -> Row:
    return {
        **vars(person),
        "qualifications": sorted(person.qualifications),
        "categories": sorted(person.categories),
        "represents": sorted(person.represents),
        "interests": [asdict(interest) for interest in person.interests],
        "profile": asdict(person.profile),
    }


def _team(team: Team) -> Row:
    fields = _titled(team)
    del fields["members"]
    return {**fields, "dispute_types": list(team.dispute_types), "towns": list(team.towns)}


def _members(team: Team) -> Rows:
    return [{"jurisdiction": team.jurisdiction, "team": team.code, "seq": n, "person": code} for n, code in enumerate(team.members)]


# --- reading -----------------------------------------------------------------------------------------------------------


def unit(row: Row) -> Unit:
    """Return a stored unit."""
    return Unit(
        code=row["code"],
        title=Text(row["title_zh"], row["title_en"]),
        kind=row["kind"],
        jurisdiction=row["jurisdiction"],
        presence=Presence(row["presence"]) if row["presence"] else None,
        parent=row["parent"],
    )


def person(row: Row) -> Person:
    """Return a stored person."""
    return Person(
        code=row["code"],
        name=row["name"],
        jurisdiction=row["jurisdiction"],
        unit=row["unit"],
        full_time=row["full_time"],
        qualifications=frozenset(row["qualifications"]),
        categories=frozenset(row["categories"]),
        represents=frozenset(row["represents"]),
        town=row["town"],
        most_open=row["most_open"],
        interests=tuple(Interest(**interest) for interest in row["interests"]),
        active_from=_day(row["active_from"]),
        active_until=_day(row["active_until"]),
        profile=Profile(**{**row["profile"], "languages": tuple(row["profile"]["languages"])}),
        login=row["login"],
    )


def team(row: Row) -> Team:
    """Return a stored team with its members."""
    return Team(
        code=row["code"],
        title=Text(row["title_zh"], row["title_en"]),
        jurisdiction=row["jurisdiction"],
        dispute_types=tuple(row["dispute_types"]),
        industry=row["industry"],
        lead=row["lead"],
        members=tuple(row["members"] or ()),
        published=row["published"],
        kind=TeamKind(row["kind"]),
        unit=row["unit"],
        towns=tuple(row["towns"]),
        has_seal=row["has_seal"],
        term_from=_day(row["term_from"]),
    )


def post(row: Row) -> Post:
    """Return a stored post."""
    return Post(person=row["person"], role=row["role"], jurisdiction=row["jurisdiction"], unit=row["unit"])


def turn(row: Row) -> Turn:
    """Return a stored row of the rota."""
    return Turn(
        jurisdiction=row["jurisdiction"],
        person=row["person"],
        unit=row["unit"],
        weekdays=frozenset(row["weekdays"]),
        days=frozenset(map(date.fromisoformat, row["days"])),
        first=_day(row["first"]),
        last=_day(row["last"]),
        is_duty=row["is_duty"],
    )


def absence(row: Row) -> Absence:
    """Return a stored absence."""
    first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
    return Absence(person=row["person"], jurisdiction=row["jurisdiction"], first=first, last=last)


def distance(row: Row) -> Distance:
    """Return a stored distance."""
    return Distance(jurisdiction=row["jurisdiction"], towns=frozenset(row["towns"]), kilometres=row["kilometres"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
