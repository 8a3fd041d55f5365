"""The demo logins in words: a county a line on the screen, everybody in a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask_babel import force_locale

from admin import words
from engine.domain.access import CONFIGURER
from engine.domain.roster import Person
from engine.errors import Text

#: The offices that the screen shows, a column each: what it takes to walk a case through and to change how that is done.
OFFICES = ("R.INTAKE", "R.DISPATCH", "R.MEDIATOR", "R.DIRECTOR", CONFIGURER)
#: A place is shown on the screen if it has at least so many of them.
FEW = 3


@dataclass(frozen=True, kw_only=True)
class Login:
    """Somebody who may sign in to the demonstration."""

    place: Text
    person: Person
    roles: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the user name."""
        return str(self.person.login)


def overview(logins: Sequence[Login], password: str, file: Path) -> Iterator[str]:
    """Yield the lines for the screen; needs a request context, for the words. Places with few of the offices are in the file only."""
    yield f"演示账号，密码均为 {password} / Demo logins, each with the password {password}"
    rows = [["", *(_role(locale, role).split("/")[0] for role in OFFICES)] for locale in ("zh_Hans", "en")]
    for place in dict.fromkeys(login.place for login in logins):
        held = list(_held([login for login in logins if login.place == place]))
        if len(list(filter(None, held))) >= FEW:
            rows.append([f"{place.zh} {place.en}", *(login or "–" for login in held)])
    yield from _table(rows)
    yield f"全部 {len(logins)} 个账号见 {file} / All {len(logins)} logins: {file}"


def listing(logins: Iterable[Login]) -> Iterator[str]:
    """Yield a line for everybody: login, name, place and offices in both languages."""
    return _table(
        [
            [
                login.name,
                login.person.name,
                _offices(login.place.zh, login.roles, "zh_Hans", "、"),
                _offices(login.place.en, login.roles, "en", ", "),
            ]
            for login in logins
        ]
    )


def _held(logins: Sequence[Login]) -> Iterator[str | None]:
    """Yield who holds each of the offices, as many different people as there are."""
    shown: set[str] = set()
    for role in OFFICES:
        holders = [login.name for login in logins if role in login.roles]
        found = next((name for name in holders if name not in shown), holders[0] if holders else None)
        shown |= {found} if found else set()
        yield found


def _offices(place: str, roles: Iterable[str], locale: str, separator: str) -> str:
    said = {role: _role(locale, role) for role in roles}
    return f"{place} {separator.join(words for role, words in said.items() if words != role)}"


def _role(locale: str, role: str) -> str:
    with force_locale(locale):
        return words.role(role)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows with their columns one below the other."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    """Return the places that a text takes on the screen; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
