"""To whom a work item can be handed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.domain.access import Actor
from engine.domain.case import WorkItem
from engine.domain.roster import Person, Roster


def candidates(item: WorkItem, roster: Roster, on: date) -> Iterator[Person]:
    """Yield the people of the roster that serves the item who may do it, are in office on a day and can sign in."""
    for person in roster.people:
        if person.login and person.is_active(on) and item.is_for(_actor(person, roster, item.jurisdiction)):
            yield person


def _actor(person: Person, roster: Roster, jurisdiction: str) -> Actor:
    """Return a person as an actor in one jurisdiction: the roster that serves it holds its own and its ancestors' posts."""
    posts = tuple(roster.posts_of(person.code))
    return Actor(
        person=person.code,
        name=person.name,
        posts=posts,
        below={post.jurisdiction: frozenset({jurisdiction}) for post in posts},
        teams=frozenset(team.code for team in roster.teams if person.code in team.members),
    )
