"""Fields that are plainly right, told without the library: most answers are, and asking it costs a hundred times more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.forms import formats
from engine.forms.reading import Schema

_Test = Callable[[Any], bool]

#: Keywords that ask nothing of a value.
_SILENT = frozenset({"$comment", "default", "description", "examples", "title", "x-en", "x-onedoor", "x-privacy"})
_TYPES: dict[Any, tuple[type, ...]] = {"string": (str,), "boolean": (bool,), "integer": (int,), "number": (int, float)}


class PlainFields:
    """Knows the fields of one form; what it does not tell is for the library to say."""

    def __init__(self) -> None:
        # By the identity of the schema, which is kept so that nothing else can take it over.
        self._tests: dict[int, tuple[Any, _Test | None]] = {}

    def holds(self, schema: Any, value: Any) -> bool:
        """Tell whether a value plainly satisfies a schema; False may mean that it does all the same."""
        known = self._tests.get(id(schema))
        if known is None:
            known = self._tests[id(schema)] = (schema, _test(schema) if isinstance(schema, dict) else None)
        return known[1] is not None and known[1](value)


def _test(schema: Schema) -> _Test | None:
    """Return what is true only of values that satisfy a schema; None if it asks for something that is not told here."""
    types = _TYPES.get(schema.get("type")) if isinstance(schema.get("type"), str) else None
    asked = [_of_keyword(key, value) for key, value in schema.items() if key not in _SILENT and key != "type"]
    tests = [test for test in asked if test]
    if types is None or len(tests) < len(asked):
        return None
    # The exact type: a truth value is an integer to Python, and to nobody else.
    return lambda value: type(value) in types and all(test(value) for test in tests)


def _of_keyword(key: str, limit: Any) -> _Test | None:
    tests: dict[str, _Test] = {
        "minLength": lambda value: isinstance(value, str) and len(value) >= limit,
        "maxLength": lambda value: isinstance(value, str) and len(value) <= limit,
        "minimum": lambda value: isinstance(value, int | float) and value >= limit,
        "maximum": lambda value: isinstance(value, int | float) and value <= limit,
    }
    if key == "format" and limit == "date":
        return lambda value: isinstance(value, str) and formats.read_date(value) is not None
    return _of_choice(limit) if key == "oneOf" else tests.get(key)


def _of_choice(ways: Any) -> _Test | None:
    """Test a choice between texts; one that is offered twice is for the library to refuse."""
    codes = [way.get("const") for way in ways if isinstance(way, dict) and not way.keys() - _SILENT - {"const"}]
    if len(codes) < len(ways) or not all(isinstance(code, str) for code in codes) or len(set(codes)) < len(codes):
        return None
    return lambda value: isinstance(value, str) and value in codes
