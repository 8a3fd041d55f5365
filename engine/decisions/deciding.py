"""Answers one decision of one file, for the command line and the studio's trial run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine import feel
from engine.decisions.catalogue import UnknownDecisionError, read_file
from engine.decisions.decision import Decision
from engine.decisions.results import DecisionResult, FiredRule
from engine.errors import CheckFailedError, Text


def decide(content: bytes, decision: str, inputs: Mapping[str, Any], now: datetime | None = None) -> dict[str, Any]:
    """Return value, fired rules, way and findings as plain data. Raises CheckFailedError, UnknownDecisionError."""
    decisions, problems = read_file("", content)
    if not decisions and problems:
        raise CheckFailedError(problems)
    return _plain(_named(decisions, decision).evaluate(inputs, now))


def _named(decisions: Mapping[str, Decision], name: str) -> Decision:
    found = decisions.get(name) or next((each for each in decisions.values() if each.node.name == name), None)
    if found is None:
        known = "、".join(sorted(decisions))
        raise UnknownDecisionError(
            Text(f"没有决策“{name}”。文件里有：{known}。", f"There is no decision “{name}”. The file has: {known.replace('、', ', ')}.")
        )
    return found


def _plain(result: DecisionResult) -> dict[str, Any]:
    return {
        "decision": result.decision,
        "value": result.json,
        "rules": [_plain_rule(rule) for rule in result.rules],
        "trace": [
            {"decision": step.decision, "name": step.name, "value": feel.to_json(step.value), "rules": [rule.number for rule in step.rules]}
            for step in result.trace
        ],
        "findings": [
            {"decision": each.decision, "severity": each.severity, "zh": each.message.zh, "en": each.message.en} for each in result.findings
        ],
    }


def _plain_rule(rule: FiredRule) -> dict[str, Any]:
    because = rule.describe()
    return {
        "number": rule.number,
        "id": rule.id,
        "inputs": [
            {"label": seen.label, "expression": seen.expression, "value": feel.to_json(seen.value), "test": seen.test}
            for seen in rule.tests
        ],
        "outputs": {label: feel.to_json(value) for label, value in rule.results},
        "note": rule.note,
        "because": {"zh": because.zh, "en": because.en},
    }
