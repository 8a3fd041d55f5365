"""Parallel and inclusive gateways: they count the tokens that have arrived.

The library finds out what has arrived by tracing the history of every earlier visit; in a loop its join
fires after one branch, and its cost grows with every round. A token that waits here knows what has arrived.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.specs import Condition, LeanSpec
from engine.bpmn.tree import CaseTask, failure
from engine.errors import Text


class ParallelJoin(LeanSpec):
    """A parallel gateway: one token from each arrow in, one on each arrow out."""

    def _update_hook(self, my_task: CaseTask) -> bool:
        if my_task.state == TaskState.WAITING:
            return False
        self.entered(my_task)
        arrived = [my_task.parent.task_spec.name]
        expected: Counter[str] = Counter(self._inputs)
        for waiting in self._waiting(my_task):
            together = Counter([*arrived, *waiting.internal_data["arrived"]])
            # A second token on the same arrow belongs to the next time that the gateway fires.
            if together <= expected:
                arrived += waiting.internal_data["arrived"]
                waiting.cancel()
        if len(arrived) < len(self._inputs):
            my_task.internal_data["arrived"] = arrived
            my_task._set_state(TaskState.WAITING)
        return len(arrived) == len(self._inputs)

    def _waiting(self, my_task: CaseTask) -> list[CaseTask]:
        return [task for task in my_task.workflow.open_tasks() if task.task_spec is self and task.state == TaskState.WAITING]


class InclusiveJoin(LeanSpec):
    """An inclusive gateway: waits while another token can still come, then takes every arrow whose condition is true."""

    looks_again = True

    def __init__(self, wf_spec: BpmnProcessSpec, name: str, **kwargs: Any) -> None:
        """Begin without conditions; building adds them."""
        super().__init__(wf_spec, name, **kwargs)
        self.conditions: list[tuple[Condition, str]] = []
        self.default: str | None = None
        #: For each node before an arrow in: the nodes from which a token can come to it without passing this gateway.
        self.reach: Mapping[str, frozenset[str]] = {}

    def _update_hook(self, my_task: CaseTask) -> bool:
        if my_task.state != TaskState.WAITING:
            self.entered(my_task)
            self._gather(my_task)
        may_fire = not self._may_more_come(my_task)
        if not may_fire:
            my_task._set_state(TaskState.WAITING)
        return may_fire

    def _gather(self, my_task: CaseTask) -> None:
        arrived = {my_task.parent.task_spec.name}
        for task in list(my_task.workflow.open_tasks()):
            if task.task_spec is self and task.state == TaskState.WAITING:
                arrived.update(task.internal_data["arrived"])
                task.cancel()
        my_task.internal_data["arrived"] = sorted(arrived)

    def _may_more_come(self, my_task: CaseTask) -> bool:
        """Tell whether a token elsewhere can reach an empty arrow and none that is full (BPMN 2.0, table 13.3)."""
        arrived = set(my_task.internal_data["arrived"])
        elsewhere = {task.task_spec.name for task in my_task.workflow.open_tasks() if task.task_spec is not self}
        empty = [self.reach[name] for name in self.reach if name not in arrived]
        full = [self.reach[name] for name in arrived]
        return any(any(at in way for way in empty) and not any(at in way for way in full) for at in elsewhere)

    def _run_hook(self, my_task: CaseTask) -> bool:
        chosen = [name for condition, name in self.conditions if condition._matches(my_task)]
        chosen = chosen or ([self.default] if self.default else [])
        if not chosen and self.conditions:
            raise failure(self.node, Text("没有一个条件成立，也没有默认路径。", "no condition holds and there is no default arrow."))
        my_task._sync_children([self._wf_spec.task_specs[name] for name in chosen], TaskState.FUTURE)
        return True
