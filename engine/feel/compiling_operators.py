"""Compiles arithmetic, comparisons, `and` and `or`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.feel import comparing, nodes
from engine.feel.arithmetic import NUMERIC, negate, operate
from engine.feel.compiling import Compile, Evaluate
from engine.feel.nodes import Node
from engine.feel.running import Frame
from engine.feel.values import kind

_COMPARISONS = frozenset(("=", "!=", "<", "<=", ">", ">="))
_SUMS, _PRODUCTS = frozenset("+-"), frozenset("*/")


def compile_binary(node: nodes.Binary, compile_part: Compile) -> Evaluate:
    """Compile an operator; a row of operators becomes one loop, so that long rows need no deep recursion."""
    if node.operator in {"and", "or"}:
        parts = [compile_part(each) for each in _row(node, frozenset((node.operator,)))[1]]
        return _logical(parts, decisive=node.operator == "or")
    if node.operator in _COMPARISONS:
        return _comparison(node, compile_part(node.left), compile_part(node.right))
    group = next((each for each in (_SUMS, _PRODUCTS) if node.operator in each), frozenset((node.operator,)))
    operators, operands = _row(node, group)
    compiled = [compile_part(each) for each in operands]
    if len(operators) == 1:
        return _one_operation(operators[0], compiled[0], compiled[1])
    return _operations(compiled[0], list(zip(operators, compiled[1:], strict=True)))


def _row(node: nodes.Binary, operators: frozenset[str]) -> tuple[list[nodes.Binary], list[Node]]:
    """Return the operators of a row and its operands, from left to right."""
    found: list[nodes.Binary] = []
    left: Node = node
    while isinstance(left, nodes.Binary) and left.operator in operators:
        found.append(left)
        left = left.left
    found.reverse()
    return found, [left, *(each.right for each in found)]


def _logical(parts: Sequence[Evaluate], *, decisive: bool) -> Evaluate:
    """Evaluate until a part decides; a part that is no truth value leaves the whole unknown (DMN 1.5, table 50)."""
    neutral = not decisive

    def logical(frame: Frame) -> bool | None:
        found: bool | None = neutral
        for part in parts:
            value = part(frame)
            if value is neutral:
                continue
            if isinstance(value, bool):
                return value
            found = None
        return found

    return logical


def _one_operation(node: nodes.Binary, left: Evaluate, right: Evaluate) -> Evaluate:
    operator, numeric, at = node.operator, NUMERIC[node.operator], node.at

    def operation(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if one.__class__ is Decimal and other.__class__ is Decimal:
            try:
                return numeric(one, other)
            except ArithmeticError:
                return _unknown(frame, operator, one, other, at)
        found = operate(operator, one, other)
        return _unknown(frame, operator, one, other, at) if found is None else found

    return operation


def _operations(first: Evaluate, rest: Sequence[tuple[nodes.Binary, Evaluate]]) -> Evaluate:
    def operations(frame: Frame) -> Any:
        value = first(frame)
        for node, part in rest:
            other = part(frame)
            found = operate(node.operator, value, other)
            if found is None:
                _unknown(frame, node.operator, value, other, node.at)
            value = found
        return value

    return operations


def _unknown(frame: Frame, operator: str, left: Any, right: Any, at: int) -> None:
    """Note why an operation has no value."""
    if frame.run.notes is not None:
        one, other = kind(left) or "null", kind(right) or "null"
        frame.run.note(
            f"“{operator}”不能用于 {one} 和 {other}，结果为空。",
            f"“{operator}” has no value for {one} and {other}; the result is null.",
            at,
        )


def _comparison(node: nodes.Binary, left: Evaluate, right: Evaluate) -> Evaluate:
    operator, at, decimal_test = node.operator, node.at, _DECIMAL_TESTS[node.operator]

    def comparison(frame: Frame) -> bool | None:
        one, other = left(frame), right(frame)
        if one.__class__ is Decimal and other.__class__ is Decimal:
            return decimal_test(one, other)
        found = comparing.compare(operator, one, other, frame.run.meter)
        if found is None:
            _unknown(frame, operator, one, other, at)
        return found

    return comparison


#: Comparisons of two numbers, by far the most frequent ones.
_DECIMAL_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": Decimal.__eq__,
    "!=": Decimal.__ne__,
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
}


def compile_between(node: nodes.Between, compile_part: Compile) -> Evaluate:
    """Compile `between`, which is `low <= value and value <= high`."""
    value, low, high = compile_part(node.value), compile_part(node.low), compile_part(node.high)

    def between(frame: Frame) -> bool | None:
        found = value(frame)
        meter = frame.run.meter
        above = comparing.compare(">=", found, low(frame), meter)
        below = comparing.compare("<=", found, high(frame), meter)
        if above is False or below is False:
            return False
        return True if above and below else None

    return between


def compile_negation(node: nodes.Negation, compile_part: Compile) -> Evaluate:
    """Compile a minus sign before an operand."""
    operand = compile_part(node.operand)
    return lambda frame: negate(operand(frame))
