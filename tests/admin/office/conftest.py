"""A county whose keeper has signed in."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import accounts
from tests.admin.browsing import sign_in
from tests.admin.conftest import PASSWORD, use_releases
from tests.admin.office.county import PARAMETERS, ROSTER
from tests.domain.compositions import COMMITTEE, RULE
from tests.fakes import FakeRelease, FakeReleases, StepByStep
from tests.postgres import Begin
from tests.store.builders import NOW, a_release


@pytest.fixture
def county(app: Flask, begin: Begin) -> Flask:
    """Return the application over a county with a menu."""
    row = a_release(begin)
    with begin({"longxi"}) as uow:
        uow.rosters.put_roster("longxi", ROSTER)
        uow.packs.adopt("longxi", row.id, NOW, "zhao")
        uow.commit()
    use_releases(
        app,
        FakeReleases(
            FakeRelease(processes=StepByStep(()), parameters=PARAMETERS, compositions={RULE.code: RULE, COMMITTEE.code: COMMITTEE})
        ),
    )
    accounts.add_missing(app, [accounts.Account(login="sun", name="孙某"), accounts.Account(login="he", name="何某")], PASSWORD)
    return app


@pytest.fixture
def keeper(county: Flask) -> FlaskClient:
    """Return the browser of the configuration administrator."""
    client = county.test_client()
    sign_in(client, "sun", PASSWORD)
    return client


@pytest.fixture
def clerk(county: Flask) -> FlaskClient:
    """Return the browser of a clerk who keeps no roster."""
    client = county.test_client()
    sign_in(client, "wang", PASSWORD)
    return client
