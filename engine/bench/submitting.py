"""What a submission costs, through gunicorn, beside a bare endpoint that writes the same rows."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from engine import children, errors
from engine.bench import answers
from engine.bench import stage as stages
from engine.bench.rows import Row, percentile, row
from engine.bench.stage import Stage
from engine.bench.visiting import Visitor
from engine.errors import Text

#: Submissions before measuring, with one client, with eight clients altogether, and for counting.
WARM, ALONE, TOGETHER, COUNTED = 40, 300, 800, 20
CLIENTS = 8
#: Aims: milliseconds for one client, times the bare endpoint, statements and commits of one submission.
MOST_MS, MOST_TIMES, MOST_STATEMENTS, MOST_COMMITS = 15.0, 2.0, 8.0, 1.0


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one application took."""

    #: Milliseconds of each submission.
    alone: Sequence[float]
    together: Sequence[float]
    #: Submissions in a second with one and with eight clients.
    rate: float
    rate_together: float
    statements: float
    commits: float


def measure(on: Stage) -> Iterator[Row]:
    """Measure the product and the floor, one after the other on the same database."""
    with children.preparing_accounts(on.settings, on.lock) as logins:
        logins()
    with stages.web(on, "wsgi:app") as port:
        ours = _figures(on, [stages.sign_in(on, port, f"p{n}") for n in range(1, CLIENTS + 1)])
    with stages.web(on, "admin.bare:app") as port:
        bare = _figures(on, [Visitor(host=on.settings.host, port=port) for _ in range(CLIENTS)])
    yield from _rows(ours, bare)


def _rows(ours: Figures, bare: Figures) -> Iterator[Row]:
    for name, mine, floor, most in (("1 client", ours.alone, bare.alone, MOST_MS), ("8 clients", ours.together, bare.together, None)):
        for share in (50, 95):
            limit = most if share == 50 else None  # noqa: PLR2004 - the median has the aim
            times = MOST_TIMES if share == 50 else None  # noqa: PLR2004
            yield row(
                f"submit p{share}, {name}", percentile(mine, share), "ms", floor=percentile(floor, share), most=limit, most_ratio=times
            )
    yield row("submit throughput, 1 client", ours.rate, "/s", floor=bare.rate, is_rate=True, most_ratio=MOST_TIMES)
    yield row("submit throughput, 8 clients", ours.rate_together, "/s", floor=bare.rate_together, is_rate=True, most_ratio=MOST_TIMES)
    yield row("statements a submission", ours.statements, "", floor=bare.statements, most=MOST_STATEMENTS)
    yield row("commits a submission", ours.commits, "", floor=bare.commits, most=MOST_COMMITS)


def _figures(on: Stage, visitors: Sequence[Visitor]) -> Figures:
    _submit_all(visitors, on.open_items(WARM))
    items = on.open_items(ALONE)
    alone, took = _submit_all(visitors[:1], items)
    items = on.open_items(TOGETHER)
    together, took_together = _submit_all(visitors, items)
    statements, commits = _count(on, visitors[0])
    for visitor in visitors:
        visitor.close()
    return Figures(
        alone=alone, together=together, rate=ALONE / took, rate_together=TOGETHER / took_together, statements=statements, commits=commits
    )


def _submit_all(visitors: Sequence[Visitor], items: Sequence[UUID]) -> tuple[list[float], float]:
    """Share the items out to the visitors, all at work at once; return the milliseconds of each and the seconds of all."""
    with ThreadPoolExecutor(len(visitors)) as threads:
        begun = time.perf_counter()
        took = list(threads.map(_submit_each, visitors, [items[n :: len(visitors)] for n in range(len(visitors))]))
        return [one for ones in took for one in ones], time.perf_counter() - begun


def _submit_each(visitor: Visitor, items: Sequence[UUID]) -> list[float]:
    # The server has closed a connection that was idle since.
    visitor.close()
    filled, took = answers.session(), []
    for item in items:
        begun = time.perf_counter()
        answer = visitor.submit(item, filled, 1)
        took.append((time.perf_counter() - begun) * 1000)
        if answer.status != HTTPStatus.OK:
            raise errors.SettingError(Text(f"提交失败：{answer.text}", f"A submission failed: {answer.text}"))
    return took


def _count(on: Stage, visitor: Visitor) -> tuple[float, float]:
    """Return statements and writing transactions of one submission, as PostgreSQL saw them."""
    items = on.open_items(COUNTED)
    with on.owner() as owner:
        owner.execute("ALTER SYSTEM SET log_statement = 'all'")
        owner.execute("SELECT pg_reload_conf()")
        time.sleep(1)
        begin, first = on.log.stat().st_size, _next_transaction(owner)
        _submit_all([visitor], items)
        commits = _next_transaction(owner) - first - 1
        logged = on.log.read_bytes()[begin:].decode(errors="replace")
        owner.execute("ALTER SYSTEM RESET log_statement")
        owner.execute("SELECT pg_reload_conf()")
    found = re.findall(r"LOG:  (?:statement|execute [^:]*):\s*(?!BEGIN|COMMIT|ROLLBACK|SELECT pg_current_xact_id)\S", logged)
    return len(found) / COUNTED, commits / COUNTED


def _next_transaction(owner: object) -> int:
    row = owner.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()  # type: ignore[attr-defined]
    return int(row[0])
