"""The book of accounts: who may sign in, and who opened, reset, locked or changed an account when."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask import current_app, g
from flask_appbuilder import Model
from flask_appbuilder.security.sqla.models import User
from werkzeug.security import generate_password_hash

from admin import visitor
from admin.accounts import STAFF
from engine import errors
from engine.errors import Text
from engine.store.journey import Row

#: Without letters and digits that look alike on paper: a clerk types this from a slip.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4
SHORTEST_PASSWORD = 10
#: A password of fewer different characters is guessed at once.
_FEWEST_DIFFERENT = 5


class Kind(StrEnum):
    """What happened to an account."""

    OPENED = "opened"
    RESET = "reset"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    #: The owner chose a password of their own.
    CHANGED = "changed"


#: After these the owner must choose a password before anything else.
_HANDED_OUT = (Kind.OPENED, Kind.RESET)


class AccountEvent(Model):
    """A line of the book; never changed."""

    __tablename__ = "onedoor_account_event"

    id = sa.Column(sa.BigInteger, sa.Identity(always=True), primary_key=True)
    user_id = sa.Column(sa.Integer, sa.ForeignKey("ab_user.id"), nullable=False, index=True)
    at = sa.Column(sa.DateTime(timezone=True), nullable=False)
    #: Person code of who did it.
    by = sa.Column(sa.Text, nullable=False)
    kind = sa.Column(sa.Text, nullable=False)


class LoginTakenError(errors.EngineError):
    """这个用户名已被使用，请换一个。

    This user name is already taken; choose another.
    """


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the book, for showing."""

    at: datetime
    by: str
    kind: Kind


def of_logins(logins: Iterable[str]) -> Mapping[str, User]:
    """Return the accounts of user names."""
    found = _session().scalars(sa.select(User).where(User.username.in_(list(logins))))
    return {user.username: user for user in found}


def of_visitor() -> User:
    """Return the account of who has signed in, so that it can be changed."""
    return of_logins([g.user.username])[g.user.username]


def lines(user: User) -> Sequence[Line]:
    """Return what happened to an account, the newest first."""
    rows = _session().scalars(sa.select(AccountEvent).where(AccountEvent.user_id == user.id).order_by(AccountEvent.id.desc()))
    return [Line(at=row.at, by=row.by, kind=Kind(row.kind)) for row in rows]


def must_change(user: User) -> bool:
    """Tell whether the password is one that was handed out."""
    book = lines(user)
    last = next((line.kind for line in book if line.kind in (*_HANDED_OUT, Kind.CHANGED)), None)
    return last in _HANDED_OUT


def open_account(login: str, name: str, by: str) -> str:
    """Add an account and return its one-time password. Raises LoginTakenError."""
    password, manager = one_time_password(), _manager()
    # As in `accounts`: the table insists on an address, and no mail is ever sent to it.
    user = manager.add_user(login, "", name, f"{login}@onedoor.invalid", manager.find_role(STAFF), password=password, commit=False)
    if not user:
        raise LoginTakenError
    _write(user, Kind.OPENED, by)
    return password


def reset(user: User, by: str) -> str:
    """Give an account a one-time password and return it; whoever is signed in with the old one is signed out."""
    password = one_time_password()
    user.password = generate_password_hash(password)
    user.fail_login_count = 0
    _write(user, Kind.RESET, by)
    return password


def lock(user: User, by: str) -> None:
    """Let nobody sign in with an account; whoever is signed in is signed out."""
    user.active = False
    _write(user, Kind.LOCKED, by)


def unlock(user: User, by: str) -> None:
    """Let an account be used again, also after too many wrong passwords."""
    user.active = True
    user.fail_login_count = 0
    _write(user, Kind.UNLOCKED, by)


def change(user: User, password: str, by: str) -> None:
    """Give an account the password that its owner has chosen."""
    user.password = generate_password_hash(password)
    _write(user, Kind.CHANGED, by)


def weakness(password: str, login: str) -> Text | None:
    """Say why a password is too easy to guess, if it is."""
    if len(password) < SHORTEST_PASSWORD:
        return Text(f"密码至少 {SHORTEST_PASSWORD} 个字符。", f"A password has at least {SHORTEST_PASSWORD} characters.")
    if len(set(password)) < _FEWEST_DIFFERENT or login.lower() in password.lower():
        return Text(
            "这个密码太容易猜到：不能重复少数几个字符，也不能包含用户名。",
            "This password is too easy to guess: do not repeat a few characters or use your user name.",
        )
    return None


def one_time_password() -> str:
    """Return a password to be read out or written on a slip."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _letter in range(_GROUP)) for _group in range(_GROUPS))


def seal(user: User | Row) -> str:
    """Return what changes with the password, so that sessions and tokens of before end with it."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{user.id} {user.password}".encode(), hashlib.sha256).hexdigest()[:24]


def _write(user: User, kind: Kind, by: str) -> None:
    _session().add(AccountEvent(user_id=user.id, at=visitor.product().context.clock.now(), by=by, kind=kind.value))
    _session().commit()


def _manager() -> Any:
    return current_app.appbuilder.sm  # type: ignore[attr-defined]


def _session() -> Any:
    return _manager().session
