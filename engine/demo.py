"""The demonstration: cases that are played through the real use cases, a few dozen or a whole year of a county."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from engine import bootstrap, errors
from engine.bootstrap import Product, Urls
from engine.domain.calendar import WorkingCalendar, local_date
from engine.errors import Text
from engine.jobs import queue
from engine.packs import drawing
from engine.packs.demofile import Demo, Path, read_demo
from engine.packs.demonstrating import Plot, Stage
from engine.packs.moments import LAST_VISITOR, Moments
from engine.settings import Settings
from engine.store import locks, remembering
from engine.usecases.clock import MovableClock
from engine.usecases.letters import LaterPrinter

#: The few cases of a new installation have come in so many days.
RECENT = timedelta(days=100)


class DemonstrationUnderWayError(errors.EngineError):
    """另一个进程正在生成演示数据。请等它结束。

    Another process is playing a demonstration. Wait until it has ended.
    """


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a demonstration has come."""

    place: Text
    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class _Setting:
    """A jurisdiction whose pack brings a demonstration."""

    jurisdiction: str
    title: Text
    demo: Demo


def play(settings: Settings, named: Sequence[str], *, is_year: bool, tell: Callable[[Progress], None]) -> int:
    """Play the demonstrations of some jurisdictions, or of all, and return the number of cases.

    What is there already stays; what was broken off goes on. Raises DemonstrationError, DemonstrationUnderWayError,
    NotFoundError.
    """
    with bootstrap.connected(settings) as product, locks.held(product.engine, locks.DEMONSTRATION) as is_ours:
        if not is_ours:
            raise DemonstrationUnderWayError
        return sum(_play_setting(product, setting, is_year=is_year, tell=tell) for setting in _settings(product, named))


def begin(settings: Settings, urls: Urls, tell: Callable[[Progress], None]) -> None:
    """Let every jurisdiction that has no case yet start with a few, before anybody works."""
    product = bootstrap.connect(settings, urls)
    try:
        with locks.held(product.engine, locks.DEMONSTRATION) as is_ours:
            for setting in _settings(product, ()) if is_ours else ():
                if _is_bare(product, setting.jurisdiction):
                    _play_setting(product, setting, is_year=False, tell=tell)
    finally:
        product.engine.dispose()


def _is_bare(product: Product, jurisdiction: str) -> bool:
    """Tell whether neither a jurisdiction nor any below it has a case."""
    with product.begin(product.everywhere()) as uow:
        return not any(map(uow.figures.number_of_cases, uow.rosters.below(jurisdiction)))


def _settings(product: Product, named: Sequence[str]) -> list[_Setting]:
    """Return the jurisdictions that run a pack with a demonstration, those named or all. Raises NotFoundError."""
    with product.begin(()) as uow:
        tree = uow.rosters.jurisdictions()
        adopted = {each.id: uow.packs.current(each.id) for each in tree if not named or each.id in named}
        unknown = [name for name in named if name not in adopted]
        if unknown:
            raise errors.NotFoundError(Text(f"没有辖区“{unknown[0]}”。", f"There is no jurisdiction {unknown[0]}."))
        found = []
        for each in tree:
            own = uow.packs.releases(each.id)
            release = adopted.get(each.id)
            if release is None or all(row.id != release for row in own):
                continue
            path = f"processes/{product.context.releases.get(release).pack}/demo.yaml"
            files = uow.packs.own_files(release)
            if path in files:
                found.append(_Setting(jurisdiction=each.id, title=each.title, demo=read_demo(path, files[path])))
    return found


def _play_setting(product: Product, setting: _Setting, *, is_year: bool, tell: Callable[[Progress], None]) -> int:
    clock = MovableClock()
    begin = remembering.beginner(product.engine, queue.enqueue)
    context = replace(product.context, begin=begin, clock=clock, printer=LaterPrinter())
    now = product.context.clock.now()
    with product.begin(()) as uow:
        calendar = uow.rosters.calendar(setting.jurisdiction)
    stage = Stage(context=context, clock=clock, jurisdiction=setting.jurisdiction, moments=Moments(calendar=calendar))
    plots = list(_plots(setting, calendar, now, is_year=is_year))
    with product.begin(product.everywhere()) as uow:
        closed = uow.cases.closed_among([plot.id for plot in plots])
    for number, plot in enumerate(plots):
        tell(Progress(place=setting.title, done=number, total=len(plots)))
        if plot.id not in closed:
            stage.play(plot, now)
    tell(Progress(place=setting.title, done=len(plots), total=len(plots)))
    return len(plots)


def _plots(setting: _Setting, calendar: WorkingCalendar, now: datetime, *, is_year: bool) -> Iterator[Plot]:
    """Yield the cases in the order in which they come, which is that of their numbers."""
    demo, today = setting.demo, local_date(now)
    plan = demo.plan() if is_year else demo.short_plan()
    first, last = (date(demo.year, 1, 1), date(demo.year, 12, 31)) if is_year else (today - RECENT, today - timedelta(days=1))
    run = f"{setting.jurisdiction}/{demo.year if is_year else 'few'}"
    for number, (path, opened_at) in enumerate(zip(plan, _openings(len(plan), first, last, calendar, demo.seed), strict=True)):
        if opened_at < now:
            yield _plot(run, number, path, opened_at, demo)


def _plot(run: str, number: int, path: Path, opened_at: datetime, demo: Demo) -> Plot:
    return Plot(
        id=uuid5(NAMESPACE_URL, f"onedoor:demo/{run}/{number}"),
        path=path,
        opened_at=opened_at,
        seed=f"{demo.seed}/{run}/{number}",
        number=number,
    )


def _openings(number: int, first: date, last: date, calendar: WorkingCalendar, seed: int) -> list[datetime]:
    """Return the instants at which so many people come, spread over the working days."""
    random, moments = drawing.seeded(seed), Moments(calendar=calendar)
    days = [day for day in (first + timedelta(days=n) for n in range((last - first).days + 1)) if calendar.is_working_day(day)]
    return sorted(moments.at(random.choice(days), random, LAST_VISITOR).astimezone(UTC) for _ in range(number))
