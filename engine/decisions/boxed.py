"""Compiles boxed expressions: contexts, invocations, functions, lists, relations, conditions and iterations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.decisions import functions, limits, model
from engine.decisions.compiling import Compiler, Evaluate, Scope, typed
from engine.decisions.results import Run
from engine.decisions.tables import compile_table
from engine.errors import Text

Names = Sequence[str]


def compile_expression(expression: model.Expression | None, names: Names, compiler: Compiler) -> Evaluate:
    """Return the function that gives an expression's value; nothing written is null."""
    if expression is None:
        return lambda _scope, _run: None
    if isinstance(expression, model.Literal):
        return compiler.literal(expression, names)
    return _COMPILERS[type(expression)](expression, names, compiler)


def compile_function(definition: model.FunctionDefinition, names: Names, compiler: Compiler, name: str = "") -> Evaluate:
    """Return the function that gives a function: it sees its parameters and the scope around it."""
    if definition.kind != "FEEL":
        return _foreign(definition)
    parameters = tuple(parameter.name for parameter in definition.parameters)
    body = compile_expression(definition.body, (*names, *parameters), compiler)
    body = compiler.typed(definition, body)

    def evaluate(scope: Scope, run: Run) -> Any:
        def call(*arguments: Any) -> Any:
            fitted = functions.fit(compiler.types, definition, arguments, run)
            return body({**scope, **dict(zip(parameters, fitted, strict=False))}, run)

        return functions.function(parameters, call, run, name)

    return evaluate


def _function(expression: model.FunctionDefinition, names: Names, compiler: Compiler) -> Evaluate:
    return compile_function(expression, names, compiler)


def _foreign(definition: model.FunctionDefinition) -> Evaluate:
    def evaluate(_: Scope, run: Run) -> None:
        text = Text(f"不执行 {definition.kind} 函数，只执行 FEEL。", f"Functions in {definition.kind} are not run, only FEEL.")
        run.note(text, definition.place)

    return evaluate


def _context(expression: model.Context, names: Names, compiler: Compiler) -> Evaluate:
    entries: list[tuple[str | None, Evaluate]] = []
    known = tuple(names)
    for variable, value in expression.entries:
        evaluate = compile_expression(value, known, compiler)
        if variable is None:
            entries.append((None, evaluate))
            continue
        known = (*known, variable.name)
        held = typed(compiler.types, variable.type_ref, expression.place, evaluate) if variable.type_ref else evaluate
        entries.append((variable.name, held))

    def evaluate_context(scope: Scope, run: Run) -> Any:
        found: Scope = {}
        for name, evaluate in entries:
            value = evaluate({**scope, **found}, run)
            if name is None:
                return value
            found[name] = value
        return found

    return compiler.typed(expression, evaluate_context)


def _invocation(expression: model.Invocation, names: Names, compiler: Compiler) -> Evaluate:
    target = compile_expression(expression.function, names, compiler)
    bindings = {name: compile_expression(value, names, compiler) for name, value in expression.bindings}

    def evaluate(scope: Scope, run: Run) -> Any:
        arguments = {name: value(scope, run) for name, value in bindings.items()}
        return functions.call(target(scope, run), arguments, run, expression.place)

    return compiler.typed(expression, evaluate)


def _list(expression: model.ListOf, names: Names, compiler: Compiler) -> Evaluate:
    entries = [compile_expression(each, names, compiler) for each in expression.entries]
    return compiler.typed(expression, lambda scope, run: [evaluate(scope, run) for evaluate in entries])


def _relation(expression: model.Relation, names: Names, compiler: Compiler) -> Evaluate:
    rows = [[compile_expression(cell, names, compiler) for cell in row] for row in expression.rows]

    def evaluate(scope: Scope, run: Run) -> Any:
        return [{name: cell(scope, run) for name, cell in zip(expression.columns, row, strict=False)} for row in rows]

    return compiler.typed(expression, evaluate)


def _conditional(expression: model.Conditional, names: Names, compiler: Compiler) -> Evaluate:
    condition, then, otherwise = (
        compile_expression(each, names, compiler) for each in (expression.condition, expression.then, expression.otherwise)
    )

    def evaluate(scope: Scope, run: Run) -> Any:
        return then(scope, run) if condition(scope, run) is True else otherwise(scope, run)

    return compiler.typed(expression, evaluate)


def _filter(expression: model.Filter, names: Names, compiler: Compiler) -> Evaluate:
    source = compile_expression(expression.source, names, compiler)
    match = compile_expression(expression.match, (*names, "item"), compiler)

    def evaluate(scope: Scope, run: Run) -> Any:
        kept = []
        for entry in _entries(source(scope, run)):
            limits.count(1)
            fields = entry if isinstance(entry, dict) else {}
            verdict = match({**scope, **fields, "item": entry}, run)
            if not isinstance(verdict, bool | None):
                return None
            kept += [entry] if verdict else []
        return kept

    return compiler.typed(expression, evaluate)


def _iteration(expression: model.Iteration, names: Names, compiler: Compiler) -> Evaluate:
    source = compile_expression(expression.source, names, compiler)
    body = compile_expression(expression.body, (*names, expression.variable, "partial"), compiler)
    finish = _FINISH[expression.kind]

    def evaluate(scope: Scope, run: Run) -> Any:
        found: list[Any] = []
        for entry in _entries(source(scope, run)):
            limits.count(len(found))
            found.append(body({**scope, expression.variable: entry, "partial": list(found)}, run))
        return finish(found)

    return compiler.typed(expression, evaluate)


def _entries(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _some(values: list[Any]) -> bool | None:
    """Decide as a disjunction does: null where a value is not a truth value and none is true."""
    if any(value is True for value in values):
        return True
    return False if all(value is False for value in values) else None


def _every(values: list[Any]) -> bool | None:
    if any(value is False for value in values):
        return False
    return True if all(value is True for value in values) else None


_FINISH: Mapping[str, Callable[[list[Any]], Any]] = {"for": lambda values: values, "some": _some, "every": _every}

_COMPILERS: Mapping[type[model.Expression], Callable[[Any, Names, Compiler], Evaluate]] = {
    model.Table: compile_table,
    model.Context: _context,
    model.Invocation: _invocation,
    model.FunctionDefinition: _function,
    model.ListOf: _list,
    model.Relation: _relation,
    model.Conditional: _conditional,
    model.Filter: _filter,
    model.Iteration: _iteration,
}
