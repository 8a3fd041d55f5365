"""Programs that call, one of them with a token, and a case with two steps."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.domain.case import Json, WorkItem
from engine.domain.process import Outcome, Run
from engine.usecases import ports
from tests.admin.conftest import PASSWORD, use_releases
from tests.fakes import FakeForm, FakeRelease, FakeReleases, StepByStep, a_task
from tests.postgres import Begin
from tests.store.builders import NOW, a_release, an_opening, save

Call = Callable[..., TestResponse]
TASKS = (a_task("INTAKE.REGISTER"), a_task("INTAKE.SAFETY"))


class SensitiveForm(FakeForm):
    """Its field `id_no` is of class P2."""

    def redact(self, answers: Json, allowed: Any) -> Json:
        return {key: value for key, value in answers.items() if key != "id_no" or "P2" in allowed}


class Listening(StepByStep):
    """Waits for a withdrawal all the time."""

    def send(self, process: str, state: bytes, message: str, payload: Json, run: Run) -> Outcome:
        if message != "withdrawal":
            return super().send(process, state, message, payload, run)
        return self.inspect(process, state, run)


@pytest.fixture
def site(app: Flask, begin: Begin) -> Flask:
    """Return the application with a released process of two steps."""
    release = FakeRelease(processes=Listening(TASKS), forms={"F01": SensitiveForm()})
    use_releases(app, FakeReleases(release))
    row = a_release(begin)
    release.id = row.id
    with begin({"longxi"}) as uow:
        uow.packs.adopt("longxi", row.id, NOW, "zhao")
        uow.commit()
    return app


@pytest.fixture
def opening(site: Flask, begin: Begin) -> ports.CaseStep:
    """Return the first step of a case whose open item a clerk of Longxi may do."""
    del site
    state = json.dumps([0, NOW.isoformat()]).encode()
    made = an_opening(item={"task": TASKS[0].task}, state=state, timers=())
    submission = made.submission
    assert submission
    return save(begin, replace(made, submission=replace(submission, answers={"facts": "漏水", "id_no": "000000"})))


@pytest.fixture
def item(opening: ports.CaseStep) -> WorkItem:
    """Return the open item of the case."""
    return opening.items[0]


@pytest.fixture
def call(site: Flask) -> Call:
    """Return a function that calls as the clerk, by token."""
    client = site.test_client()
    tokens = client.post("/api/v1/security/login", json={"username": "wang", "password": PASSWORD, "refresh": True}).json
    assert tokens
    return caller(client, tokens["access_token"])


def caller(client: FlaskClient, token: str) -> Call:
    def call(method: str, path: str, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}", **more.pop("headers", {})}
        return client.open(f"/api/v1{path}", method=method, headers=headers, **more)

    return call
