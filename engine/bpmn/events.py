"""Events: waiting for time, a message or a signal, throwing errors and escalations, ending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.util.task import TaskState

from engine.bpmn import timers
from engine.bpmn.formulas import Clock
from engine.bpmn.model import Node
from engine.bpmn.specs import Frame, LeanSpec, Operating, end_rivals, write
from engine.bpmn.tree import CaseTask, Instance, failure
from engine.errors import Text


class Waiting(LeanSpec):
    """An event or receive task that waits for an instant, a message or a signal."""

    def __init__(self, wf_spec: BpmnProcessSpec, name: str, clock: Clock | None = None, **kwargs: Any) -> None:
        """Keep when it fires, for a timer."""
        super().__init__(wf_spec, name, **kwargs)
        self.clock = clock

    @property
    def message(self) -> str | None:
        """Return the message that is waited for."""
        return self.node.event.name if self.node.event.kind == "message" else None

    @property
    def signal(self) -> str | None:
        """Return the signal that is waited for."""
        return self.node.event.name if self.node.event.kind == "signal" else None

    @property
    def is_repeating(self) -> bool:
        """Tell whether it keeps waiting after it has fired."""
        return self.clock is not None and self.clock.kind == "timeCycle" and not self.clock.deadline

    def _update_hook(self, my_task: CaseTask) -> bool:
        if my_task.state != TaskState.WAITING:
            self.reached(my_task)
            if self.clock:
                my_task.internal_data.update(self.clock.plan(my_task))
            my_task._set_state(TaskState.WAITING)
        return False

    def reached(self, my_task: CaseTask) -> None:
        """Take over the case state when the token begins to wait."""
        self.entered(my_task)

    def fire(self, my_task: CaseTask) -> None:
        """Let the token go on; a repeating timer sends one on and keeps waiting."""
        if self.is_repeating and timers.turn(my_task.internal_data):
            self.send_on(my_task)
        else:
            my_task._ready()

    def send_on(self, my_task: CaseTask) -> None:
        """Send a token on while this one stays."""
        for spec in self.outputs:
            child = my_task._add_child(spec)
            spec._update(child)

    def _on_ready_hook(self, my_task: CaseTask) -> None:
        end_rivals(my_task)

    def _on_complete(self, my_task: CaseTask) -> None:
        # What a repeating timer has sent on are children already; the last one is still to be sent.
        if my_task._children:
            self.send_on(my_task)
        super()._on_complete(my_task)


class Boundary(Waiting):
    """An event on the edge of an activity; it withdraws the activity unless it is drawn dashed."""

    @property
    def is_repeating(self) -> bool:
        """Tell whether it keeps waiting: a dashed one fires as often as its message or signal comes (BPMN 2.0, 10.5.6)."""
        return not self.node.is_interrupting and (super().is_repeating or self.clock is None)

    def reached(self, my_task: CaseTask) -> None:
        """Wait without changing the case state; it changes when the event fires."""

    def fire(self, my_task: CaseTask) -> None:
        """Take over the case state and go on."""
        self.entered(my_task)
        if self.is_repeating and (self.clock is None or timers.turn(my_task.internal_data)):
            self.send_on(my_task)
        else:
            my_task._ready()

    def _on_ready_hook(self, my_task: CaseTask) -> None:
        if self.node.is_interrupting:
            end_rivals(my_task)

    def _on_complete(self, my_task: CaseTask) -> None:
        # A dashed event that has fired must not withdraw the activity.
        if my_task._children:
            self.send_on(my_task)
        else:
            my_task._sync_children(self.outputs, TaskState.FUTURE)
            for child in my_task.children:
                child.task_spec._update(child)
        my_task.workflow._task_completed_notify(my_task)


class Race(LeanSpec):
    """An event-based gateway: all its events wait, each with a clock of its own; the first to fire withdraws the others."""

    looks_for_one = True


class Throwing(LeanSpec):
    """An event that says something: passes by, sends a message or signal, throws an escalation or error, or ends a scope."""

    def _on_complete(self, my_task: CaseTask) -> None:
        """Send the token on first: an error may then withdraw it together with its scope."""
        top, event = my_task.workflow.top_workflow, self.node.event
        if self.node.attributes.end:
            top.end = self.node.attributes.end
        if event.kind == "terminate":
            my_task.workflow.withdraw()
            my_task.workflow.finish()
            return
        super()._on_complete(my_task)
        if event.kind in {"message", "signal"}:
            send_out(my_task)
        elif event.kind in {"error", "escalation"}:
            self._throw(my_task)

    def _throw(self, my_task: CaseTask) -> None:
        event = self.node.event
        catcher = next(_catchers(my_task, event.kind, event.name), None)
        if catcher is not None:
            my_task.workflow.top_workflow.note("fired", catcher.task_spec.node, thrown=event.name)
            catcher.task_spec.fire(catcher)
        elif event.kind == "error":
            raise failure(
                self.node, Text(f"错误“{event.name}”没有被任何边界事件接住。", f"the error “{event.name}” is caught by no boundary event.")
            )


def _catchers(task: CaseTask, kind: str, name: str | None) -> Iterator[CaseTask]:
    """Yield the boundary events that catch what is thrown, innermost first; one with the same code before one for any."""
    top, number = task.workflow.top_workflow, task.workflow.parent_task_id
    while number is not None:
        activity = top.find(number)
        beside = activity.parent.children if isinstance(activity.parent.task_spec, Frame) else []
        fitting = [each for each in beside if each.state == TaskState.WAITING and each.task_spec.node.event.kind == kind]
        for code in (name, None):
            yield from (each for each in fitting if each.task_spec.node.event.name == code)
        number = activity.workflow.parent_task_id


class Sending(Operating):
    """A send task: carries out its operation, if any, and sends its message."""

    def _run_hook(self, my_task: CaseTask) -> bool:
        return super()._run_hook(my_task) if self.node.attributes.operation else True

    def _on_complete(self, my_task: CaseTask) -> None:
        super()._on_complete(my_task)
        if self.node.event.name:
            send_out(my_task)


def send_out(task: CaseTask) -> None:
    """Report a message or signal that leaves, and give it to whoever in the case waits for it."""
    top, node = task.workflow.top_workflow, task.task_spec.node
    _note(top, node)
    deliver(top, node.event.name, None, kind=node.event.kind)


def deliver(top: Instance, name: str, payload: Any, *, kind: str = "message") -> int:
    """Fire every event that waits for a message or signal, and return how many there were."""
    waiting = [task for task in top.all_open() if task.state == TaskState.WAITING and getattr(task.task_spec, kind, None) == name]
    for task in waiting:
        if task.is_open:
            _receive(top, task, payload)
    return len(waiting)


def _receive(top: Instance, task: CaseTask, payload: Any) -> None:
    node = task.task_spec.node
    if node.attributes.result and payload is not None:
        write(task, node, node.attributes.result, payload)
    _note(top, node)
    task.task_spec.fire(task)


def _note(top: Instance, node: Node) -> None:
    """Report what a node sends or receives: `message` and `signal` are both the kind and the name of the detail."""
    top.note(node.event.kind, node, **{node.event.kind: node.event.name})


def due(task: CaseTask) -> datetime:
    """Return when a waiting timer falls due."""
    return datetime.fromisoformat(task.internal_data["due"])


def is_timer(task: CaseTask) -> bool:
    """Tell whether a task is a timer that waits."""
    return task.state == TaskState.WAITING and "due" in task.internal_data
