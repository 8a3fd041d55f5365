"""The requirements graph of one model, ready to be answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.decisions import functions, model
from engine.decisions.boxed import compile_expression, compile_function
from engine.decisions.compiling import Compiler, Evaluate, Fault, Scope, arrival_text, typed
from engine.decisions.results import Run, Step
from engine.decisions.types import MisfitError, Types
from engine.errors import Text


@dataclass(frozen=True)
class _Ready:
    node: model.Node
    evaluate: Evaluate


class Graph:
    """Answers the elements of a model; safe to share between threads, because an evaluation keeps its state in the run."""

    def __init__(self, source: model.Model) -> None:
        self.types = Types(source.types)
        self.faults: list[Fault] = []
        self._nodes = {node.id: node for node in source.nodes}
        self._ready = {node.id: _Ready(node, self._compile(node)) for node in source.nodes}

    def answer(self, node_id: str, context: Mapping[str, Any], run: Run) -> Any:
        """Return the value of an element for a context of FEEL values."""
        return _Answering(self, dict(context), run).value(node_id)

    def names(self, node: model.Node) -> Iterator[str]:
        """Yield the names that an element sees by its arrows; a function sees itself."""
        for required in node.requires:
            if required in self._nodes:
                yield self._nodes[required].variable.name
        if isinstance(node, model.Knowledge):
            yield node.variable.name

    def node(self, node_id: str) -> model.Node | None:
        """Return an element; None if an arrow leads nowhere."""
        return self._nodes.get(node_id)

    def evaluator(self, node_id: str) -> Evaluate:
        """Return the logic of an element, without its requirements."""
        return self._ready[node_id].evaluate

    def _compile(self, node: model.Node) -> Evaluate:
        compiler = Compiler(self.types, self.faults)
        names = tuple(self.names(node))
        if isinstance(node, model.DecisionNode):
            evaluate = compile_expression(node.expression, names, compiler)
        elif isinstance(node, model.Knowledge) and node.function:
            return compile_function(node.function, names, compiler, node.name)
        else:
            return lambda _scope, _run: None
        return typed(self.types, node.variable.type_ref, node.place, evaluate) if node.variable.type_ref else evaluate


class _Answering:
    """One walk through the graph: every element is answered once."""

    def __init__(self, graph: Graph, context: Scope, run: Run) -> None:
        self.graph = graph
        self.context = context
        self.run = run
        self.values: dict[str, Any] = {}
        self.path: list[str] = []

    def value(self, node_id: str) -> Any:
        if node_id not in self.values:
            self.values[node_id] = self._answer(node_id)
        return self.values[node_id]

    def _answer(self, node_id: str) -> Any:
        node = self.graph.node(node_id)
        if node is None:
            return None
        if node_id in self.path:
            self.run.note(Text(f"“{node.name}”依赖它自己。", f"“{node.name}” depends on itself."), node.place)
            return None
        self.path.append(node_id)
        try:
            return self._of_kind(node)
        finally:
            self.path.pop()

    def _of_kind(self, node: model.Node) -> Any:
        match node:
            case model.InputData():
                return self._input(node)
            case model.DecisionNode():
                return self._decision(node)
            case model.DecisionService():
                return self._service(node)
            case _:
                return self._knowledge(node)

    def _input(self, node: model.InputData) -> Any:
        value = self.context.get(node.variable.name)
        try:
            return self.graph.types.fit(value, node.variable.type_ref, reading=True)
        except MisfitError as error:
            self.run.note(arrival_text(node.name, error, value), node.place)
            return None

    def _decision(self, node: model.DecisionNode) -> Any:
        self.run.open.append((node.name, []))
        value = self.graph.evaluator(node.id)(self._scope(node.requires), self.run)
        _, rules = self.run.open.pop()
        self.run.steps.append(Step(decision=node.id, name=node.name, value=value, rules=tuple(rules)))
        return value

    def _knowledge(self, node: model.Node) -> Any:
        # The scope is filled before the function can be called, so that it may call itself.
        scope = self._scope(node.requires)
        scope[node.variable.name] = function = self.graph.evaluator(node.id)(scope, self.run)
        return function

    def _scope(self, required: Iterable[str]) -> Scope:
        """Return what an element sees: the context, and over it the elements that it requires."""
        nodes = [node for node in map(self.graph.node, required) if node]
        return {**self.context, **{node.variable.name: self.value(node.id) for node in nodes}}

    def _service(self, node: model.DecisionService) -> Any:
        inputs = [found for found in map(self.graph.node, (*node.input_data, *node.input_decisions)) if found]
        names = tuple(found.variable.name for found in inputs)

        def call(*arguments: Any) -> Any:
            inner = _Answering(self.graph, {**self.context, **dict(zip(names, arguments, strict=False))}, self.run)
            # Input decisions are given, not answered.
            given = zip(inputs, arguments, strict=False)
            inner.values = {found.id: value for found, value in given if isinstance(found, model.DecisionNode)}
            outputs = {each: inner.value(each) for each in node.outputs}
            if len(outputs) == 1:
                return next(iter(outputs.values()))
            return {found.variable.name: outputs[found.id] for found in map(self.graph.node, outputs) if found}

        return functions.function(names, call, self.run, node.name)
