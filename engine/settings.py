"""Settings from the environment, checked once at start-up."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine import errors
from engine.errors import Text

#: The folder of the program, which holds processes/, forms/ and config/ as they ship.
HOUSE = Path(__file__).resolve().parent.parent
HIGHEST_PORT = 65535
MOST_PROXIES = 10


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where things are and how many of them to start."""

    #: A PostgreSQL server; None starts the embedded one below `var`.
    database_url: str | None
    #: Folder for everything that the program writes itself.
    var: Path
    host: str
    port: int
    #: Web processes of gunicorn.
    workers: int
    #: Whether demo people may sign in with the demo password.
    demo: bool
    #: Key that signs sessions; None makes one in `var`.
    secret: str | None
    #: Whether a new installation starts with a few demonstration cases.
    demo_cases: bool = False
    #: Whether people reach the product by https, so that cookies may insist on it.
    is_https: bool = False
    #: Reverse proxies in front of the web server; what so many of them say of the visitor is believed.
    proxies: int = 0
    #: Folder with processes/, forms/ and config/.
    house: Path = HOUSE

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the environment. Raises SettingError with the variable's name."""
        environ = os.environ if environ is None else environ
        return cls(
            database_url=environ.get("DATABASE_URL") or None,
            var=Path(environ.get("ONEDOOR_VAR") or HOUSE / "var").absolute(),
            host=environ.get("ONEDOOR_HOST", "127.0.0.1"),
            port=_number(environ, "ONEDOOR_PORT", 8080, HIGHEST_PORT),
            workers=_number(environ, "ONEDOOR_WORKERS", 2, 64),
            demo=environ.get("ONEDOOR_DEMO", "1") != "0",
            demo_cases=environ.get("ONEDOOR_DEMO", "1") == "1",
            secret=environ.get("ONEDOOR_SECRET") or None,
            house=Path(environ.get("ONEDOOR_HOUSE") or HOUSE).absolute(),
            is_https=environ.get("ONEDOOR_HTTPS", "0") == "1",
            proxies=_number(environ, "ONEDOOR_PROXIES", 0, MOST_PROXIES, smallest=0),
        )

    def environment(self) -> dict[str, str]:
        """Return the variables that give a child the same settings."""
        return {
            "DATABASE_URL": self.database_url or "",
            "ONEDOOR_VAR": str(self.var),
            "ONEDOOR_HOUSE": str(self.house),
            "ONEDOOR_HOST": self.host,
            "ONEDOOR_PORT": str(self.port),
            "ONEDOOR_WORKERS": str(self.workers),
            "ONEDOOR_DEMO": "1" if self.demo_cases else "people" if self.demo else "0",
            "ONEDOOR_SECRET": self.secret or "",
            "ONEDOOR_HTTPS": "1" if self.is_https else "0",
            "ONEDOOR_PROXIES": str(self.proxies),
        }


def _number(environ: Mapping[str, str], name: str, default: int, largest: int, smallest: int = 1) -> int:
    text = environ.get(name, str(default))
    if not text.isdecimal() or not smallest <= int(text) <= largest:
        raise errors.SettingError(
            Text(
                f"环境变量 {name} 应为 {smallest} 到 {largest} 之间的整数，现在是“{text}”。",
                f"{name} must be a whole number from {smallest} to {largest}; it is {text!r}.",
            )
        )
    return int(text)
