"""What lists, search and the sweep cost when a county has a thousand cases, and when a province has a million."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from engine import bootstrap
from engine.bench import figuring, seeding
from engine.bench.rows import Row, row
from engine.bench.stage import JURISDICTION, Stage
from engine.bench.timing import fastest
from engine.store import queries
from engine.store.queries import Scope
from engine.store.transaction import Transaction

#: Cases with which something is compared, and those of a province.
FEW, SOME, MANY = 500, 10_000, 1_000_000
#: Times that each thing is done; the fastest counts, because it is not the machine's other work that should be compared.
TIMES = 40
#: Timers that are made due at once.
DUE = 50
#: Aims: the sweep must not grow at all but for noise; pages may double.
MOST_SWEEP, MOST_PAGE = 1.5, 2.0

_WORDS = {"a rare name": seeding.RARE, "a common name": seeding.COMMON, "what all have": "纠纷"}

_MAKE_DUE = """
    UPDATE onedoor.timer SET due = %s WHERE (case_id, ref, kind) IN (
        SELECT case_id, ref, kind FROM onedoor.timer WHERE kind = 'process' ORDER BY due DESC LIMIT %s)
"""


def large(on: Stage) -> Iterator[Row]:
    """Measure with few cases, then with a million of which all but the same few are closed or parked."""
    yield from _grown(on, MANY)


def some(on: Stage) -> Iterator[Row]:
    """Measure the same with ten thousand, in seconds."""
    yield from _grown(on, SOME)


def _grown(on: Stage, number: int) -> Iterator[Row]:
    seeding.seed(on, FEW)
    sweep = _sweep(on)
    seeding.seed(on, min(SOME, number))
    pages = _pages(on)
    seeding.seed(on, number)
    for name, value in _sweep(on).items():
        yield row(f"due sweep, {name}, {number:,} timers", value, "ms", floor=sweep[name], most_ratio=MOST_SWEEP)
    for name, value in _pages(on).items():
        yield row(f"{name}, {number:,} cases", value, "ms", floor=pages[name], most_ratio=MOST_PAGE)
    yield from figuring.figures(on, number)


def _sweep(on: Stage) -> dict[str, float]:
    due = bootstrap.work_of(on.product).due
    none = fastest(lambda: due(500), TIMES)
    with on.owner() as owner:
        owner.execute(_MAKE_DUE, [on.product.context.clock.now(), DUE])
        found = fastest(lambda: due(500), TIMES)
        owner.execute("UPDATE onedoor.timer SET due = due + interval '60 days' WHERE due <= now()")
    return {"none due": none, f"{DUE} due": found}


def _pages(on: Stage) -> dict[str, float]:
    def shown(show: Callable[[Transaction], object]) -> float:
        def act() -> None:
            with on.product.begin(frozenset({JURISDICTION})) as uow:
                show(uow.transaction)

        return fastest(act, TIMES)

    return {
        "inbox page": shown(lambda transaction: queries.inbox(transaction, on.actor, scope=Scope.UNIT)),
        "counts of the inbox": shown(lambda transaction: queries.inbox_counts(transaction, on.actor, on.product.context.clock.now())),
        "page of notices": shown(lambda transaction: queries.notices(transaction, on.actor)),
        "page of cases": shown(partial(queries.cases, actor=on.actor)),
        **{f"search for {name}": shown(partial(queries.cases, actor=on.actor, search=word)) for name, word in _WORDS.items()},
    }
