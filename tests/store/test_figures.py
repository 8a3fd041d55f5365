"""Counts over a real database: what steps have written adds up, can be looked at case by case, and equals a recount of everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import errors
from engine.documents.workbooks import Workbooks
from engine.domain.access import system
from engine.domain.case import Case, Json
from engine.domain.figure import Piece
from engine.domain.span import Span
from engine.errors import Text
from engine.packs import lineage
from engine.packs.definition import define
from engine.packs.figures import Measures
from engine.solving import Highs
from engine.store import engines
from engine.usecases import counting, measure, recount_figures
from engine.usecases.context import Context
from engine.usecases.recount_figures import RecountFigures
from engine.usecases.sheets import Group, Measure
from tests.fakes import FakeClock, FakePrinter, FakeRelease, FakeReleases, StepByStep
from tests.packs.builders import a_manifest
from tests.postgres import EVERYWHERE, Begin, Database
from tests.store.builders import NOW, RELEASE, a_release, an_opening, read, save, the_next

TITLE = {"zh": "数", "en": "Figure"}
FIGURES: Mapping[str, Any] = {
    "cases": {"sum": "=true"},
    "amount": {"sum": "=paid.amount", "places": 2},
    "settled": {"sum": "=paid != null", "of": "=true"},
    "prompt": {"sum": "=paid != null", "of": "=true", "cut_off": {"on": "=paid.on", "within": "10 d"}},
    "visits": {"each": "=visits", "sum": "=true", "date": "=entry.on"},
}
SOURCES = {"type": {"value": "=intake.type", "words": "dispute_types"}}
WORDS = {"01": {"zh": "婚姻家庭", "en": "Family"}, "02": {"zh": "邻里", "en": "Neighbours"}}
YEAR = Span.parse("2025")


def measures(**more: Any) -> Measures:
    figures = {name: {"title": TITLE, "version": 1, **row} for name, row in {**FIGURES, **more}.items()}
    groupings = {name: {"title": TITLE, **row} for name, row in SOURCES.items()}
    files = {"processes/small/pack.yaml": a_manifest("small", figures=figures, groupings=groupings, dispute_types=WORDS)}
    return Measures.read(define(lineage.trace(files).manifests), {})


@dataclass
class CountingRelease(FakeRelease):
    """A release with figures."""

    measures: Any = field(default_factory=measures)

    def labels(self, kind: str) -> Mapping[str, Text]:
        return {code: Text(**words) for code, words in WORDS.items()}


@dataclass
class Place:
    """A province whose cases are counted as they are stored."""

    begin: Begin
    clock: FakeClock = field(default_factory=lambda: FakeClock(datetime(2026, 1, 31, 1, tzinfo=UTC)))
    release: CountingRelease = field(default_factory=lambda: CountingRelease(processes=StepByStep(())))

    @property
    def context(self) -> Context:
        return Context(
            begin=self.begin,
            releases=FakeReleases(self.release),
            clock=self.clock,
            printer=FakePrinter(),
            optimiser=Highs(),
            workbooks=Workbooks(),
        )  # type: ignore[arg-type]

    def opened(self, document: Json, opened: str = "2025-06-03", jurisdiction: str = "longxi") -> Case:
        step = an_opening(jurisdiction, document=document, opened_at=noon(opened))
        return save(self.begin, counting.counted(step, [RELEASE], self.context)).case

    def moved(self, case: Case, document: Json) -> Case:
        locked = read(self.begin, case)
        step = the_next(locked)
        step = replace(step, case=replace(step.case, document=document))
        return save(self.begin, counting.counted(step, locked.measured_by, self.context)).case

    def ask(self, **more: Any) -> Measure:
        return Measure(**{"jurisdiction": "gansu", "actor": system(EVERYWHERE), "span": YEAR, **more})

    def values(self, **more: Any) -> dict[str, str]:
        sheet = measure.measure(self.ask(**more), self.context)
        return {figure.definition.name: str(figure.shown()) for figure in sheet.figures}

    def parts(self, figure: str, by: str, **more: Any) -> dict[str | None, str]:
        sheet = measure.measure(self.ask(figures=[figure], by=by, **more), self.context)
        return {group.code: str(sheet.part(figure, group.code).shown()) for group in sheet.groups}

    def drill(self, figure: str, piece: Piece = Piece.SUM, group: str | None = None, **more: Any) -> measure.Drilled:
        return measure.drill(measure.Drill(asked=self.ask(**more), figure=figure, piece=piece, group=group), self.context)

    def recount(self, **more: Any) -> int:
        return recount_figures.recount_figures(RecountFigures(reach=EVERYWHERE, jurisdiction="gansu", **more), self.context)

    def rows(self) -> list[Any]:
        with self.begin(EVERYWHERE) as uow:
            counts = uow.transaction.rows(sa.text("SELECT * FROM onedoor.figure_count ORDER BY case_id, definition, part, entry"))
            groups = uow.transaction.rows(sa.text("SELECT * FROM onedoor.figure_group ORDER BY case_id, definition"))
            return [*map(tuple, counts), *map(tuple, groups)]


def noon(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=4, tzinfo=UTC)


@pytest.fixture
def place(begin: Begin) -> Place:
    """Have a province in which one release is in force."""
    a_release(begin)
    with begin({"gansu"}) as uow:
        uow.packs.adopt("gansu", RELEASE, NOW, "qian")
        uow.commit()
    return Place(begin)


def numbers(cases: Sequence[Case]) -> set[str]:
    return {case.number for case in cases}


def test_figures_add_up_what_steps_have_written(place: Place) -> None:
    """Sums and rates over a county and its town; what comes later counts when it has come."""
    first = place.opened({"intake": {"type": "02"}})
    place.opened({"intake": {"type": "01"}}, jurisdiction="longxi.wenfeng")
    place.moved(first, {"intake": {"type": "02"}, "paid": {"amount": 70.5, "on": "2025-07-01"}})

    assert place.values() == {"cases": "2", "amount": "70.50", "settled": "50.0", "prompt": "50.0", "visits": "0"}
    assert place.values(jurisdiction="longxi.wenfeng")["cases"] == "1"
    assert place.values(jurisdiction="suzhou")["cases"] == "0"
    assert place.values(span=Span.parse("2025-05"))["settled"] == "None"


def test_what_a_case_gives_no_more_is_gone(place: Place) -> None:
    """A reopened case leaves the numerator."""
    case = place.opened({"paid": {"amount": 9, "on": "2025-07-01"}, "visits": [{"on": "2025-07-02"}, {"on": "2025-08-02"}]})
    assert (place.values()["settled"], place.values()["visits"]) == ("100.0", "2")

    place.moved(case, {"visits": [{"on": "2025-07-02"}]})

    assert (place.values()["settled"], place.values()["visits"]) == ("0.0", "1")


def test_a_day_that_has_not_come_does_not_count_yet(place: Place) -> None:
    """A visit planned for tomorrow is none."""
    place.opened({"visits": [{"on": "2025-12-30"}, {"on": "2025-12-31"}]})
    place.clock.instant = noon("2025-12-30")

    assert place.values()["visits"] == "1"


def test_what_became_known_after_the_cut_off_stays_out_of_the_span(place: Place) -> None:
    """The annual figure is the same whenever it is made, and an open one may still grow."""
    place.opened({"paid": {"amount": 1, "on": "2026-01-10"}}, "2025-12-30")
    place.opened({"paid": {"amount": 1, "on": "2026-01-11"}}, "2025-12-30")

    assert (place.values()["prompt"], place.values()["settled"]) == ("50.0", "100.0")
    assert place.values(span=None)["prompt"] == "100.0"


def test_figures_are_parted_by_what_cases_say(place: Place) -> None:
    """In the order of the pack's words, then what has no words, then what is not stated."""
    for kind in ("02", "02", "01", "99", None):
        place.opened({"intake": {"type": kind}})

    assert place.parts("cases", "type") == {"01": "1", "02": "2", "99": "1", None: "1"}


def test_figures_are_parted_by_time_and_place(place: Place) -> None:
    """Every month of the span is there up to today; jurisdictions are those right below the one that is asked."""
    place.opened({}, "2025-02-28")
    place.opened({}, "2025-03-01", "longxi.wenfeng")
    place.opened({}, "2025-03-02", "suzhou")
    place.clock.instant = noon("2025-04-02")

    assert place.parts("cases", "month") == {"2025-01": "0", "2025-02": "1", "2025-03": "2", "2025-04": "0"}
    assert place.parts("cases", "place") == {"dingxi": "2", "jiuquan": "1"}
    assert place.parts("cases", "place", jurisdiction="longxi") == {"longxi": "1", "longxi.wenfeng": "1"}


def test_the_cases_behind_a_figure_add_up_to_it(place: Place) -> None:
    """Numerator, denominator and the rest are lists of cases, each with what it gave."""
    paid = [place.opened({"intake": {"type": "02"}, "paid": {"amount": amount, "on": "2025-07-01"}}) for amount in (5, 7)]
    unpaid = place.opened({"intake": {"type": "01"}})

    amounts = place.drill("amount")
    assert (sum(case.value for case in amounts.cases), amounts.total) == (Decimal(12), 2)
    pieces = {piece: {case.number for case in place.drill("settled", piece).cases} for piece in Piece}
    assert pieces == {
        Piece.SUM: numbers(paid),
        Piece.OF: numbers([*paid, unpaid]),
        Piece.REST: {unpaid.number},
        Piece.FAILED: set(),
    }


def test_the_cases_behind_one_group_are_found(place: Place) -> None:
    """By a value, by nothing stated, by a month and by a place."""
    family, nothing = place.opened({"intake": {"type": "01"}}, "2025-02-03"), place.opened({}, jurisdiction="suzhou")

    found = place.drill("cases", by="type", group="01")
    assert ({case.number for case in found.cases}, found.group) == ({family.number}, Group(code="01", title=Text("婚姻家庭", "Family")))
    assert {case.number for case in place.drill("cases", by="type", group=None).cases} == {nothing.number}
    assert {case.number for case in place.drill("cases", by="month", group="2025-02").cases} == {family.number}
    assert {case.number for case in place.drill("cases", by="place", group="jiuquan").cases} == {nothing.number}


def test_nobody_measures_what_is_out_of_reach(place: Place) -> None:
    """Asking for a foreign jurisdiction is refused; a narrow reach sees its own part only."""
    place.opened({})
    place.opened({}, jurisdiction="suzhou")

    with pytest.raises(errors.NotAllowedError):
        place.values(actor=system({"suzhou"}))
    assert place.values(actor=system({"gansu", "suzhou"}))["cases"] == "1"


@pytest.mark.parametrize("asked", [{"figures": ["none"]}, {"by": "colour"}])
def test_what_does_not_exist_is_said(place: Place, asked: dict[str, Any]) -> None:
    """A figure or grouping that the pack does not have."""
    with pytest.raises(errors.NotFoundError):
        place.values(**asked)


def test_a_new_version_is_counted_by_the_worker_and_the_old_one_forgotten(place: Place) -> None:
    """Until then the figure is empty, and afterwards right."""
    cases = [place.opened({"paid": {"amount": 5, "on": "2025-07-01"}}) for _ in range(3)]
    place.release.measures = measures(amount={"sum": "=paid.amount * 2", "version": 2})
    assert place.values()["amount"] == "0"

    assert place.recount() == len(cases)

    assert place.values()["amount"] == "30"
    assert {row[2] for row in place.rows()} <= place.release.measures.addresses
    assert place.recount() == 0


def test_a_recount_that_was_broken_off_goes_on_where_it_was(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that were committed are not counted again."""
    monkeypatch.setattr(recount_figures, "PAGE", 2)
    for _ in range(5):
        place.opened({})
    good, looked_at = place.release.measures, []

    class Breaking:
        """Fails at the fourth case."""

        addresses = good.addresses

        def affected(self, before: Case | None, after: Case) -> frozenset[int]:
            return good.affected(before, after)

        def count(self, case: Case, addresses: Any) -> Any:
            looked_at.append(case.id)
            if len(looked_at) == 4:
                raise errors.StoreUnavailableError
            return good.count(case, addresses)

    place.release.measures = Breaking()
    with pytest.raises(errors.StoreUnavailableError):
        place.recount()
    with place.begin({"longxi"}) as uow:
        assert (standing := uow.figures.recounting("longxi")) is not None
        assert (standing.done, standing.total, standing.is_finished) == (2, 5, False)

    assert place.recount() == 3
    assert len(looked_at) == len({*looked_at}) + 2


def test_cases_that_were_being_opened_are_counted_by_the_second_look(place: Place, begin: Begin) -> None:
    """They were stored with the definitions of before, after the worker had passed."""
    place.recount()
    save(begin, an_opening("longxi", opened_at=noon("2025-06-03")))
    assert (place.recount(), place.values()["cases"]) == (0, "0")

    assert place.recount(since=noon("2025-06-02")) == 1

    assert place.values()["cases"] == "1"


def test_counting_costs_a_step_no_statement(place: Place, database: Database) -> None:
    """Counts are written with the statement of the step."""
    case = place.opened({})
    with engines.counting(database.engine) as counted:
        place.moved(case, {"paid": {"amount": 5, "on": "2025-07-01"}})

    assert [sql.split()[0] for sql in counted.statements] == ["SELECT", "SELECT", "WITH"]


DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "intake": st.fixed_dictionaries({"type": st.sampled_from(["01", "02", None])}),
        "paid": st.fixed_dictionaries({"amount": st.integers(0, 9), "on": st.sampled_from(["2025-07-01", "2025-08-01"])}),
        "visits": st.lists(st.fixed_dictionaries({"on": st.sampled_from(["2025-07-01", "2025-08-01"])}), max_size=3),
    },
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(DOCUMENTS, min_size=1, max_size=4), min_size=1, max_size=3))
def test_counts_kept_up_step_by_step_equal_a_full_recount(place: Place, cases: list[list[Json]]) -> None:
    """Law: whatever cases went through, counting all of them anew changes no row."""
    for first, *documents in cases:
        case = place.opened(first)
        for document in documents:
            case = place.moved(case, document)
    kept = place.rows()

    # The last, unfinished mark makes it count everything.
    place.release.measures = measures(other={"sum": "=false"})
    place.recount()
    place.release.measures = measures()
    place.recount()

    assert place.rows() == kept


def test_cases_of_the_same_instant_are_each_recounted_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are passed by instant and id."""
    monkeypatch.setattr(recount_figures, "PAGE", 2)
    for _ in range(5):
        save(place.begin, an_opening("longxi", opened_at=noon("2025-06-03")))

    assert place.recount() == 5

    assert place.values()["cases"] == "5"
