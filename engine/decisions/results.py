"""What a decision answers: the value, the rules that fired, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine import feel
from engine.decisions.model import Place
from engine.errors import ProcessError, Severity, Text

MAX_FINDINGS = 50


class DecisionError(ProcessError):
    """决策表没有得出结果。

    The decision table gave no result.
    """


@dataclass(frozen=True, kw_only=True)
class TestSeen:
    """One cell of a rule that fired: what arrived and what it was held against."""

    label: str
    #: The FEEL text of the column, for example `amount`.
    expression: str
    value: Any
    #: The FEEL text of the cell; `-` is anything.
    test: str


@dataclass(frozen=True, kw_only=True)
class FiredRule:
    """A rule that matched, with the values for which it did."""

    decision: str
    #: From 1, as the studio counts.
    number: int
    id: str | None
    tests: tuple[TestSeen, ...]
    #: Title and value of each output.
    results: tuple[tuple[str, Any], ...]
    note: str = ""

    def describe(self) -> Text:
        """Say in one line why the rule fired; tests that let everything pass are left out."""
        causes = [f"{seen.label} = {shown(seen.value)} [{seen.test}]" for seen in self.tests if seen.test not in {"", "-"}]
        results = [f"{label} = {shown(value)}" for label, value in self.results]
        note = (f"（{self.note}）", f" ({self.note})") if self.note else ("", "")
        return Text(
            f"第 {self.number} 条规则：{'；'.join(causes) or '任何情况'} → {'；'.join(results)}{note[0]}",
            f"Rule {self.number}: {'; '.join(causes) or 'in any case'} → {'; '.join(results)}{note[1]}",
        )


@dataclass(frozen=True, kw_only=True)
class Step:
    """One decision of the graph as it was answered on the way."""

    decision: str
    name: str
    value: Any
    rules: tuple[FiredRule, ...]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that did not go as the author will have meant."""

    decision: str
    message: Text
    place: Place | None = None
    #: An error makes the result worthless; a warning explains it.
    severity: Severity = "error"


@dataclass(frozen=True, kw_only=True)
class DecisionResult:
    """The answer of a decision."""

    decision: str
    #: A FEEL value; `json` is the same as plain data.
    value: Any
    #: The rules of the decision's own table, in the order of the table.
    rules: tuple[FiredRule, ...]
    #: Every decision that was answered for it, requirements first, itself last.
    trace: tuple[Step, ...]
    findings: tuple[Finding, ...]

    @property
    def json(self) -> Any:
        """Return the value as plain data for the case document."""
        return feel.to_json(self.value)

    def checked(self) -> DecisionResult:
        """Return the result itself. Raises DecisionError if a finding makes it worthless."""
        errors = [finding for finding in self.findings if finding.severity == "error"]
        if errors:
            raise DecisionError(_told(errors))
        return self


def _told(errors: list[Finding]) -> Text:
    """Put findings behind the names of the decisions that they are about."""
    return Text(
        "".join(f"决策“{each.decision}”：{each.message.zh}" for each in errors),
        " ".join(f"Decision “{each.decision}”: {each.message.en}" for each in errors),
    )


@dataclass
class Run:
    """One evaluation while it goes on: the time, and what is noted on the way."""

    now: datetime | None
    steps: list[Step] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    #: The elements being answered, innermost last; each collects the rules that fire in its tables.
    open: list[tuple[str, list[FiredRule]]] = field(default_factory=list)

    def note(self, message: Text, place: Place | None = None, severity: Severity = "error") -> None:
        """Note a finding about the element being answered; after many the rest would say nothing new."""
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(Finding(decision=self.current, message=message, place=place, severity=severity))

    def fired(self, rules: Iterator[FiredRule]) -> None:
        """Note rules that fired in a table of the element being answered."""
        if self.open:
            self.open[-1][1].extend(rules)

    @property
    def current(self) -> str:
        """Return the name of the element being answered."""
        return self.open[-1][0] if self.open else ""


def shown(value: Any) -> str:
    """Write a FEEL value down for reading."""
    plain = feel.to_json(value)
    match plain:
        case None:
            return "null"
        case bool():
            return "true" if plain else "false"
        case str():
            return f"“{plain}”"
        case list():
            return "[" + ", ".join(shown(each) for each in plain) + "]"
        case dict():
            return "{" + ", ".join(f"{name}: {shown(each)}" for name, each in plain.items()) + "}"
        case _:
            return str(plain)
