"""Checks the expressions of pack.yaml that say what lists and search show of a case."""

from __future__ import annotations

from collections.abc import Iterator

from engine import feel
from engine.errors import Problem, Text
from engine.packs.definition import Definition
from engine.packs.projecting import EXPRESSIONS
from engine.packs.yamlfile import Place


def check(definition: Definition) -> Iterator[Problem]:
    """Yield every expression that is not FEEL."""
    for key in EXPRESSIONS:
        yield from _unreadable(definition, ("case", key), definition.content["case"].get(key))


def _unreadable(definition: Definition, where: Place, text: str | None) -> Iterator[Problem]:
    if text is None:
        return
    try:
        feel.compile(text)
    except feel.FeelError as error:
        file, place = definition.stated_in(where)
        named = ".".join(map(str, where))
        message = Text(f"{named} 的表达式无法读懂。{error.zh}", f"The expression of {named} cannot be read. {error.en}")
        yield file.problem(place, message, Text("请按 FEEL 的写法改正。", "Correct it by the rules of FEEL."))
