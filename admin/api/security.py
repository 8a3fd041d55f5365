"""Tokens for other programs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, jsonify
from flask_babel import gettext as _
from flask_jwt_extended import create_access_token, create_refresh_token, get_jwt, get_jwt_identity
from flask_wtf.csrf import generate_csrf

from admin import account_book, visitor
from admin.api import caller, contract

pages = Blueprint("api_security", __name__, url_prefix="/api/v1")


@pages.post("/security/login")
def login() -> Any:
    """Give tokens for user name and password."""
    sent = contract.body("Login")
    user = current_app.appbuilder.sm.auth_user_db(sent["username"], sent["password"])  # type: ignore[attr-defined]
    if user is None:
        return jsonify(message=_("用户名或密码不正确。连续输错五次后，账号会锁定十五分钟。")), 401
    if account_book.must_change(user):
        return visitor.refuse_json_with_one_time_password()
    owner = {"identity": str(user.id), "additional_claims": {"seal": account_book.seal(user)}}
    given = {"access_token": create_access_token(fresh=True, **owner)}
    if sent.get("refresh"):
        given["refresh_token"] = create_refresh_token(**owner)
    return jsonify(given)


@pages.post("/security/refresh")
def refresh() -> Any:
    """Give a new token for a refresh token."""
    if not caller.has_token() or not caller.is_token_good(refresh=True):
        return caller.unknown()
    seal = {"seal": get_jwt()["seal"]}
    return jsonify(access_token=create_access_token(identity=get_jwt_identity(), fresh=False, additional_claims=seal))


@pages.get("/security/csrf_token")
@caller.known
def csrf_token() -> Any:
    """Give a page of the same origin the token that its session needs for writing."""
    return jsonify(result=generate_csrf())


@pages.get("/me")
@caller.known
def me() -> Any:
    """Say who calls, with posts and reach."""
    actor = visitor.actor()
    posts = [{"role": post.role, "jurisdiction": post.jurisdiction, "unit": post.unit} for post in actor.posts]
    return jsonify(person=actor.person, name=actor.name, posts=posts, jurisdictions=sorted(actor.reach))
