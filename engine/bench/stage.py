"""A product of its own to measure: a fresh embedded database, people who can sign in, web servers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from engine import bootstrap, children, errors, lifeline, premises
from engine.bench import answers
from engine.bench.visiting import Visitor
from engine.bootstrap import Product, Urls
from engine.children import BACKLOG
from engine.domain.access import Actor
from engine.domain.case import Case
from engine.errors import Text
from engine.settings import HOUSE, Settings
from engine.usecases.open_case import OpenCase, open_case

#: The pack, the people and the jurisdiction that are measured with.
BENCH = HOUSE / "engine" / "bench" / "house"
JURISDICTION = "bench"
#: Seconds that a web server may take to answer for the first time.
START_PATIENCE = 60.0


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The product under measurement."""

    settings: Settings
    urls: Urls = field(repr=False)
    product: Product
    actor: Actor
    #: The lock of its folder, which children inherit.
    lock: int

    def open_case(self, process: str) -> Case:
        """Open a case."""
        command = OpenCase(jurisdiction=JURISDICTION, actor=self.actor, answers=answers.opening(), process=process)
        return open_case(command, self.product.context)

    def open_items(self, number: int) -> list[UUID]:
        """Open so many cases that go round and round, and return the one open item of each; their revision is 1."""
        cases = [self.open_case("bench_rounds").id for _ in range(number)]
        with self.owner() as owner:
            found = owner.execute("SELECT id FROM onedoor.work_item WHERE state = 'open' AND case_id = ANY (%s)", [cases])
            return [item for (item,) in found]

    def owner(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Return a connection of the owner of the database."""
        return psycopg.connect(self.urls.owner, autocommit=True)

    @property
    def log(self) -> Path:
        """Return what PostgreSQL writes."""
        return (self.settings.var / "pgdata").resolve() / "server.log"


def settings(base: Settings) -> Settings:
    """Return the settings of the benchmark: below `var`, never the database of real cases."""
    return replace(
        base, database_url=None, var=base.var / "bench", house=BENCH, demo=True, host="127.0.0.1", workers=2, secret=None, is_https=False
    )


@contextmanager
def stage(base: Settings) -> Iterator[Stage]:
    """Have the product over an embedded server of its own."""
    made = settings(base)
    with premises.held(made.var, on_wait=lambda: None) as lock, bootstrap.database(made) as urls:
        bootstrap.initialise(made, urls)
        product = bootstrap.connect(made, urls)
        try:
            with product.begin(()) as uow:
                actor = uow.rosters.actor("p1")
            yield Stage(settings=made, urls=urls, product=product, actor=actor, lock=lock)
        finally:
            product.engine.dispose()


@contextmanager
def web(on: Stage, application: str) -> Iterator[int]:
    """Have an application behind gunicorn on the loopback address; yields the port."""
    with socket.socket() as door, lifeline.held() as line:
        door.bind((on.settings.host, 0))
        door.listen(BACKLOG)
        port = int(door.getsockname()[1])
        server = children.web(on.settings, door, line, on.lock, application)
        server.environment = {**server.environment, "ONEDOOR_BARE": on.urls.owner}
        with children.running([server]):
            visitor = Visitor(host=on.settings.host, port=port, patience=START_PATIENCE)
            if visitor.request("GET", "/health").text != "ok":
                raise errors.SettingError(Text(f"没有启动：{application}。", f"{application} did not start: {server.last_words()}"))
            visitor.close()
            yield port


def sign_in(on: Stage, port: int, login: str) -> Visitor:
    """Return somebody who has signed in."""
    visitor = Visitor(host=on.settings.host, port=port)
    visitor.sign_in(login, (on.settings.var / "demo-password").read_text().strip())
    return visitor
