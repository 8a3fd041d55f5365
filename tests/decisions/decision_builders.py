"""Builds the decision files that the tests of this folder speak of."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from engine.decisions import Decision
from engine.decisions.catalogue import read_file
from engine.errors import Problem

MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def a_file(*elements: str, namespace: str = MODEL) -> bytes:
    """Return a DMN file of some elements."""
    body = "\n".join(elements)
    return f'<definitions xmlns="{namespace}" xmlns:onedoor="urn:onedoor:bpmn:1" name="m" id="m">\n{body}\n</definitions>'.encode()


def a_table(
    *rows: str, inputs: str = "金额:number", outputs: str = "级别", policy: str = "UNIQUE", values: str = "", of_inputs: str = ""
) -> str:
    """Return a decision `d` with a table; a row is `test | test => result | result`, columns are `name:type`."""
    columns = "".join(_input(each, of_inputs) for each in inputs.split())
    results = "".join(_output(each, values, len(outputs.split()) == 1) for each in outputs.split())
    hit, _, aggregation = policy.partition("+")
    extra = f' aggregation="{aggregation}"' if aggregation else ""
    rules = "\n".join(_rule(number, row) for number, row in enumerate(rows, 1))
    table = f'<decisionTable id="t" hitPolicy="{hit}"{extra}>{columns}{results}\n{rules}</decisionTable>'
    return f'<decision id="d" name="决定" onedoor:writes="level" onedoor:en="Level">{table}</decision>'


def a_literal(text: str, *, decision: str = "d", type_ref: str = "", requires: str = "") -> str:
    """Return a decision with FEEL text."""
    arrows = "".join(f'<informationRequirement><requiredDecision href="#{each}"/></informationRequirement>' for each in requires.split())
    variable = f'<variable name="{decision}"' + (f' typeRef="{type_ref}"' if type_ref else "") + "/>"
    body = f"<literalExpression><text>{escape(text)}</text></literalExpression>"
    return f'<decision id="{decision}" name="{decision}">{variable}{arrows}{body}</decision>'


def the_decision(content: bytes, decision: str = "d") -> Decision:
    """Return a decision of a file, whatever its problems."""
    return read_file("processes/longxi/d.dmn", content)[0][decision]


def problems_of(content: bytes) -> tuple[Problem, ...]:
    """Return the problems of a file."""
    return read_file("processes/longxi/d.dmn", content)[1]


def sentences_of(content: bytes) -> list[str]:
    """Return the Chinese sentences of a file's problems."""
    return [problem.message.zh for problem in problems_of(content)]


def _input(column: str, values: str) -> str:
    name, _, kind = column.partition(":")
    stated = f"<inputValues><text>{escape(values)}</text></inputValues>" if values else ""
    type_ref = f' typeRef="{kind}"' if kind else ""
    return f"<input label={quoteattr(name)}><inputExpression{type_ref}><text>{escape(name)}</text></inputExpression>{stated}</input>"


def _output(column: str, values: str, is_single: bool) -> str:
    name, _, kind = column.partition(":")
    stated = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    type_ref = f' typeRef="{kind}"' if kind else ""
    named = f"label={quoteattr(name)}" if is_single else f"name={quoteattr(name)}"
    return f"<output {named}{type_ref}>{stated}</output>"


def _rule(number: int, row: str) -> str:
    tests, _, results = row.partition("=>")
    cells = [f"<inputEntry><text>{escape(each.strip())}</text></inputEntry>" for each in tests.split("|")]
    cells += [f"<outputEntry><text>{escape(each.strip())}</text></outputEntry>" for each in results.split("|")]
    return f'<rule id="r{number}">{"".join(cells)}</rule>'
