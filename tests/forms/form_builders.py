"""Builds the forms, rosters and packs that the tests of this folder speak of."""

from __future__ import annotations

import json
from typing import Any

from engine.domain.roster import Person, Roster, Team, Unit
from engine.errors import Text
from engine.forms import Form, FormCatalogue

FILE_ID = "7d444840-9dc0-11d1-b245-5ffdce74fad2"


def titled(chinese: str, english: str, **more: Any) -> dict[str, Any]:
    """Return a schema with its title in both languages."""
    return {"title": chinese, "x-en": {"title": english}, **more}


def a_text(chinese: str = "事实", english: str = "Facts", **more: Any) -> dict[str, Any]:
    """Return a text field."""
    return titled(chinese, english, type="string", **more)


def a_schema(properties: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Return a form schema, sound unless the traits say otherwise."""
    own = {"x-onedoor": {"code": "F01", "writes": "intake"}, "x-privacy": "P1", "type": "object"}
    return {**titled("受理登记表", "Intake form"), **own, "properties": properties or {"facts": a_text()}, **more}


def a_catalogue(**schemas: Any) -> FormCatalogue:
    """Read a pack of one folder; names are codes, `common` a library."""
    files = {f"forms/longxi/{name}.schema.json": json.dumps(schema).encode() for name, schema in schemas.items()}
    return FormCatalogue.read(files, ["longxi"])


def a_form(properties: dict[str, Any] | None = None, **more: Any) -> Form:
    """Return a form that was read without a problem."""
    catalogue = a_catalogue(F01=a_schema(properties, **more))
    assert catalogue.problems == ()
    return catalogue.get("F01")


def a_roster() -> Roster:
    """Return a roster of one person, one team and one unit."""
    return Roster(
        people=(Person(code="zhao", name="赵某", jurisdiction="longxi"),),
        teams=(Team(code="traffic", title=Text("交通调解队", "Traffic team"), jurisdiction="longxi", lead="zhao", members=("zhao",)),),
        units=(Unit(code="centre", title=Text("综治中心", "Centre"), kind="centre", jurisdiction="longxi"),),
    )


def refused(form: Form, answers: Any) -> dict[str, str]:
    """Return the Chinese sentence for each refused place."""
    return {problem.path: problem.message.zh for problem in form.check(answers, a_roster())}
