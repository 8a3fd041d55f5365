# ruff: noqa: E501 - sentences that people read are asserted whole
"""Figures as data: what a case gives to them follows from the case alone, and bad definitions are named with their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.case import Case, Json
from engine.domain.figure import Count, Counted, Part
from engine.domain.report import Chart, Report, ReportPart
from engine.domain.span import SpanKind
from engine.packs import figurecheck, lineage
from engine.packs.definition import define
from engine.packs.figurecheck import Known
from engine.packs.figures import Measures
from engine.usecases import counting
from tests.packs.builders import a_manifest

NINE = datetime(2025, 6, 3, 1, 0, tzinfo=UTC)
TITLE = {"zh": "数", "en": "Figure"}
FIGURES: Mapping[str, Any] = {
    "cases": {"sum": "=true"},
    "settled": {"sum": "=agreement != null", "date": "=case.closed_on"},
    "amount": {"sum": "=agreement.amount"},
    "accepted": {"each": "=dispatches", "sum": "=entry.accepts", "of": "=true", "date": "=entry.on"},
    "resolved": {"sum": '=case.end = "E.DONE"', "of": "=true", "date": "=case.closed_on", "of_date": "=case.opened_on"},
    "in_time": {"sum": "=true", "cut_off": {"on": "=agreement.on", "within": "10 d"}},
    "above": {"sum": "=agreement.amount > parameters.limit"},
}
GROUPINGS: Mapping[str, Any] = {"type": {"value": "=case.dispute_type", "words": "dispute_types"}, "urgent": {"value": "=intake.urgent"}}


def measures(figures: Mapping[str, Any] = FIGURES, *, limit: int = 100, **more: Any) -> Measures:
    titled = {name: {"title": TITLE, "version": 1, **row} for name, row in figures.items()}
    groupings = {name: {"title": TITLE, **row} for name, row in GROUPINGS.items()}
    files = {"processes/small/pack.yaml": a_manifest("small", figures=titled, groupings=groupings, **more)}
    return Measures.read(define(lineage.trace(files).manifests), {"limit": limit})


def a_case(document: Json | None = None, **more: Any) -> Case:
    values: dict[str, Any] = {"revision": 1, "state": "registered", "opened_at": NINE, "opened_by": "wang", "dispute_type": "02"}
    return Case(id=UUID(int=1), jurisdiction="hill", release="r", number="1", document=document or {}, **{**values, **more})


def given_to(name: str, case: Case, made: Measures | None = None) -> list[tuple[Part, int, date, Decimal | None]]:
    made = made or measures()
    counted = made.count(case, [made.figures[name].address])
    return [(count.part, count.entry, count.day, count.value) for count in counted.counts]


def test_a_case_counts_on_the_day_on_which_it_was_opened_unless_the_definition_says_otherwise() -> None:
    """Days are those of Beijing: an instant late in the evening by UTC is the next day."""
    late = a_case(opened_at=datetime(2024, 12, 31, 17, 0, tzinfo=UTC))

    assert given_to("cases", late) == [(Part.SUM, 0, date(2025, 1, 1), Decimal(1))]


def test_a_case_without_a_day_does_not_count_yet() -> None:
    """An agreement counts when the case is closed."""
    agreed = a_case({"agreement": {"amount": 500}})

    assert given_to("settled", agreed) == []
    assert given_to("settled", replace(agreed, closed_at=NINE + timedelta(days=3))) == [(Part.SUM, 0, date(2025, 6, 6), Decimal(1))]


def test_numbers_are_added_up_and_everything_else_counts_as_nothing() -> None:
    """A missing amount gives nothing, a fraction stays exact."""
    assert given_to("amount", a_case()) == []
    assert given_to("amount", a_case({"agreement": {"amount": "many"}})) == []
    assert given_to("amount", a_case({"agreement": {"amount": 0.1}})) == [(Part.SUM, 0, date(2025, 6, 3), Decimal("0.1"))]


def test_entries_of_a_list_count_each_on_its_own_day() -> None:
    """Two dispatches of one case, of which the second was accepted a month later."""
    case = a_case({"dispatches": [{"accepts": False, "on": "2025-06-03"}, {"accepts": True, "on": "2025-07-04"}]})

    assert given_to("accepted", case) == [
        (Part.OF, 0, date(2025, 6, 3), Decimal(1)),
        (Part.SUM, 1, date(2025, 7, 4), Decimal(1)),
        (Part.OF, 1, date(2025, 7, 4), Decimal(1)),
    ]


def test_numerator_and_denominator_may_count_on_different_days() -> None:
    """Resolved in a year over registered in that year."""
    case = a_case(closed_at=NINE + timedelta(days=300), end="E.DONE")

    assert given_to("resolved", case) == [(Part.SUM, 0, date(2026, 3, 30), Decimal(1)), (Part.OF, 0, date(2025, 6, 3), Decimal(1))]


def test_what_has_a_cut_off_remembers_when_it_became_known() -> None:
    """What is not known at all does not count."""
    made = measures()
    known = made.count(a_case({"agreement": {"on": "2025-06-20"}}), [made.figures["in_time"].address])

    assert known.counts[0].known_on == date(2025, 6, 20)
    assert given_to("in_time", a_case()) == []


def test_a_definition_that_gives_no_result_stops_nothing() -> None:
    """The case is counted as one without a result, and other figures as ever."""
    made = measures({"endless": {"sum": "=sum(for i in 1..100000000 return i)"}, "cases": {"sum": "=true"}})

    assert given_to("endless", a_case(), made) == [(Part.SUM, 0, date(2025, 6, 3), None)]
    assert given_to("cases", a_case(), made) == [(Part.SUM, 0, date(2025, 6, 3), Decimal(1))]


def test_groupings_give_texts() -> None:
    """True and false, a code, or nothing."""
    made = measures()
    groups = made.count(a_case({"intake": {"urgent": True}}), made.addresses).groups

    assert {name: groups[made.groupings[name].address] for name in GROUPINGS} == {"type": "02", "urgent": "true"}


def test_two_definitions_have_one_address_only_if_they_count_the_same() -> None:
    """The address follows from expressions, version and the parameters that are read; not from words."""
    one, other = measures(limit=100), measures(limit=200)
    renamed = measures({**FIGURES, "cases": {"sum": "=true", "title": {"zh": "件数", "en": "Matters"}, "note": TITLE}})

    assert {name for name in FIGURES if one.figures[name].address != other.figures[name].address} == {"above"}
    assert renamed.figures["cases"].address == one.figures["cases"].address
    assert measures({"cases": {"sum": "=true", "version": 2}}).figures["cases"].address != one.figures["cases"].address


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "agreement": st.fixed_dictionaries({"amount": st.integers(0, 200), "on": st.sampled_from(["2025-06-20", "2025-07-01"])}),
        "dispatches": st.lists(
            st.fixed_dictionaries({"accepts": st.booleans(), "on": st.sampled_from(["2025-06-03", "2025-07-04"])}), max_size=3
        ),
        "intake": st.fixed_dictionaries({"urgent": st.booleans()}),
        "other": st.integers(),
    },
)
STATES = st.tuples(
    VALUES, st.sampled_from(["registered", "closed"]), st.sampled_from([None, "E.DONE"]), st.sampled_from(["02", "13", None])
)


@given(st.lists(STATES, min_size=1, max_size=6))
def test_counting_what_a_step_changed_equals_counting_everything(states: list[tuple[Json, str, str | None, str | None]]) -> None:
    """Law: after any steps, the counts kept up step by step are those of a full recount."""
    made, before, kept = measures(), None, {}
    groups: dict[int, str | None] = {}

    for document, state, end, dispute_type in states:
        after = a_case(document, state=state, end=end, dispute_type=dispute_type, closed_at=NINE if end else None)
        counted = counting.count(before, after, [made])
        kept = {key: count for key, count in kept.items() if count.definition not in counted.definitions} | keyed(counted)
        groups |= counted.groups
        before = after

    whole = counting.count(None, after, [made])
    assert (kept, groups) == (keyed(whole), whole.groups)


def keyed(counted: Counted) -> dict[tuple[int, Part, int], Count]:
    return {(count.definition, count.part, count.entry): count for count in counted.counts}


def test_reports_are_read_with_their_usual_charts() -> None:
    """Spans of time are columns, groups are bars, and figures alone have none."""
    parts = [{"figures": ["cases"]}, {"figures": ["cases"], "by": "month"}, {"figures": ["cases"], "by": "type"}]
    made = measures(reports={"annual": {"title": TITLE, "period": "quarter", "public": True, "parts": parts}})

    found = made.reports["annual"]

    assert [part.chart for part in found.parts] == [Chart.NONE, Chart.COLUMNS, Chart.BARS]
    assert (type(found), found.period, found.is_public, found.parts[2]) == (
        Report,
        SpanKind.QUARTER,
        True,
        ReportPart(figures=("cases",), by="type", chart=Chart.BARS),
    )


def problems(**content: Any) -> list[tuple[int | None, str]]:
    manifest = a_manifest("small", parameters={"limit": {"title": TITLE, "value": 1, "type": "integer"}}, **content)
    definition = define(lineage.trace({"processes/small/pack.yaml": manifest}).manifests)
    found = figurecheck.check(Known(definition=definition, places={"intake", "agreement"}, forms={}))
    return [(problem.line, problem.message.en) for problem in found]


def a_figure(**more: Any) -> dict[str, Any]:
    return {"figures": {"x": {"title": TITLE, "version": 1, "sum": "=true", **more}}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (a_figure(sum="=agreement.amount +"), "The expression of figures.x.sum cannot be read."),
        (a_figure(sum="=agreemnt.amount"), "figures.x.sum reads “agreemnt”, which nothing writes."),
        (a_figure(sum="=case.closed"), "case.closed, read by figures.x.sum, does not exist."),
        (a_figure(sum="=parameters.limt"), "The parameter limt, read by figures.x.sum, does not exist."),
        (a_figure(sum="=entry.amount"), "figures.x.sum reads “entry”, which nothing writes."),
        (a_figure(of="=today() > date(case.opened_on)"), "A figure is written down when its case changes and cannot read now or today(): the same case would give another result later."),
        (a_figure(date="=now"), "A figure is written down when its case changes and cannot read now or today(): the same case would give another result later."),
        (a_figure(instead_of="y"), "There is no figure y."),
        (a_figure(instead_of="x"), "There is no figure x."),
        ({"groupings": {"month": {"title": TITLE, "value": "=case.state"}}}, "The grouping month is built in and cannot be defined."),
        ({"groupings": {"g": {"title": TITLE, "value": "=case.state", "words": "colours"}}}, "There are no words “colours” for the grouping g."),
        ({"reports": {"r": {"title": TITLE, "parts": [{"figures": ["x"]}]}}}, "There is no figure x."),
        ({**a_figure(), "reports": {"r": {"title": TITLE, "parts": [{"figures": ["x"], "by": "colour"}]}}}, "There is no grouping colour."),
        ({**a_figure(), "reports": {"r": {"title": TITLE, "public": True, "parts": [{"figures": ["x"], "by": "month"}, {"figures": ["x"], "by": "quarter"}]}}}, "The public report r parts x by month and by quarter, which would give withheld figures away."),
    ],
)  # fmt: skip
def test_a_bad_definition_is_named_with_its_place(content: dict[str, Any], said: str) -> None:
    """The sentence says which, and the line where."""
    ((line, sentence),) = problems(**content)

    assert sentence.startswith(said)
    assert line is not None


def test_sound_definitions_have_no_problems() -> None:
    """Entries, parameters, parts of the case and built-in groupings are all there."""
    figures = {
        "x": {
            "title": TITLE,
            "version": 1,
            "each": "=agreement.terms",
            "sum": "=entry.amount > parameters.limit",
            "date": "=case.closed_on",
        }
    }
    parts = [{"figures": ["x"], "by": "place"}, {"figures": ["x"], "by": "week"}]

    assert problems(figures=figures, reports={"r": {"title": TITLE, "parts": parts}}) == []
