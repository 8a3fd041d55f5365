"""Turns expressions of a model into functions that give their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from engine import feel
from engine.decisions.model import Expression, Literal, Place
from engine.decisions.results import Run, shown
from engine.decisions.types import MisfitError, Types
from engine.errors import Text

#: Names and their values.
Scope = dict[str, Any]
#: Gives the value of an expression in a scope.
Evaluate = Callable[[Scope, Run], Any]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """An expression that is not FEEL."""

    place: Place
    text: str
    message: Text


@dataclass
class Compiler:
    """Compiles the expressions of one element; the names in its scope decide how FEEL reads blanks in names."""

    types: Types
    faults: list[Fault] = field(default_factory=list)

    def literal(self, expression: Literal, names: Iterable[str]) -> Evaluate:
        """Compile FEEL text; what cannot be read is a fault, and null when it is evaluated."""
        if not expression.text:
            return lambda _scope, _run: None
        try:
            compiled = feel.compile(expression.text, (*names, *self.types.component_names()))
        except feel.FeelError as error:
            return self._faulty(expression, error)
        return self.typed(expression, _evaluating(compiled, expression))

    def tests(self, expression: Literal, names: Iterable[str]) -> feel.UnaryTests | None:
        """Compile the tests of a cell; None if anything passes. A cell that cannot be read is a fault and never matches."""
        if expression.text in {"", "-"}:
            return None
        try:
            return feel.compile_unary(expression.text, (*names, *self.types.component_names()))
        except feel.FeelError as error:
            self._faulty(expression, error)
            return feel.compile_unary("false and true")

    def typed(self, expression: Expression, evaluate: Evaluate) -> Evaluate:
        """Hold the value of an expression against the type that it states."""
        return typed(self.types, expression.type_ref, expression.place, evaluate) if expression.type_ref else evaluate

    def _faulty(self, expression: Literal, error: feel.FeelError) -> Evaluate:
        message = fault_text(expression, error)
        self.faults.append(Fault(place=expression.place, text=expression.text, message=message))

        def report(_: Scope, run: Run) -> None:
            run.note(message, expression.place)

        return report


def typed(types: Types, type_ref: str | None, place: Place, evaluate: Evaluate) -> Evaluate:
    """Hold a value against a type: a misfit becomes null, with a finding."""

    def evaluate_typed(scope: Scope, run: Run) -> Any:
        value = evaluate(scope, run)
        try:
            return types.fit(value, type_ref)
        except MisfitError as error:
            run.note(misfit_text(run.current, error), place)
            return None

    return evaluate_typed


def misfit_text(name: str, error: MisfitError) -> Text:
    """Say which value was due."""
    return Text(
        f"“{name}”应当得出{error.due.zh}，实际不是，结果为空。", f"“{name}” should give {error.due.en} but does not; the result is null."
    )


def arrival_text(label: str, error: MisfitError, value: Any) -> Text:
    """Say which value was due from outside, and what arrived."""
    return Text(f"“{label}”应是{error.due.zh}，收到的是 {shown(value)}。", f"“{label}” should be {error.due.en}; {shown(value)} arrived.")


def fault_text(expression: Literal, error: feel.FeelError) -> Text:
    """Say which text cannot be read, and where in a table it stands."""
    place = expression.place
    if place.rule is None:
        return Text(f"表达式“{expression.text}”无法读懂：{error.zh}", f"The expression “{expression.text}” cannot be read: {error.en}")
    return Text(
        f"第 {place.rule} 条规则“{place.column}”一栏的“{expression.text}”无法读懂：{error.zh}",
        f"Rule {place.rule}, column “{place.column}”: “{expression.text}” cannot be read: {error.en}",
    )


def _evaluating(compiled: feel.Expression, expression: Literal) -> Evaluate:
    def evaluate(scope: Scope, run: Run) -> Any:
        try:
            return compiled.evaluate(scope, run.now)
        except feel.FeelError as error:
            message = Text(f"“{expression.text}”无法算出结果：{error.zh}", f"“{expression.text}” could not be evaluated: {error.en}")
            run.note(message, expression.place)
            return None

    return evaluate
