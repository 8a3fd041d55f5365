"""Turns rows of roster files into the roster's values; the rows were checked by config/schemas/roster.json."""

from __future__ import annotations

from datetime import date

from engine.domain.case import Json
from engine.domain.roster import Absence, Distance, Interest, Person, Post, Presence, Profile, Roster, Team, TeamKind, Turn, Unit
from engine.errors import Text


def roster(tables: Json, jurisdiction: str) -> Roster:
    """Return the roster of a file's tables; a row may name its own jurisdiction."""
    return Roster(
        units=tuple(_unit(row, jurisdiction) for row in tables.get("units", ())),
        people=tuple(_person(row, jurisdiction) for row in tables.get("people", ())),
        teams=tuple(_team(row, jurisdiction) for row in tables.get("teams", ())),
        posts=tuple(_post(row, jurisdiction) for row in tables.get("posts", ())),
        turns=tuple(_turn(row, jurisdiction) for row in tables.get("rota", ())),
        absences=tuple(_absence(row, jurisdiction) for row in tables.get("absences", ())),
        distances=tuple(_distance(row, jurisdiction) for row in tables.get("distances", ())),
    )


def replaced(before: Roster, rows: Roster) -> Roster:
    """Return a roster in which rows of the same code are replaced and the others added."""
    return Roster(
        units=tuple({unit.code: unit for unit in (*before.units, *rows.units)}.values()),
        people=tuple({person.code: person for person in (*before.people, *rows.people)}.values()),
        teams=tuple({team.code: team for team in (*before.teams, *rows.teams)}.values()),
        posts=tuple(dict.fromkeys((*before.posts, *rows.posts))),
        turns=tuple(dict.fromkeys((*before.turns, *rows.turns))),
        absences=tuple(dict.fromkeys((*before.absences, *rows.absences))),
        distances=tuple({distance.towns: distance for distance in (*before.distances, *rows.distances)}.values()),
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
        categories=frozenset(row.get("categories", ())),
        represents=frozenset(row.get("represents", ())),
        town=row.get("town", ""),
        most_open=row.get("most_open"),
        interests=tuple(Interest(party=entry["with"], relation=entry["relation"]) for entry in row.get("interests", ())),
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
        kind=TeamKind(row.get("kind", TeamKind.TEAM)),
        unit=row.get("unit"),
        towns=tuple(row.get("towns", ())),
        has_seal=row.get("seal", False),
        term_from=_day(row.get("term_from")),
    )


def _post(row: Json, jurisdiction: str) -> Post:
    return Post(person=row["person"], role=row["role"], jurisdiction=row.get("jurisdiction", jurisdiction), unit=row.get("unit"))


def _turn(row: Json, jurisdiction: str) -> Turn:
    return Turn(
        jurisdiction=row.get("jurisdiction", jurisdiction),
        person=row.get("person"),
        unit=row.get("unit"),
        weekdays=frozenset(row.get("weekdays", ())),
        days=frozenset(map(date.fromisoformat, row.get("days", ()))),
        first=_day(row.get("from")),
        last=_day(row.get("until")),
        is_duty=row.get("duty", False),
    )


def _absence(row: Json, jurisdiction: str) -> Absence:
    first = date.fromisoformat(row["from"])
    last = _day(row.get("until")) or first
    return Absence(person=row["person"], jurisdiction=row.get("jurisdiction", jurisdiction), first=first, last=last)


def _distance(row: Json, jurisdiction: str) -> Distance:
    towns = frozenset({row["from"], row["to"]})
    return Distance(jurisdiction=row.get("jurisdiction", jurisdiction), towns=towns, kilometres=row["km"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
