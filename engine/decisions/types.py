"""Holds values against the types that a model gives them (DMN 7.3.2, 10.3.2.9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from engine import feel
from engine.decisions.model import ItemDefinition, Place
from engine.errors import Text

#: Names in older files for the types of FEEL.
_OLDER = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "any": "Any",
    "integer": "number",
    "long": "number",
    "double": "number",
}
_TITLES: Mapping[str, Text] = {
    "number": Text("数字", "a number"),
    "string": Text("文字", "a text"),
    "boolean": Text("是或否", "yes or no"),
    "date": Text("日期", "a date"),
    "time": Text("时间", "a time"),
    "date and time": Text("日期和时间", "a date and time"),
    "days and time duration": Text("天数或时长", "a duration in days and hours"),
    "years and months duration": Text("年月时长", "a duration in years and months"),
    "context": Text("一组内容", "a context"),
    "list": Text("列表", "a list"),
}
#: Case documents hold these as text; FEEL reads them with a function.
_READERS = {
    "date": "date(value)",
    "time": "time(value)",
    "date and time": "date and time(value)",
    "days and time duration": "duration(value)",
    "years and months duration": "duration(value)",
}
_MAX_DEPTH = 20


class MisfitError(Exception):
    """A value is not of its type; carries what was due."""

    def __init__(self, due: Text) -> None:
        self.due = due
        super().__init__(due.en)


class Types:
    """The types of one model."""

    def __init__(self, definitions: Iterable[ItemDefinition]) -> None:
        self._definitions = {item.name: item for item in definitions}
        self._allowed: dict[str, Any] = {}

    def knows(self, name: str | None) -> bool:
        """Tell whether a type exists."""
        return name is None or basic(name) in {*_TITLES, "Any"} or name in self._definitions or basic(name).startswith(_GENERIC)

    def definition(self, name: str | None) -> ItemDefinition | None:
        """Return the type of a name that the model defines itself."""
        return self._definitions.get(name or "")

    def component_names(self) -> Iterator[str]:
        """Yield the names of all components, which may have blanks and so must be known to the FEEL reader."""
        queue = list(self._definitions.values())
        while queue:
            item = queue.pop()
            for component in item.components:
                yield component.name
            queue.extend(item.components)

    def allowed_values(self, name: str | None) -> str:
        """Return the unary tests that a named type states for its values; empty for none."""
        item = self._definitions.get(name or "")
        return (item.allowed or self.allowed_values(item.type_ref if item.type_ref != name else None)) if item else ""

    def allowed_of_component(self, name: str | None, component: str) -> str:
        """Return the unary tests that a component of a named type states for its values."""
        item = self._definitions.get(name or "")
        found = next((each for each in item.components if each.name == component), None) if item else None
        return (found.allowed or self.allowed_values(found.type_ref)) if found else ""

    def fit(self, value: Any, name: str | None, *, reading: bool = False) -> Any:
        """Return the value as its type wants it. Raises MisfitError.

        `reading` lets text stand for dates and durations, as it does in case documents and inputs.
        """
        return self._fit(value, name, reading, 0)

    def unreadable(self) -> Iterator[tuple[Place, feel.FeelError]]:
        """Yield the allowed values that are not FEEL."""
        queue = list(self._definitions.values())
        while queue:
            item = queue.pop()
            queue.extend(item.components)
            try:
                feel.compile_unary(item.allowed or "-")
            except feel.FeelError as error:
                yield item.place, error

    def _fit(self, value: Any, name: str | None, reading: bool, depth: int) -> Any:
        if value is None or name is None or basic(name) == "Any" or depth > _MAX_DEPTH:
            return value
        item = self._definitions.get(name)
        return self._fit_item(value, item, reading, depth + 1) if item else _fit_basic(value, basic(name), reading)

    def _fit_item(self, value: Any, item: ItemDefinition, reading: bool, depth: int) -> Any:
        if item.is_function:
            return value
        if item.is_list:
            entries = value if isinstance(value, list) else [value]
            return [self._fit_one(each, item, reading, depth) for each in entries]
        return self._fit_one(_single(value), item, reading, depth)

    def _fit_one(self, value: Any, item: ItemDefinition, reading: bool, depth: int) -> Any:
        value = self._fit_components(value, item, reading, depth) if item.components else self._fit(value, item.type_ref, reading, depth)
        if item.allowed and value is not None and not self._is_allowed(value, item.allowed):
            raise MisfitError(Text(f"{item.allowed} 之一", f"one of {item.allowed}"))
        return value

    def _fit_components(self, value: Any, item: ItemDefinition, reading: bool, depth: int) -> Any:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise MisfitError(_TITLES["context"])
        # What is missing stays missing: documents leave out what was not answered.
        known = {each.name: each for each in item.components if each.name in value}
        return {
            **value,
            **{name: self._fit_item(value[name], each, reading, depth) for name, each in known.items() if value[name] is not None},
        }

    def _is_allowed(self, value: Any, tests: str) -> bool:
        try:
            return tests_of(tests).matches(value, {}) is True
        except feel.FeelError:
            return True  # a check of the file reports the tests; here they say nothing


@cache
def tests_of(text: str) -> feel.UnaryTests:
    """Return compiled unary tests. Raises FeelError."""
    return feel.compile_unary(text)


@cache
def _instance_of(name: str) -> feel.Expression:
    return feel.compile(f"value instance of {name}")


def title(kind: str) -> Text:
    """Return the words for a type of FEEL."""
    return _TITLES[kind]


_GENERIC = ("list<", "context<", "range<", "function<")


def basic(name: str) -> str:
    """Return the present name of a type of FEEL, without a prefix such as `feel:`."""
    plain = name.rpartition(":")[2] if name.startswith("feel") else name
    return _OLDER.get(plain, plain)


def _fit_basic(value: Any, name: str, reading: bool) -> Any:
    if name not in _TITLES:
        return value
    test = _QUICK.get(name)
    candidate = value if name == "list" else _single(value)
    if test is not None:
        if test(candidate):
            return candidate
    elif _instance_of(name).evaluate({"value": candidate}) is True:
        return candidate
    elif name in _READERS and ((reading and isinstance(candidate, str)) or _is_date_for_instant(candidate, name)):
        found = feel.compile(_READERS[name]).evaluate({"value": candidate})
        if found is not None:
            return found
    raise MisfitError(_TITLES[name])


def _is_date_for_instant(value: Any, name: str) -> bool:
    """Tell whether a date may stand for midnight of its day (DMN 10.3.2.9.4)."""
    return name == "date and time" and _instance_of("date").evaluate({"value": value}) is True


def _single(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _is_number(value: Any) -> bool:
    return isinstance(value, Decimal | int | float) and not isinstance(value, bool)


_QUICK: Mapping[str, Callable[[Any], bool]] = {
    "number": _is_number,
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "context": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
}
