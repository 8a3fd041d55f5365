"""What answers may hold at most, whatever the form says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from engine.errors import FieldProblem
from engine.forms import keywords, phrasing

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_ITEMS = 500
MAX_TEXT = 20_000
#: Beyond this a browser no longer tells whole numbers apart.
MAX_NUMBER = 2**53 - 1

#: Unicode's categories Cc and Cs without what lays a text out: line ends and tabs.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def check(answers: Any) -> list[FieldProblem]:
    """Return the problems for which answers are not even compared with a form."""
    problems = list(_check(answers, ()))
    if not problems and len(json.dumps(answers, ensure_ascii=False).encode()) > MAX_BYTES:
        problems.append(FieldProblem(path="", message=phrasing.sentence("limit.size", limit=MAX_BYTES // 1024)))
    return problems


def _check(value: Any, place: tuple[str, ...]) -> Iterator[FieldProblem]:
    if len(place) > MAX_DEPTH:
        yield _problem(place[:MAX_DEPTH], "limit.depth", MAX_DEPTH)
    elif isinstance(value, dict):
        yield from _check_object(value, place)
    elif isinstance(value, list):
        if len(value) > MAX_ITEMS:
            yield _problem(place, "maxItems", MAX_ITEMS)
        for index, item in enumerate(value[:MAX_ITEMS]):
            yield from _check(item, (*place, str(index)))
    else:
        yield from _check_leaf(value, place)


def _check_object(value: dict[Any, Any], place: tuple[str, ...]) -> Iterator[FieldProblem]:
    for name, child in value.items():
        if isinstance(name, str) and not _has_control(name):
            yield from _check(child, (*place, name))
        else:
            yield _problem(place, "limit.control", None)


def _check_leaf(value: Any, place: tuple[str, ...]) -> Iterator[FieldProblem]:
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            yield _problem(place, "maxLength", MAX_TEXT)
        if _has_control(value):
            yield _problem(place, "limit.control", None)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if not abs(value) <= MAX_NUMBER:  # also true of "not a number"
            yield _problem(place, "limit.number", None)
    elif value is not None and not isinstance(value, bool):
        yield _problem(place, "limit.value", None)


def _has_control(text: str) -> bool:
    """Tell whether a text holds control characters or halves of surrogate pairs."""
    return _CONTROL.search(text) is not None


def _problem(place: tuple[str, ...], key: str, limit: int | None) -> FieldProblem:
    return FieldProblem(path=keywords.pointer(place), message=phrasing.sentence(key, limit=limit))
