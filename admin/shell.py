"""What the frame of every page needs: language, navigation, words and the built browser code."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, g, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from admin import navigation, visitor, words
from admin.workspace import uploads
from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Json
from engine.errors import Text
from engine.store import queries

DIST = Path(__file__).parent / "static" / "dist"


def install(app: Flask) -> None:
    """Give the templates their names and filters."""
    app.context_processor(_names)
    # The order of a form's fields is that of its schema.
    app.jinja_env.policies["json.dumps_kwargs"] = {"sort_keys": False}
    app.jinja_env.filters.update(
        said=visitor.say,
        said_of=lambda stated: visitor.say(Text(**stated)),
        moment=words.moment,
        due=words.due,
        role=words.role,
        party=words.party,
        linked=linked,
        for_whom=words.for_whom,
    )


def _names() -> dict[str, Any]:
    return {"locale": visitor.locale(), "navigation": navigation.menu(), "assets": assets, "visitor_name": _name(), "unread": _unread}


def _unread() -> int:
    """Return how many notices the visitor has not read, asked once a page; none where nobody can be asked."""
    if "unread" not in g:
        g.unread = 0
        with contextlib.suppress(errors.StoreUnavailableError):
            g.unread = _count_unread(visitor.known_actor())
    return int(g.unread)


def _count_unread(actor: Actor | None) -> int:
    if actor is None:
        return 0
    with visitor.begin(actor) as uow:
        return queries.unread_notices(uow.transaction, actor)


def linked(text: str, files: Mapping[str, Json]) -> Markup:
    """Return a text in which ids of files have become downloads; ids of files that are gone are left out."""
    pieces, end = [], 0
    for found in uploads.ID.finditer(text):
        pieces += [escape(text[end : found.start()]), _download(files.get(found[0]))]
        end = found.end()
    return Markup("").join([*pieces, escape(text[end:])])


def _download(file: Json | None) -> Markup:
    return Markup('<a href="{}">{}</a>').format(file["url"], file["name"]) if file else escape(_("（文件已不在）"))


def assets(entry: str) -> dict[str, list[str] | str]:
    """Return the script of an entry and the style sheets that it needs, from Vite's manifest."""
    manifest = _manifest((DIST / "manifest.json").stat().st_mtime_ns)
    styles = [url_for("static", filename=f"dist/{name}") for name in _styles(entry, manifest)]
    return {"script": url_for("static", filename=f"dist/{manifest[entry]['file']}"), "styles": styles}


@cache
def _manifest(_changed: int) -> dict[str, Any]:
    return dict(json.loads((DIST / "manifest.json").read_bytes()))


def _styles(entry: str, manifest: dict[str, Any]) -> list[str]:
    found, waiting, seen = [], [entry], set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            found += manifest[name].get("css", [])
            waiting += manifest[name].get("imports", [])
    return list(dict.fromkeys(found))


def _name() -> str:
    return f"{g.user.last_name}{g.user.first_name}" if visitor.is_signed_in() else ""
