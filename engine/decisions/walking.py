"""Walks through the expressions of a model."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from engine.decisions import model
from engine.decisions.model import Place


def tables(node: model.Node) -> Iterator[model.Table]:
    """Yield the decision tables of an element, however deep they stand in it."""
    return (each for each in _values(node) if isinstance(each, model.Table))


def literals(node: model.Node) -> Iterator[model.Literal]:
    """Yield the FEEL texts of an element."""
    return (each for each in _values(node) if isinstance(each, model.Literal))


def type_references(source: model.Model) -> Iterator[tuple[Place, str]]:
    """Yield the types that a model names, with the nearest place."""
    owners: list[model.Node | model.ItemDefinition] = [*source.nodes, *source.types]
    for owner in owners:
        for each in _values(owner):
            name = getattr(each, "type_ref", None)
            if name:
                yield getattr(each, "place", owner.place), name


def _values(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, tuple):
        for each in value:
            yield from _values(each)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Place):
        for field in dataclasses.fields(value):
            yield from _values(getattr(value, field.name))
