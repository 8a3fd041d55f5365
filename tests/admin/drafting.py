"""A county whose pack is the small one, and what its administrators do in the studio."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.usecases.ports import PackDraft
from tests.admin.browsing import sign_in
from tests.admin.conftest import PASSWORD, adopt, use_stored_releases
from tests.packs.small_pack import FILES, PROCESS
from tests.postgres import Begin

ORDER = "processes/longxi/lx_order.bpmn"
REVIEW = PROCESS.replace('name="调解"', 'name="调解会"')
Visit = Callable[[str], FlaskClient]


@pytest.fixture
def visit(app: Flask, begin: Begin) -> Visit:
    """Sign people in to an application whose county runs the small pack."""
    adopt(begin, FILES)
    use_stored_releases(app, begin)

    def signed_in(login: str) -> FlaskClient:
        client = app.test_client()
        sign_in(client, login, PASSWORD)
        return client

    return signed_in


@pytest.fixture
def sun(visit: Visit) -> FlaskClient:
    return visit("sun")


def token(client: FlaskClient, address: str = "/studio/") -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert found, "the page has no form token"
    return found[1]


def post(client: FlaskClient, address: str, **answers: Any) -> TestResponse:
    """Post a form as the pages do, and follow to where it leads."""
    return client.post(address, data={"csrf_token": token(client), **answers}, follow_redirects=True)


def start(client: FlaskClient) -> str:
    """Begin a draft and return its address."""
    return post(client, "/studio/drafts", jurisdiction="longxi").request.path


def send(client: FlaskClient, method: str, address: str, **body: Any) -> TestResponse:
    headers = {"X-CSRFToken": token(client), "X-Requested-With": "XMLHttpRequest", "Content-Type": "application/json"}
    return client.open(address, method=method, data=json.dumps(body), headers=headers)


def save(client: FlaskClient, draft: str, content: str = REVIEW, revision: int = 1, file: str = ORDER) -> TestResponse:
    return send(client, "PUT", f"{draft}/files/{file}", content=content, revision=revision)


def config(page: str) -> dict[str, Any]:
    found = re.search(r'id="onedoor-studio-config">(.*?)</script>', page, re.DOTALL)
    assert found, "the page carries no configuration"
    return dict(json.loads(found[1]))


def stored(begin: Begin) -> PackDraft:
    with begin({"longxi"}) as uow:
        return uow.packs.drafts("longxi")[0]
