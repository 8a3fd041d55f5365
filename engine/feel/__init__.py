"""FEEL, the expression language of DMN 1.5 (chapter 10): read, checked and evaluated without Python's `eval`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from engine.feel.clashes import Clash
from engine.feel.errors import FeelError, FeelEvaluationError, FeelLimitError, FeelSyntaxError
from engine.feel.expression import Expression, UnaryTests, compile_expression, compile_tests
from engine.feel.inference import Inferred
from engine.feel.jsonish import to_json
from engine.feel.kinds import Known, Type
from engine.feel.limits import DEFAULT, Limits
from engine.feel.running import Note
from engine.feel.values import Function, Range, YearsMonths, from_json, kind

__all__ = [
    "Clash",
    "Expression",
    "FeelError",
    "FeelEvaluationError",
    "FeelLimitError",
    "FeelSyntaxError",
    "Function",
    "Inferred",
    "Known",
    "Limits",
    "Note",
    "Range",
    "Type",
    "UnaryTests",
    "YearsMonths",
    "compile",
    "compile_unary",
    "evaluate",
    "from_json",
    "kind",
    "to_json",
]


def compile(text: str, names: Iterable[str] = (), *, limits: Limits = DEFAULT) -> Expression:  # noqa: A001 - the word for it
    """Compile an expression; a leading `=` is passed over. Raises FeelSyntaxError and FeelLimitError.

    `names` are the names in scope: those with blanks or signs are read as names only if they are given here. A mapping
    gives the names inside its values, too.
    """
    return compile_expression(text, names, limits)


def compile_unary(text: str, names: Iterable[str] = (), *, limits: Limits = DEFAULT) -> UnaryTests:
    """Compile the tests of a decision table cell. Raises FeelSyntaxError and FeelLimitError."""
    return compile_tests(text, names, limits)


def evaluate(text: str, context: Mapping[str, Any] | None = None, now: datetime | None = None) -> Any:
    """Compile an expression for a context and return its value. Raises FeelError."""
    context = context or {}
    return compile_expression(text, context).evaluate(context, now)
