"""Ties the choice of a person to the team chosen beside it: `x-member-of` names the field that holds the team."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.case import Json
from engine.domain.roster import Roster
from engine.errors import FieldProblem, Text
from engine.forms.reading import Schema

KEYWORD = "x-member-of"
#: Narrows the choices of a roster format to some codes, for the browser.
AMONG = "x-among"


def check(schema: Schema, answers: Json, roster: Roster) -> Iterator[FieldProblem]:
    """Yield a problem for every person who is no member of the team chosen beside it."""
    for name, field in _tied(schema):
        team, person = roster.by_team.get(str(answers.get(field))), answers.get(name)
        if team and person is not None and person not in team.members:
            message = Text("请从所选团队的成员中选择。", "Choose a member of the team chosen above.")
            yield FieldProblem(path=f"/{name}", message=message)


def narrowed(schema: Schema, roster: Roster) -> Schema:
    """Return a form's schema in which the people offered follow from the team chosen; without one, members of published teams."""
    tied = list(_tied(schema))
    if not tied:
        return schema
    properties = {**schema["properties"], **{name: _open(schema["properties"][name]) for name, _ in tied}}
    rules = [rule for name, field in tied for rule in _rules(name, field, roster)]
    return {**schema, "properties": properties, "allOf": [*schema.get("allOf", ()), *rules]}


def _tied(schema: Schema) -> Iterator[tuple[str, str]]:
    for name, field in schema.get("properties", {}).items():
        if isinstance(field, dict) and isinstance(field.get(KEYWORD), str):
            yield name, field[KEYWORD]


def _open(field: Schema) -> Schema:
    """Leave the choices out: exactly one of the rules brings them."""
    return {key: value for key, value in field.items() if key != "format"}


def _rules(name: str, field: str, roster: Roster) -> Iterator[Schema]:
    offered = {code for team in roster.teams if team.published for code in team.members}
    yield _rule({"not": {"required": [field]}}, name, offered)
    for team in roster.teams:
        yield _rule({"properties": {field: {"const": team.code}}, "required": [field]}, name, set(team.members))


def _rule(condition: Schema, name: str, people: set[str]) -> Schema:
    choice = {"type": "string", "format": "onedoor-person", AMONG: sorted(people)}
    return {"if": condition, "then": {"properties": {name: choice}}}
