"""What a page of figures costs, beside the bare sums; and how fast everything is counted anew."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

from engine.bench.rows import Row, row
from engine.bench.stage import JURISDICTION, Stage
from engine.bench.timing import fastest
from engine.domain import access
from engine.domain.calendar import local_date
from engine.domain.span import Span, SpanKind
from engine.usecases import recount_figures
from engine.usecases.measure import measure
from engine.usecases.recount_figures import RecountFigures
from engine.usecases.sheets import Measure

#: Times that each page is made; the fastest counts.
TIMES = 5
#: Aims: milliseconds of a page over the cases of a year, and times the bare sums.
MOST_MS, MOST_TIMES = 2000.0, 2.0
#: Cases that are counted anew for the measurement.
RECOUNTED = 2_000

_BARE = "SELECT definition, part, sum(value) FROM onedoor.figure_count WHERE day BETWEEN %s AND %s GROUP BY definition, part"


def _pages(on: Stage, number: int) -> Iterator[Row]:
    """Measure all figures of a year, and one figure by its groups, when a third of all cases lie in that year."""
    last = local_date(on.product.context.clock.now())
    year = Span(kind=SpanKind.DAYS, first=last - timedelta(days=364), last=last)
    with on.owner() as owner:
        floor = fastest(lambda: owner.execute(_BARE, [year.first, year.last]).fetchall(), TIMES)
    actor = access.system({JURISDICTION})
    context = on.product.context
    everything = fastest(lambda: measure(Measure(jurisdiction=JURISDICTION, actor=actor, span=year), context), TIMES)
    by_state = Measure(jurisdiction=JURISDICTION, actor=actor, span=year, figures=["cases"], by="state")
    parted = fastest(lambda: measure(by_state, context), TIMES)
    yield row(f"12 figures of a year, {number:,} cases", everything, "ms", floor=floor, most=MOST_MS, most_ratio=MOST_TIMES)
    yield row(f"1 figure by groups, {number:,} cases", parted, "ms", most=MOST_MS)


def _recount(on: Stage) -> Iterator[Row]:
    """Count some cases anew, as after a change of definitions."""
    since = on.product.context.clock.now() - timedelta(seconds=RECOUNTED)
    begun = time.perf_counter()
    counted = recount_figures.recount_figures(
        RecountFigures(reach=frozenset({JURISDICTION}), jurisdiction=JURISDICTION, since=since), on.product.context
    )
    yield row("cases counted anew in a second", counted / (time.perf_counter() - begun), "/s")


def figures(on: Stage, number: int) -> Iterator[Row]:
    """Measure pages and the recount."""
    yield from _pages(on, number)
    yield from _recount(on)
