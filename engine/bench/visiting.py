"""A visitor with a browser's manners: keeps the connection, the cookie and the form token."""

from __future__ import annotations

import http.client
import json
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server said."""

    status: int
    text: str


@dataclass(kw_only=True)
class Visitor:
    """Somebody at a browser; used by one thread."""

    host: str
    port: int
    patience: float = 60.0
    _cookies: dict[str, str] = field(default_factory=dict)
    _token: str = ""
    _connection: http.client.HTTPConnection | None = None

    def close(self) -> None:
        """Leave."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def sign_in(self, login: str, password: str) -> None:
        """Sign in as a person does, by the page."""
        token = self._token_of(self.request("GET", "/login/").text)
        form = urlencode({"username": login, "password": password, "csrf_token": token})
        answer = self.request("POST", "/login/", form.encode(), {"Content-Type": "application/x-www-form-urlencoded"})
        if answer.status != http.client.FOUND:
            raise ConnectionRefusedError(answer.text)
        self._token = self._token_of(self.request("GET", "/login/").text) or token

    def submit(self, item: UUID, answers: dict[str, Any], revision: int) -> Answer:
        """Submit the form of a work item as its page does.

        The page that would follow shows the notice of success and forgets it; who skips that page keeps the cookie of before.
        """
        before = self._cookies
        self._cookies = dict(before)
        try:
            return self.post(f"/items/{item}", {"answers": answers, "revision": revision})
        finally:
            self._cookies = before

    def post(self, path: str, body: Any) -> Answer:
        """Send JSON with the form token."""
        content = json.dumps(body, ensure_ascii=False).encode()
        return self.request("POST", path, content, {"Content-Type": "application/json", "X-CSRFToken": self._token})

    def request(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        """Send a request and return the answer, redirects included. Raises OSError, HTTPException."""
        connection = self._connection or http.client.HTTPConnection(self.host, self.port, timeout=self.patience)
        self._connection = connection
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            connection.request(method, path, body, {**(headers or {}), **({"Cookie": cookie} if cookie else {})})
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for header in response.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return Answer(status=response.status, text=text)

    def _token_of(self, page: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        return found[1] if found else ""
