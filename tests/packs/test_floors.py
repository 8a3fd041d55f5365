"""Each floor of the factory's packs is tried: a county that weakens it is refused with the floor's name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from engine.packs import checking, disk, floors, lineage, yamledit, yamlfile
from engine.settings import HOUSE
from tests.packs.builders import a_base, a_county, a_manifest

FILES = disk.read_pack_dir(HOUSE / "processes", HOUSE / "forms", "longxi")
BASE = yamlfile.read("processes/base/pack.yaml", FILES["processes/base/pack.yaml"]).value
COUNTY = "processes/longxi/pack.yaml"
ORDER = "processes/longxi/lx_order.bpmn"


def with_entry(kind: str, name: str, entry: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the county's pack.yaml with one more entry in a table."""
    own = dict(yamlfile.read(COUNTY, FILES[COUNTY]).value)
    own[kind] = {**own.get(kind, {}), name: dict(entry)}
    return {COUNTY: yamledit.write(own)}


def without_field(code: str, name: str) -> dict[str, bytes]:
    """Return the form as a county would state it to be rid of a field."""
    schema = json.loads(FILES[f"forms/base/{code}.schema.json"])
    del schema["properties"][name]
    schema["required"] = [each for each in schema.get("required", []) if each != name]
    return {f"forms/longxi/{code}.schema.json": json.dumps(schema).encode()}


def without_first_row(code: str) -> dict[str, bytes]:
    """Return the table as a county would write it to be rid of its first row."""
    table = FILES[f"processes/base/{code}.dmn"].decode()
    return {f"processes/longxi/{code}.dmn": re.sub(r"<rule\b.*?</rule>", "", table, count=1, flags=re.DOTALL).encode()}


def weakened(floor: Mapping[str, Any]) -> Iterator[dict[str, bytes]]:
    """Yield what a county might try against a floor of base."""
    match floor:
        case {"form": code, "keeps": names}:
            yield from (without_field(code, name) for name in names)
        case {"decision": code, "first": _}:
            yield without_first_row(code)
        case {"form": code}:
            yield {f"forms/longxi/{code}.schema.json": FILES[f"forms/base/{code}.schema.json"]}
        case {"decision": code}:
            yield {f"processes/longxi/{code}.dmn": FILES[f"processes/base/{code}.dmn"]}
        case {"process": name}:
            yield {"processes/longxi/ours.bpmn": FILES[f"processes/base/{name}.bpmn"]}
            yield {f"processes/longxi/{name}.bpmn": FILES[ORDER]}
        case {"step": _, "after": block}:
            yield {ORDER: FILES[ORDER].replace(f'calledElement="{block}"'.encode(), b'calledElement="ca_safety"')}
        case _:
            yield stretched(floor)


def stretched(floor: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the county's pack.yaml with a laxer figure than a floor of base."""
    match floor:
        case {"composition": code}:
            return with_entry("compositions", code, BASE["compositions"][code] | {"size": {"least": 1, "most": 1}})
        case {"parameter": name, "most": str()}:
            return with_entry("parameters", name, {"value": "60 d", "source": "county"})
        case {"parameter": name, "most": most}:
            return with_entry("parameters", name, {"value": most + 1, "source": "county"})
        case {"parameter": name, "least": least}:
            return with_entry("parameters", name, {"value": least - 1, "source": "county"})
    return with_entry("deadlines", floor["deadline"], {"roll": "next-working-day"})


@pytest.mark.parametrize("floor", BASE["floors"], ids=lambda floor: floor["title"]["en"])
def test_a_county_that_weakens_a_floor_is_refused_with_its_name(floor: Mapping[str, Any]) -> None:
    """Whatever of it the county drops, replaces or stretches."""
    tries = list(weakened(floor))

    assert tries
    for changed in tries:
        said = _said({**FILES, **changed}, is_order="step" in floor)
        assert [sentence for sentence in said if floor["title"]["en"] in sentence and "is a floor" in sentence], list(changed)


LAWS = [name for name, row in BASE["deadlines"].items() if str(row.get("source", "")).startswith("law:")]


@pytest.mark.parametrize("name", LAWS)
def test_no_county_stretches_a_period_of_law(name: str) -> None:
    """A deadline whose source is a law is a floor without being listed as one; the article is named."""
    said = _said({**FILES, **with_entry("deadlines", name, {"period": "900 d", "source": "county"})})

    assert [sentence for sentence in said if BASE["deadlines"][name]["source"].removeprefix("law:") in sentence]


def test_the_factory_packs_keep_every_floor() -> None:
    """What is refused above is refused for what was changed there."""
    assert _said(FILES, is_order=True) == []


def test_a_county_may_be_stricter() -> None:
    """More fields, fewer representatives, a quicker answer and another row behind the gate's are no offence."""
    more = json.loads(FILES["forms/base/F13.schema.json"])
    more["properties"]["witness"] = {"title": "见证人", "x-en": {"title": "Witness"}, "type": "string", "x-privacy": "P1"}
    own = dict(yamlfile.read(COUNTY, FILES[COUNTY]).value)
    figures = {"max_representatives": 3, "correct_period": "10 wd", "objection_period": "24 h", "rating_published_from": 8}
    own["parameters"] = {**own["parameters"], **{name: {"value": value, "source": "county"} for name, value in figures.items()}}
    gate = FILES["processes/base/D01.dmn"].decode()
    rows = re.findall(r"<rule\b.*?</rule>", gate, flags=re.DOTALL)
    gate = gate.replace(rows[-1], rows[-2].replace('id="', 'id="more_') + rows[-1])

    said = _said(
        {
            **FILES,
            COUNTY: yamledit.write(own),
            "forms/longxi/F13.schema.json": json.dumps(more).encode(),
            "processes/longxi/D01.dmn": gate.encode(),
        }
    )

    assert said == []


@pytest.mark.parametrize(
    ("value", "is_longer"), [("15 wd", False), ("15 d", False), ("end of day", False), ("16 wd", True), ("1 mo", True)]
)
def test_periods_of_different_units_are_compared_by_what_is_certain(value: str, is_longer: bool) -> None:
    """Fifteen natural days are never longer than fifteen working days; a month may be."""
    said = _said({**FILES, **with_entry("parameters", "correct_period", {"value": value, "source": "county"})})

    assert bool(said) is is_longer


def test_the_sentence_names_floor_place_and_cure() -> None:
    """A county administrator is told what is wrong where, and what to do."""
    base = a_base(floors=[{"title": {"zh": "答复期限", "en": "time to answer"}, "parameter": "answer", "most": "3 wd"}])
    county = {**a_county(), **base, COUNTY: a_manifest("longxi", extends="base", parameters={"answer": {"value": "5 wd"}})}

    (problem,) = floors.check(lineage.trace(county))

    assert (problem.place, problem.message.zh, problem.cure and problem.cure.zh) == (
        "parameters.answer.value",
        "“答复期限”是底线：参数“answer”最多为“3 wd”，这里是“5 wd”。",
        "请改为“3 wd”或更严的数值。",
    )


def _said(files: Mapping[str, bytes], *, is_order: bool = False) -> list[str]:
    if is_order:
        return [each.message.en for each in checking.check(files) if "is a floor" in each.message.en]
    return [each.message.en for each in floors.check(lineage.trace(files))]
