"""Figures as data: what a pack counts, evaluated case by case and added up, so that every sum can be drilled down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine import feel
from engine.domain.case import Case
from engine.errors import ProcessError, Text
from engine.packs.definition import Definition
from engine.usecases import ports


@dataclass(frozen=True, kw_only=True)
class FigureDefinition:
    """One figure as the pack defines it."""

    name: str
    title: Text
    version: int
    sum: feel.Expression
    of: feel.Expression | None


@dataclass(kw_only=True)
class _Tally:
    """Sums under way. Mutable on purpose; lives for one measurement."""

    sum: Decimal = Decimal(0)
    of: Decimal = Decimal(0)
    cases: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Measures:
    """The compiled figures of one release."""

    figures: tuple[FigureDefinition, ...]

    @classmethod
    def read(cls, definition: Definition) -> Measures:
        """Compile the figures of a pack; the check has made sure that they can be read."""
        return cls(
            figures=tuple(
                FigureDefinition(
                    name=name,
                    title=Text(**row["title"]),
                    version=row["version"],
                    sum=feel.compile(row["sum"]),
                    of=feel.compile(row["of"]) if "of" in row else None,
                )
                for name, row in definition.content["figures"].items()
            )
        )

    def of(self, cases: Iterable[Case], parameters: Mapping[str, Any], now: datetime) -> list[ports.Figure]:
        """Evaluate all figures in one walk over the cases. Raises ProcessError with the figure's name."""
        tallies = {figure.name: _Tally() for figure in self.figures}
        for case in cases:
            names = {**case.document, "case": {**case.facts(), "end": case.end}, "parameters": parameters, "now": now}
            for figure in self.figures:
                _add(tallies[figure.name], figure, case, names, now)
        return [_figure(figure, tallies[figure.name]) for figure in self.figures]


def _add(tally: _Tally, figure: FigureDefinition, case: Case, names: Mapping[str, Any], now: datetime) -> None:
    counted = _value(figure, figure.sum, names, now)
    if counted:
        tally.sum += counted
        tally.cases.append(case.number)
    if figure.of:
        tally.of += _value(figure, figure.of, names, now)


def _value(figure: FigureDefinition, expression: feel.Expression, names: Mapping[str, Any], now: datetime) -> Decimal:
    """Return a number; true counts as one, everything that is no number as nothing."""
    try:
        value = expression.evaluate(names, now)
    except feel.FeelError as error:
        said = Text(f"统计数“{figure.title.zh}”算不出结果:{error.zh}", f"The figure “{figure.title.en}” could not be evaluated: {error.en}")
        raise ProcessError(said) from error
    if isinstance(value, bool):
        return Decimal(value)
    return value if isinstance(value, Decimal) else Decimal(0)


def _figure(figure: FigureDefinition, tally: _Tally) -> ports.Figure:
    value = tally.sum if figure.of is None else (tally.sum / tally.of if tally.of else None)
    return ports.Figure(name=figure.name, title=figure.title, version=figure.version, value=value, cases=tuple(tally.cases))
