"""Functions of a model as values of FEEL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from engine import feel
from engine.decisions import model
from engine.decisions.compiling import misfit_text
from engine.decisions.model import Place
from engine.decisions.results import Run
from engine.decisions.types import MisfitError, Types
from engine.errors import Text

#: Deeper than any honest recursion of knowledge models.
MAX_DEPTH = 60


def function(parameters: Sequence[str], call: Callable[..., Any], run: Run, name: str) -> feel.Function:
    """Return a function that FEEL can call, by position or by name."""

    def bounded(*arguments: Any) -> Any:
        if len(run.open) > MAX_DEPTH:
            run.note(Text(f"“{name}”调用自己的层次太多。", f"“{name}” calls itself too many times."))
            return None
        run.open.append((name or run.current, run.open[-1][1] if run.open else []))
        try:
            return call(*arguments)
        finally:
            run.open.pop()

    return feel.Function((tuple(parameters),), bounded, name)


def call(target: Any, arguments: Mapping[str, Any], run: Run, place: Place) -> Any:
    """Call a function by parameter names; what is not a function gives null, with a finding."""
    signatures = target.signatures if isinstance(target, feel.Function) else ()
    names = next((each for each in signatures if set(arguments) <= set(each)), None)
    if names is None:
        run.note(Text("这里调用的不是函数，或参数名称不符。", "What is called here is not a function, or parameter names differ."), place)
        return None
    return target.call(*(arguments.get(name) for name in names))


def fit(types: Types, definition: model.FunctionDefinition, arguments: Sequence[Any], run: Run) -> list[Any]:
    """Hold arguments against the types of the parameters; a misfit becomes null, with a finding."""
    fitted = []
    for parameter, value in zip_longest(definition.parameters, arguments[: len(definition.parameters)]):
        try:
            fitted.append(types.fit(value, parameter.type_ref))
        except MisfitError as error:
            run.note(misfit_text(parameter.name, error), definition.place)
            fitted.append(None)
    return fitted
