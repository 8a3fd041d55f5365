"""Calls functions with arguments by position or by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.feel.values import Function


def call_positional(function: Function, values: Sequence[Any]) -> Any:
    """Call a function with arguments in order; null if it takes no such number of them."""
    longest = max((len(each) for each in function.signatures), default=0)
    takes_rest = any(each and each[-1].endswith("*") for each in function.signatures)
    if len(values) > longest and not takes_rest:
        return None
    return function.call(*values)


def call_named(function: Function, values: Mapping[str, Any]) -> Any:
    """Call a function with arguments by name; null if it has no parameters of these names."""
    for signature in function.signatures:
        names = [name.removesuffix("*") for name in signature]
        if set(values) <= set(names):
            return _in_order(function, signature, names, values)
    return None


def _in_order(function: Function, signature: Sequence[str], names: Sequence[str], values: Mapping[str, Any]) -> Any:
    last = max((names.index(name) for name in values), default=-1)
    given = [values.get(name) for name in names[: last + 1]]
    if signature[last].endswith("*") and isinstance(given[-1], list):
        given[-1:] = given[-1]
    return function.call(*given)
