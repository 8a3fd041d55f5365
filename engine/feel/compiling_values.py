"""Compiles `if`, lists, contexts, ranges, types and function definitions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine.feel import comparing, nodes, types
from engine.feel.compiling import Compile, Evaluate
from engine.feel.nodes import Node
from engine.feel.running import Frame, called
from engine.feel.values import Function, Range, kind


def compile_if(node: nodes.If, compile_part: Compile) -> Evaluate:
    """Compile `if`; a row of `else if` becomes one loop."""
    branches: list[tuple[Evaluate, Evaluate]] = []
    rest: Node = node
    while isinstance(rest, nodes.If):
        branches.append((compile_part(rest.condition), compile_part(rest.then)))
        rest = rest.otherwise
    otherwise = compile_part(rest)

    def conditional(frame: Frame) -> Any:
        for condition, then in branches:
            if condition(frame) is True:
                return then(frame)
        return otherwise(frame)

    return conditional


def compile_list(node: nodes.ListNode, compile_part: Compile) -> Evaluate:
    """Compile a list."""
    entries = [compile_part(each) for each in node.entries]

    def list_of(frame: Frame) -> list[Any]:
        frame.run.meter.sized(len(entries))
        return [entry(frame) for entry in entries]

    return list_of


def compile_context(node: nodes.ContextNode, compile_part: Compile) -> Evaluate:
    """Compile a context; each entry sees those before it."""
    entries = [(key, compile_part(each)) for key, each in zip(node.keys, node.entries, strict=True)]

    def context(frame: Frame) -> dict[str, Any]:
        found: dict[str, Any] = {}
        inner = Frame(found, frame, frame.run)
        frame.run.meter.sized(len(entries))
        for key, entry in entries:
            found[key] = entry(inner)
        return found

    return context


def compile_interval(node: nodes.Interval, compile_part: Compile) -> Evaluate:
    """Compile a range; ends that cannot be ordered make it null."""
    start = compile_part(node.start) if node.start else None
    end = compile_part(node.end) if node.end else None
    ends = node.start_included, node.end_included

    def interval(frame: Frame) -> Range | None:
        low = start(frame) if start else None
        high = end(frame) if end else None
        return new_range(Range(low, high, *ends, node.operator), is_bounded=bool(start and end))

    return interval


def new_range(found: Range, *, is_bounded: bool) -> Range | None:
    """Return a range; null if its ends are null or of different kinds."""
    given = [each for each in (found.start, found.end) if each is not None]
    if not given or any(kind(each) not in _ORDERED for each in given):
        return None
    if is_bounded and len(given) == 2 and comparing.order(found.start, found.end) is None:  # noqa: PLR2004 - both ends
        return None
    return found


_ORDERED = frozenset(("number", "string", "date", "time", "date and time", "days and time duration", "years and months duration"))


def compile_instance_of(node: nodes.InstanceOf, compile_part: Compile) -> Evaluate:
    """Compile `instance of`."""
    value, check = compile_part(node.value), types.check(node.type)
    return lambda frame: check(value(frame))


def compile_definition(node: nodes.Definition, compile_part: Compile) -> Evaluate:
    """Compile a function definition; the function sees the names around it."""
    body = compile_part(node.body)
    coercions = [types.coercion(each) if each else None for each in node.types]
    signatures = (node.parameters,)

    def definition(frame: Frame) -> Function:
        def call(*arguments: Any) -> Any:
            fitted = _fitted(arguments, coercions)
            if fitted is None:
                return None
            with called() as run:
                return body(Frame(dict(zip(node.parameters, fitted, strict=True)), frame, run))

        return Function(signatures, call)

    return definition


def _fitted(arguments: Sequence[Any], coercions: Sequence[Callable[[Any], Any] | None]) -> list[Any] | None:
    """Return the arguments as their types want them; None if there are too many or too few, or one does not fit."""
    if len(arguments) != len(coercions):
        return None
    fitted = [coerce(value) if coerce else value for value, coerce in zip(arguments, coercions, strict=True)]
    return None if any(each is types.MISFIT for each in fitted) else fitted
