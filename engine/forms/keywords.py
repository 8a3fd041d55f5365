"""Which keywords of JSON Schema lead to which kind of sub-schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.forms.reading import Schema

#: Sub-schemas about the same value: one schema, a list of them, or several by name.
SAME_VALUE_ONE = ("if", "then", "else", "not")
SAME_VALUE_LIST = ("allOf", "anyOf", "oneOf")
SAME_VALUE_NAMED = ("dependentSchemas",)
#: Sub-schemas about a part of the value.
PART_ONE = ("items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "contains", "propertyNames")
PART_NAMED = ("properties", "patternProperties")
#: Keywords whose members are names chosen by the author.
NAMED = frozenset({*SAME_VALUE_NAMED, *PART_NAMED, "$defs", "dependentRequired"})
#: Keywords that hold plain data; nothing in them is a schema.
DATA = frozenset({"const", "enum", "default", "examples", "x-en", "x-onedoor"})


def same_value(schema: Schema) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """Yield the sub-schemas that speak about the same value, with their place; references are not followed."""
    yield from _children(schema, SAME_VALUE_ONE, SAME_VALUE_LIST, SAME_VALUE_NAMED)


def parts(schema: Schema) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """Yield the sub-schemas that speak about a part of the value, with their place."""
    yield from _children(schema, PART_ONE, (), PART_NAMED)


def subschemas(schema: Schema, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """Yield a schema and all below it, definitions included, with their places."""
    yield place, schema
    for step, child in (*same_value(schema), *parts(schema), *_children(schema, (), (), ("$defs",))):
        yield from subschemas(child, place + step)


def pointer(place: tuple[str, ...]) -> str:
    """Write a place as a JSON pointer (RFC 6901)."""
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in place)


def _children(
    schema: Schema, one: tuple[str, ...], several: tuple[str, ...], named: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Schema]]:
    for key in one:
        yield from _if_schema((key,), schema.get(key))
    for key in several:
        for index, child in enumerate(_as(list, schema.get(key))):
            yield from _if_schema((key, str(index)), child)
    for key in named:
        for name, child in _as(dict, schema.get(key)).items():
            yield from _if_schema((key, name), child)


def _if_schema(place: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], Schema]]:
    if isinstance(value, dict):
        yield place, value


def _as(kind: type, value: Any) -> Any:
    return value if isinstance(value, kind) else kind()
