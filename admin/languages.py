"""In which language a request is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, request, session

#: Names in Accept-Language, best first, with Babel's names.
_SPOKEN = {"zh": "zh_Hans", "zh-CN": "zh_Hans", "zh-Hans": "zh_Hans", "en": "en"}


def install(app: Flask) -> None:
    """Let other programs choose by Accept-Language; people choose by the switch on the page."""
    babel: Any = app.extensions["babel"]
    by_session: Callable[[], str] = babel.locale_selector

    def select() -> str:
        if request and request.path.startswith("/api/v1/") and "locale" not in session and "_l_" not in request.args:
            return _SPOKEN[request.accept_languages.best_match(_SPOKEN, default="zh")]
        return by_session()

    babel.locale_selector = select
