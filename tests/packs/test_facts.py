"""Levels of cases rest on the closed catalogue of facts, and on somebody who confirms them."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from engine.packs import checking, disk
from engine.settings import HOUSE

LAW = "个人信息保护法第六条、第二十四条、第二十八条"
FILES = disk.read_pack_dir(HOUSE / "processes", HOUSE / "forms", "longxi")


def found(changed: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Return file and sentence of each error of the county's pack with these files changed."""
    return [(each.file, each.message.en) for each in checking.check({**FILES, **changed}) if each.severity == "error"]


def a_table(read: str) -> bytes:
    """Return the table of risk as the county would write it anew, with one column that reads something else."""
    return FILES["processes/base/D05.dmn"].replace(b"facts.crowd", read.encode())


@pytest.mark.parametrize("read", ["facts.criminal_record", "intake.applicants", "get value(facts, &quot;record&quot;)", "register.people"])
def test_a_table_that_proposes_a_level_reads_facts_of_the_catalogue_only(read: str) -> None:
    """Records, people and whatever else a county may think of are refused with the articles of law."""
    said = found({"processes/longxi/D05.dmn": a_table(read)})

    assert [file for file, sentence in said if "is not in the catalogue of facts" in sentence] == ["processes/longxi/D05.dmn"]
    assert all(LAW in sentence for _, sentence in said if "catalogue" in sentence)


def test_a_county_may_set_its_own_rules_over_the_facts() -> None:
    """Another fact of the catalogue, or a threshold of its own, is no offence."""
    assert found({"processes/longxi/D05.dmn": a_table("facts.sudden")}) == []


def test_the_catalogue_cannot_be_stated_anew() -> None:
    """A catalogue that a county could add to would not be closed."""
    manifest = FILES["processes/longxi/pack.yaml"]
    own = b"\nfacts: {place: facts, proposals: [risk], source: county, catalogue: {record: {zh: X, en: Record}}}\n"

    said = found({"processes/longxi/pack.yaml": manifest + own})

    assert (
        "processes/longxi/pack.yaml",
        "That levels rest on facts of the dispute alone is a floor; a pack further down may not state `facts`.",
    ) in said


def test_no_process_goes_on_by_an_unconfirmed_level() -> None:
    """个人信息保护法 art. 24: no decision by automation alone."""
    diagram = FILES["processes/longxi/lx_order.bpmn"].replace(b"=triage.can_serve = true", b'=risk.level = "low"')

    said = found({"processes/longxi/lx_order.bpmn": diagram})

    assert [sentence for _, sentence in said if "nobody has confirmed" in sentence] == [
        f"“Can it be served now?” goes on by the proposal risk.level, which nobody has confirmed. A person decides on levels ({LAW})."
    ]


def test_another_table_does_not_rely_on_a_proposal_either() -> None:
    """The way round through a second table is closed too."""
    table = FILES["processes/longxi/D07.dmn"].replace(b"case.dispute_type", b"risk.level", 1)

    assert [file for file, sentence in found({"processes/longxi/D07.dmn": table}) if "nobody has confirmed" in sentence] == [
        "processes/longxi/D07.dmn"
    ]


def test_only_tables_propose() -> None:
    """A script that writes the level itself is refused."""
    diagram = FILES["processes/longxi/lx_order.bpmn"].replace(b'onedoor:result="panel"', b'onedoor:result="risk"')

    said = found({"processes/longxi/lx_order.bpmn": diagram})

    assert [file for file, sentence in said if "only a table over the facts may propose a level" in sentence] == [
        "processes/longxi/lx_order.bpmn"
    ]


def test_a_form_asks_for_no_fact_outside_the_catalogue() -> None:
    """The county's own sheet of facts cannot ask for a record."""
    form = json.loads(FILES["forms/base/F06.schema.json"])
    form["properties"]["record"] = {"type": "boolean", "title": "前科", "x-en": {"title": "Record"}, "x-privacy": "P2"}

    said = found({"forms/longxi/F06.schema.json": json.dumps(form, ensure_ascii=False).encode()})

    assert [sentence for _, sentence in said if "catalogue" in sentence] == [
        f"“record” of the form F06 is not in the catalogue of facts ({LAW})."
    ]
