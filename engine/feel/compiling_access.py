"""Compiles names, paths, filters and calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.feel import nodes
from engine.feel.compiling import Compile, Evaluate
from engine.feel.functions import FUNCTIONS
from engine.feel.functions.calling import call_named, call_positional
from engine.feel.numbers import whole
from engine.feel.properties import property_of
from engine.feel.running import Frame
from engine.feel.values import Function, shallow

_RAW = frozenset({int, float, tuple, list})


def compile_name(node: nodes.Name, _: Compile) -> Evaluate:
    """Compile a variable: the innermost frame that has it, else the built-in function of that name, else null."""
    name, at, built_in = node.name, node.at, FUNCTIONS.get(node.name)

    def variable(frame: Frame) -> Any:
        place: Frame | None = frame
        while place is not None:
            values = place.values
            if name in values:
                value = values[name]
                return _reached(value, frame) if value.__class__ in _RAW else value
            place = place.outer
        if built_in is None:
            frame.run.note(f"没有名为“{name}”的数据，按空处理。", f"There is nothing named “{name}”; it counts as null.", at)
        return built_in

    return variable


def _reached(value: Any, frame: Frame) -> Any:
    if value.__class__ is list or value.__class__ is tuple:
        frame.run.meter.copied(len(value))
    return shallow(value)


def compile_path(node: nodes.Path, compile_part: Compile) -> Evaluate:
    """Compile a path: an entry of a context, of each context of a list, or a property of another value."""
    source, name = compile_part(node.source), node.name

    def path(frame: Frame) -> Any:
        value = source(frame)
        if value.__class__ is dict:
            found = value.get(name)
            return _reached(found, frame) if found.__class__ in _RAW else found
        return _step(value, name, frame)

    return path


def _step(value: Any, name: str, frame: Frame) -> Any:
    if isinstance(value, Mapping):
        return _reached(value.get(name), frame)
    if isinstance(value, list):
        frame.run.meter.step(len(value))
        return [_step(_reached(entry, frame), name, frame) for entry in value]
    return None if value is None else property_of(value, name)


def compile_filter(node: nodes.Filter, compile_part: Compile) -> Evaluate:
    """Compile a filter: a number chooses an entry, anything else is tested for every entry."""
    source, condition = compile_part(node.source), compile_part(node.condition)
    index = _literal_index(node.condition)

    def filtered(frame: Frame) -> Any:
        value = source(frame)
        if value is None and index is None:
            return []
        entries = value if isinstance(value, list) else [value]
        if index is not None:
            return _entry(entries, index)
        return _chosen(entries, condition, frame)

    return filtered


def _literal_index(node: nodes.Node) -> Decimal | None:
    if isinstance(node, nodes.Negation):
        inner = _literal_index(node.operand)
        return None if inner is None else -inner
    return node.value if isinstance(node, nodes.Literal) and isinstance(node.value, Decimal) else None


def _entry(entries: list[Any], index: Decimal) -> Any:
    """Return the entry at a position, counted from 1, or from the end if negative."""
    place = whole(index)
    if not place or abs(place) > len(entries):
        return None
    return shallow(entries[place - 1 if place > 0 else place])


def _chosen(entries: list[Any], condition: Evaluate, frame: Frame) -> Any:
    chosen = []
    step = frame.run.meter.step
    if not entries:
        # A position is one even where there is nothing to choose from.
        return None if isinstance(condition(Frame({"item": None}, frame, frame.run)), Decimal) else []
    for entry in entries:
        step()
        value = shallow(entry)
        verdict = condition(_inside(value, frame))
        if verdict is True:
            chosen.append(value)
        elif isinstance(verdict, Decimal):
            return _entry(entries, verdict)
        elif verdict is not None and verdict is not False:
            return None
    return chosen


def _inside(value: Any, frame: Frame) -> Frame:
    """Return the frame in which a condition sees an entry as `item`, and what the entry has under its own names."""
    frame = Frame({"item": value}, frame, frame.run)
    return Frame(value, frame, frame.run) if isinstance(value, Mapping) else frame


def compile_call(node: nodes.Call, compile_part: Compile) -> Evaluate:
    """Compile a call, with arguments by position or by name."""
    function = _callee(node.function, compile_part)
    arguments = [compile_part(each) for each in node.arguments]
    if node.names:
        return _named_call(function, node, arguments)

    def call(frame: Frame) -> Any:
        target = function(frame)
        values = [argument(frame) for argument in arguments]
        frame.run.meter.step()
        return call_positional(target, values) if isinstance(target, Function) else _no_function(frame, node)

    return call


def _named_call(function: Evaluate, node: nodes.Call, arguments: Sequence[Evaluate]) -> Evaluate:
    names = node.names

    def call(frame: Frame) -> Any:
        target = function(frame)
        values = {name: argument(frame) for name, argument in zip(names, arguments, strict=True)}
        frame.run.meter.step()
        if len(values) < len(names):
            return None
        return call_named(target, values) if isinstance(target, Function) else _no_function(frame, node)

    return call


def _callee(node: nodes.Node, compile_part: Compile) -> Evaluate:
    """Compile what is called: a built-in function stays callable beside data of the same name."""
    found = compile_part(node)
    built_in = FUNCTIONS.get(node.name) if isinstance(node, nodes.Name) else None
    if built_in is None:
        return found

    def callee(frame: Frame) -> Any:
        value = found(frame)
        return value if isinstance(value, Function) else built_in

    return callee


def _no_function(frame: Frame, node: nodes.Call) -> None:
    name = node.function.name if isinstance(node.function, nodes.Name) else ""
    frame.run.note(f"“{name}”不是函数，结果为空。", f"“{name}” is no function; the result is null.", node.at)
