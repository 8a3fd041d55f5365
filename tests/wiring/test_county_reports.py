"""What the reports of counties that ship say after their scenarios, and who sees what; over the real store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from engine.domain import access
from engine.domain.calendar import ZONE
from engine.domain.span import Span
from engine.packs import demofile, demonstrating, drawing, play
from engine.packs.live import LiveProduct
from engine.packs.moments import Moments
from engine.packs.scenariofile import read_scenario
from engine.rehearsal import Stage
from engine.store import queries
from engine.store.unit_of_work import SqlUnitOfWork
from engine.usecases.measure import measure
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.sheets import Measure, Sheet

HOUSE = Path(__file__).parents[2]
#: A scenario that only names its place.
NOTHING = "scenario: none\njurisdiction: {}\nclock: 2024-01-02T09:00\nsteps: [{{advance: 1 min}}]\n"


@contextmanager
def played(shipped: Stage, path: str) -> Iterator[LiveProduct]:
    """Have the product as a scenario leaves it."""
    file = HOUSE / "processes" / path
    scenario = read_scenario(str(file), file.read_bytes())
    with shipped.product_for(scenario) as product:
        assert play.play(scenario, product).failures == ()
        yield product


def sheet(product: LiveProduct, span: str, by: str | None = None) -> Sheet:
    command = Measure(jurisdiction=product.jurisdiction, actor=access.system({product.jurisdiction}), span=Span.parse(span), by=by)
    return measure(command, product.context)


def shown(found: Sheet, name: str) -> str | None:
    value = next(figure for figure in found.figures if figure.definition.name == name).shown()
    return None if value is None else str(value)


def parts(found: Sheet, name: str) -> dict[str | None, Decimal]:
    return {group.code: found.part(name, group.code).sum for group in found.groups}


def test_the_analysis_of_a_month_counts_by_channel_type_town_and_level(shipped: Stage) -> None:
    """S22: the sums of the parts are the figure; measured again, everything is the same; the day's rate is 88.9 %."""
    with played(shipped, "pengjiang/scenarios/S22-day-week-month.yaml") as product:
        october = {by: sheet(product, "2024-10", by) for by in ("channel", "dispute_type", "town", "level")}
        again = {by: sheet(product, "2024-10", by) for by in october}
        day = sheet(product, "2024-10-31")

    assert again == october
    assert parts(october["channel"], "signals") == {"patrol": 3, "hotline": 2, "police": 2, "walk-in": 1, "clue": 1, "public-link": 1}
    assert parts(october["town"], "signals") == {"棠下镇": 2, "环市街道": 2, "白沙街道": 2, "杜阮镇": 2, "荷塘镇": 1, "潮连街道": 1}
    assert parts(october["dispute_type"], "signals") == {"02": 4, "01": 1, "04": 1, "06": 1, "10": 1, "11": 1, "14": 1}
    assert parts(october["level"], "signals") == {"low": 7, "medium": 1, "high": 1, None: 1}
    assert {sum(parts(found, "signals").values()) for found in october.values()} == {10}
    assert (shown(day, "signals"), shown(day, "same_day_rate")) == ("9", "88.9")


def test_a_team_that_was_chosen_instead_is_the_one_that_counts(shipped: Stage) -> None:
    """Longxi parts its figures by the team that handles the case, not by the one that could not be sent."""
    with played(shipped, "longxi/scenarios/another-team-chosen.yaml") as product:
        teams = parts(sheet(product, "2025-06", "team"), "cases")

    assert teams == {"traffic": 1}


def test_another_definition_of_the_rate_has_another_figure_and_another_name(shipped: Stage) -> None:
    """S19: merely transferred is not resolved, and what is taken up again leaves the numerator of its own month."""
    with played(shipped, "yuyang/scenarios/S19-two-ways-to-count.yaml") as product:
        june = sheet(product, "2025-06")
        july = sheet(product, "2025-07")
        rates = {figure.definition.name: figure.definition for figure in june.figures}

    assert (shown(june, "received"), shown(june, "resolved"), shown(june, "resolution_rate")) == ("4", "0", "0.0")
    assert (shown(july, "received"), shown(july, "resolved"), shown(july, "resolution_rate_closed")) == ("1", "0", "100.0")
    assert rates["resolution_rate_closed"].instead_of == "resolution_rate"
    assert rates["resolution_rate_closed"].title != rates["resolution_rate"].title


def test_the_administrator_of_a_town_sees_the_town_alone(shipped: Stage) -> None:
    """Of the cases that are open in both; the district sees all of them."""
    with played(shipped, "tangxia/scenarios/five-days-in-the-town.yaml") as product:
        with product.context.begin(()) as uow:
            town, district, officer = (uow.rosters.actor(code) for code in ("pj-tangxia-config", "pj-feng", "pj-li"))
        open_case(OpenCase(jurisdiction="pengjiang", actor=officer, answers={}, process="pj_daily"), product.context)

        def places(actor: access.Actor) -> set[str]:
            with product.context.begin(actor.reach) as uow:
                assert isinstance(uow, SqlUnitOfWork)
                return {row.jurisdiction for row in queries.cases(uow.transaction, actor).rows}

        assert set(town.reach) == {"pengjiang.tangxia"}
        assert places(town) == {"pengjiang.tangxia"}
        assert places(district) == {"pengjiang", "pengjiang.tangxia"}


# Each copy is a case with what it gives to the figures.
_COPIED = """
    INSERT INTO onedoor.case_file SELECT made.* FROM onedoor.case_file c CROSS JOIN generate_series(1, :times) AS n
    CROSS JOIN LATERAL jsonb_populate_record(NULL::onedoor.case_file, to_jsonb(c) || jsonb_build_object(
        'id', md5('copy' || n)::uuid, 'number', 'COPY-' || n, 'query_code', upper(substr(md5('query' || n), 1, 12)))) AS made
    WHERE c.id = :case
"""
_COUNTED = """
    INSERT INTO onedoor.figure_count SELECT made.* FROM onedoor.figure_count c CROSS JOIN generate_series(1, :times) AS n
    CROSS JOIN LATERAL jsonb_populate_record(
        NULL::onedoor.figure_count, to_jsonb(c) || jsonb_build_object('case_id', md5('copy' || n)::uuid)) AS made
    WHERE c.case_id = :case
"""


def test_one_late_close_of_many_is_never_rounded_up_to_all(shipped: Stage) -> None:
    """1126 of 1127 are 99.9 %, as the report shows them."""
    with played(shipped, "longxi/scenarios/service-done-late.yaml") as product:
        with product.context.begin({"longxi"}) as uow:
            assert isinstance(uow, SqlUnitOfWork)
            for statement in (_COPIED, _COUNTED):
                uow.transaction.run(sa.text(statement), {"case": product.cases[0], "times": 1125})
            uow.commit()
        june = sheet(product, "2025-06")

    rate = next(figure for figure in june.figures if figure.definition.name == "on_time_rate")
    assert rate.of - rate.sum == 1
    assert (shown(june, "cases"), shown(june, "on_time_rate")) == ("1127", "99.9")


def a_demo(pack: str) -> demofile.Demo:
    path = f"processes/{pack}/demo.yaml"
    return demofile.read_demo(path, (HOUSE / path).read_bytes())


@pytest.mark.parametrize(
    ("pack", "published"),
    [
        ("yuyang", {"received": 3852, "resolved": 3783, "confirmed": 2446, "consultations": 10240}),
        ("pengjiang", {"signals": 3200, "high": 96, "medium": 608, "low": 2496}),
    ],
)
def test_the_paths_of_a_year_add_up_to_the_published_figures(shipped: Stage, pack: str, published: Mapping[str, int]) -> None:
    """Each is played once to its end: what it gives to a figure counts as often as it comes in the year."""
    demo, found = a_demo(pack), Counter[str]()
    opened_at = datetime(demo.year, 3, 6, 10, tzinfo=ZONE).astimezone(UTC)
    for number, path in enumerate(demo.paths):
        with shipped.product_for(read_scenario("none", NOTHING.format(pack).encode())) as product:
            with product.context.begin(()) as uow:
                moments = Moments(calendar=uow.rosters.calendar(pack))
            players = demonstrating.Stage(context=product.context, clock=product.clock, jurisdiction=pack, moments=moments)
            plot = demonstrating.Plot(id=uuid4(), path=path, opened_at=opened_at, seed=f"{demo.seed}", number=number)
            assert players.play(plot, datetime(demo.year + 1, 12, 31, tzinfo=UTC)).is_closed
            counted = {figure.definition.name: figure.sum for figure in sheet(product, str(demo.year)).figures}
        found.update({name: int(counted[name]) * path.count for name in published})

    assert found == published


def test_the_signals_of_a_year_come_by_the_six_channels_as_stated() -> None:
    """45, 20, 18, 10, 5 and 2 of every hundred."""
    demo = a_demo("pengjiang")
    evaluate = drawing.evaluator({})

    came = Counter(evaluate(demo.paths[0].draw["channel"], {"number": number}) for number in range(len(demo.plan())))

    assert came == {"patrol": 1440, "hotline": 640, "police": 576, "walk-in": 320, "clue": 160, "public-link": 64}
