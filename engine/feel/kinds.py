"""The types of values before there are any: what is known of them, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


class Known(Protocol):
    """What is known about a value: a `Type`, or what a form knows about its answers."""

    @property
    def kind(self) -> str:
        """Return the name of its type in FEEL; `any` if it may be of several, `null` for null."""
        ...

    @property
    def fields(self) -> Mapping[str, Any]:
        """Return the parts of a context with their types; none if they are not known."""
        ...

    @property
    def items(self) -> Any:
        """Return the type of the entries of a list; None if it is not known."""
        ...

    @property
    def choices(self) -> tuple[Any, ...]:
        """Return the only values that may stand there; none if any of the kind may."""
        ...


@dataclass(frozen=True, kw_only=True)
class Type:
    """What is known about a value; satisfies `Known`."""

    kind: str
    fields: Mapping[str, Known] = field(default_factory=dict)
    items: Known | None = None
    choices: tuple[Any, ...] = ()


ANY = Type(kind="any")
NULL = Type(kind="null")
NUMBER, STRING, BOOLEAN = Type(kind="number"), Type(kind="string"), Type(kind="boolean")
INSTANT = Type(kind="date and time")

DATES = frozenset({"date", "time", "date and time"})
DURATIONS = frozenset({"days and time duration", "years and months duration"})
#: Kinds of single values, which never equal one of another kind.
PLAIN = frozenset({"number", "string", "boolean", *DATES, *DURATIONS})

#: Chinese and English.
WORDS: Mapping[str, tuple[str, str]] = {
    "number": ("数字", "a number"),
    "string": ("文字", "a text"),
    "boolean": ("是或否", "yes or no"),
    "date": ("日期", "a date"),
    "time": ("时间", "a time"),
    "date and time": ("日期和时间", "a date and time"),
    "days and time duration": ("时长", "a duration"),
    "years and months duration": ("年月时长", "a duration in years and months"),
    "context": ("一组内容", "a context"),
    "list": ("列表", "a list"),
    "function": ("函数", "a function"),
    "range": ("范围", "a range"),
}

_RESULTS: Mapping[str, tuple[str, ...]] = {
    "number": (
        *("count", "sum", "mean", "median", "product", "stddev", "floor", "ceiling", "decimal", "modulo", "sqrt", "log", "exp", "number"),
        *("round up", "round down", "round half up", "round half down", "string length", "day of year", "week of year"),
    ),
    "string": (
        *("string", "substring", "replace", "upper case", "lower case", "substring before", "substring after", "string join"),
        *("day of week", "month of year"),
    ),
    "boolean": ("contains", "matches", "all", "any", "not", "even", "odd", "starts with", "ends with", "list contains"),
    "list": (
        *("split", "append", "concatenate", "flatten", "sort", "reverse", "sublist", "union", "remove", "distinct values"),
        *("insert before", "get entries", "index of"),
    ),
    "date": ("date", "today"),
    "time": ("time",),
    "date and time": ("now", "date and time"),
    "years and months duration": ("years and months duration",),
}
#: What a built-in function gives when it gives anything.
RESULTS: Mapping[str, Type] = {name: Type(kind=kind) for kind, names in _RESULTS.items() for name in names}


def common(types: list[Known]) -> Known:
    """Return what is known of a value that is of one of some types; null is of every type."""
    kinds = {each.kind for each in types if each.kind != "null"}
    found = [each for each in types if each.kind != "null"]
    if len(kinds) != 1:
        return NULL if types and not kinds else ANY
    return found[0] if len(found) == 1 else Type(kind=found[0].kind)
