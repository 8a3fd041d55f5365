"""The figures of the menu, added up anew every ten minutes: the page is open to the whole world and must stay cheap."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from admin import visitor
from engine.store import menu
from engine.store.menu import Figures, Sources

FRESH_FOR = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class _Kept:
    at: datetime
    figures: Mapping[str, Figures]


def figures(people: Collection[str], places: Collection[str], sources: Sources) -> Mapping[str, Figures]:
    """Return the figures of people over the cases of places; at most ten minutes old, the same for everybody."""
    context, asked = visitor.product().context, (frozenset(people), frozenset(places), sources)
    kept: dict[object, _Kept] = current_app.extensions.setdefault("menu_figures", {})
    now = context.clock.now()
    found = kept.get(asked)
    if found is None or now - found.at >= FRESH_FOR:
        with context.begin(places) as uow:
            found = _Kept(at=now, figures=menu.figures(uow.transaction, people, sources))
        for old in [key for key, value in kept.items() if now - value.at >= FRESH_FOR]:
            kept.pop(old, None)
        kept[asked] = found
    return found.figures
