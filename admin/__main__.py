"""Accounts from the command line: `python -m admin init`, `python -m admin add LOGIN [--administrator]`."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import Flask

from admin import accounts, create_app, demo_logins
from admin.accounts import Account
from admin.demo_logins import Login
from engine import bootstrap, errors
from engine.bootstrap import Product, Urls
from engine.domain.access import CONFIGURER
from engine.errors import Text
from engine.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m admin", description="OneDoor 一扇门: accounts")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    commands.add_parser("init", help="make the tables of accounts, and the demo logins unless ONEDOOR_DEMO=0")
    add = commands.add_parser("add", help="add an account; the password is asked for")
    add.add_argument("login")
    add.add_argument("--name", default="", help="as on the roster, family name first")
    add.add_argument("--administrator", action="store_true", help="may also keep accounts")
    options = parser.parse_args(arguments)
    try:
        return _carry_out(options, Settings.read())
    except errors.EngineError as error:
        print(f"{error.text.zh}\n{error.text.en}", file=sys.stderr)
        return 2


def _carry_out(options: argparse.Namespace, settings: Settings) -> int:
    with bootstrap.database(settings) as urls:
        product = bootstrap.connect(settings, urls)
        app = _application(product, urls)
        accounts.lay_tables(app)
        if options.command == "add":
            account = Account(login=options.login, name=options.name or options.login, is_administrator=options.administrator)
            accounts.add_missing(app, [account], _asked_password())
        elif settings.demo:
            _add_demo(app, product, settings)
    return 0


def _application(product: Product, urls: Urls) -> Flask:
    """Return the application as the owner of the database, who alone may make tables."""
    return create_app(replace(product, database_url=urls.owner))


def _asked_password() -> str:
    password = getpass.getpass("密码 / Password: ")
    if password != getpass.getpass("再输一次 / Again: ") or not password:
        raise errors.SettingError(Text("两次输入的密码不一致或为空。", "The two passwords differ or are empty."))
    return password


# --- the demo -------------------------------------------------------------------------------------------------------


def _add_demo(app: Flask, product: Product, settings: Settings) -> None:
    """Let everybody on the roster who has a login sign in with one password, and print who that is."""
    logins = list(_logins(product))
    password = bootstrap.kept_secret(settings.var / "demo-password", 9)
    accounts.add_missing(app, [_account(login) for login in logins], password)
    file = settings.var / "demo-logins.txt"
    with app.test_request_context():
        file.write_text("".join(f"{line}\n" for line in demo_logins.listing(logins)), encoding="utf-8")
        print("\n".join(demo_logins.overview(logins, password, file)))


def _logins(product: Product) -> Iterable[Login]:
    with product.begin(()) as uow:
        for jurisdiction in uow.rosters.jurisdictions():
            roster = uow.rosters.roster(jurisdiction.id)
            for person in roster.people:
                if person.login and person.jurisdiction == jurisdiction.id:
                    roles = dict.fromkeys(post.role for post in roster.posts if post.person == person.code)
                    yield Login(place=jurisdiction.title, person=person, roles=tuple(roles))


def _account(login: Login) -> Account:
    return Account(login=login.name, name=login.person.name, is_administrator=CONFIGURER in login.roles)


if __name__ == "__main__":
    sys.exit(main())
