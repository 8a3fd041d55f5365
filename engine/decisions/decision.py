"""One decision of a release, ready to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import feel
from engine.decisions import model
from engine.decisions.graph import Graph
from engine.decisions.limits import shared_limits
from engine.decisions.results import DecisionResult, Run
from engine.errors import Text


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision with everything that it requires."""

    file: str
    node: model.DecisionNode
    graph: Graph

    @property
    def id(self) -> str:
        """Return the id by which diagrams call the decision."""
        return self.node.id

    @property
    def writes(self) -> str | None:
        """Return the place in the case document that receives the result."""
        return self.node.writes

    def title(self) -> Text:
        """Return the decision's name in both languages."""
        return Text(self.node.name, self.node.english or self.node.name)

    def evaluate(self, context: Mapping[str, Any], now: datetime | None = None) -> DecisionResult:
        """Answer the decision for a context of plain JSON or FEEL values. Never raises: what went wrong is a finding.

        Names that the context lacks are null. `DecisionResult.checked()` raises DecisionError instead.
        """
        run = Run(now=now)
        value = self._answer({name: feel.from_json(each) for name, each in context.items()}, run)
        return DecisionResult(
            decision=self.id,
            value=value,
            rules=run.steps[-1].rules if run.steps else (),
            trace=tuple(run.steps),
            findings=tuple(run.findings),
        )

    def _answer(self, context: dict[str, Any], run: Run) -> Any:
        with shared_limits(run.now):
            try:
                return self.graph.answer(self.id, context, run)
            except (feel.FeelLimitError, RecursionError):
                run.note(Text("决策的运算量过大，已停止。", "The decision takes too much work and was stopped."), self.node.place)
                return None
