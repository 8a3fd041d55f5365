"""FEEL expressions of a process: compiled once per release, evaluated over the document and what surrounds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import feel
from engine.bpmn import model, timers
from engine.bpmn.tree import CaseTask, failure
from engine.domain.calendar import ZONE
from engine.errors import Text


@dataclass(frozen=True, kw_only=True)
class Formula:
    """One compiled expression with the element it belongs to."""

    node: model.Node
    text: str
    compiled: feel.Expression

    @classmethod
    def compile(cls, node: model.Node, text: str) -> Formula:
        """Compile the text, a leading `=` left out. Raises feel.FeelError."""
        plain = text.strip().removeprefix("=").strip()
        return cls(node=node, text=plain, compiled=feel.compile(plain))

    def value(self, task: CaseTask, **more: Any) -> Any:
        """Return the value as plain JSON. Raises ProcessError with FEEL's sentence."""
        now = task.workflow.top_workflow.run.now
        try:
            return feel.to_json(self.compiled.evaluate({**names(task), **more}, now=now))
        except feel.FeelError as error:
            said = Text(f"表达式“{self.text}”算不出结果：{error.zh}", f"the expression “{self.text}” could not be evaluated: {error.en}")
            raise failure(self.node, said) from error

    def holds(self, task: CaseTask, **more: Any) -> bool:
        """Tell whether the value is true; null and anything else is not."""
        return self.value(task, **more) is True


def names(task: CaseTask) -> dict[str, Any]:
    """Return what an expression sees: the document, `case`, `parameters`, `now`, and the entries of multi-instances."""
    top = task.workflow.top_workflow
    seen = {**top.run.document, **top.run.names, "now": top.run.now.astimezone(ZONE), **entries(task)}
    if top.case_state and isinstance(seen.get("case"), dict):
        seen["case"] = {**seen["case"], "state": top.case_state}
    return seen


def entries(task: CaseTask) -> dict[str, Any]:
    """Return the multi-instance entries around a task by item name; the innermost wins."""
    found: dict[str, Any] = {}
    at: CaseTask | None = task
    while at is not None:
        if at.triggered and "entry" in at.internal_data:
            found.setdefault(at.parent.task_spec.item, at.internal_data["entry"])
        at = at.parent or _caller(at)
    return found


def _caller(task: CaseTask) -> CaseTask | None:
    number = task.workflow.parent_task_id
    return task.workflow.top_workflow.find(number) if number is not None else None


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name that an expression gives, such as the deadline that fits the kind of a dispute."""

    formula: Formula

    @classmethod
    def compile(cls, node: model.Node, text: str | None) -> Name | None:
        """Compile an attribute; None if it says nothing or is the name itself. Raises feel.FeelError."""
        return cls(formula=Formula.compile(node, str(text))) if model.is_computed(text) else None

    def of(self, task: CaseTask) -> str | None:
        """Return the name; None if the expression gives null. Raises ProcessError."""
        found = self.formula.value(task)
        if found is None or isinstance(found, str):
            return found
        said = Text(f"“{self.formula.text}”没有得出名称。", f"“{self.formula.text}” does not give a name.")
        raise failure(self.formula.node, said)


def deadline_of(task: CaseTask) -> str | None:
    """Return the name of the deadline of a task that has been reached, whether drawn or computed."""
    return _named(task, task.task_spec.node.attributes.due, "deadline")


def role_of(task: CaseTask) -> str | None:
    """Return the role that may do a task that has been reached, whether drawn or computed."""
    return _named(task, task.task_spec.node.attributes.role, "role")


def _named(task: CaseTask, drawn: str | None, kept: str) -> str | None:
    found: str | None = task.internal_data.get(kept) if model.is_computed(drawn) else drawn
    return found


@dataclass(frozen=True, kw_only=True)
class Since:
    """From when a named deadline runs, where that is another moment than the one at which its element is reached."""

    formula: Formula

    @classmethod
    def compile(cls, node: model.Node) -> Since | None:
        """Compile what a node says; None if it says nothing. Raises feel.FeelError."""
        return cls(formula=Formula.compile(node, node.attributes.since)) if node.attributes.since else None

    def instant(self, task: CaseTask) -> datetime | None:
        """Return the instant; None while the document does not know it. Raises ProcessError."""
        value = self.formula.value(task)
        try:
            return None if value is None else timers.instant_of(value)
        except timers.TimerTextError as error:
            raise failure(self.formula.node, error.text) from error


@dataclass(frozen=True, kw_only=True)
class Clock:
    """When a timer event fires: a named deadline, or an ISO text or expression."""

    node: model.Node
    #: As drawn: a name, or FEEL behind `=`.
    deadline: str | None
    kind: str
    literal: str | None = None
    named: Name | None = None
    formula: Formula | None = None
    since: Since | None = None

    @classmethod
    def compile(cls, node: model.Node) -> Clock:
        """Compile the timer of a node. Raises feel.FeelError."""
        kind, text = node.event.clock or ("timeDuration", "")
        deadline = node.attributes.due
        if deadline or timers.LITERAL.fullmatch(text):
            named = Name.compile(node, deadline)
            return cls(node=node, deadline=deadline, kind=kind, literal=text, named=named, since=Since.compile(node))
        return cls(node=node, deadline=None, kind=kind, formula=Formula.compile(node, text))

    def plan(self, task: CaseTask) -> dict[str, object]:
        """Return what is kept of the timer that is reached now. Raises ProcessError."""
        run = task.workflow.top_workflow.run
        if self.deadline:
            start = (self.since and self.since.instant(task)) or run.now
            name = self.named.of(task) if self.named else self.deadline
            if name is None:
                raise failure(self.node, Text("没有得出期限的名称。", "no name of a deadline was found."))
            computed = {"deadline": name} if self.named else {}
            return {**computed, "due": run.due_of(name, start, ()).isoformat(), "since": start.isoformat()}
        value = self.formula.value(task) if self.formula else self.literal
        try:
            return timers.plan(self.kind, value, run.now)
        except timers.TimerTextError as error:
            raise failure(self.node, error.text) from error
