"""Evaluates the pack's `case` expressions: what lists and search show of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine import feel
from engine.domain.case import Json
from engine.errors import ProcessError, Text
from engine.packs.definition import Definition
from engine.usecases import ports

#: `mediator` names the person whom letters name; lists do not show it.
EXPRESSIONS = ("title", "dispute_type", "place", "parties", "mediator")
_SHOWN = EXPRESSIONS[:-1]
#: What a party row may show; the expression may hold more.
_PARTY = ("role", "name", "phone")


@dataclass(frozen=True, kw_only=True)
class Projector:
    """The compiled expressions of one release."""

    compiled: Mapping[str, feel.Expression]

    @classmethod
    def of(cls, definition: Definition) -> Projector:
        """Compile the expressions of a pack; the check has made sure that they can be read."""
        case = definition.content["case"]
        return cls(compiled={key: feel.compile(case[key].removeprefix("=")) for key in EXPRESSIONS if key in case})

    def project(self, document: Json) -> ports.Projection:
        """Evaluate over a document. Raises ProcessError if an expression exceeds its limits; a missing value is null."""
        values = {key: self._value(key, document) for key in self.compiled if key in _SHOWN}
        return ports.Projection(
            title=_text(values.get("title")) or "",
            dispute_type=_text(values.get("dispute_type")),
            parties=tuple(_parties(values.get("parties"))),
            place=_text(values.get("place")),
        )

    def _value(self, key: str, document: Json) -> Any:
        try:
            return feel.to_json(self.compiled[key].evaluate(document))
        except feel.FeelError as error:
            raise ProcessError(
                Text(f"pack.yaml 中 case.{key} 无法算出结果：{error.zh}", f"case.{key} in pack.yaml could not be evaluated: {error.en}")
            ) from error


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _parties(value: Any) -> Iterator[Mapping[str, Any]]:
    for row in value if isinstance(value, list) else [value]:
        if isinstance(row, dict) and row.get("name"):
            party = {key: _text(row.get(key)) for key in _PARTY}
            yield {**party, "role": party["role"] or "", "name": party["name"]}
