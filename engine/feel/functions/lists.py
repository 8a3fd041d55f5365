"""Functions of lists (DMN 1.5, table 76)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.feel import comparing
from engine.feel.functions.building import built_in
from engine.feel.numbers import integral
from engine.feel.running import current
from engine.feel.values import Function, shallow


@built_in("list contains", "list: list, element: any")
def list_contains(values: list[Any], element: Any) -> bool:
    """Tell whether a list has an entry."""
    return any(_same(each, element) for each in values)


def _same(left: Any, right: Any) -> bool:
    meter = current().meter
    meter.step()
    return comparing.equal(left, right, meter) is True


@built_in("count", "list: list")
def count(values: list[Any]) -> Decimal:
    """Return the number of entries."""
    return Decimal(len(values))


@built_in("all", "list: list")
def all_of(values: list[Any]) -> bool | None:
    """Tell whether every entry is true; unknown if one is no truth value and none is false."""
    return _decided(values, decisive=False)


@built_in("any", "list: list")
def any_of(values: list[Any]) -> bool | None:
    """Tell whether some entry is true; unknown if one is no truth value and none is true."""
    return _decided(values, decisive=True)


@built_in("all", "b*: any")
def all_arguments(*values: Any) -> bool | None:
    """Do as `all` with the arguments as the list."""
    return _decided(list(values), decisive=False) if len(values) > 1 else None


@built_in("any", "b*: any")
def any_argument(*values: Any) -> bool | None:
    """Do as `any` with the arguments as the list."""
    return _decided(list(values), decisive=True) if len(values) > 1 else None


def _decided(values: list[Any], *, decisive: bool) -> bool | None:
    current().meter.copied(len(values))
    if any(each is decisive for each in values):
        return decisive
    return not decisive if all(isinstance(each, bool) for each in values) else None


@built_in("not", "negand: any")
def negation(value: Any) -> bool | None:
    """Return the opposite of a truth value."""
    return not value if isinstance(value, bool) else None


@built_in("sublist", "list: list, start position: number, length?: number?")
def sublist(values: list[Any], start: Decimal, length: Decimal | None = None) -> list[Any] | None:
    """Return a part of a list; positions count from 1, or from the end if negative."""
    place, size = integral(start), integral(length)
    if not place or abs(place) > len(values) or (length is not None and (size is None or size < 0)):
        return None
    first = place - 1 if place > 0 else len(values) + place
    if size is not None and first + size > len(values):
        return None
    return _made(values[first:] if size is None else values[first : first + size])


def _made(values: list[Any]) -> list[Any]:
    current().meter.sized(len(values))
    return values


@built_in("append", "list: list?, item*: any")
def append(values: list[Any] | None, *items: Any) -> list[Any] | None:
    """Return the list with further entries at its end."""
    return None if values is None else _made([*values, *items])


@built_in("concatenate", "list*: list")
def concatenate(*lists: list[Any]) -> list[Any]:
    """Return the entries of all lists in one."""
    current().meter.sized(sum(map(len, lists)))
    return [entry for values in lists for entry in values]


@built_in("insert before", "list: list, position: number, newItem: any")
def insert_before(values: list[Any], position: Decimal, item: Any) -> list[Any] | None:
    """Return the list with an entry before a position."""
    place = _place(values, position)
    return None if place is None else _made([*values[:place], item, *values[place:]])


@built_in("remove", "list: list, position: number")
def remove(values: list[Any], position: Decimal) -> list[Any] | None:
    """Return the list without the entry at a position."""
    place = _place(values, position)
    return None if place is None else _made([*values[:place], *values[place + 1 :]])


def _place(values: list[Any], position: Decimal) -> int | None:
    """Return a position counted from 1, or from the end if negative, as Python's."""
    place = integral(position)
    if not place or abs(place) > len(values):
        return None
    return place - 1 if place > 0 else len(values) + place


@built_in("list replace", "list: list, position: number, newItem: any")
def replace_at(values: list[Any], position: Decimal, item: Any) -> list[Any] | None:
    """Return the list with another entry at a position."""
    place = _place(values, position)
    return None if place is None else _made([*values[:place], item, *values[place + 1 :]])


@built_in("list replace", "list: list, match: function, newItem: any")
def replace_matching(values: list[Any], match: Function, item: Any) -> list[Any] | None:
    """Return the list with another entry in the place of each for which the function of entry and new entry is true."""
    verdicts = [match.call(shallow(each), item) for each in values]
    if not all(isinstance(verdict, bool) for verdict in verdicts):
        return None
    return _made([item if verdict else each for each, verdict in zip(values, verdicts, strict=True)])


@built_in("reverse", "list: list")
def reverse(values: list[Any]) -> list[Any]:
    """Return the list backwards."""
    return _made(values[::-1])


@built_in("index of", "list: list, match: any")
def index_of(values: list[Any], match: Any) -> list[Decimal]:
    """Return the positions of an entry."""
    return _made([Decimal(place) for place, each in enumerate(values, 1) if _same(each, match)])


@built_in("union", "list*: list")
def union(*lists: list[Any]) -> list[Any]:
    """Return the entries of all lists, each once."""
    return distinct_values(concatenate(*lists))


@built_in("distinct values", "list: list")
def distinct_values(values: list[Any]) -> list[Any]:
    """Return the entries, each once."""
    found: list[Any] = []
    for each in values:
        if not any(_same(each, known) for known in found):
            found.append(each)
    return _made(found)


@built_in("flatten", "list: list")
def flatten(values: list[Any]) -> list[Any]:
    """Return the entries of all lists inside the list."""
    found: list[Any] = []
    meter = current().meter
    queue = list(reversed(values))
    while queue:
        meter.step()
        value = queue.pop()
        if isinstance(value, list | tuple):
            queue.extend(reversed(value))
        else:
            found.append(shallow(value))
    return _made(found)
