"""Sessions, signed and kept in a cookie by the browser."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
from flask import Flask
from flask.sessions import SecureCookieSessionInterface


class PlainJson:
    """Writes a session: texts, truth values and lists of them are all that ours holds, and Flask's marks for other types cost more."""

    @staticmethod
    def dumps(value: Any) -> str:
        """Return the JSON."""
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes) -> Any:
        """Return what the JSON says."""
        return orjson.loads(text)


class Sessions(SecureCookieSessionInterface):
    """As Flask keeps them, but for the way in which they are written, and with what signs them made once and not twice a request."""

    #: Not Flask's own: what it has written is no plain JSON.
    salt = "onedoor-session"
    serializer = PlainJson

    @cache  # noqa: B019 - there is one of each, and both live as long as the process
    def get_signing_serializer(self, app: Flask) -> Any:
        """Return what signs and reads the cookies."""
        return super().get_signing_serializer(app)
