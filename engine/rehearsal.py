"""Plays scenario files through the real use cases over scratch databases that leave nothing behind."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql

from engine import bootstrap, errors, factory, feel
from engine.documents.printer import Printer
from engine.documents.workbooks import Workbooks
from engine.domain import access
from engine.errors import Text
from engine.jobs import queue
from engine.packs import scenario
from engine.packs.live import LiveProduct
from engine.packs.release import PackReleases
from engine.packs.scenario import Result, ScenarioRunner
from engine.packs.scenariofile import Scenario
from engine.settings import Settings
from engine.solving import Highs
from engine.store import embedded, engines, guard, throwaway
from engine.store.rosters import Jurisdiction
from engine.store.unit_of_work import SqlUnitOfWork, beginner
from engine.usecases.clock import MovableClock
from engine.usecases.context import Context
from engine.usecases.measure import measure
from engine.usecases.sheets import Measure

#: The jurisdiction in which a scenario plays that names a pack and not a place.
SCRATCH = Jurisdiction(id="scratch", level="county", title=Text("演练辖区", "Rehearsal"))


@dataclass(frozen=True, kw_only=True)
class Report:
    """How the scenario files went."""

    results: Sequence[Result]

    @property
    def is_passed(self) -> bool:
        """Tell whether there were scenarios and all held."""
        return bool(self.results) and all(result.is_passed for result in self.results)

    def as_text(self) -> str:
        """Return what the command prints; the last line is 'N passed, M failed'."""
        return "\n".join(scenario.lines(self.results, "zh"))

    def as_json(self) -> str:
        """Return what the command prints with --json."""
        return json.dumps(scenario.as_json(self.results), ensure_ascii=False, indent=2)


def play_files(settings: Settings, given: Sequence[Path]) -> Report:
    """Play scenario files, or those of folders. Raises NotFoundError, CheckFailedError."""
    files = scenario.scenario_files(given)
    with scratch(settings) as stage:
        runner = ScenarioRunner(product_for=stage.product_for)
        return Report(results=[runner.run(str(file), bootstrap.read_file(file)) for file in files])


@contextmanager
def scratch(settings: Settings) -> Iterator[Stage]:
    """Have a stage over an embedded server of its own, so that rehearsals never come near real cases."""
    with embedded.server(settings.var / "scratch") as server:
        stage = Stage(settings=settings, server=server.url)
        try:
            stage.prepare()
            yield stage
        finally:
            stage.clear()


@dataclass(kw_only=True)
class Stage:
    """Scratch databases: one with what ships from the factory, copied for each scenario."""

    settings: Settings
    #: URL of the owner of the scratch server.
    server: str = field(repr=False)
    template: str = field(default_factory=lambda: f"rehearsal_{secrets.token_hex(6)}")
    #: Shared, because the same release is the same whichever copy it is read from.
    releases: PackReleases = field(init=False, repr=False)
    _engine: sa.Engine | None = None

    def __post_init__(self) -> None:
        self.releases = PackReleases(self._load)

    def prepare(self) -> None:
        """Make the database that is copied; what it holds need not survive a power cut."""
        with psycopg.connect(self.server, autocommit=True) as connection:
            throwaway.hasten(connection)
        self._as_owner(f"CREATE DATABASE {self.template}")
        owner = self._named(self.template)
        bootstrap.initialise(self.settings, bootstrap.Urls(owner=owner, app=guard.app_url(owner)))

    def clear(self) -> None:
        """Drop the database."""
        self._as_owner(f"DROP DATABASE IF EXISTS {self.template} WITH (FORCE)")

    @contextmanager
    def product_for(self, played: Scenario) -> Iterator[LiveProduct]:
        """Have a product in a fresh copy. Raises NotFoundError, CheckFailedError."""
        name = f"{self.template}_{secrets.token_hex(4)}"
        self._as_owner(f"CREATE DATABASE {name} TEMPLATE {self.template} STRATEGY file_copy")
        self._engine = engines.create(guard.app_url(self._named(name)))
        try:
            yield self._product(played)
        finally:
            self._engine.dispose()
            self._engine = None
            self._as_owner(f"DROP DATABASE {name} WITH (FORCE)")

    def _product(self, played: Scenario) -> LiveProduct:
        clock = MovableClock(instant=played.clock)
        context = Context(
            begin=beginner(self._open(), queue.enqueue),
            releases=self.releases,
            clock=clock,
            printer=Printer(),
            optimiser=Highs(),
            workbooks=Workbooks(),
        )
        jurisdiction = played.jurisdiction or self._adopting(str(played.pack), played.clock)
        self._refuse_unknown(jurisdiction)
        figures = partial(_figures, context)
        return LiveProduct(context=context, clock=clock, jurisdiction=jurisdiction, figures=figures, feel=evaluate)

    def _adopting(self, pack: str, now: datetime) -> str:
        """Let the scratch jurisdiction adopt a pack of the house."""
        with beginner(self._open(), queue.enqueue)({SCRATCH.id}) as uow:
            uow.rosters.put_jurisdictions([SCRATCH])
            factory.adopt(self.settings.house, pack, SCRATCH.id, now, uow)
            uow.commit()
        return SCRATCH.id

    def _refuse_unknown(self, jurisdiction: str) -> None:
        with beginner(self._open(), queue.enqueue)(()) as uow:
            if all(known.id != jurisdiction for known in uow.rosters.jurisdictions()):
                raise errors.NotFoundError(Text(f"没有辖区“{jurisdiction}”。", f"There is no jurisdiction {jurisdiction}."))

    def _load(self, release: str) -> Mapping[str, bytes]:
        with SqlUnitOfWork(self._open(), ()) as uow:
            return uow.packs.release_files(release)

    def _open(self) -> sa.Engine:
        assert self._engine is not None  # noqa: S101 - asked for only while a scenario plays
        return self._engine

    def _named(self, name: str) -> str:
        return sa.make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def _as_owner(self, *statements: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as owner:
            for statement in statements:
                owner.execute(sql.SQL(statement))


def _figures(context: Context, jurisdiction: str) -> Mapping[str, Any]:
    """Return the figures as a scenario names them."""
    measured = measure(Measure(jurisdiction=jurisdiction, actor=access.system({jurisdiction})), context)
    return {figure.definition.name: _plain(figure.value) for figure in measured.figures}


def _plain(value: Decimal | Fraction | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def evaluate(expression: str, names: Mapping[str, Any], now: datetime) -> Any:
    """Return the value of an expression as plain JSON. Raises FeelError."""
    return feel.to_json(feel.compile(expression, names).evaluate(names, now))
