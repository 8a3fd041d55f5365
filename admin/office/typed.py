"""What the fields of a page hold, and how their texts become values."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from engine.errors import FieldProblem, Text

#: What the fields of a page hold: one text, or several where a field may be chosen more than once.
Typed = dict[str, Any]


class UnreadableError(ValueError):
    """A field whose text is no value of its type."""

    def __init__(self, path: str, message: Text) -> None:
        super().__init__(message.en)
        self.problem = FieldProblem(path=path, message=message)


def day(entered: Typed, name: str) -> date | None:
    """Return a date; None if the field is empty. Raises UnreadableError."""
    try:
        return date.fromisoformat(entered[name]) if entered.get(name) else None
    except ValueError as error:
        raise UnreadableError(f"/{name}", Text("请填写日期，例如 2025-06-03。", "Write a date, such as 2025-06-03.")) from error


def number(entered: Typed, name: str) -> int | None:
    """Return a whole number; None if the field is empty. Raises UnreadableError."""
    text = entered.get(name, "")
    if text and not text.isdecimal():
        raise UnreadableError(f"/{name}", Text("请填写整数，例如 5。", "Write a whole number, such as 5."))
    return int(text) if text else None


def parts(text: str) -> tuple[str, ...]:
    """Return the parts of a text that somebody divided by commas of any kind, each once."""
    found = re.split(r"[,，、;；]", text)
    return tuple(dict.fromkeys(part.strip() for part in found if part.strip()))


def one_of(path: str, text: str, choices: tuple[Any, ...]) -> str:
    """Return a text that is one of the choices. Raises UnreadableError."""
    if text not in choices:
        raise UnreadableError(path, Text("请从列表中选择。", "Choose from the list."))
    return text
