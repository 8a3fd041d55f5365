"""Claims about the main menu."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import navigation
from admin.navigation import Link, Section
from tests.admin.browsing import sign_in
from tests.admin.conftest import PASSWORD

LINKS = (
    Link(title="甲", endpoint="Home.index"),
    Link(title="乙", endpoint="Home.index", roles=frozenset({"R.INTAKE", "R.COURT"})),
    Link(title="丙", endpoint="Home.index", roles=frozenset({"R.DIRECTOR"})),
)


def test_every_entry_leads_to_a_page(app: Flask) -> None:
    """A link that leads nowhere would break every page."""
    known = set(app.view_functions)

    assert {link.endpoint for section in navigation.MENU for link in section.links} <= known


def test_an_entry_is_for_those_whose_post_opens_it(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clerk sees what clerks may open, and no heading without entries."""
    monkeypatch.setattr(navigation, "MENU", (Section(title="一", links=LINKS), Section(title="二", links=LINKS[2:])))

    page = sign_in(client, "wang", PASSWORD).text

    assert re.findall(r'<li><a href="/"[^>]*>(.)</a></li>', page) == ["甲", "乙"]
    assert re.findall(r'class="od-side__title"[^>]*>(.)<', page) == ["一"]


def test_the_entry_of_the_page_is_marked(client: FlaskClient) -> None:
    """A screen reader says which page this is."""
    assert '<a href="/" aria-current="page">待办</a>' in sign_in(client, "wang", PASSWORD).text
