"""Small packs with a document template, and letters filled in from them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from engine.domain.case import Case
from engine.domain.letter import Letter
from engine.domain.roster import Person, Roster, Unit
from engine.errors import Problem, Text
from engine.packs import checking, release, yamledit
from engine.usecases import ports
from tests.packs.small_pack import FILES

NOW = datetime(2025, 6, 3, 17, 30, tzinfo=UTC)
PATH = "processes/longxi/documents/F18.yaml"
ROSTER = Roster(
    units=(
        Unit(code="centre", title=Text("陇西县综治中心", "Longxi centre"), kind="centre", jurisdiction="longxi"),
        Unit(code="traffic", title=Text("交通调委会", "Traffic committee"), kind="committee", jurisdiction="longxi"),
        Unit(code="labour", title=Text("劳动调委会", "Labour committee"), kind="committee", jurisdiction="longxi"),
    ),
    people=(Person(code="zhao", name="赵某", jurisdiction="longxi", unit="traffic"),),
)


def a_text(zh: str, en: str = "English") -> dict[str, str]:
    """Return a text in both languages."""
    return {"zh": zh, "en": en}


def a_template(*blocks: dict[str, Any], **more: Any) -> bytes:
    """Return a template file."""
    content: dict[str, Any] = {"document": "F18", "title": a_text("终止告知书", "Notice of the end"), "privacy": "P1"}
    return yamledit.write({**content, **more, "blocks": list(blocks or [{"note": a_text("完")}])})


def files(*blocks: dict[str, Any], **more: Any) -> dict[str, bytes]:
    """Return a county's pack with the template."""
    return {**FILES, PATH: a_template(*blocks, **more)}


def problems(*blocks: dict[str, Any], **more: Any) -> list[Problem]:
    """Return what the check says of the template."""
    return [problem for problem in checking.check(files(*blocks, **more)) if problem.file == PATH]


def a_case(document: dict[str, Any], **more: Any) -> Case:
    """Return a case with a document."""
    values: dict[str, Any] = {"number": "陇综调〔2025〕0001号", "title": "漏水", "query_code": "3F9A0C27B1D4", **more}
    return Case(
        id=UUID(int=1),
        jurisdiction="longxi",
        release="r",
        revision=1,
        state="registered",
        document=document,
        opened_at=NOW,
        opened_by="wang",
        **values,
    )


def fill(
    *blocks: dict[str, Any],
    document: dict[str, Any] | None = None,
    locale: str = "zh",
    serial: int | None = 7,
    pack: dict[str, bytes] | None = None,
    **more: Any,
) -> Letter:
    """Return the letter of a template over a case document."""
    made = release.make_ready("r", {**files(*blocks, **more), **(pack or {})})
    case = a_case({"intake": {"facts": "楼上漏水", "amount": 70000}} if document is None else document)
    year = None if serial is None else 2025
    facts = ports.LetterFacts(case=case, document=case.document, roster=ROSTER, now=NOW, locale=locale, year=year, serial=serial)
    return made.document("F18").fill(facts)


def printed(letter: Letter) -> list[str]:
    """Return each block as one text, a blank as ___."""
    return ["".join("___" if run is None else run for run in [block.get("label", ""), *block.get("runs", ())]) for block in letter.blocks]
