"""Which values are of which type (DMN 1.5, 10.3.2.9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, time
from typing import Any

from engine.feel.nodes import TypeName
from engine.feel.temporal import at_time
from engine.feel.values import Function, Range, kind, shallow

#: Other ways to write a type.
_SAME = {
    "day time duration": "days and time duration",
    "year month duration": "years and months duration",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "dateTime": "date and time",
}
_PLAIN = frozenset(("number", "string", "boolean", "date", "time", "date and time", "days and time duration", "years and months duration"))

Check = Callable[[Any], bool]


def check(type_name: TypeName) -> Check:
    """Return the function that tells whether a value is of a type; nothing is of an unknown one."""
    name = _SAME.get(type_name.name, type_name.name)
    if name in _PLAIN:
        return lambda value: kind(value) == name
    compose = _COMPOSED.get(name)
    return compose(type_name) if compose else lambda _: False


def conforming(type_name: TypeName) -> Check:
    """Return the function that tells whether a value may stand for a type; null may stand for any."""
    found = check(type_name)
    return lambda value: value is None or found(value)


def coercion(type_name: TypeName) -> Callable[[Any], Any]:
    """Return the function that gives a value as a type wants it, or MISFIT (DMN 1.5, 10.3.2.9.4)."""
    fits, name = conforming(type_name), _SAME.get(type_name.name, type_name.name)

    def coerce(value: Any) -> Any:
        if fits(value):
            return value
        if kind(value) == "list" and len(value) == 1 and fits(shallow(value[0])):
            return shallow(value[0])
        if name == "list" and fits([value]):
            return [value]
        return at_time(value, time(tzinfo=UTC)) if name == "date and time" and kind(value) == "date" else MISFIT

    return coerce


#: Stands for an argument that no conversion fits to its type.
MISFIT: Any = object()


def _any(_: TypeName) -> Check:
    return lambda value: value is not None


def _null(_: TypeName) -> Check:
    return lambda value: value is None


def _list(type_name: TypeName) -> Check:
    entry = conforming(type_name.parameters[0]) if type_name.parameters else None
    return lambda value: kind(value) == "list" and (entry is None or all(entry(shallow(each)) for each in value))


def _context(type_name: TypeName) -> Check:
    checks = [(key, conforming(each)) for key, each in zip(type_name.keys, type_name.parameters, strict=True)]
    return lambda value: kind(value) == "context" and all(key in value and fits(shallow(value[key])) for key, fits in checks)


def _range(type_name: TypeName) -> Check:
    end = conforming(type_name.parameters[0]) if type_name.parameters else None
    return lambda value: isinstance(value, Range) and (end is None or (end(value.start) and end(value.end)))


def _function(type_name: TypeName) -> Check:
    if not type_name.parameters:
        return lambda value: isinstance(value, Function)
    count = len(type_name.parameters) - 1
    return lambda value: isinstance(value, Function) and any(len(each) == count for each in value.signatures)


_COMPOSED: Mapping[str, Callable[[TypeName], Check]] = {
    "Any": _any,
    "Null": _null,
    "list": _list,
    "context": _context,
    "range": _range,
    "function": _function,
}
