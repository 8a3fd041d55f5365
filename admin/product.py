"""What the web application needs of the product that `engine.bootstrap` wires."""

from __future__ import annotations

from typing import Protocol

from engine.usecases.context import Context


class Product(Protocol):
    """The product as the web application sees it."""

    #: The ports, with which use cases are called.
    context: Context
    #: PostgreSQL URL of the application's role, for the tables of accounts.
    database_url: str
    #: Key that signs sessions and form tokens.
    secret: str
    #: Whether people reach it by https, so that cookies may insist on it.
    is_https: bool
    #: Reverse proxies in front of the web server; what so many of them say of the visitor is believed.
    proxies: int
