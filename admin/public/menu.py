"""The published mediator menu: teams and the public profile of their members, for choosing at home or at the counter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from admin import visitor
from admin.public import figures
from engine import errors
from engine.domain.calendar import local_date
from engine.domain.roster import Person, Profile, Team
from engine.errors import Text
from engine.store import menu as store
from engine.store.menu import Figures, Sources

pages = Blueprint("menu", __name__, url_prefix="/menu")


@dataclass(frozen=True, kw_only=True)
class Mediator:
    """What the public may know of somebody (LX-F8): nothing else of a person reaches the page."""

    name: str
    is_lead: bool
    profile: Profile
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class MenuTeam:
    """A published team with its members in office."""

    code: str
    title: Text
    #: Words for the dispute types that it takes; empty means all.
    takes: tuple[str, ...]
    mediators: tuple[Mediator, ...]


@dataclass(frozen=True, kw_only=True)
class Menu:
    """The menu of a jurisdiction."""

    jurisdiction: str
    title: Text
    on: date
    teams: Sequence[MenuTeam]


@pages.get("/")
def index() -> Any:
    """Show where there is a menu; staff go straight to that of their own jurisdiction, where it has one."""
    places = published()
    actor = visitor.known_actor() if visitor.is_signed_in() else None
    own = [code for code, _title in places if actor and any(post.jurisdiction == code for post in actor.posts)]
    only = own or ([places[0][0]] if len(places) == 1 else [])
    return redirect(url_for("menu.page", jurisdiction=only[0])) if only else render_template("public/places.html", places=places)


@pages.get("/<jurisdiction>")
def page(jurisdiction: str) -> str:
    """Show the menu, on paper as well as on a phone."""
    return render_template("public/menu.html", menu=read(jurisdiction))


def read(jurisdiction: str) -> Menu:
    """Read the menu; the reach is the jurisdiction's own, and only sums leave it. Raises NotFoundError."""
    context = visitor.product().context
    today = local_date(context.clock.now())
    with context.begin(()) as uow:
        tree = {found.id: found for found in uow.rosters.jurisdictions()}
        if jurisdiction not in tree:
            raise errors.NotFoundError
        current = uow.packs.current(jurisdiction)
        roster = uow.rosters.roster(jurisdiction)
    release = context.releases.get(current) if current else None
    sources = Sources.of(release.parameters) if release else Sources()
    words = release.labels("dispute_types") if release else {}
    teams = [(team, roster.members(team, today)) for team in roster.teams if team.published]
    people = {person.code for _team, members in teams for person in members}
    found = figures.figures(people, _within(jurisdiction, tree), sources)
    shown = [_team(team, members, words, found) for team, members in teams]
    return Menu(jurisdiction=jurisdiction, title=tree[jurisdiction].title, on=today, teams=shown)


def published() -> list[tuple[str, Text]]:
    """Return the jurisdictions that publish teams of their own, parents first."""
    with visitor.product().context.begin(()) as uow:
        published = store.publishers(uow.transaction)
        return [(found.id, found.title) for found in uow.rosters.jurisdictions() if found.id in published]


def _within(jurisdiction: str, tree: Mapping[str, Any]) -> set[str]:
    """Return a jurisdiction and all below it; the tree lists parents first."""
    found = {jurisdiction}
    for code, node in tree.items():
        if node.parent in found:
            found.add(code)
    return found


def _team(team: Team, members: Sequence[Person], words: Mapping[str, Text], found: Mapping[str, Figures]) -> MenuTeam:
    return MenuTeam(
        code=team.code,
        title=team.title,
        takes=tuple(visitor.say(words.get(code, Text(code, code))) for code in team.dispute_types),
        mediators=tuple(
            Mediator(name=p.name, is_lead=p.code == team.lead, profile=p.profile, figures=found.get(p.code, Figures())) for p in members
        ),
    )
