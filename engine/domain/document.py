"""The case document: one JSON object in which every writer has its own place."""

from __future__ import annotations

import re
from typing import Any

from engine import errors
from engine.domain.case import Json

#: A place: `intake`, `consents[]` (append one entry) or `order.team` (one field of a place).
PLACE = re.compile(r"([^\W\d]\w*)(\.[^\W\d]\w*|\[\])?")


class PlaceError(errors.EngineError):
    """写入位置的写法不对，请写成“intake”“consents[]”或“order.team”。

    The place to write to is not spelled correctly; write "intake", "consents[]" or "order.team".
    """


def root_of(place: str) -> str:
    """Return the top-level name of a place."""
    found = PLACE.fullmatch(place)
    if not found:
        raise PlaceError
    return found[1]


def write(document: Json, place: str, value: Any) -> None:
    """Write a value at a place of the document, in the document itself."""
    found = PLACE.fullmatch(place)
    if not found:
        raise PlaceError
    root, rest = found[1], found[2]
    if rest is None:
        document[root] = value
    elif rest == "[]":
        document[root] = [*(document.get(root) or []), value]
    else:
        document[root] = {**(document.get(root) or {}), rest[1:]: value}
