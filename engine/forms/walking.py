"""Finds the parts of a bundled schema that speak about a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from engine.forms import keywords, patterns
from engine.forms.reading import Schema

#: Tells whether a schema holds for a value; a walk over everything that may ever apply says yes always.
Applies = Callable[[Schema, Any], bool]

_STRICTEST = ("P3", "P2", "P1", "P0")


def resolve(root: Schema, reference: Any) -> Schema:
    """Return the definition that a reference of a bundled schema names."""
    if reference == "#":
        return root
    found: Schema = root.get("$defs", {}).get(str(reference).removeprefix("#/$defs/"), {})
    return found


def branches(root: Schema, schemas: Iterable[Schema], value: Any = None, applies: Applies | None = None) -> Iterator[Schema]:
    """Yield the schemas and all that they say about the same value, references followed, each once.

    Without `applies` every branch counts; with it `then` and `else`, and the ways of `oneOf` and `anyOf`, count only
    where they hold for the value (all ways, if none holds: then the value is wrong in another respect).
    """
    queue, seen = list(schemas), set()
    while queue:
        schema = queue.pop(0)
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        yield schema
        if "$ref" in schema:
            queue.append(resolve(root, schema["$ref"]))
        queue.extend(_same_value(schema, value, applies))


def _same_value(schema: Schema, value: Any, applies: Applies | None) -> Iterator[Schema]:
    yield from _schemas(schema.get("allOf"))
    for key in ("anyOf", "oneOf"):
        ways = [way for way in _schemas(schema.get(key)) if "const" not in way]
        yield from ([way for way in ways if applies(way, value)] if applies else []) or ways
    for name, dependent in schema.get("dependentSchemas", {}).items():
        if applies is None or (isinstance(value, dict) and name in value):
            yield from _schemas([dependent])
    for key in ("then", "else") if applies is None or "if" not in schema else _chosen(schema, value, applies):
        yield from _schemas([schema.get(key)])


def _chosen(schema: Schema, value: Any, applies: Applies) -> tuple[str, ...]:
    return ("if", "then") if applies(schema["if"], value) else ("else",)


def unconditional(root: Schema, schemas: Iterable[Schema]) -> Iterator[Schema]:
    """Yield the schemas and what they always say: by reference and allOf."""
    queue, seen = list(schemas), set()
    while queue:
        schema = queue.pop(0)
        if id(schema) not in seen:
            seen.add(id(schema))
            yield schema
            queue.extend([resolve(root, schema["$ref"])] if "$ref" in schema else [])
            queue.extend(_schemas(schema.get("allOf")))


def field(found: Iterable[Schema], name: str) -> list[Schema]:
    """Return the schemas that the branches hold for one field of an object; empty if they do not know it."""
    schemas: list[Schema] = []
    for branch in found:
        named = [branch["properties"][name]] if name in branch.get("properties", {}) else []
        named += [each for pattern, each in branch.get("patternProperties", {}).items() if patterns.compiled(pattern).search(name)]
        others = [branch[key] for key in ("additionalProperties", "unevaluatedProperties") if key in branch]
        schemas.extend({} if each is True else each for each in named or others if each is not False)
    return schemas


def all_fields(root: Schema, found: Iterable[Schema]) -> list[str]:
    """Return the names of all fields that the branches of some schemas may ever have, in order."""
    names = (name for branch in branches(root, found) for name in branch.get("properties", {}))
    return list(dict.fromkeys(names))


def items(found: Iterable[Schema]) -> list[Schema]:
    """Return the schemas for the entries of a list."""
    return [branch["items"] for branch in found if isinstance(branch.get("items"), dict)]


def privacy_of(found: Iterable[Schema]) -> str | None:
    """Return the strictest privacy class that branches state for the same value."""
    stated = {branch.get("x-privacy") for branch in found}
    return next((each for each in _STRICTEST if each in stated), None)


def choices(found: Iterable[Schema]) -> list[Schema]:
    """Return the options of a choice: schemas with `const` and `title`."""
    for branch in found:
        options = [way for way in _schemas(branch.get("oneOf")) if "const" in way]
        if options:
            return options
    return []


def endless_reference(root: Schema) -> str | None:
    """Return a reference that leads back to itself without going into a part of the value, if there is one."""
    names = {name: list(_references(schema)) for name, schema in root.get("$defs", {}).items()}
    names["#"] = list(_references({key: value for key, value in root.items() if key != "$defs"}))
    done: set[str] = set()
    for start in names:
        cycle = _cycle(names, start, done)
        if cycle:
            return cycle
    return None


def _cycle(names: dict[str, list[str]], start: str, done: set[str]) -> str | None:
    """Search in depth with an explicit stack: a hostile chain of references may be thousands long."""
    stack, path = [(start, False)], set[str]()
    while stack:
        name, leaving = stack.pop()
        if leaving:
            path.discard(name)
            done.add(name)
        elif name in path:
            return name
        elif name not in done:
            path.add(name)
            stack.append((name, True))
            stack.extend((each, False) for each in names.get(name, ()))
    return None


def _references(schema: Schema) -> Iterator[str]:
    if "$ref" in schema:
        yield "#" if schema["$ref"] == "#" else str(schema["$ref"]).removeprefix("#/$defs/")
    for _, child in keywords.same_value(schema):
        yield from _references(child)


def _schemas(value: Any) -> Iterator[Schema]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            yield each
