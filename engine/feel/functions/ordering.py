"""Sorting by a function that says which of two comes first (DMN 1.5, table 78)."""

from __future__ import annotations

from functools import cmp_to_key
from typing import Any

from engine.feel import comparing
from engine.feel.functions.building import built_in
from engine.feel.running import current
from engine.feel.values import Function, shallow


@built_in("sort", "list: list, precedes: function")
def sort(values: list[Any], precedes: Function) -> list[Any] | None:
    """Return a list in the order that `precedes(first, second)` says; equals stay as they were."""
    if not any(len(each) == 2 for each in precedes.signatures):  # noqa: PLR2004 - it takes two entries
        return None
    step = current().meter.step

    def place(left: Any, right: Any) -> int:
        step()
        if precedes.call(left, right) is True:
            return -1
        return 1 if precedes.call(right, left) is True else 0

    return sorted((shallow(each) for each in values), key=cmp_to_key(place))


@built_in("sort", "list: list")
def sort_naturally(values: list[Any]) -> list[Any] | None:
    """Return a list in ascending order; null if its entries have none."""
    found = [shallow(each) for each in values]
    current().meter.step(len(found))
    if any(comparing.order(each, found[0]) is None for each in found):
        return None
    return sorted(found, key=cmp_to_key(lambda left, right: comparing.order(left, right) or 0))
