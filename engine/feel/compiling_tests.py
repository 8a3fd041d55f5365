"""Compiles unary tests: cells of decision tables, and what stands after `in` (DMN 1.5, 7.3.3 and table 55)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engine.feel import comparing, nodes
from engine.feel.compiling import Compile, Evaluate
from engine.feel.limits import Meter
from engine.feel.nodes import Node
from engine.feel.running import Frame
from engine.feel.values import Range, shallow

#: The name of the value that a test is about.
TESTED = "?"


def compile_in(node: nodes.In, compile_part: Compile) -> Evaluate:
    """Compile `in`: any of the tests holds for the value."""
    value = compile_part(node.value)
    tests = [compile_part(each) for each in node.tests]

    def membership(frame: Frame) -> bool | None:
        return _any(tests, Frame({TESTED: value(frame)}, frame, frame.run))

    return membership


def compile_tests(node: nodes.UnaryTests, compile_part: Compile) -> Evaluate:
    """Compile the tests of a cell; the frame has the value as `?`."""
    if not node.tests:
        return lambda _: True
    tests = [compile_part(each) for each in node.tests]
    if not node.is_negated:
        return lambda frame: _any(tests, frame)

    def negated(frame: Frame) -> bool | None:
        found = _any(tests, frame)
        return None if found is None else not found

    return negated


def _any(tests: Sequence[Evaluate], frame: Frame) -> bool | None:
    found: bool | None = False
    for test in tests:
        verdict = test(frame)
        if verdict is True:
            return True
        if verdict is None:
            found = None
    return found


def compile_comparison(node: nodes.Comparison, compile_part: Compile) -> Evaluate:
    """Compile a test such as `>= 5`."""
    operator, endpoint = node.operator, compile_part(node.endpoint)
    return lambda frame: comparing.compare(operator, frame.values[TESTED], endpoint(frame), frame.run.meter)


def compile_test(node: nodes.Test, compile_part: Compile) -> Evaluate:
    """Compile a test that is an expression: a condition about `?`, or a value, list or range to hold the value against."""
    expression = compile_part(node.expression)
    if _reads_tested(node.expression):
        return _condition(expression)

    def test(frame: Frame) -> bool | None:
        return holds(frame.values[TESTED], expression(frame), frame.run.meter)

    return test


def _condition(expression: Evaluate) -> Evaluate:
    def condition(frame: Frame) -> bool | None:
        found = expression(frame)
        return found if isinstance(found, bool) else None if found is None else holds(frame.values[TESTED], found, frame.run.meter)

    return condition


def holds(value: Any, wanted: Any, meter: Meter) -> bool | None:
    """Tell whether a value is what is wanted: equal to it, in the range, or one of the list."""
    if isinstance(wanted, Range):
        return _in_range(value, wanted, meter)
    if isinstance(wanted, list):
        return _in_list(value, wanted, meter)
    if isinstance(wanted, bool) and not isinstance(value, bool | None):
        return wanted
    return comparing.equal(value, wanted, meter)


def _in_range(value: Any, wanted: Range, meter: Meter) -> bool | None:
    return comparing.equal(value, wanted, meter) if isinstance(value, Range) else comparing.contains(wanted, value)


def _in_list(value: Any, wanted: list[Any], meter: Meter) -> bool | None:
    if isinstance(value, list) and comparing.equal(value, wanted, meter):
        return True
    for entry in wanted:
        meter.step()
        verdict = _is_entry(value, shallow(entry), meter)
        if verdict:
            return True
    return False


def _is_entry(value: Any, entry: Any, meter: Meter) -> bool | None:
    if isinstance(entry, Range) and not isinstance(value, Range):
        return comparing.contains(entry, value)
    return comparing.equal(value, entry, meter)


def _reads_tested(node: Node) -> bool:
    """Tell whether an expression reads `?` (a test inside it has a `?` of its own)."""
    return any(isinstance(each, nodes.Name) and each.name == TESTED for each in _walk(node))


def _walk(node: Node) -> Iterator[Node]:
    queue = [node]
    while queue:
        found = queue.pop()
        yield found
        queue.extend(found.parts())
