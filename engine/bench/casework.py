"""What the steps of one long case cost and store: thirty-five nodes, and a loop of a thousand rounds."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from engine.bench import answers, bare
from engine.bench.rows import Row, percentile, row
from engine.bench.stage import JURISDICTION, Stage
from engine.domain.case import Case
from engine.usecases.advance import Advance
from engine.usecases.submit_form import SubmitForm, submit_form

#: Cases that are played from start to end; rounds of the loop, and those of them that are compared.
PLAYED, ROUNDS, COMPARED = 15, 1000, 50
#: Steps in which the memory of a process must stay flat, and those after which it counts as warm.
STEPS, WARM = 100_000, 5_000
#: Aims: bytes of a case in all; the thousandth round against the first; memory at the end against warm memory.
MOST_BYTES, MOST_ROUND, MOST_MEMORY = 8192, 1.1, 1.05

_OPEN = "SELECT id, form FROM onedoor.work_item WHERE case_id = %s AND state = 'open' ORDER BY created_at, id LIMIT 1"
_TABLES = ("case_file", "process_instance", "party", "work_item", "timer", "submission", "history", "notice")
_KEY = {"case_file": "id"}
_SIZES = " UNION ALL ".join(
    f"SELECT '{table}', coalesce(sum(pg_column_size(t.*)), 0) FROM onedoor.{table} t WHERE {_KEY.get(table, 'case_id')} = %(case)s"  # noqa: S608 - constants
    for table in _TABLES
)
_STATE = "SELECT octet_length(state) FROM onedoor.process_instance WHERE case_id = %s"


def long_case(on: Stage) -> Iterator[Row]:
    """Play the case of thirty-five nodes: start, submissions, reading anew, and what it stores on the way."""
    _play(on, _Watch())
    watch = _Watch()
    for _ in range(PLAYED):
        last = _play(on, watch)
    floor = _floors(on, last.id)
    for name in ("start", "submit", "reload"):
        yield row(f"35 nodes: {name}", statistics.median(watch.took[name]), "ms", floor=statistics.median(floor.took[name]))
    yield from _bytes(on)


def loop(on: Stage) -> Iterator[Row]:
    """Go round a loop with a boundary timer: the last rounds must cost what the first did."""
    _rounds(on, on.open_case("bench_rounds"), COMPARED)
    case = on.open_case("bench_rounds")
    took, first_state = _rounds(on, case, 1), _state(on, case.id)
    took += _rounds(on, case, ROUNDS - 1)
    # The lower quarter: the machine's other work should not be compared.
    first, last = percentile(took[:COMPARED], 25), percentile(took[-COMPARED:], 25)
    yield row(f"round {ROUNDS} of a loop", last, "ms", floor=first, most_ratio=MOST_ROUND)
    yield row(f"state after round {ROUNDS}", _state(on, case.id), "bytes", floor=first_state, most_ratio=MOST_ROUND)


def memory(on: Stage) -> Iterator[Row]:
    """Take a hundred thousand steps in this process, over a few hundred cases; its memory must stay what it was when warm."""
    steps, warm = 0, 0.0
    while steps < STEPS:
        steps += len(_rounds(on, on.open_case("bench_rounds"), min(250, STEPS - steps)))
        warm = warm or (_resident() if steps >= WARM else 0)
    yield row(f"memory after {STEPS:,} steps", _resident(), "MB", floor=warm, most_ratio=MOST_MEMORY)


# --- playing ----------------------------------------------------------------------------------------------------------


class _Watch:
    """Milliseconds by name."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.took.setdefault(name, []).append((time.perf_counter() - begun) * 1000)


def _play(on: Stage, watch: _Watch, look: Callable[[Case], None] = lambda _case: None) -> Case:
    """Play one case to its end: the session fails once, then they agree."""
    with watch("start"):
        case = on.open_case("bench_main")
    look(case)
    sessions = 0
    with on.owner() as owner:
        while found := owner.execute(_OPEN, [case.id]).fetchone():
            item, form = found
            sessions += form == "B2"
            filled = answers.session(is_agreed=sessions > 1) if form == "B2" else answers.of_form(form)
            with watch("submit"):
                case = submit_form(SubmitForm(item=item, answers=filled, actor=on.actor), on.product.context)
            with watch("reload"):
                _reload(on, case.id)
            look(case)
    return case


def _reload(on: Stage, case: UUID) -> None:
    """Read a case and let the process engine say where it stands."""
    context = on.product.context
    with context.begin({JURISDICTION}) as uow:
        locked = uow.cases.lock(case)
        advance = Advance.of(locked, "system", uow, context)
        advance.release.processes.inspect(locked.process, locked.state, advance.run())


def _floors(on: Stage, like: UUID) -> _Watch:
    watch = _Watch()
    with on.owner() as owner:
        for _ in range(PLAYED * 10):
            with watch("start"), owner.transaction():
                case = bare.open_case(owner, like, answers.opening())
            found = owner.execute(_OPEN, [case]).fetchone()
            assert found  # noqa: S101 - just opened
            with watch("submit"), owner.transaction():
                bare.submit(owner, found[0], answers.session())
            with watch("reload"), owner.transaction():
                bare.load(owner, case)
    return watch


def _rounds(on: Stage, case: Case, number: int) -> list[float]:
    """Go round so many times and return the milliseconds of each."""
    watch, filled = _Watch(), answers.session()
    with on.owner() as owner:
        for _ in range(number):
            found = owner.execute(_OPEN, [case.id]).fetchone()
            assert found  # noqa: S101 - the loop never ends by itself
            with watch("submit"):
                submit_form(SubmitForm(item=found[0], answers=filled, actor=on.actor), on.product.context)
    return watch.took["submit"]


# --- what is stored ---------------------------------------------------------------------------------------------------


def _bytes(on: Stage) -> Iterator[Row]:
    """Play once more and look at what is stored after the start, at the largest state, and at the end."""
    sizes: list[dict[str, int]] = []
    _play(on, _Watch(), lambda case: sizes.append(_sizes(on, case.id)))
    largest = max(sizes, key=lambda size: size["process_instance"])
    stages = {"after the start": sizes[0], "with most open": largest, "at the end": sizes[-1]}
    for name, size in stages.items():
        yield row(f"bytes of state and document, {name}", size["process_instance"] + size["case_file"], "bytes")
    for name, size in stages.items():
        yield row(f"bytes of all rows, {name}", sum(size.values()), "bytes", most=MOST_BYTES)
    for table in ("submission", "history", "work_item"):
        yield row(f"of these at the end in {table}", sizes[-1][table], "bytes")


def _sizes(on: Stage, case: UUID) -> dict[str, int]:
    with on.owner() as owner:
        return {table: int(size) for table, size in owner.execute(_SIZES, {"case": case}).fetchall()}


def _state(on: Stage, case: UUID) -> int:
    with on.owner() as owner:
        found = owner.execute(_STATE, [case]).fetchone()
    assert found  # noqa: S101 - the case was opened
    return int(found[0])


def _resident() -> float:
    """Return the megabytes that this process holds; where the system does not say, the most that it ever held."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
