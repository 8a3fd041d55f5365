"""Who calls: by a token, or by the session of a browser together with a CSRF token."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app, jsonify, request
from flask_babel import gettext as _
from flask_jwt_extended import verify_jwt_in_request
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt.exceptions import PyJWTError

from admin import visitor

P = ParamSpec("P")
R = TypeVar("R")


def known(view: Callable[P, R]) -> Callable[P, Any]:
    """Answer only callers who prove who they are; the others get 401."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        if has_token():
            if not is_token_good():
                return unknown()
        elif visitor.is_signed_in():
            if visitor.has_one_time_password():
                return visitor.refuse_json_with_one_time_password()
            current_app.extensions["csrf"].protect()
        else:
            return unknown()
        return view(*args, **kwargs)

    return guarded


def has_token() -> bool:
    """Tell whether the request carries a token; it then counts alone, whatever cookies come with it."""
    return bool(request.headers.get("Authorization", "").startswith("Bearer "))


def is_token_good(*, refresh: bool = False) -> bool:
    """Check the token and take its owner for the visitor."""
    try:
        verify_jwt_in_request(refresh=refresh, locations=["headers"])
    except (JWTExtendedException, PyJWTError):
        return False
    return True


def unknown() -> tuple[Any, int]:
    """Return the answer to a caller who has not proved who they are."""
    return jsonify(message=_("请先登录：令牌缺失、无效或已过期。")), 401
