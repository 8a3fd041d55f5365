# ruff: noqa: E501 - sentences that people read are asserted whole
"""pack.yaml is merged over its parents' entry by entry, and checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine.domain.deadline import Period, Roll, Unit, Warning
from engine.errors import CheckFailedError, ProcessError, Text
from engine.packs import deadlines, lineage, manifestcheck
from engine.packs.definition import Definition, define, doors
from engine.packs.paths import Kind
from tests.packs.builders import a_base, a_county, a_manifest

ACCEPT = {"title": {"zh": "接单", "en": "Accept"}, "period": "1 wd", "source": "law:人民调解法"}
A_RUNG = {"level": "village", "at": "village", "role": "R.GRID", "period": "2 wd"}
QUEUE = {"title": {"zh": "复查", "en": "Re-check"}, "value": "5 wd", "type": "period", "source": "law:x"}


def defined(base: Mapping[str, Any], county: Mapping[str, Any]) -> Definition:
    """Return the merged definition of a county over its base."""
    return define(lineage.trace({**a_county(**county), **a_base(**base)}).manifests)


def said(definition: Definition) -> list[tuple[str, int | None, str]]:
    """Return file, line and English sentence of each problem."""
    return [(p.file, p.line, p.message.en) for p in manifestcheck.check(definition)]


def test_labels_and_case_expressions_are_merged_key_by_key() -> None:
    """A county adds a role and keeps its parents' ones."""
    made = defined(
        {"roles": {"R.TEAM": {"zh": "调解", "en": "Team"}}, "case": {"title": "=intake.title"}},
        {"roles": {"R.TOWN": {"zh": "镇", "en": "Town"}}, "case": {"number": "陇〔{year}〕{serial}号"}},
    )

    assert (made.text("roles", "R.TEAM"), made.text("roles", "R.TOWN")) == (Text("调解", "Team"), Text("镇", "Town"))
    assert made.content["case"] == {"title": "=intake.title", "number": "陇〔{year}〕{serial}号"}
    assert made.text("roles", "R.NOBODY") is None


def test_a_figure_that_a_county_changes_is_no_longer_the_law() -> None:
    """Only the changed field is written; title and type are inherited, the parent's article of law is not."""
    made = defined(
        {"deadlines": {"accept": ACCEPT}, "parameters": {"queue": QUEUE}},
        {"deadlines": {"accept": {"period": "2 wd"}}, "parameters": {"queue": {"value": "6 wd"}}},
    )

    rule = deadlines.rules(made)["accept"]

    assert (rule.title, rule.period, rule.source) == (Text("接单", "Accept"), Period(length=2, unit=Unit.WORKING_DAY), "guess")
    assert (made.parameters["queue"].value, made.parameters["queue"].is_confirmed) == ("6 wd", False)


def test_a_period_may_come_from_a_parameter() -> None:
    """The deadline then is as sure as the parameter, and uses the pack's default warnings."""
    table = {"recheck": {"title": ACCEPT["title"], "period": "=parameters.queue", "roll": "next-working-day"}}
    made = defined({"parameters": {"queue": QUEUE}, "default_warnings": [{"at": 80, "tell": ["holder"]}]}, {"deadlines": table})

    rule = deadlines.rules(made)["recheck"]

    assert (str(rule.period), rule.roll, rule.source) == ("5 wd", Roll.NEXT_WORKING_DAY, "law:x")
    assert rule.warnings == (Warning(at=80, tell=("holder",), code="SUP.REMIND"),)


def test_office_hours_are_a_parameter_of_the_pack() -> None:
    """A county that closes earlier changes the parameter, and every deadline in office hours follows."""
    hours = {"title": ACCEPT["title"], "value": "08:30-12:00, 14:30-18:00", "type": "text"}
    made = defined(
        {"deadlines": {"accept": {**ACCEPT, "period": "4 oh"}}, "parameters": {"office_hours": hours}},
        {"parameters": {"office_hours": {"value": "09:00-12:00, 13:00-16:00"}}},
    )

    assert said(made) == []
    assert str(deadlines.rules(made)["accept"].hours) == "09:00-12:00, 13:00-16:00"


def test_a_deadline_may_be_a_period_of_the_case() -> None:
    """It warns like those of the table; what is neither a name nor a period is said."""
    hours = {"title": ACCEPT["title"], "value": "08:30-12:00, 14:30-18:00", "type": "text"}
    made = defined({"parameters": {"office_hours": hours}, "default_warnings": [{"at": 80, "tell": ["holder"]}]}, {})

    rule = deadlines.of_period("4 oh", made)

    assert (rule.name, rule.title, str(rule.hours)) == ("4 oh", Text("4个办公小时", "4 office hours"), "08:30-12:00, 14:30-18:00")
    assert rule.warnings == (Warning(at=80, tell=("holder",), code="SUP.REMIND"),)
    with pytest.raises(ProcessError, match="The pack has no deadline soon"):
        deadlines.of_period("soon", made)


def test_a_county_that_names_its_doors_replaces_its_parents() -> None:
    """`start` in the county makes the parent's `starts` void."""
    starts = [{"process": "base_main", "title": {"zh": "一", "en": "One"}}]

    assert [door["process"] for door in doors(defined({"starts": starts}, {}).content)] == ["base_main"]
    assert [door["process"] for door in doors(defined({"starts": starts}, {"start": "lx_order"}).content)] == ["lx_order"]


def test_a_problem_points_at_the_file_that_states_the_mistake() -> None:
    """A deadline of the base without a title is a problem of the base's pack.yaml."""
    made = defined({"deadlines": {"accept": {"period": "1 wd"}}}, {})

    assert said(made) == [("processes/base/pack.yaml", 7, 'The deadline accept lacks "title".')]


@pytest.mark.parametrize(
    ("county", "english"),
    [
        ({"deadlines": {"a": {**ACCEPT, "period": "=parameters.b"}}}, "The deadline a refers to the parameter b, which does not exist."),
        ({"deadlines": {"a": {**ACCEPT, "period": "2000 wd"}}}, 'The period "2000 wd" of the deadline a cannot be read.'),
        ({"deadlines": {"a": {**ACCEPT, "period": "4 oh"}}}, "The deadline a counts office hours and cannot be computed."),
        ({"deadlines": {"a": {**ACCEPT, "period": "4 oh"}}, "parameters": {"office_hours": {"title": ACCEPT["title"], "value": "all day", "type": "text"}}}, "The deadline a counts office hours and cannot be computed."),
        ({"deadlines": {"a": {**ACCEPT, "warnings": [{"at": 80, "tell": ["R.BOSS"]}]}}}, "The code R.BOSS has no words."),
        ({"parameters": {"a": {"value": 3}}}, 'The parameter a lacks "title".'),
        ({"parameters": {"a": {"title": ACCEPT["title"], "value": True, "type": "integer"}}}, 'The value "True" of the parameter a is not a whole number.'),
        ({"parameters": {"a": {"title": ACCEPT["title"], "value": "3 days", "type": "period"}}}, 'The value "3 days" of the parameter a is not a period (such as 5 wd).'),
        ({"parameters": {"a": {"title": ACCEPT["title"], "value": "25:00", "type": "time"}}}, 'The value "25:00" of the parameter a is not a time of day (such as 17:30).'),
        ({"parameters": {"a": {"title": ACCEPT["title"], "type": "ladder", "value": [A_RUNG, {**A_RUNG, "level": "county", "at": "county"}]}}}, "Between village and county a level is missing: town."),
        ({"parameters": {"a": {"title": ACCEPT["title"], "type": "ladder", "value": [{**A_RUNG, "role": "R.BOSS"}]}}}, "The code R.BOSS has no words."),
        ({"stages": [{"code": "s", "title": ACCEPT["title"], "states": ["open"]}]}, "The code open has no words."),
        ({"stages": [{"code": s, "title": ACCEPT["title"], "states": ["one"]} for s in ("s", "t")], "states": {"one": ACCEPT["title"]}}, "The state one belongs to two stages, s and t."),
        ({"requires": {"roles": ["R.TEAM"]}}, "The code R.TEAM has no words."),
        ({"ends": {"E.FAILED": {"zh": "成功", "en": "Success"}}}, "The words for E.FAILED differ from those of the parent pack base."),
    ],
)  # fmt: skip
def test_each_slip_of_a_pack_yaml_is_one_sentence(county: dict[str, Any], english: str) -> None:
    """Figures, recipients, stages, roles and labels are checked after merging."""
    made = defined(
        {"ends": {"E.FAILED": {"zh": "未成", "en": "Failed"}}, "roles": {"R.GRID": {"zh": "网格员", "en": "Grid worker"}}}, county
    )

    assert [sentence for _, _, sentence in said(made)] == [english]


def test_a_file_of_the_same_name_hides_the_parents() -> None:
    """Own pack first, then the chain."""
    files = {**a_county({"processes/longxi/d.dmn": b"own"}), "processes/base/d.dmn": b"parent", "processes/base/e.dmn": b"parent"}

    found = lineage.trace(files).of_kind(Kind.DECISION)

    assert found == {"processes/longxi/d.dmn": b"own", "processes/base/e.dmn": b"parent"}


@pytest.mark.parametrize(
    ("files", "english"),
    [
        ({}, "There is no pack.yaml."),
        ({"processes/a/pack.yaml": a_manifest("a", extends="b")}, "The parent pack b is missing."),
        ({"processes/a/pack.yaml": a_manifest("a", extends="b"), "processes/b/pack.yaml": a_manifest("b", extends="a")},
         "The packs extend each other in a circle, or too many times."),
        ({"processes/a/pack.yaml": a_manifest("a"), "processes/b/pack.yaml": a_manifest("b")}, "Several unrelated packs are here: a, b."),
    ],
)  # fmt: skip
def test_a_broken_chain_of_packs_is_said_in_words(files: dict[str, bytes], english: str) -> None:
    """Missing parents, circles and strangers are found before anything else is read."""
    with pytest.raises(CheckFailedError) as caught:
        lineage.trace(files)

    assert [problem.message.en for problem in caught.value.problems] == [english]
