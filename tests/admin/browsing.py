"""What a visitor does, in one call each."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def sign_in(client: FlaskClient, login: str, password: str) -> TestResponse:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login/").text)
    assert token, "the page has no form token"
    answers = {"username": login, "password": password, "csrf_token": token[1]}
    return client.post("/login/", data=answers, follow_redirects=True)
