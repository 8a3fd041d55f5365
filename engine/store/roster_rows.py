"""Rows of the roster's tables, in the order in which the tables may be filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from engine.domain.roster import Person, Roster, Team
from engine.store import tables

Rows = list[dict[str, Any]]


def rows(roster: Roster) -> Iterator[tuple[sa.Table, Rows]]:
    """Yield each table with the rows of a roster; `seq` keeps the roster's order."""
    yield tables.unit, [{**_titled(unit), "seq": n} for n, unit in enumerate(roster.units)]
    yield tables.person, [{**_person(person), "seq": n} for n, person in enumerate(roster.people)]
    yield tables.team, [{**_team(team), "seq": n} for n, team in enumerate(roster.teams)]
    yield tables.team_member, [row for team in roster.teams for row in _members(team)]
    yield tables.post, [{**vars(post), "seq": n} for n, post in enumerate(roster.posts)]


def _titled(value: Any) -> dict[str, Any]:
    fields = {name: held for name, held in vars(value).items() if name != "title"}
    return {**fields, "title_zh": value.title.zh, "title_en": value.title.en}


def _person(person: Person) -> dict[str, Any]:
    return {**vars(person), "qualifications": sorted(person.qualifications), "profile": asdict(person.profile)}


def _team(team: Team) -> dict[str, Any]:
    fields = _titled(team)
    del fields["members"]
    return {**fields, "dispute_types": list(team.dispute_types)}


def _members(team: Team) -> Rows:
    return [{"jurisdiction": team.jurisdiction, "team": team.code, "seq": n, "person": code} for n, code in enumerate(team.members)]
