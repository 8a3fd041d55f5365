"""Activities that run several times or have an inside: multi-instances, repetitions, sub-processes, called processes."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.formulas import Formula
from engine.bpmn.model import Loop, Repetition
from engine.bpmn.specs import LeanSpec
from engine.bpmn.tree import CaseTask, failure
from engine.errors import Text

#: Most instances of one multi-instance; more is a slip in the expression.
MOST = 200


class MultiInstance(LeanSpec):
    """Runs its activity once for each entry of a list, together or one after the other.

    What remains and how many are done is counted here, so that finished instances can be forgotten.
    """

    def __init__(
        self, wf_spec: BpmnProcessSpec, name: str, *, loop: Loop, each: str, collection: Formula, until: Formula | None, **kwargs: Any
    ) -> None:
        """Keep the name of the activity's spec and the expressions."""
        super().__init__(wf_spec, name, **kwargs)
        #: Name under which an instance sees its entry.
        self.item = loop.item
        self.is_sequential = loop.is_sequential
        self.each = each
        self.collection = collection
        self.until = until

    def _update_hook(self, my_task: CaseTask) -> bool:
        self.entered(my_task)
        found = self._entries(my_task)
        my_task.internal_data.update(total=len(found), done=0, left=found)
        if not found:
            return True
        my_task._set_state(TaskState.STARTED)
        for _ in range(1 if self.is_sequential else len(found)):
            self._begin_next(my_task)
        return False

    def _entries(self, my_task: CaseTask) -> list[Any]:
        found = self.collection.value(my_task)
        if not isinstance(found, list):
            said = Text(f"“{self.collection.text}”没有得出列表。", f"“{self.collection.text}” does not give a list.")
            raise failure(self.node, said)
        if len(found) > MOST:
            raise failure(self.node, Text(f"一次最多并行办理 {MOST} 项。", f"at most {MOST} entries can be worked on at once."))
        return found

    def _begin_next(self, my_task: CaseTask) -> None:
        left = my_task.internal_data["left"]
        child = my_task._add_child(my_task.workflow.spec.task_specs[self.each])
        child.triggered = True
        child.internal_data.update(entry=left[0], counter=my_task.internal_data["total"] - len(left) + 1)
        my_task.internal_data["left"] = left[1:]
        child.task_spec._update(child)

    def instance_done(self, my_task: CaseTask, instance: CaseTask) -> None:
        """Count an instance that is done; go on with the next, or end."""
        if my_task.state != TaskState.STARTED:
            return
        kept = my_task.internal_data
        kept["done"] += 1
        if kept["done"] == kept["total"] or self._is_enough(my_task, instance):
            for child in my_task.children:
                child.cancel()
            my_task._ready()
        elif self.is_sequential:
            self._begin_next(my_task)

    def _is_enough(self, my_task: CaseTask, instance: CaseTask) -> bool:
        """Evaluate the completion condition with the counters that BPMN gives it (BPMN 2.0, table 10.30)."""
        if self.until is None:
            return False
        kept = my_task.internal_data
        return self.until.holds(
            instance,
            numberOfInstances=kept["total"],
            numberOfCompletedInstances=kept["done"],
            numberOfActiveInstances=sum(1 for child in my_task.children if child.is_open),
            loopCounter=instance.internal_data["counter"],
        )


class Repeating(LeanSpec):
    """Runs its activity again while a condition holds (BPMN 2.0, 10.3.7 and table 10.28)."""

    def __init__(self, wf_spec: BpmnProcessSpec, name: str, *, repetition: Repetition, again: str, **kwargs: Any) -> None:
        """Keep the name of the activity's spec and when to go on."""
        super().__init__(wf_spec, name, **kwargs)
        self.again = again
        self.most = repetition.most
        self.tests_before = repetition.tests_before
        self.condition = Formula.compile(self.node, repetition.condition) if repetition.condition else None

    def _update_hook(self, my_task: CaseTask) -> bool:
        self.entered(my_task)
        my_task.internal_data["rounds"] = 0
        if self.tests_before and not self._goes_on(my_task):
            return True
        my_task._set_state(TaskState.STARTED)
        self._begin(my_task)
        return False

    def _begin(self, my_task: CaseTask) -> None:
        child = my_task._add_child(my_task.workflow.spec.task_specs[self.again])
        child.triggered = True
        child.task_spec._update(child)

    def _goes_on(self, my_task: CaseTask) -> bool:
        rounds = my_task.internal_data["rounds"]
        if self.most is not None and rounds >= self.most:
            return False
        return self.condition is None or self.condition.holds(my_task, loopCounter=rounds)

    def instance_done(self, my_task: CaseTask, instance: CaseTask) -> None:
        """Count a round that is done; begin another, or end."""
        if my_task.state != TaskState.STARTED:
            return
        my_task.internal_data["rounds"] += 1
        # A finished round is forgotten: a loop of a thousand rounds holds one.
        my_task._children.remove(instance.id)
        if self._goes_on(my_task):
            self._begin(my_task)
        else:
            my_task._ready()


class Inside(LeanSpec):
    """A sub-process or call activity: goes on when its inside has ended."""

    def __init__(self, wf_spec: BpmnProcessSpec, name: str, inside: str, **kwargs: Any) -> None:
        """Keep the name of the scope to run."""
        super().__init__(wf_spec, name, **kwargs)
        self.inside = inside

    def _update_hook(self, my_task: CaseTask) -> bool:
        self.entered(my_task)
        my_task._set_state(TaskState.STARTED)
        my_task.workflow.top_workflow.enter(my_task, self.inside)
        return False

    def _on_cancel(self, my_task: CaseTask) -> None:
        found = my_task.workflow.top_workflow.subprocesses.get(my_task.id)
        if found is not None:
            found.discard()
