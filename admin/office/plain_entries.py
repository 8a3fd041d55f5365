"""Rows that are added and taken away, never changed: posts, the rota, absences and distances, as the fields of a page."""

from __future__ import annotations

import re
from datetime import date

from admin.office.typed import Typed, UnreadableError, day, number
from engine.domain.roster import Absence, Distance, Post, Turn
from engine.errors import Text


def show_post(post: Post) -> Typed:
    """Return a post as the fields of its page."""
    return {"person": post.person, "role": post.role, "unit": post.unit or ""}


def read_post(entered: Typed, jurisdiction: str, _code: str) -> Post:
    """Return the post that the fields describe."""
    return Post(person=entered.get("person", ""), role=entered.get("role", ""), jurisdiction=jurisdiction, unit=entered.get("unit") or None)


def show_turn(turn: Turn) -> Typed:
    """Return a row of the rota as the fields of its page."""
    return {
        "person": turn.person or "",
        "unit": turn.unit or "",
        "weekdays": [str(weekday) for weekday in sorted(turn.weekdays)],
        "days": "、".join(map(str, sorted(turn.days))),
        "first": str(turn.first or ""),
        "last": str(turn.last or ""),
        "is_duty": "1" if turn.is_duty else "",
    }


def read_turn(entered: Typed, jurisdiction: str, _code: str) -> Turn:
    """Return the row of the rota that the fields describe. Raises UnreadableError."""
    return Turn(
        jurisdiction=jurisdiction,
        person=entered.get("person") or None,
        unit=entered.get("unit") or None,
        weekdays=frozenset(int(text) for text in entered.get("weekdays", ()) if text in set("1234567")),
        days=frozenset(_days(entered.get("days", ""))),
        first=day(entered, "first"),
        last=day(entered, "last"),
        is_duty=bool(entered.get("is_duty")),
    )


def show_absence(absence: Absence) -> Typed:
    """Return an absence as the fields of its page."""
    return {"person": absence.person, "first": str(absence.first), "last": str(absence.last)}


def read_absence(entered: Typed, jurisdiction: str, _code: str) -> Absence:
    """Return the absence that the fields describe; without a last day it is one day. Raises UnreadableError."""
    first = day(entered, "first")
    if first is None:
        raise UnreadableError("/first", Text("请填写日期，例如 2025-06-03。", "Write a date, such as 2025-06-03."))
    return Absence(person=entered.get("person", ""), jurisdiction=jurisdiction, first=first, last=day(entered, "last") or first)


def show_distance(distance: Distance) -> Typed:
    """Return a distance as the fields of its page."""
    here, there = (*sorted(distance.towns), "")[:2]
    return {"from": here, "to": there, "kilometres": str(distance.kilometres)}


def read_distance(entered: Typed, jurisdiction: str, _code: str) -> Distance:
    """Return the distance that the fields describe. Raises UnreadableError."""
    towns = frozenset({entered.get("from", ""), entered.get("to", "")})
    kilometres = number(entered, "kilometres")
    if kilometres is None:
        raise UnreadableError("/kilometres", Text("请填写整数，例如 5。", "Write a whole number, such as 5."))
    return Distance(jurisdiction=jurisdiction, towns=towns, kilometres=kilometres)


def _days(text: str) -> list[date]:
    try:
        return [date.fromisoformat(part) for part in re.split(r"[\s,，、;；]+", text) if part]
    except ValueError as error:
        message = Text(
            "请逐日写明日期，用顿号分开，例如 2025-06-03、2025-06-10。", "Write the days one by one, such as 2025-06-03, 2025-06-10."
        )
        raise UnreadableError("/days", message) from error
