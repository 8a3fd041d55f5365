"""An application over a real PostgreSQL with a few people who can sign in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import accounts, create_app
from engine.documents.workbooks import Workbooks
from engine.domain.roster import Person, Post, Roster
from engine.packs import installing
from engine.packs.release import PackReleases
from engine.solving import Highs
from engine.store import engines, guard
from engine.store.unit_of_work import beginner
from engine.usecases.context import Context
from engine.usecases.ports import Releases
from tests.fakes import FakeClock, FakePrinter, FakeReleases
from tests.postgres import Begin, Database, begin, copied, make_template, server
from tests.store.builders import NOW

__all__ = ["begin", "server"]

PASSWORD = "Kai-men-1-shan"  # noqa: S105 - of invented people in a throw-away database
#: A clerk, and two who keep the pack.
NAMES = {"wang": "王某", "sun": "孙某", "zhou": "周某"}
ROSTER = Roster(
    people=tuple(Person(code=code, name=name, jurisdiction="longxi", login=code) for code, name in NAMES.items()),
    posts=(
        Post(person="wang", role="R.INTAKE", jurisdiction="longxi"),
        Post(person="sun", role="R.CONFIG", jurisdiction="longxi"),
        Post(person="zhou", role="R.CONFIG", jurisdiction="longxi"),
    ),
)


@dataclass(frozen=True, kw_only=True)
class TestProduct:
    """The product over the test's database."""

    context: Context
    database_url: str
    secret: str = "for tests"  # noqa: S105
    is_https: bool = False
    proxies: int = 0


class NoReleases:
    """A store without packs: the pages tested with it need none."""


TEMPLATE = "template_people"


@pytest.fixture(scope="session")
def peopled(server: str) -> str:
    """Return a database with the people and their accounts, to be copied for each test."""
    make_template(server, TEMPLATE, _fill)
    return TEMPLATE


def _fill(owner_url: str) -> None:
    engine = engines.create(guard.app_url(owner_url))
    with beginner(engine)({"longxi"}) as uow:
        uow.rosters.put_roster("longxi", ROSTER)
        uow.commit()
    owner = create_app(TestProduct(context=a_context(beginner(engine)), database_url=owner_url))
    accounts.lay_tables(owner)
    people = [accounts.Account(login=login, name=name) for login, name in {**NAMES, "stranger": "陌某"}.items()]
    accounts.add_missing(owner, people, PASSWORD)
    engine.dispose()
    close(owner)


@pytest.fixture
def database(server: str, peopled: str) -> Iterator[Database]:
    """Copy the database for one test."""
    with copied(server, peopled) as copy:
        yield copy


@pytest.fixture
def app(database: Database, begin: Begin) -> Iterator[Flask]:
    made = create_app(TestProduct(context=a_context(begin), database_url=database.url), TESTING=True, WTF_CSRF_ENABLED=True)
    yield made
    close(made)


def a_context(begin: Begin) -> Context:
    return Context(begin=begin, releases=NoReleases(), clock=FakeClock(), printer=FakePrinter(), optimiser=Highs(), workbooks=Workbooks())  # type: ignore[arg-type]


def close(app: Flask) -> None:
    """Give the connections of an application back."""
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def adopt(begin: Begin, files: Mapping[str, bytes]) -> None:
    """Let the county run a pack."""
    with begin({"longxi"}) as uow:
        release = installing.install(files, jurisdiction="longxi", at=NOW, by="factory", uow=uow)
        uow.packs.adopt("longxi", release, NOW, "factory")
        uow.commit()


def use_stored_releases(app: Flask, begin: Begin) -> None:
    """Let the application run the packs of its store."""

    def load(release: str) -> Mapping[str, bytes]:
        with begin(()) as uow:
            return uow.packs.release_files(release)

    use_releases(app, PackReleases(load))


def use_releases(app: Flask, releases: Releases | FakeReleases) -> None:
    """Let the application run cases with the given releases."""
    product = app.extensions["onedoor"]
    app.extensions["onedoor"] = replace(product, context=replace(product.context, releases=releases))
