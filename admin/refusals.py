"""Turn errors into answers: a status, a sentence in the visitor's language and a way on."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, g, jsonify, render_template
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from admin import visitor
from engine import errors
from engine.usecases.ask_publicly import TooManyRequestsError
from engine.usecases.change_calendar import CalendarChangedError

#: The first class that an error belongs to decides; the order is from special to general.
STATUS: tuple[tuple[type[errors.EngineError], int], ...] = (
    (errors.CaseChangedError, 409),
    (errors.WorkItemTakenError, 409),
    (errors.WorkItemClosedError, 409),
    (errors.DraftChangedError, 409),
    (errors.RosterChangedError, 409),
    (CalendarChangedError, 409),
    (errors.MessageNotAwaitedError, 409),
    (errors.NotFoundError, 404),
    (errors.NotAllowedError, 403),
    (errors.ReleaseRefusedError, 403),
    (errors.StoreUnavailableError, 503),
    (TooManyRequestsError, 429),
    (errors.EngineError, 422),
)
UNAVAILABLE = 503
log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Let the application answer errors of the engine, of HTTP and of its own."""
    app.register_error_handler(errors.EngineError, _refuse)
    app.register_error_handler(OperationalError, _lost_database)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def _refuse(error: errors.EngineError) -> Any:
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    return _answer(status, visitor.say(error.text), **_details(error))


def _details(error: errors.EngineError) -> dict[str, Any]:
    match error:
        case errors.AnswersRefusedError():
            return {"problems": [{"path": p.path, "message": visitor.say(p.message)} for p in error.problems]}
        case errors.CheckFailedError():
            return {"problems": [{"element": p.place, "file": p.file, "message": visitor.say(p.message)} for p in error.problems]}
    return {}


def _lost_database(error: OperationalError) -> Any:
    log.error("the database cannot be reached: %s", error.orig)
    return _answer(UNAVAILABLE, visitor.say(errors.StoreUnavailableError.default_text()))


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:  # noqa: PLR2004 - redirects are no errors
        return error.get_response()
    return _answer(error.code, _sentence(error.code))


def _fault(error: Exception) -> Any:
    log.error("a page failed", exc_info=error)
    return _answer(500, _sentence(500))


def _sentence(status: int) -> str:
    return {
        400: _("这个页面放得太久，安全校验已失效。请返回上一页重新载入后再提交。"),
        401: _("请先登录。"),
        403: _("您没有权限查看这个页面。"),
        404: _("没有找到这个页面，它可能已被移走。"),
        405: _("不能这样打开这个地址。请从首页进入。"),
        413: _("文件太大。单个文件不能超过 20 MB。"),
        429: _("操作过于频繁，请稍候再试。"),
        503: _("系统正在维护，请稍候再试。"),
    }.get(status, _("系统出现意外，本次操作没有完成。请稍候再试；如果一再出现，请告诉管理员。"))


def _answer(status: int, message: str, **details: Any) -> tuple[Response | str, int]:
    if status == UNAVAILABLE:
        # The frame of the page must not ask the database who is signed in: neither ours nor Flask-Login's part of it.
        g.user = None
        g._login_user = AnonymousUserMixin()  # noqa: SLF001 - the name under which Flask-Login looks for it
    if visitor.wants_json():
        return jsonify(message=message, **details), status
    return render_template("shell/refusal.html", status=status, message=message, **details), status
