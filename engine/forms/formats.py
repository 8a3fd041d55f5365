"""Says whether a text is the date, phone number, address or roster code that a form asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from jsonschema import FormatChecker
from jsonschema.exceptions import FormatError

from engine.domain.roster import Roster

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2})?", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>,;:\"'()\[\]\\]{1,64}@[^\s@.<>,;]{1,63}(\.[^\s@.<>,;]{1,63}){1,8}")
#: Mobile, landline with area code, 400/800, short public numbers such as 12348, and foreign numbers with a plus sign.
_PHONE = re.compile(r"(86)?1[3-9]\d{9}|0\d{2,3}[1-9]\d{6,7}(x\d{1,6})?|[48]00\d{7}|1\d{2,5}|\+\d{6,15}", re.ASCII)
_MAX_SHORT = 254


class WorkLimitError(Exception):
    """Checking the answers would take too many steps."""


@dataclass
class AnswerChecker(FormatChecker):
    """Checks formats for one set of answers, and counts the steps that checking takes."""

    roster: Roster
    steps_left: int = 50_000

    def check(self, instance: object, format: str) -> None:  # noqa: A002 - jsonschema names it so
        """Raise FormatError if a text is not of a format; unknown formats pass, as in JSON Schema."""
        test = _FORMATS.get(format)
        if test and isinstance(instance, str) and not test(instance, self.roster):
            raise FormatError(format)

    def count_step(self) -> None:
        """Use one step. Raises WorkLimitError."""
        self.steps_left -= 1
        if self.steps_left < 0:
            raise WorkLimitError


def is_money(value: Any) -> bool:
    """Tell whether a number has at most two decimals."""
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -2  # noqa: PLR2004 - fen, the hundredth of a yuan


def is_phone(text: str) -> bool:
    """Tell whether a text is a telephone number; blanks, hyphens and brackets between digits do not count."""
    digits = re.sub(r"[\s()\uff08\uff09-]", "", text).replace("转", "x")
    return len(text) <= _MAX_SHORT and (_PHONE.fullmatch(digits) or _PHONE.fullmatch(digits.removeprefix("+86"))) is not None


def read_date(text: str) -> date | None:
    """Read a date such as 2025-06-03; None if it is none."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def read_instant(text: str) -> datetime | None:
    """Read local wall time such as 2025-06-03T16:00, or an instant with its offset; None if it is neither."""
    try:
        return datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
    except ValueError:
        return None


def choices(format_name: str, roster: Roster) -> Mapping[str, Any] | None:
    """Return what may be chosen for a roster format, by code; None for other formats."""
    match format_name:
        case "onedoor-person":
            return roster.by_person
        case "onedoor-team":
            return roster.by_team
        case "onedoor-unit":
            return {unit.code: unit for unit in roster.units}
        case _:
            return None


def _is_time(text: str, _: Roster) -> bool:
    try:
        return bool(_TIME.fullmatch(text) and time.fromisoformat(text))
    except ValueError:
        return False


def _is_uri(text: str, _: Roster) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"\s", text)


def _is_file(text: str, _: Roster) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _on_roster(format_name: str) -> Callable[[str, Roster], bool]:
    return lambda text, roster: text in (choices(format_name, roster) or {})


_FORMATS: Mapping[str, Callable[[str, Roster], bool]] = {
    "date": lambda text, _: read_date(text) is not None,
    "date-time": lambda text, _: read_instant(text) is not None,
    "time": _is_time,
    "email": lambda text, _: len(text) <= _MAX_SHORT and _EMAIL.fullmatch(text) is not None,
    "uri": _is_uri,
    "phone": lambda text, _: is_phone(text),
    "onedoor-file": _is_file,
    **{name: _on_roster(name) for name in ("onedoor-person", "onedoor-team", "onedoor-unit")},
}
