"""Decision files by chance: tables, literals and graphs that may be sound, odd or broken."""

from __future__ import annotations

from random import Random
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from random_expressions import CONTEXT, cell, expression, mangled

_POLICIES = (
    "UNIQUE", "ANY", "FIRST", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT", "COLLECT+SUM", "COLLECT+MIN", "COLLECT+MAX",
    "COLLECT+COUNT", "FIRST", "FIRST", "UNIQUE", "NONE", "UNIQUE+SUM",
)  # fmt: skip
_TYPES = ("number", "number", "string", "boolean", "date", "Any", "tMine", "", "", "", "", "", "nothing")
_HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:onedoor="urn:onedoor:bpmn:1" name="m" id="m">'
_VALUES = (0, 1, -1, 2.5, 10**30, "", "x", "2025-06-03", True, False, None, [], [1, None], {}, {"a": {"b": 1}}, "高某")


def table_file(random: Random) -> bytes:
    """Return a file of one to three decisions that may ask each other."""
    count = random.randint(1, 3)
    parts = [_decision(random, number, count) for number in range(count)]
    parts.append(
        '<itemDefinition name="tMine"><typeRef>string</typeRef><allowedValues><text>"x","y"</text></allowedValues></itemDefinition>'
    )
    random.shuffle(parts)
    text = "\n".join([_HEAD, *parts, "</definitions>"])
    return (mangled(random, text) if random.random() < 0.15 else text).encode("utf-8", "replace")


def context(random: Random) -> dict[str, Any]:
    """Return inputs, some of them of the wrong kind."""
    return {name: random.choice(_VALUES) if random.random() < 0.5 else value for name, value in CONTEXT.items() if random.random() < 0.9}


def _decision(random: Random, number: int, count: int) -> str:
    asks = "".join(
        f'<informationRequirement><requiredDecision href="#d{random.randint(0, count)}"/></informationRequirement>'
        for _ in range(random.randint(0, 2))
        if count > 1
    )
    body = (
        _table(random) if random.random() < 0.8 else f"<literalExpression><text>{_escaped(expression(random))}</text></literalExpression>"
    )
    return f'<decision id="d{number}" name="d{number}"><variable name="d{number}"{_type(random)}/>{asks}{body}</decision>'


def _table(random: Random) -> str:
    columns, results = random.randint(1, 3), random.randint(1, 2)
    policy, _, aggregation = random.choice(_POLICIES).partition("+")
    extra = f' aggregation="{aggregation}"' if aggregation else ""
    inputs = "".join(_input(random) for _ in range(columns))
    outputs = "".join(_output(random, number, results) for number in range(results))
    rules = "".join(_rule(random, columns, results) for _ in range(random.randint(0, 6)))
    return f'<decisionTable hitPolicy="{policy}"{extra}>{inputs}{outputs}{rules}</decisionTable>'


def _input(random: Random) -> str:
    asked = random.choice(("amount", "金额", "n", "text", "on", "ok", "none", "list", "case.state", "d0", "d1", expression(random)))
    stated = f"<inputValues><text>{_escaped(cell(random))}</text></inputValues>" if random.random() < 0.2 else ""
    return f"<input><inputExpression{_type(random)}><text>{_escaped(asked)}</text></inputExpression>{stated}</input>"


def _output(random: Random, number: int, results: int) -> str:
    named = f' name="o{number}"' if results > 1 else ""
    stated = "<outputValues><text>3,2,1</text></outputValues>" if random.random() < 0.4 else ""
    default = "<defaultOutputEntry><text>0</text></defaultOutputEntry>" if random.random() < 0.1 else ""
    return f"<output{named}{_type(random)}>{stated}{default}</output>"


def _rule(random: Random, columns: int, results: int) -> str:
    off = random.choice((0, 0, 0, 0, 0, 0, 0, 0, 0, 1))
    tests = "".join(f"<inputEntry><text>{_escaped(cell(random))}</text></inputEntry>" for _ in range(columns + off))
    said = "".join(
        f"<outputEntry><text>{_escaped(random.choice(('1', '2', '3', 'n', '-', '', expression(random))))}</text></outputEntry>"
        for _ in range(results)
    )
    return f"<rule>{tests}{said}</rule>"


def _type(random: Random) -> str:
    name = random.choice(_TYPES)
    return f" typeRef={quoteattr(name)}" if name else ""


def _escaped(text: str) -> str:
    return escape("".join(each for each in text if each.isprintable() or each == "\n"))
