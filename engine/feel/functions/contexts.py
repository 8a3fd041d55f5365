"""Functions of contexts (DMN 1.5, table 81)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.feel.functions.building import built_in
from engine.feel.running import current
from engine.feel.values import shallow


@built_in("get value", "m: context, key: string")
def get_value(context: Mapping[str, Any], key: str) -> Any:
    """Return the entry under a key."""
    return shallow(context.get(key))


@built_in("get value", "m: context, keys: list")
def get_value_inside(context: Mapping[str, Any], keys: list[Any]) -> Any:
    """Return the entry under a path of keys."""
    found: Any = context
    for key in keys:
        if not isinstance(found, Mapping) or not isinstance(key, str):
            return None
        found = found.get(key)
    return shallow(found) if keys else None


@built_in("get entries", "m: context")
def get_entries(context: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the entries as a list of contexts with `key` and `value`."""
    current().meter.sized(len(context))
    return [{"key": key, "value": shallow(value)} for key, value in context.items()]


@built_in("context", "entries: list")
def context_of(entries: list[Any]) -> dict[str, Any] | None:
    """Return the context of entries with `key` and `value`; null for keys that are missing or stand twice."""
    current().meter.copied(len(entries))
    found: dict[str, Any] = {}
    for entry in entries:
        key = entry.get("key") if isinstance(entry, Mapping) and "value" in entry else None
        if not isinstance(key, str) or key in found:
            return None
        found[key] = shallow(entry["value"])
    return found


@built_in("context put", "context: context, key: string, value: any")
def put(context: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    """Return the context with an entry added or replaced."""
    current().meter.sized(len(context))
    return {**context, key: value}


@built_in("context put", "context: context, keys: list, value: any")
def put_inside(context: Mapping[str, Any], keys: list[Any], value: Any) -> dict[str, Any] | None:
    """Return the context with an entry added or replaced under a path of keys."""
    current().meter.step()
    if not keys or not isinstance(keys[0], str):
        return None
    if len(keys) == 1:
        return put(context, keys[0], value)
    inner = context.get(keys[0])
    if not isinstance(inner, Mapping | None):
        return None
    changed: dict[str, Any] | None = put_inside(inner or {}, keys[1:], value)
    return None if changed is None else {**context, keys[0]: changed}


@built_in("context merge", "contexts: list")
def merge(contexts: list[Any]) -> dict[str, Any] | None:
    """Return one context of the entries of all; the later stands for the earlier."""
    found: dict[str, Any] = {}
    for each in contexts:
        if not isinstance(each, Mapping):
            return None
        current().meter.sized(len(found) + len(each))
        found.update(each)
    return found
