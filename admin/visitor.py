"""Who is at the other end of a request: the actor, and the language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import current_app, g, jsonify, redirect, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from admin.product import Product
from engine import errors
from engine.domain.access import Actor
from engine.domain.calendar import local_date
from engine.errors import Text
from engine.store import rosters
from engine.store.journey import Row
from engine.store.prepared import Prepared
from engine.store.unit_of_work import SqlUnitOfWork

P = ParamSpec("P")
R = TypeVar("R")


class NoPersonError(errors.NotAllowedError):
    """您的账号没有对应名册上的在岗人员，因此不能办理案件。请联系管理员，在名册中登记您的用户名。

    Your account belongs to nobody in office on the roster, so you cannot work on cases. Ask the administrator to enter your user name.
    """


def product() -> Product:
    """Return the product that this application serves."""
    return cast("Product", current_app.extensions["onedoor"])


def locale() -> str:
    """Return `zh-Hans` or `en`."""
    return "en" if str(get_locale()).startswith("en") else "zh-Hans"


def say(text: Text) -> str:
    """Return a sentence of the engine in the visitor's language."""
    return text.in_language(locale())


def actor() -> Actor:
    """Return the person on the roster whose user name signed in, read once a request. Raises NoPersonError."""
    if "actor" not in g:
        with product().context.begin(()) as uow:
            g.actor = uow.rosters.actor_of_login(g.user.username, _today())
    if g.actor is None:
        raise NoPersonError
    return cast("Actor", g.actor)


def with_actor(statement: Prepared, account: int) -> tuple[Row | None, Actor | None]:
    """Read an account by its number with a statement of `rosters.beside`, and the person on the roster who signs in with it."""
    with cast("SqlUnitOfWork", product().context.begin(())) as uow:
        row = uow.transaction.alone(statement, {"account": account, "on": _today()})
        return row, rosters.actor_beside(row) if row else None


def begin(actor: Actor) -> SqlUnitOfWork:
    """Open a unit of work for showing what the actor's posts reach, with what the store offers beyond the ports."""
    return cast("SqlUnitOfWork", product().context.begin(actor.reach))


def known_actor() -> Actor | None:
    """Return the person who signed in, or None where the roster knows nobody or cannot be read: for the frame of pages only."""
    try:
        return actor()
    except (NoPersonError, errors.StoreUnavailableError):
        return None


def is_signed_in() -> bool:
    """Tell whether somebody has signed in."""
    return bool(getattr(g, "user", None) and g.user.is_authenticated)


def signed_in(view: Callable[P, R]) -> Callable[P, Any]:
    """Let in those who have signed in with a password of their own; send the others where they get one."""
    guarded_view = signed_in_with_any_password(view)

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        if is_signed_in() and has_one_time_password():
            return refuse_json_with_one_time_password() if wants_json() else redirect(url_for("OwnPassword.page"))
        return guarded_view(*args, **kwargs)

    return guarded


def signed_in_with_any_password(view: Callable[P, R]) -> Callable[P, Any]:
    """Send visitors who have not signed in to the page for that; JSON requests get 401."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        if is_signed_in():
            return view(*args, **kwargs)
        if wants_json():
            return jsonify(message=_("登录已过期，请重新登录。")), 401
        return redirect(url_for("SignIn.login", next=request.full_path.rstrip("?")))

    return guarded


def has_one_time_password() -> bool:
    """Tell whether the visitor signed in with a password that somebody handed out."""
    return bool(session.get("must_change"))


def refuse_json_with_one_time_password() -> tuple[Any, int]:
    """Return the answer to a script whose account has a one-time password still."""
    return jsonify(message=_("这是一次性密码。请先在网页上登录，设置自己的密码。")), 403


def wants_json() -> bool:
    """Tell whether the request comes from a script and not from a page."""
    return request.is_json or request.headers.get("X-Requested-With") == "XMLHttpRequest" or request.path.startswith("/api/")


def _today() -> date:
    return local_date(product().context.clock.now())
