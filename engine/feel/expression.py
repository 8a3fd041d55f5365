"""Expressions and unary tests, compiled once and evaluated many times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from engine.feel import analysis, inference, running
from engine.feel.compiler import compile_tree
from engine.feel.compiling import Evaluate
from engine.feel.compiling_tests import TESTED
from engine.feel.errors import FeelError, FeelLimitError
from engine.feel.functions import FUNCTIONS
from engine.feel.inference import Inferred
from engine.feel.kinds import Known
from engine.feel.limits import DEFAULT, Limits, deep_calls
from engine.feel.nodes import Node
from engine.feel.properties import LONG_NAMES
from engine.feel.reader import read_expression, read_tests
from engine.feel.running import Frame, Note
from engine.feel.values import shallow
from engine.feel.vocabulary import Vocabulary

#: Names with blanks that are known everywhere.
_ALWAYS = Vocabulary([*FUNCTIONS, *LONG_NAMES])


@dataclass(frozen=True)
class Compiled:
    """What expressions and unary tests have in common."""

    #: The source as it was given.
    text: str
    #: The syntax tree.
    tree: Node
    limits: Limits
    #: The names that were said to be in scope.
    known: frozenset[str]
    _run: Evaluate

    @property
    def names(self) -> frozenset[str]:
        """The free variables: names read from the context."""
        return self.reads.names

    @property
    def paths(self) -> frozenset[str]:
        """The free variables with what is read inside them, for example `order.amount`."""
        return self.reads.paths

    @cached_property
    def reads(self) -> analysis.Reads:
        """All that is known about what is read from the context."""
        return analysis.reads(self.tree, self.known)

    @property
    def results(self) -> frozenset[str]:
        """The texts that it can give, as far as they stand in it as literals: `if … then "a" else "b"` can give two."""
        return analysis.results(self.tree)

    def _evaluate(
        self, context: Mapping[str, Any], now: datetime | None, notes: list[Note] | None, tested: Mapping[str, Any] | None = None
    ) -> Any:
        run = running.begin(self.limits, now, notes)
        token = running.enter(run)
        frame = Frame(context, None, run)
        if tested is not None:
            frame = Frame(tested, frame, run)
        try:
            return self._run(frame)
        except FeelLimitError as error:
            error.text = error.text or self.text
            raise
        except RecursionError:
            raise _with_text(deep_calls(), self.text) from None
        finally:
            running.leave(token)


class Expression(Compiled):
    """A FEEL expression."""

    def infer(self, types: Mapping[str, Known], *, is_condition: bool = False) -> Inferred:
        """Return what is known of the value from the types of the names, and what cannot be meant."""
        return (inference.infer_condition if is_condition else inference.infer)(self.tree, types)

    def evaluate(self, context: Mapping[str, Any], now: datetime | None = None, *, notes: list[Note] | None = None) -> Any:
        """Return the value for a context of FEEL or plain JSON values. Raises FeelLimitError.

        What goes wrong inside makes null, as the standard says; a list given as `notes` receives the reasons.
        """
        return self._evaluate(context, now, notes)


class UnaryTests(Compiled):
    """The tests of a decision table cell."""

    def infer(self, value: Known, types: Mapping[str, Known] = {}) -> Inferred:
        """Return what cannot be meant, given the type of the value that is tested."""
        return inference.infer_tests(self.tree, value, types)

    def matches(
        self,
        value: Any,
        context: Mapping[str, Any] = {},
        now: datetime | None = None,
        *,
        notes: list[Note] | None = None,
    ) -> bool | None:
        """Tell whether the tests hold for a value; null if they cannot tell. Raises FeelLimitError."""
        found: bool | None = self._evaluate(context, now, notes, {TESTED: shallow(value)})
        return found

    def evaluate(self, context: Mapping[str, Any], value: Any, now: datetime | None = None) -> bool | None:
        """Do as `matches`."""
        return self.matches(value, context, now)


def compile_expression(text: str, names: Iterable[str] = (), limits: Limits = DEFAULT) -> Expression:
    """Compile an expression; a leading `=` is passed over. Raises FeelSyntaxError and FeelLimitError.

    `names` are the names in scope: those with blanks or signs are read as names only if they are given here. A mapping
    gives the names inside its values, too.
    """
    return Expression(*_compiled(text, _without_equals_sign(text), names, limits, read_expression))


def compile_tests(text: str, names: Iterable[str] = (), limits: Limits = DEFAULT) -> UnaryTests:
    """Compile the tests of a decision table cell. Raises FeelSyntaxError and FeelLimitError."""
    return UnaryTests(*_compiled(text, text, names, limits, read_tests))


_Read = Callable[[str, Vocabulary, Limits], Node]


def _compiled(
    text: str, source: str, names: Iterable[str], limits: Limits, read: _Read
) -> tuple[str, Node, Limits, frozenset[str], Evaluate]:
    names = names if isinstance(names, Mapping) else tuple(names)
    vocabulary = _ALWAYS.copy()
    vocabulary.add_all(names)
    try:
        tree = read(source, vocabulary, limits)
        return text, tree, limits, frozenset(map(str, names)), compile_tree(tree)
    except FeelError as error:
        error.text = text
        raise


def _without_equals_sign(text: str) -> str:
    """Put a blank in the place of a leading `=`, so that errors still point at the right character."""
    start = len(text) - len(text.lstrip())
    return f"{text[:start]} {text[start + 1 :]}" if text.startswith("=", start) else text


def _with_text(error: FeelLimitError, text: str) -> FeelLimitError:
    error.text = text
    return error
