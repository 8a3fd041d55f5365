"""Turns trees into functions that give their values: compiled once, evaluated many times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.feel import nodes
from engine.feel.compiling import Evaluate, constant
from engine.feel.compiling_access import compile_call, compile_filter, compile_name, compile_path
from engine.feel.compiling_loops import compile_for, compile_quantified
from engine.feel.compiling_operators import compile_between, compile_binary, compile_negation
from engine.feel.compiling_tests import compile_comparison, compile_in, compile_test, compile_tests
from engine.feel.compiling_values import (
    compile_context,
    compile_definition,
    compile_if,
    compile_instance_of,
    compile_interval,
    compile_list,
)
from engine.feel.errors import FeelLimitError
from engine.feel.nodes import Node


def compile_tree(tree: Node) -> Evaluate:
    """Return the function that gives the value of a tree. Raises FeelLimitError for a tree too deep to run."""
    try:
        return _compile(tree)
    except RecursionError:
        raise FeelLimitError("表达式嵌套过深。请分成几步。", "The expression is nested too deeply. Split it into steps.") from None


def _compile(node: Node) -> Evaluate:
    return _COMPILERS[type(node)](node, _compile)


def _literal(node: nodes.Literal, _: Callable[[Node], Evaluate]) -> Evaluate:
    return constant(node.value)


_COMPILERS: Mapping[type[Node], Callable[[Any, Callable[[Node], Evaluate]], Evaluate]] = {
    nodes.Literal: _literal,
    nodes.Name: compile_name,
    nodes.Path: compile_path,
    nodes.Filter: compile_filter,
    nodes.Call: compile_call,
    nodes.Negation: compile_negation,
    nodes.Binary: compile_binary,
    nodes.Between: compile_between,
    nodes.In: compile_in,
    nodes.Comparison: compile_comparison,
    nodes.Test: compile_test,
    nodes.UnaryTests: compile_tests,
    nodes.InstanceOf: compile_instance_of,
    nodes.Interval: compile_interval,
    nodes.If: compile_if,
    nodes.For: compile_for,
    nodes.Quantified: compile_quantified,
    nodes.ListNode: compile_list,
    nodes.ContextNode: compile_context,
    nodes.Definition: compile_definition,
}
