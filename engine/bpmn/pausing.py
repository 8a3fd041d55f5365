"""Deadlines that stand still while an element waits for somebody (`onedoor:pauses`).

Nothing is switched on or off: after every step it follows from what waits, so that no stop can be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import formulas
from engine.bpmn.findings import at
from engine.bpmn.model import Node, Process
from engine.bpmn.tree import CaseTask, Instance
from engine.domain.deadline import Stop
from engine.errors import Problem, Text

#: Stands for every named deadline of the case but those of the waiting element itself and of what is inside it.
ALL = "*"
#: Elements that wait, so that deadlines may stand still for them.
_WAITING = ("userTask", "manualTask", "receiveTask", "intermediateCatchEvent", "subProcess", "callActivity")


def names(text: str | None) -> tuple[str, ...]:
    """Return the deadlines that an attribute names."""
    return tuple(filter(None, re.split(r"[\s,,、;;]+", text or "")))


def check(process: Process, node: Node) -> Iterator[Problem]:
    """Yield an element that lets deadlines stand still but never waits."""
    if node.attributes.pauses and node.kind not in _WAITING:
        called = node.called
        message = Text(
            f"“{called.zh}”不等待任何人，不能让期限中止。", f"“{called.en}” waits for nobody, so no deadline can stand still for it."
        )
        cure = Text("请把“中止期限”设在等待的任务、事件或子流程上。", "Set it on the task, event or sub-process that waits.")
        yield at(process, node, message, cure)


def stopping(found: Sequence[CaseTask]) -> list[CaseTask]:
    """Return those of the open tasks for which deadlines stand still."""
    return [task for task in found if task.task_spec.node.attributes.pauses]


def awaited(task: CaseTask, deadline: str | None, waiting: Sequence[CaseTask]) -> Text | None:
    """Return the name of the element for which a deadline of a task stands still, if there is one."""
    for other in waiting if deadline else ():
        said = names(other.task_spec.node.attributes.pauses)
        if (deadline in said or ALL in said) and not _belongs(task, other):
            found: Node = other.task_spec.node
            return found.called
    return None


def keep(instance: Instance) -> None:
    """Let the deadlines of timer events stand still or run on, as what waits now asks."""
    found = instance.all_open()
    waiting = stopping(found)
    for task in found:
        deadline = _deadline(task)
        if deadline:
            because = awaited(task, deadline, waiting)
            if because and "due" in task.internal_data:
                _stop(instance, task, because)
            elif "paused" in task.internal_data and not because:
                _run_on(instance, task)


def recount(instance: Instance) -> None:
    """Compute every running deadline of a timer event anew, because the calendar has changed."""
    for task in instance.all_open():
        deadline, kept = _deadline(task), task.internal_data
        if deadline and "due" in kept:
            before, kept["due"] = kept["due"], _due(instance, task, deadline)
            if before != kept["due"]:
                instance.note("recounted", task.task_spec.node, deadline=deadline, before=before, due=kept["due"])


def since(task: CaseTask) -> datetime:
    """Return when the deadline of a timer event began to run."""
    return datetime.fromisoformat(task.internal_data["since"])


def stops(task: CaseTask) -> tuple[Stop, ...]:
    """Return when the deadline of a timer event stood still."""
    return tuple(Stop(since=datetime.fromisoformat(a), until=datetime.fromisoformat(b)) for a, b in task.internal_data.get("stops", ()))


def _deadline(task: CaseTask) -> str | None:
    clock = getattr(task.task_spec, "clock", None)
    return formulas.deadline_of(task) if clock and task.state == TaskState.WAITING else None


def _stop(instance: Instance, task: CaseTask, because: Text) -> None:
    kept, now = task.internal_data, instance.run.now
    if datetime.fromisoformat(kept["due"]) < now:
        return
    due, kept["paused"] = kept.pop("due"), now.isoformat()
    instance.note("paused", task.task_spec.node, deadline=_deadline(task), awaited=list(because), due=due)


def _run_on(instance: Instance, task: CaseTask) -> None:
    kept, deadline = task.internal_data, str(_deadline(task))
    kept["stops"] = [*kept.get("stops", ()), [kept.pop("paused"), instance.run.now.isoformat()]]
    kept["due"] = _due(instance, task, deadline)
    instance.note("resumed", task.task_spec.node, deadline=deadline, due=kept["due"])


def _due(instance: Instance, task: CaseTask, deadline: str) -> str:
    return instance.run.due_of(deadline, since(task), stops(task)).isoformat()


def _belongs(task: CaseTask, waiting: CaseTask) -> bool:
    """Tell whether a deadline is the waiting element's own: of itself, of an event on its edge, or of something inside it."""
    node, other = task.task_spec.node, waiting.task_spec.node
    if other.id in (node.id, node.attached):
        return True
    inside = task.workflow
    while inside.parent_task_id is not None:
        if inside.parent_task_id == waiting.id:
            return True
        inside = inside.top_workflow.find(inside.parent_task_id).workflow
    return False
