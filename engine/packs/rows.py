"""Turns rows of roster files into the roster's values; the rows were checked by config/schemas/roster.json."""

from __future__ import annotations

from datetime import date

from engine.domain.case import Json
from engine.domain.roster import Person, Post, Presence, Profile, Roster, Team, Unit
from engine.errors import Text


def roster(tables: Json, jurisdiction: str) -> Roster:
    """Return the roster of the tables `units`, `people`, `teams` and `posts`; a row may name its own jurisdiction."""
    return Roster(
        units=tuple(_unit(row, jurisdiction) for row in tables.get("units", ())),
        people=tuple(_person(row, jurisdiction) for row in tables.get("people", ())),
        teams=tuple(_team(row, jurisdiction) for row in tables.get("teams", ())),
        posts=tuple(_post(row, jurisdiction) for row in tables.get("posts", ())),
    )


def replaced(before: Roster, rows: Roster) -> Roster:
    """Return a roster in which rows of the same code are replaced and the others added."""
    return Roster(
        units=tuple({unit.code: unit for unit in (*before.units, *rows.units)}.values()),
        people=tuple({person.code: person for person in (*before.people, *rows.people)}.values()),
        teams=tuple({team.code: team for team in (*before.teams, *rows.teams)}.values()),
        posts=tuple(dict.fromkeys((*before.posts, *rows.posts))),
    )


def _unit(row: Json, jurisdiction: str) -> Unit:
    return Unit(
        code=row["code"],
        title=Text(**row["title"]),
        kind=row["kind"],
        jurisdiction=row.get("jurisdiction", jurisdiction),
        presence=Presence(row["presence"]) if row.get("presence") else None,
        parent=row.get("parent"),
    )


def _person(row: Json, jurisdiction: str) -> Person:
    return Person(
        code=row["code"],
        name=row["name"],
        jurisdiction=row.get("jurisdiction", jurisdiction),
        unit=row.get("unit"),
        full_time=row.get("full_time", False),
        qualifications=frozenset(row.get("qualifications", ())),
        active_from=_day(row.get("active_from")),
        active_until=_day(row.get("active_until")),
        profile=_profile(row.get("profile", {})),
        login=row.get("login"),
    )


def _profile(row: Json) -> Profile:
    return Profile(**{**row, "languages": tuple(row.get("languages", ()))})


def _team(row: Json, jurisdiction: str) -> Team:
    return Team(
        code=row["code"],
        title=Text(**row["title"]),
        jurisdiction=row.get("jurisdiction", jurisdiction),
        dispute_types=tuple(row.get("dispute_types", ())),
        industry=row.get("industry", ""),
        lead=row["lead"],
        members=tuple(row["members"]),
        published=row.get("published", False),
    )


def _post(row: Json, jurisdiction: str) -> Post:
    return Post(person=row["person"], role=row["role"], jurisdiction=row.get("jurisdiction", jurisdiction), unit=row.get("unit"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
