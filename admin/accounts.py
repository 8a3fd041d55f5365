"""Make the tables of accounts, the two roles of the shell, and an account for each person who signs in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask
from flask_appbuilder import Model
from flask_appbuilder.models.sqla.base import SQLA
from flask_appbuilder.security.sqla.manager import SecurityManager
from werkzeug.security import generate_password_hash

#: Everybody who works; and those who also keep accounts.
STAFF, ADMINISTRATOR = "Staff", "Admin"


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody who may sign in."""

    login: str
    #: As on the roster, family name first.
    name: str
    is_administrator: bool = False


def lay_tables(app: Flask) -> None:
    """Create the tables and roles that are missing; run once per start, as the owner of the database, never by a web process."""
    with app.app_context():
        database: SQLA = app.extensions["sqlalchemy"]
        accounts: SecurityManager = app.appbuilder.sm
        Model.metadata.create_all(database.engine)
        accounts.create_db()
        accounts.add_role(STAFF)


def add_missing(app: Flask, people: Iterable[Account], password: str) -> None:
    """Add the accounts that are missing; existing ones, their passwords included, stay as they are."""
    with app.app_context():
        accounts: SecurityManager = app.appbuilder.sm
        known = {user.username for user in accounts.get_all_users()}
        missing = [account for account in people if account.login not in known]
        # To hash a password is slow on purpose; people who share one need it once.
        hashed = generate_password_hash(password) if missing else ""
        for account in missing:
            _add(accounts, account, hashed)


def _add(accounts: SecurityManager, account: Account, hashed: str) -> None:
    role = accounts.find_role(ADMINISTRATOR if account.is_administrator else STAFF)
    # Invented addresses below a reserved name: the table insists on one each, and no mail is ever sent to them.
    mail = f"{account.login}@onedoor.invalid"
    accounts.add_user(account.login, "", account.name, mail, role, hashed_password=hashed)
