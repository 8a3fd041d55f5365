"""Runs folders of the DMN Technology Compatibility Kit (github.com/dmn-tck/tck)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal as Number
from pathlib import Path
from typing import Any

from engine import feel
from engine.decisions import functions, model, reading, xml
from engine.decisions.graph import Graph
from engine.decisions.results import Run, shown
from engine.errors import Text

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
#: The kit compares numbers to about this share.
_TOLERANCE = Number("1e-8")
_READERS = {"date": "date(text)", "time": "time(text)", "dateTime": "date and time(text)", "duration": "duration(text)"}
_NUMBERS = frozenset({"decimal", "double", "integer", "int", "long", "float"})


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One expected result and what came instead."""

    folder: str
    case: str
    node: str
    is_passed: bool
    expected: str
    actual: str
    #: What the evaluation found, where it failed.
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """The outcomes of a run."""

    outcomes: tuple[Outcome, ...]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """Return the outcomes that differ from what was expected."""
        return tuple(outcome for outcome in self.outcomes if not outcome.is_passed)

    @property
    def is_passed(self) -> bool:
        """Tell whether there were results and all are as expected."""
        return bool(self.outcomes) and not self.failed

    def as_text(self) -> str:
        """Return one line for each failure and the count."""
        lines = [f"{each.folder} {each.case} {each.node}: {each.expected} ≠ {each.actual} {each.why}".rstrip() for each in self.failed]
        return "\n".join([*lines, self._count()])

    def as_json(self) -> str:
        """Return the failures as JSON and the count as the last line."""
        failures = [
            {"folder": each.folder, "case": each.case, "node": each.node, "expected": each.expected, "actual": each.actual, "why": each.why}
            for each in self.failed
        ]
        found = {"passed": len(self.outcomes) - len(self.failed), "failed": len(self.failed), "failures": failures}
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n" + self._count()

    def _count(self) -> str:
        return f"{len(self.outcomes) - len(self.failed)} passed, {len(self.failed)} failed"


def run_tck(folder: Path) -> Report:
    """Run every test file below a folder against the model beside it."""
    tests = (path for path in sorted(folder.rglob("*.xml")) if path.is_file())
    return Report(outcomes=tuple(outcome for path in tests for outcome in _run_file(path)))


def _run_file(path: Path) -> Iterator[Outcome]:
    root = xml.parse(path.read_bytes())
    if xml.local_name(root) != "testCases":
        return
    source, problems = reading.read(path.name, _model_path(path, root).read_bytes())
    graph = Graph(source) if source else None
    for case in xml.children(root, "testCase"):
        for node in xml.children(case, "resultNode"):
            why = Text("", "") if graph else problems[0].message
            yield _run_node(path, source, graph, case, node) if source and graph else _outcome(path, case, node, why=why.en)


def _model_path(path: Path, root: xml.Element) -> Path:
    name = xml.child(root, "modelName")
    return path.with_name((name.text or "").strip()) if name is not None else next(path.parent.glob("*.dmn"))


def _run_node(path: Path, source: model.Model, graph: Graph, case: xml.Element, node: xml.Element) -> Outcome:
    inputs = {each.get("name", ""): _value(each) for each in xml.children(case, "inputNode")}
    called = case.get("invocableName") or node.get("name", "")
    target = next((each for each in source.nodes if each.name == called), None)
    run = Run(now=None)
    actual = graph.answer(target.id, inputs, run) if target else None
    if isinstance(target, model.DecisionService):
        actual = _call_service(source, target, actual, inputs, run)
    expected = xml.child(node, "expected")
    wanted = _value(expected) if expected is not None else None
    why = "; ".join(finding.message.en for finding in run.findings) or ("" if target else "no such element")
    return _outcome(path, case, node, wanted=wanted, actual=actual, is_passed=target is not None and _equal(wanted, actual), why=why)


def _call_service(source: model.Model, service: model.DecisionService, function: Any, inputs: Mapping[str, Any], run: Run) -> Any:
    names = {node.id: node.variable.name for node in source.nodes}
    given = {names[each]: inputs.get(names[each]) for each in (*service.input_data, *service.input_decisions) if each in names}
    return functions.call(function, given, run, service.place)


def _outcome(
    path: Path, case: xml.Element, node: xml.Element, *, wanted: Any = None, actual: Any = None, is_passed: bool = False, why: str = ""
) -> Outcome:
    return Outcome(
        folder=path.parent.name,
        case=case.get("id", ""),
        node=node.get("name", ""),
        is_passed=is_passed,
        expected=shown(wanted),
        actual=shown(actual),
        why="" if is_passed else why,
    )


# --- values of the kit ---------------------------------------------------------------------------------------------


def _value(element: xml.Element) -> Any:
    """Read the value that an input, expectation, component or item holds."""
    components = list(xml.children(element, "component"))
    if components:
        return {each.get("name", ""): _value(each) for each in components}
    listed = xml.child(element, "list")
    if listed is not None:
        return None if listed.get(_NIL) == "true" else [_value(each) for each in xml.children(listed, "item")]
    return _plain(xml.child(element, "value"))


def _plain(element: xml.Element | None) -> Any:
    if element is None or element.get(_NIL) == "true":
        return None
    text = "".join(map(str, element.itertext()))
    kind = element.get(_TYPE, "string").rpartition(":")[2]
    if kind == "boolean":
        return text.strip() == "true"
    if kind in _NUMBERS:
        return Number(text.strip())
    if kind in _READERS:
        return feel.compile(_READERS[kind]).evaluate({"text": text.strip()})
    return text


def _equal(wanted: Any, actual: Any) -> bool:
    if isinstance(wanted, Number) and isinstance(actual, Number):
        return abs(wanted - actual) <= max(abs(wanted), Number(1)) * _TOLERANCE
    if isinstance(wanted, list) and isinstance(actual, list):
        return len(wanted) == len(actual) and all(map(_equal, wanted, actual))
    if isinstance(wanted, dict) and isinstance(actual, dict):
        return wanted.keys() == actual.keys() and all(_equal(wanted[name], actual[name]) for name in wanted)
    if wanted is None or actual is None:
        return wanted is actual
    return feel.compile("wanted = actual").evaluate({"wanted": wanted, "actual": actual}) is True
